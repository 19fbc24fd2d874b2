//! Roles that an ISP makes itself: what they allow, who may make and give them, and that nobody gains by them.

use kernel::{Clock, Given, Permission, Permissions, RoleId, UserId};
use reqwest::StatusCode;
use serde_json::{Value, json};
use store::Store;
use tenancy::actions::{MemberChange, RoleForm, change_member, create_role};
use testkit::api::{Api, problem};
use testkit::app::{Browser, TestApp};
use testkit::fixtures::Isp;
use uuid::Uuid;

use crate::tenants::{link_in_mail, location};

/// Makes a role with these permissions and gives it to somebody at acme's root, as a job of the product.
pub async fn give_custom(app: &TestApp, user: UserId, permissions: Permissions) -> RoleId {
    give_custom_at(&app.db.store(), &app.world.acme, &app.clock, user, permissions).await
}

/// The same at the root of any ISP, where no server runs.
pub async fn give_custom_at(store: &Store, isp: &Isp, clock: &Clock, user: UserId, permissions: Permissions) -> RoleId {
    let ctx = isp.as_system(clock.now());
    let form = RoleForm {
        id: RoleId::generate().to_string(),
        template: "isp.support".to_owned(),
        name: format!("Role {}", Uuid::now_v7()),
        permissions: permissions.iter().map(|permission| permission.as_str().to_owned()).collect(),
        row_version: String::new(),
    };
    let role = create_role(store, &ctx, &form).await.unwrap();
    change_member(store, &ctx, user, isp.tenant.root(), MemberChange::Role(Given::Custom(role))).await.unwrap();
    role
}

fn set(permissions: &[Permission]) -> Permissions {
    permissions.iter().copied().collect()
}

/// Posts the form of a new role; the answer, and the id it asked for.
async fn make(browser: &Browser, template: &str, name: &str, ticks: &[&str]) -> (reqwest::Response, String) {
    let id = Uuid::now_v7().to_string();
    let mut fields = vec![("id", id.as_str()), ("template", template), ("name", name), ("sent", "1")];
    fields.extend(ticks.iter().map(|tick| (*tick, "yes")));
    (browser.post_form("/settings/roles/new", &fields).await, id)
}

async fn save(browser: &Browser, id: &str, version: &str, name: &str, ticks: &[&str]) -> reqwest::Response {
    let mut fields = vec![("row_version", version), ("name", name), ("sent", "1")];
    fields.extend(ticks.iter().map(|tick| (*tick, "yes")));
    browser.post_form(&format!("/settings/roles/{id}"), &fields).await
}

