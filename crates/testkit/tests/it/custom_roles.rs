//! Roles that an ISP makes itself: what they allow, who may make and give them, and that nobody gains by them.

use kernel::{Given, Permission, Permissions, RoleId, UserId};
use reqwest::StatusCode;
use tenancy::actions::{MemberChange, RoleForm, change_member, create_role};
use testkit::app::{Browser, TestApp};
use uuid::Uuid;

use crate::tenants::{link_in_mail, location};

/// Makes a role with these permissions and gives it to somebody at acme's root, as a job of the product.
pub async fn give_custom(app: &TestApp, user: UserId, permissions: Permissions) -> RoleId {
    let (store, acme) = (app.db.store(), &app.world.acme);
    let ctx = acme.as_system(app.clock.now());
    let form = RoleForm {
        id: RoleId::generate().to_string(),
        template: "isp.support".to_owned(),
        name: format!("Role {}", Uuid::now_v7()),
        permissions: permissions.iter().map(|permission| permission.as_str().to_owned()).collect(),
        row_version: String::new(),
    };
    let role = create_role(&store, &ctx, &form).await.unwrap();
    change_member(&store, &ctx, user, acme.tenant.root(), MemberChange::Role(Given::Custom(role))).await.unwrap();
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
    assert_eq!(make(&owner, "founder.founder", "Up", &["p_device_read"]).await.0.status(), StatusCode::UNPROCESSABLE_ENTITY);
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
