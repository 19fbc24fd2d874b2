//! Acting as somebody else: who may, what is withheld meanwhile, how it is seen, and that it ends.

use chrono::TimeDelta;
use kernel::{Clock, OrgId, Permission, TenantId, UserId};
use reqwest::StatusCode;
use serde_json::{Value, json};
use testkit::app::{Browser, TestApp};
use uuid::Uuid;

use crate::custom_roles::give_custom;
use crate::tenants::{founder, location};

const REASON: &str = "Looking at ticket 7 together with them";

fn subject(user: UserId, org: OrgId) -> String {
    format!("{user}.{org}")
}

/// Asks for the way over on a page that offers it.
async fn ask(browser: &Browser, page: &str, subject: &str, reason: &str) -> reqwest::Response {
    browser.post_form(page, &[("do", "act"), ("subject", subject), ("reason", reason), ("ticket", "T-7")]).await
}

/// The path of the way over.
async fn way(answer: reqwest::Response) -> String {
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let page = answer.text().await.unwrap();
    let at = page.find("/support-access/").expect("a way over");
    page[at..].chars().take("/support-access/".len() + 43).collect()
}

/// Goes the way over at this host.
async fn begin(app: &TestApp, host: &str, path: &str) -> Browser {
    let mut browser = app.browser(host);
    let answer = browser.post_form(path, &[]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
    browser.keep_cookies(&answer);
    browser
}

/// The founder, acting as somebody of acme's.
pub async fn act_as(app: &TestApp, user: UserId, org: OrgId) -> Browser {
    let founder = founder(app).await;
    let acme = &app.world.acme;
    let page = format!("/platform/isps/{}", acme.tenant);
    let path = way(ask(&founder, &page, &subject(user, org), REASON).await).await;
    begin(app, &acme.host, &path).await
}

async fn acting_sessions(app: &TestApp) -> i64 {
    let mut admin = app.db.admin().await;
    sqlx::query_scalar("select count(*) from sessions where impersonation_id is not null").fetch_one(&mut admin).await.unwrap()
}

async fn entries(browser: &Browser, filter: Value) -> Vec<Value> {
    let answer = browser.call("/api/audit/list", json!({ "query": { "filter": filter } })).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let page: Value = answer.json().await.unwrap();
    page["value"]["entries"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_founder_acts_as_an_owner_and_every_act_bears_both_names() {
    let app = TestApp::start().await;
    let (world, acme) = (&app.world, &app.world.acme);
    let founder = founder(&app).await;
    let page = format!("/platform/isps/{}", acme.tenant);
    assert!(founder.get(&page).await.text().await.unwrap().contains(&subject(acme.owner, acme.tenant.root())));
    for reason in ["", "too short"] {
        let refused = ask(&founder, &page, &subject(acme.owner, acme.tenant.root()), reason).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{reason:?}");
        let text = refused.text().await.unwrap();
        assert!(text.contains("id=\"act-reason-error\"") && text.contains("value=\"T-7\""), "{text}");
    }
    let path = way(ask(&founder, &page, &subject(acme.owner, acme.tenant.root()), REASON).await).await;

    // Looking begins nothing, and tells who and why.
    let stranger = app.browser(&acme.host);
    let look = stranger.get(&path).await;
    assert_eq!(look.headers()["referrer-policy"], "no-referrer");
    assert!(look.headers().get("set-cookie").is_none());
    let look = look.text().await.unwrap();
    assert!(look.contains(REASON) && look.contains("founder acts as owner"), "{look}");
    assert_eq!(acting_sessions(&app).await, 0);
    assert_eq!(app.browser(&world.zenith.host).post_form(&path, &[]).await.status(), StatusCode::NOT_FOUND, "another portal");

    let acting = begin(&app, &acme.host, &path).await;
    assert_eq!(stranger.post_form(&path, &[]).await.status(), StatusCode::NOT_FOUND, "a way is gone once");
    for page in ["/network/devices", "/organisation", "/audit"] {
        let text = acting.get(page).await.text().await.unwrap();
        assert!(text.contains("founder acts as owner until") && text.contains("action=\"/acting/end\""), "{page}");
    }
    let rename = [("do", "rename"), ("name", "North")];
    location(acting.post_form(&format!("/organisation/{}", acme.branch), &rename).await).await;
    // Its language is the browser's own and not the owner's.
    assert_eq!(acting.post_form("/language", &[("language", "fr")]).await.status(), StatusCode::SEE_OTHER);

    let mut admin = app.db.admin().await;
    let both: Vec<(String, Option<Uuid>, Option<Uuid>)> = sqlx::query_as(
        "select action, actor_user, as_user from audit_log where tenant_id = $1 and (as_user is not null or action like 'impersonation.%') order by seq",
    )
    .bind(acme.tenant.0)
    .fetch_all(&mut admin)
    .await
    .unwrap();
    let (a, b) = (Some(world.founder_user.0), Some(acme.owner.0));
    let expected = [("impersonation.request", a, None), ("impersonation.start", a, b), ("org.rename", a, b)];
    assert_eq!(both, expected.map(|(action, by, as_user)| (action.to_owned(), by, as_user)));
    let locale: Option<String> = sqlx::query_scalar("select locale from users where id = $1").bind(acme.owner.0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(locale, None);

    let answer = acting.post_form("/acting/end", &[]).await;
    assert_eq!(answer.headers()["location"], "/sign-in?done=acting-ended");
    assert_eq!(acting.get("/organisation").await.status(), StatusCode::SEE_OTHER, "the session is gone");
    assert_eq!(acting_sessions(&app).await, 0);
    let owner_seen: i64 = sqlx::query_scalar("select count(*) from sessions where user_id = $1").bind(acme.owner.0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(owner_seen, 0, "the owner was never signed in");
    for tenant in [acme.tenant, world.founder] {
        let verdict = store::audit::verify(&app.db.store(), tenant).await.unwrap();
        assert_eq!(verdict.first_fault, None, "both encodings stand in one chain");
        let told: Vec<String> = sqlx::query_scalar("select action from audit_log where tenant_id = $1 and action like 'impersonation.%' order by seq")
            .bind(tenant.0)
            .fetch_all(&mut admin)
            .await
            .unwrap();
        assert_eq!(told, ["impersonation.request", "impersonation.start", "impersonation.end"], "{tenant}");
    }
    // As whom it was is part of the chain.
    sqlx::query("update audit_log set as_user = null where action = 'org.rename'").execute(&mut admin).await.unwrap();
    assert!(store::audit::verify(&app.db.store(), acme.tenant).await.unwrap().first_fault.is_some());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_tenant_sees_it_ends_it_and_switches_it_off() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let acting = act_as(&app, acme.engineer, acme.tenant.root()).await;
    assert_eq!(acting.get("/network/devices").await.status(), StatusCode::OK);
    location(acting.post_form(&format!("/network/interfaces/{}/assign", acme.isp_interface), &[("org", &acme.branch.to_string())]).await).await;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let page = owner.get("/settings/support-access").await.text().await.unwrap();
    assert!(page.contains(REASON) && page.contains("T-7") && page.contains(">founder<") && page.contains(">engineer<"), "{page}");
    let told = entries(&owner, json!({ "acting": "1" })).await;
    assert!(told.len() >= 2, "{told:?}");
    for entry in &told {
        assert_eq!(entry["actor"]["Outsider"], "founder", "{entry}");
        assert_eq!(entry["acted_as"]["Person"]["email"], "engineer@acme.example");
    }
    assert!(told.iter().any(|entry| entry["action"] == "interface.assign"));
    assert!(owner.get("/audit?acting=1").await.text().await.unwrap().contains("engineer@acme.example"));
    let file = owner.get("/audit.csv?acting=1").await.text().await.unwrap();
    assert!(file.contains(",engineer@acme.example\r\n"), "{file}");
    // It is nobody's sign-in, and no session of the engineer's own.
    let people: Value = owner.call("/api/tenancy/list_people", json!({ "search": "engineer" })).await.json().await.unwrap();
    assert_eq!(people["value"]["people"][0]["last_seen_ms"], Value::Null);

    let mut admin = app.db.admin().await;
    let id: Uuid = sqlx::query_scalar("select id from impersonations").fetch_one(&mut admin).await.unwrap();
    let id = id.to_string();
    let end = [("do", "end"), ("id", id.as_str())];
    let foreign = app.sign_in_person(zenith, zenith.owner).await;
    assert_eq!(foreign.post_form("/settings/support-access", &end).await.status(), StatusCode::NOT_FOUND, "another tenant's");
    assert!(!foreign.get("/settings/support-access").await.text().await.unwrap().contains(REASON));
    let reseller = app.sign_in_person(acme, acme.reseller_user).await;
    assert_eq!(reseller.post_form("/settings/support-access", &end).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(acting.get("/network/devices").await.status(), StatusCode::OK);
    location(owner.post_form("/settings/support-access", &end).await).await;
    assert_eq!(acting.get("/network/devices").await.status(), StatusCode::SEE_OTHER, "with the next request");
    assert_eq!(owner.post_form("/settings/support-access", &end).await.status(), StatusCode::NOT_FOUND, "it is over");
    assert!(owner.get("/settings/support-access").await.text().await.unwrap().contains(">ended from here<"));

    // Switching it off ends what runs and what waits, and refuses clearly; switching on lets it in again.
    let again = act_as(&app, acme.owner, acme.tenant.root()).await;
    let founder = founder(&app).await;
    let isp = format!("/platform/isps/{}", acme.tenant);
    let who = subject(acme.owner, acme.tenant.root());
    let waiting = way(ask(&founder, &isp, &who, REASON).await).await;
    assert_eq!(again.post_form("/settings/support-access", &[("do", "off")]).await.status(), StatusCode::FORBIDDEN, "not by oneself");
    location(owner.post_form("/settings/support-access", &[("do", "off")]).await).await;
    assert_eq!(again.get("/network/devices").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(app.browser(&acme.host).post_form(&waiting, &[]).await.status(), StatusCode::NOT_FOUND);
    let refused = ask(&founder, &isp, &who, REASON).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(refused.text().await.unwrap().contains(">This provider has switched support access off"));
    let page = founder.get(&isp).await.text().await.unwrap();
    assert!(page.contains(">This provider has switched support access off. Ask") && !page.contains("id=\"act-reason\""));
    assert!(!page.contains("engineer@acme.example"), "who refuses is not listed");
    location(owner.post_form("/settings/support-access", &[("do", "on")]).await).await;
    way(ask(&founder, &isp, &who, REASON).await).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn secrets_rights_and_people_stay_out_of_reach() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let acting = act_as(&app, acme.owner, acme.tenant.root()).await;
    let made = owner.post_form("/settings/api-tokens", &[("do", "personal"), ("name", "mine"), ("days", "1"), ("scope-org_read", "yes")]).await;
    assert_eq!(made.status(), StatusCode::OK);
    let mut admin = app.db.admin().await;
    let token: Uuid = sqlx::query_scalar("select id from api_tokens").fetch_one(&mut admin).await.unwrap();
    let token = format!("/settings/api-tokens/{token}/revoke");
    let before = app.dump().await;
    let root = acme.tenant.to_string();
    let (engineer, client) = (format!("/people/{}", acme.engineer), format!("/people/{}", acme.client_users[0]));
    let device = format!("/network/devices/{}", acme.device);
    let (edit, remove, invite) = (format!("{device}/edit"), format!("{device}/remove"), format!("/people/invite?org={root}"));
    let who = subject(acme.client_users[0], acme.clients[0]);
    let role = Uuid::now_v7().to_string();
    for page in [
        "/account/security/recovery-codes",
        "/settings/api-tokens",
        "/settings/roles",
        "/settings/roles/new?from=isp.support",
        "/settings/support-access",
        "/sent-mail",
    ] {
        assert_eq!(owner.get(page).await.status(), StatusCode::OK, "{page} as the owner");
    }
    let pages = [
        "/account/security",
        "/account/security/authenticator",
        "/account/security/recovery-codes",
        "/account/security/passkeys",
        "/account/links",
        "/settings/api-tokens",
        "/settings/roles",
        "/settings/roles/new?from=isp.support",
        "/settings/support-access",
        "/sent-mail",
        "/network/devices/new",
        &edit,
        &invite,
    ];
    for page in pages {
        assert_eq!(acting.get(page).await.status(), StatusCode::FORBIDDEN, "{page}");
    }
    let device_form = vec![
        ("name", "core-1"),
        ("address", "127.0.0.1"),
        ("port", "1161"),
        ("version", "v2c"),
        ("interval_seconds", "60"),
        ("community", "stolen"),
        ("row_version", "1"),
    ];
    let forms: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("/account/security/password", vec![("current_password", testkit::app::PASSWORD), ("new_password", "nine blue lanterns in a row")]),
        ("/account", vec![("name", "Somebody"), ("language", "fr")]),
        ("/account/security/sessions/end-others", vec![]),
        ("/account/security/apps/00000000-0000-0000-0000-0000deadbeef/end", vec![]),
        ("/account/security/passkeys", vec![("name", "Mine"), ("credential", "{}")]),
        ("/account/security/passkeys/start", vec![]),
        ("/settings/api-tokens", vec![("do", "personal"), ("name", "Mine"), ("days", "1"), ("scope-org_read", "yes")]),
        ("/settings/api-tokens", vec![("do", "machine"), ("name", "Mine"), ("days", "1"), ("scope-org_read", "yes")]),
        ("/settings/api-tokens", vec![("do", "origins"), ("origins", "https://evil.example")]),
        (token.as_str(), vec![]),
        ("/account/security/confirm", vec![("current_password", testkit::app::PASSWORD)]),
        ("/account/links", vec![("host", "zenith.localhost")]),
        ("/account/switch", vec![("link", role.as_str())]),
        ("/account/membership", vec![("org", root.as_str())]),
        ("/account/security/authenticator/start", vec![]),
        ("/account/security/authenticator", vec![("code", "123456")]),
        ("/account/security/authenticator/off", vec![("code", "123456")]),
        ("/account/security/recovery-codes", vec![("code", "123456")]),
        ("/network/devices/new", device_form.clone()),
        (edit.as_str(), device_form),
        (remove.as_str(), vec![]),
        ("/people/invite", vec![("org", root.as_str()), ("email", "friend@acme.example"), ("role", "support")]),
        (engineer.as_str(), vec![("do", "role"), ("role", "support"), ("org", root.as_str())]),
        (engineer.as_str(), vec![("do", "leave"), ("org", root.as_str())]),
        (client.as_str(), vec![("do", "act"), ("subject", who.as_str()), ("reason", REASON)]),
        ("/settings/roles/new", vec![("id", role.as_str()), ("template", "isp.support"), ("name", "Mine"), ("p_device_read", "yes")]),
        ("/settings/support-access", vec![("do", "off")]),
    ];
    for (path, fields) in &forms {
        assert_eq!(acting.post_form(path, fields).await.status(), StatusCode::FORBIDDEN, "{path} {fields:?}");
    }
    for call in ["/api/account/security", "/api/account/enrolment", "/api/account/links", "/api/settings/api_tokens", "/api/messaging/list_kept"] {
        assert_eq!(acting.call(call, json!({})).await.status(), StatusCode::FORBIDDEN, "{call}");
    }
    // The API knows no sessions, and so nobody who acts as somebody else.
    assert_eq!(acting.get("/api/v1/me").await.status(), StatusCode::UNAUTHORIZED);
    let found: Value = acting.call("/api/search/everything", json!({ "term": "secur" })).await.json().await.unwrap();
    assert!(!found.to_string().contains("/account"), "nor does search lead there: {found}");
    assert_eq!(app.dump().await, before, "nothing has changed");
    assert_eq!(owner.get("/account/security").await.status(), StatusCode::OK, "the owner's own session stands");
    let own: Value = owner.call("/api/account/security", json!({})).await.json().await.unwrap();
    let text = own.to_string();
    assert_eq!(text.matches("\"since_ms\"").count(), 1, "and is the only one listed: {text}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn half_an_hour_is_the_end_and_the_way_over_closes_sooner() {
    let clock = Clock::fixed(Clock::system().now());
    let app = TestApp::start_at(clock, &[("LASTMILE_COLLECTORS_ENABLED", "false")]).await;
    let acme = &app.world.acme;
    let founder = founder(&app).await;
    let page = format!("/platform/isps/{}", acme.tenant);
    let who = subject(acme.owner, acme.tenant.root());
    let late = way(ask(&founder, &page, &who, REASON).await).await;
    app.clock.advance(TimeDelta::seconds(31));
    let stranger = app.browser(&acme.host);
    assert_eq!(stranger.get(&late).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(stranger.post_form(&late, &[]).await.status(), StatusCode::NOT_FOUND);

    let path = way(ask(&founder, &page, &who, REASON).await).await;
    app.clock.advance(TimeDelta::seconds(29));
    let acting = begin(&app, &acme.host, &path).await;
    for _ in 0..2 {
        app.clock.advance(TimeDelta::minutes(14));
        assert_eq!(acting.get("/network/devices").await.status(), StatusCode::OK);
    }
    app.clock.advance(TimeDelta::minutes(2));
    assert!(location(acting.get("/network/devices").await).await.starts_with("/sign-in"), "use does not prolong it");
    assert_eq!(acting.call("/api/network/list_devices", json!({})).await.status(), StatusCode::UNAUTHORIZED);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_who_come_with_one_token_are_one() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let founder = founder(&app).await;
    let page = format!("/platform/isps/{}", acme.tenant);
    let path = way(ask(&founder, &page, &subject(acme.owner, acme.tenant.root()), REASON).await).await;
    let stranger = app.browser(&acme.host);
    let answers = futures::future::join_all((0..50).map(|_| stranger.post_form(&path, &[]))).await;
    let told: Vec<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
    assert_eq!(told.iter().filter(|status| **status == 303).count(), 1, "{told:?}");
    assert!(told.iter().all(|status| [303, 404, 503].contains(status)), "{told:?}");
    assert_eq!(acting_sessions(&app).await, 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_act_as_those_below_them_and_come_back_to_themselves() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let mut owner = app.sign_in_person(acme, acme.owner).await;
    let page = format!("/people/{}", acme.reseller_user);
    assert!(owner.get(&page).await.text().await.unwrap().contains("id=\"act-reason\""));
    let path = way(ask(&owner, &page, &subject(acme.reseller_user, acme.reseller), REASON).await).await;
    let cookie = owner.cookie.clone();
    let begun = owner.post_form(&path, &[]).await;
    owner.keep_cookies(&begun);
    assert_ne!(owner.cookie, cookie, "a new id");
    let seen = owner.get("/organisation").await.text().await.unwrap();
    assert!(seen.contains("owner acts as reseller") && !seen.contains(&acme.branch.to_string()), "{seen}");
    let acting_cookie = owner.cookie.clone();
    let ended = owner.post_form("/acting/end", &[]).await;
    owner.keep_cookies(&ended);
    assert_eq!(location(ended).await, "/people?done=acting-ended");
    assert!(owner.cookie != cookie && owner.cookie != acting_cookie, "a new id again");
    assert_eq!(owner.get("/settings/roles").await.status(), StatusCode::OK, "back as the owner");
    let mut old = owner.clone();
    old.cookie = acting_cookie;
    assert_eq!(old.get("/organisation").await.status(), StatusCode::SEE_OTHER);

    // Not upwards, not sideways, not oneself, not across tenants, not without the right.
    let root = acme.tenant.root();
    for (user, org, expected) in [
        (acme.engineer, root, StatusCode::FORBIDDEN),
        (acme.owner, root, StatusCode::FORBIDDEN),
        (zenith.client_users[0], zenith.clients[0], StatusCode::NOT_FOUND),
        (acme.client_users[0], acme.clients[1], StatusCode::NOT_FOUND),
    ] {
        let answer = ask(&owner, &format!("/people/{user}"), &subject(user, org), REASON).await;
        assert_eq!(answer.status(), expected, "{user} at {org}");
    }
    let client = format!("/people/{}", acme.client_users[0]);
    let who = subject(acme.client_users[0], acme.clients[0]);
    for other in [acme.engineer, acme.support, acme.reseller_user, acme.client_users[1]] {
        let browser = app.sign_in_person(acme, other).await;
        assert_eq!(ask(&browser, &client, &who, REASON).await.status(), StatusCode::FORBIDDEN, "{other}");
    }
    assert_eq!(ask(&owner, &client, "nonsense", REASON).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ask(&owner, &page, &who, REASON).await.status(), StatusCode::NOT_FOUND, "another person's page");

    // With a role of the ISP's own: as somebody who may do less, until the right is taken away.
    let few = [Permission::Impersonate, Permission::PeopleRead, Permission::InterfaceRead].into_iter().collect();
    give_custom(&app, acme.support, few).await;
    let helper = app.sign_in_person(acme, acme.support).await;
    let reseller = ask(&helper, &page, &subject(acme.reseller_user, acme.reseller), REASON).await;
    assert_eq!(reseller.status(), StatusCode::FORBIDDEN, "a reseller may do more");
    let path = way(ask(&helper, &client, &who, REASON).await).await;
    let acting = begin(&app, &acme.host, &path).await;
    let line = format!("/network/interfaces/{}", acme.client_interface);
    assert_eq!(acting.get(&line).await.status(), StatusCode::OK);
    // What is the customer's own, and refused to the helper, is not offered either.
    let customer = app.sign_in_person(acme, acme.client_users[0]).await;
    for (browser, offered) in [(&customer, true), (&acting, false)] {
        let dashboard = browser.get("/dashboard").await.text().await.unwrap();
        assert_eq!(dashboard.contains("href=\"/account"), offered, "{dashboard}");
    }
    let person = format!("/people/{}", acme.support);
    location(owner.post_form(&person, &[("do", "role"), ("role", "support"), ("org", &root.to_string())]).await).await;
    assert_eq!(acting.get(&line).await.status(), StatusCode::SEE_OTHER, "with the next request");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn neither_founders_nor_paused_providers_are_acted_as() {
    let app = TestApp::start().await;
    let (world, acme) = (&app.world, &app.world.acme);
    let founder = founder(&app).await;
    let other = TenantId(Uuid::from_u128(0xdead_beef));
    let isp = |tenant: TenantId| format!("/platform/isps/{tenant}");
    let who = subject(acme.owner, acme.tenant.root());
    let themselves = subject(world.founder_user, world.founder.root());
    for (tenant, whom) in [(world.founder, &themselves), (other, &who), (world.zenith.tenant, &who), (acme.tenant, &themselves)] {
        assert_eq!(ask(&founder, &isp(tenant), whom, REASON).await.status(), StatusCode::NOT_FOUND, "{tenant} {whom}");
    }
    let themselves_page = format!("/people/{}", world.founder_user);
    assert_eq!(ask(&founder, &themselves_page, &themselves, REASON).await.status(), StatusCode::FORBIDDEN);
    let owner = app.sign_in_person(acme, acme.owner).await;
    assert_eq!(ask(&owner, &isp(world.zenith.tenant), &who, REASON).await.status(), StatusCode::FORBIDDEN, "no owner acts in another ISP");

    let acting = act_as(&app, acme.owner, acme.tenant.root()).await;
    let waiting = way(ask(&founder, &isp(acme.tenant), &who, REASON).await).await;
    location(founder.post_form(&isp(acme.tenant), &[("do", "suspend"), ("reason", "Invoice 7 is open")]).await).await;
    assert_eq!(acting.get("/network/devices").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.browser(&acme.host).post_form(&waiting, &[]).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask(&founder, &isp(acme.tenant), &who, REASON).await.status(), StatusCode::CONFLICT);
    // A founder who goes takes it along.
    location(founder.post_form(&isp(acme.tenant), &[("do", "reactivate")]).await).await;
    assert_eq!(acting.get("/network/devices").await.status(), StatusCode::OK);
    let mut admin = app.db.admin().await;
    sqlx::query("delete from memberships where user_id = $1").bind(world.founder_user.0).execute(&mut admin).await.unwrap();
    assert_eq!(acting.get("/network/devices").await.status(), StatusCode::SEE_OTHER);
    app.stop().await;
}