async fn roles(app: &TestApp) -> Vec<(String, Vec<String>)> {
    let mut admin = app.db.admin().await;
    sqlx::query_as("select name, permissions from roles order by name").fetch_all(&mut admin).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_role_is_made_given_changed_and_deleted_and_each_bites_with_the_next_request() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let engineer = app.sign_in_person(acme, acme.engineer).await;
    let root = acme.tenant.to_string();

    let page = owner.get("/settings/roles/new?from=isp.engineer").await.text().await.unwrap();
    assert!(page.contains("name=\"p_device_manage\"") && page.contains("name=\"p_roles_manage\""), "{page}");
    assert!(!page.contains("p_platform_read") && !page.contains("p_platform_manage"), "the platform's are nobody's to give");
    let (made, id) = make(&owner, "isp.engineer", "Night shift", &["p_device_read", "p_device_manage", "p_interface_read"]).await;
    assert_eq!(location(made).await, "/settings/roles?done=role-created");
    let list = owner.get("/settings/roles").await.text().await.unwrap();
    assert!(list.contains("Night shift"));

    // It stands beside the built-in ones, and is given like them.
    let person = format!("/people/{}", acme.engineer);
    for form in [owner.get(&format!("/people/invite?org={root}")).await, owner.get(&person).await] {
        assert!(form.text().await.unwrap().contains("Night shift"));
    }
    location(owner.post_form(&person, &[("do", "role"), ("role", &id), ("org", &root)]).await).await;
    assert_eq!(engineer.get("/network/devices/new").await.status(), StatusCode::OK);
    assert_eq!(engineer.get("/organisation").await.status(), StatusCode::FORBIDDEN, "an engineer's right that this role has not");
    assert!(owner.get("/people").await.text().await.unwrap().contains("Night shift"));

    // Changing the role demotes everybody who holds it, at once.
    assert_eq!(location(save(&owner, &id, "1", "Night shift", &["p_device_read"]).await).await, "/settings/roles?done=role-changed");
    assert_eq!(engineer.get("/network/devices/new").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(engineer.get("/network/devices").await.status(), StatusCode::OK);
    assert_eq!(engineer.get("/network/interfaces").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(engineer.get("/dashboard").await.status(), StatusCode::OK, "the first page is no refusal");

    let held = owner.post_form(&format!("/settings/roles/{id}"), &[("do", "delete")]).await;
    assert_eq!(held.status(), StatusCode::CONFLICT, "somebody has it");
    location(owner.post_form(&person, &[("do", "role"), ("role", "engineer"), ("org", &root)]).await).await;
    // An invitation that offers it keeps it too, and gives it to who accepts.
    location(owner.post_form("/people/invite", &[("org", &root), ("email", "new@acme.example"), ("role", &id)]).await).await;
    assert_eq!(owner.post_form(&format!("/settings/roles/{id}"), &[("do", "delete")]).await.status(), StatusCode::CONFLICT, "it is offered");
    let link = link_in_mail(&app, acme.tenant.0).await;
    let mut guest = app.browser(&acme.host);
    assert!(guest.get(&link).await.text().await.unwrap().contains("Night shift"));
    let accepted = guest.post_form(&link, &[("name", "Nour"), ("password", crate::tenants::PASSWORD)]).await;
    guest.keep_cookies(&accepted);
    assert_eq!(guest.get("/network/devices").await.status(), StatusCode::OK);
    assert_eq!(guest.get("/people").await.status(), StatusCode::FORBIDDEN);
    let mut admin = app.db.admin().await;
    let nour: Uuid = sqlx::query_scalar("select id from users where email = 'new@acme.example'").fetch_one(&mut admin).await.unwrap();
    location(owner.post_form(&format!("/people/{nour}"), &[("do", "leave"), ("org", &root)]).await).await;
    assert_eq!(location(owner.post_form(&format!("/settings/roles/{id}"), &[("do", "delete")]).await).await, "/settings/roles?done=role-deleted");
    assert!(roles(&app).await.is_empty());
    let actions: Vec<String> = sqlx::query_scalar("select action from audit_log where action like 'role.%' order by seq").fetch_all(&mut admin).await.unwrap();
    assert_eq!(actions, ["role.create", "role.change", "role.delete"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_gains_by_making_changing_or_giving_roles() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let owner = app.sign_in_person(acme, acme.owner).await;
    let (made, strong) = make(&owner, "isp.engineer", "Strong", &["p_device_manage"]).await;
    location(made).await;
    let own = set(&[Permission::RolesManage, Permission::PeopleManage, Permission::PeopleRead, Permission::OrgRead, Permission::DeviceRead]);
    let weak = give_custom(&app, acme.engineer, own).await.to_string();
    let person = app.sign_in_person(acme, acme.engineer).await;
    let before = app.dump().await;
    let root = acme.tenant.to_string();

    let form = person.get("/settings/roles/new?from=isp.isp_owner").await.text().await.unwrap();
    assert!(form.contains("p_device_read") && !form.contains("p_device_manage"), "only what the author has is offered");
    for beyond in ["p_device_manage", "p_impersonate", "p_platform_read", "p_platform_manage", "p_root", "p_"] {
        let (refused, _) = make(&person, "isp.engineer", "More", &["p_device_read", beyond]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{beyond}");
        let refused = save(&person, &weak, "1", "More", &["p_device_read", beyond]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "one's own role, {beyond}");
    }
    assert_eq!(save(&person, &strong, "1", "Weaker", &["p_device_read"]).await.status(), StatusCode::FORBIDDEN, "a role beyond the own");
    assert_eq!(person.post_form(&format!("/settings/roles/{strong}"), &[("do", "delete")]).await.status(), StatusCode::FORBIDDEN);
    for role in ["isp_owner", "engineer", strong.as_str(), "custom", "founder"] {
        let invited = person.post_form("/people/invite", &[("org", &root), ("email", "friend@acme.example"), ("role", role)]).await;
        assert_eq!(invited.status(), StatusCode::UNPROCESSABLE_ENTITY, "inviting as {role}");
    }
    // Those who may do more are not touched: neither an owner nor a support whose role reaches further.
    for other in [acme.owner, acme.support] {
        for fields in [vec![("do", "leave"), ("org", root.as_str())], vec![("do", "role"), ("role", weak.as_str()), ("org", root.as_str())]] {
            let answer = person.post_form(&format!("/people/{other}"), &fields).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{other} {fields:?}");
        }
    }
    // Another ISP's role is no role here, and one of another level neither.
    let foreign = app.sign_in_person(zenith, zenith.owner).await;
    let zenith_root = zenith.tenant.to_string();
    let answer = foreign.post_form("/people/invite", &[("org", &zenith_root), ("email", "x@zenith.example"), ("role", &strong)]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let branch = acme.branch.to_string();
    let answer = owner.post_form("/people/invite", &[("org", &branch), ("email", "x@acme.example"), ("role", &strong)]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "made for the ISP's own node");
    // What must stay at the top fits no role below it.
    for tick in ["p_roles_manage", "p_mail_read", "p_device_manage"] {
        assert_eq!(make(&owner, "branch.support", "Low", &[tick]).await.0.status(), StatusCode::UNPROCESSABLE_ENTITY, "{tick}");
    }
    // No such form is offered, so there is no page to show again.
    assert_eq!(make(&owner, "founder.founder", "Up", &["p_device_read"]).await.0.status(), StatusCode::NOT_FOUND);
    for empty in [("", vec!["p_device_read"]), ("None", vec![])] {
        assert_eq!(make(&owner, "isp.support", empty.0, &empty.1).await.0.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(make(&owner, "isp.support", "sTRONG", &["p_device_read"]).await.0.status(), StatusCode::UNPROCESSABLE_ENTITY, "the name is taken");
    assert_eq!(app.dump().await, before, "nothing has changed");
    // Names that a database was made to hold by other means allow nothing either.
    let mut admin = app.db.admin().await;
    sqlx::query("update roles set permissions = '{platform_manage,device_read,all}' where id = $1")
        .bind(Uuid::parse_str(&weak).unwrap())
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(person.get("/platform").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(person.get("/network/devices").await.status(), StatusCode::OK);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_edit_on_an_older_version_is_refused_with_what_was_typed() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let (made, id) = make(&owner, "isp.support", "Desk", &["p_device_read"]).await;
    location(made).await;
    location(save(&owner, &id, "1", "Front desk", &["p_device_read"]).await).await;
    let stale = save(&owner, &id, "1", "Back desk", &["p_device_read", "p_org_read"]).await;
    assert_eq!(stale.status(), StatusCode::CONFLICT);
    let page = stale.text().await.unwrap();
    assert!(page.contains("value=\"Back desk\"") && page.contains(">Someone else has changed this meanwhile"), "{page}");
    assert!(page.contains("name=\"row_version\" value=\"1\""), "a second try does not win unseen");
    assert_eq!(save(&owner, &id, "", "Back desk", &["p_device_read"]).await.status(), StatusCode::CONFLICT);

    // Of fifty who edit one version at once, one is heard.
    let names: Vec<String> = (0..50).map(|number| format!("Desk {number}")).collect();
    let edits = names.iter().map(|name| save(&owner, &id, "2", name, &["p_device_read"]));
    let answers = futures::future::join_all(edits).await;
    assert_eq!(answers.iter().filter(|answer| answer.status() == StatusCode::SEE_OTHER).count(), 1);
    assert!(answers.iter().all(|answer| [StatusCode::SEE_OTHER, StatusCode::CONFLICT, StatusCode::SERVICE_UNAVAILABLE].contains(&answer.status())));
    let mut admin = app.db.admin().await;
    let version: i64 = sqlx::query_scalar("select version from roles").fetch_one(&mut admin).await.unwrap();
    assert_eq!(version, 3);
    app.stop().await;
}

/// Makes a token on the page of tokens: `personal` or `machine`.
async fn token(app: &TestApp, browser: &Browser, kind: &str, scopes: &[&str]) -> Result<Api, StatusCode> {
    let ticks: Vec<String> = scopes.iter().map(|scope| format!("scope-{scope}")).collect();
    let mut fields = vec![("do", kind), ("name", "mine"), ("days", "1")];
    fields.extend(ticks.iter().map(|tick| (tick.as_str(), "yes")));
    let answer = browser.post_form("/settings/api-tokens", &fields).await;
    if answer.status() != StatusCode::OK {
        return Err(answer.status());
    }
    let page = answer.text().await.unwrap();
    let start = page.find(if kind == "machine" { "lm_mch_" } else { "lm_pat_" }).expect("a token is shown");
    let token: String = page[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    Ok(app.api(&app.world.acme.host).showing(Some(&token)))
}

async fn invite(api: &Api, org: &str, role: &str) -> reqwest::Response {
    api.post("/invitations", &json!({ "org_id": org, "email": "friend@acme.example", "role": role })).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_reaches_no_further_than_the_role_of_its_person_at_that_moment() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let root = acme.tenant.to_string();
    let earlier = app.api_as_person(acme, acme.engineer).await;
    assert_eq!(earlier.get("/devices").await.status(), StatusCode::OK);

    // The engineer's token was made for more than the new role holds, and for nothing that only the new role holds.
    let support = ["device_read", "interface_read", "alert_read", "org_read", "people_read"];
    let own = [Permission::DeviceRead, Permission::InterfaceRead, Permission::AlertRead, Permission::OrgRead, Permission::PeopleRead, Permission::PeopleManage];
    let role = give_custom(&app, acme.engineer, set(&own)).await.to_string();
    let me: Value = earlier.get("/me").await.json().await.unwrap();
    assert_eq!((&me["role"], &me["scopes"]), (&json!(role), &json!(["org_read", "device_read", "interface_read", "alert_read"])), "{me}");
    assert!(me["role_name"].as_str().unwrap().starts_with("Role "), "{me}");
    let people: Value = earlier.showing(None).get("/people").await.json().await.unwrap();
    assert_eq!(people["status"], 401);
    assert_eq!(problem(earlier.get("/people").await).await.0, 403);
    let device = format!("/devices/{}", acme.device);
    assert_eq!(problem(earlier.send(reqwest::Method::DELETE, &device, &json!({})).await).await.0, 403);

    // Nobody makes a token for what their role lacks, nor one for which the API has no operation.
    let person = app.sign_in_person(acme, acme.engineer).await;
    for beyond in ["device_manage", "roles_manage", "impersonate", "root"] {
        assert_eq!(token(&app, &person, "personal", &["org_read", beyond]).await.err(), Some(StatusCode::UNPROCESSABLE_ENTITY), "{beyond}");
    }
    assert_eq!(token(&app, &person, "machine", &["org_read"]).await.err(), Some(StatusCode::FORBIDDEN), "programs are not theirs to make");
    for beyond in ["roles_manage", "impersonate", "support_access", "domains_manage", "data_export", "settings_manage", "mail_read", "api_manage"] {
        assert_eq!(token(&app, &owner, "personal", &[beyond]).await.err(), Some(StatusCode::UNPROCESSABLE_ENTITY), "{beyond} by an owner's");
    }

    // By a token, roles are given as far as the token and the role behind it reach.
    let narrow = token(&app, &person, "personal", &["people_manage", "people_read"]).await.unwrap();
    let all = [&support[..], &["people_manage"]].concat();
    let wide = token(&app, &person, "personal", &all).await.unwrap();
    let program = token(&app, &owner, "machine", &["people_manage", "people_read"]).await.unwrap();
    for (api, given) in [(&narrow, "support"), (&narrow, role.as_str()), (&program, "support"), (&wide, "engineer"), (&wide, "isp_owner"), (&wide, "custom")] {
        assert_eq!(problem(invite(api, &root, given).await).await, (422, "invalid".to_owned()), "{given}");
    }
    let invited: Value = invite(&wide, &root, &role).await.json().await.unwrap();
    assert_eq!((&invited["role"], &invited["role_name"]), (&json!(role), &me["role_name"]), "{invited}");
    let waiting: Value = wide.get("/invitations").await.json().await.unwrap();
    assert_eq!(waiting["items"][0], invited);
    assert_eq!(invite(&wide, &root, "support").await.status(), StatusCode::CREATED);
    assert_eq!(invite(&token(&app, &owner, "machine", &all).await.unwrap(), &root, "support").await.status(), StatusCode::CREATED);
    let people: Value = wide.get("/people?search=engineer@").await.json().await.unwrap();
    assert_eq!(people["items"][0]["role"], json!(role), "{people}");

    // What the role loses, every token of its people has lost with the next request.
    location(save(&owner, &role, "1", "Less", &["p_device_read"]).await).await;
    let me: Value = wide.get("/me").await.json().await.unwrap();
    assert_eq!(me["scopes"], json!(["device_read"]), "{me}");
    assert_eq!(problem(invite(&wide, &root, "support").await).await.0, 403);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_are_found_by_a_role_of_the_isp_s_own() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let role = give_custom(&app, acme.engineer, set(&[Permission::DeviceRead])).await;
    let list = owner.get(&format!("/people?role={role}")).await.text().await.unwrap();
    assert!(list.contains("engineer@acme.example") && !list.contains("support@acme.example"), "{list}");
    assert!(list.contains(&format!("value=\"{role}\"")), "the filter offers it");
    let list = owner.get("/people?role=engineer").await.text().await.unwrap();
    assert!(!list.contains("engineer@acme.example"), "no engineer any more");
    // Roles of the ISP's own level are nobody's below it.
    let reseller = app.sign_in_person(acme, acme.reseller_user).await;
    assert!(!reseller.get("/people").await.text().await.unwrap().contains(&role.to_string()));
    app.stop().await;
}
