//! Tokens for the API: the page that makes them, what they open, and when they stop.

use chrono::TimeDelta;
use kernel::{Clock, Permission};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::api::problem;
use testkit::app::TestApp;

async fn started() -> TestApp {
    TestApp::start_at(Clock::fixed(Clock::system().now()), &[("LASTMILE_COLLECTORS_ENABLED", "false")]).await
}

/// The token that a page shows, this once.
fn shown(page: &str) -> String {
    let at = page.find("lm_").expect("a token is shown");
    page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_is_made_on_its_page_shown_once_used_and_revoked() {
    let app = started().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let fields = [("do", "personal"), ("name", "Nightly export"), ("days", "30"), ("scope-org_read", "yes"), ("scope-device_read", "yes")];
    let answer = owner.post_form("/settings/api-tokens", &fields).await;
    assert_eq!((answer.status(), answer.headers()["cache-control"].to_str().unwrap()), (StatusCode::OK, "no-store"));
    let token = shown(&answer.text().await.unwrap());
    assert!(token.starts_with("lm_pat_") && token.len() == 56, "{token}");

    let page = owner.get("/settings/api-tokens").await.text().await.unwrap();
    assert!(page.contains(&token[..12]) && !page.contains(&token), "the list knows the beginning only");
    let mut admin = app.db.admin().await;
    let stored: String = sqlx::query_scalar("select t::text from api_tokens t").fetch_one(&mut admin).await.unwrap();
    assert!(!stored.contains(&token), "the table does not hold it");

    let api = app.api(&acme.host).showing(Some(&token));
    let me: Value = api.get("/me").await.json().await.unwrap();
    assert_eq!((&me["kind"], &me["email"], &me["role"]), (&json!("person"), &json!("owner@acme.example"), &json!("isp_owner")));
    assert_eq!(me["scopes"], json!(["org_read", "device_read"]));
    assert_eq!(api.get("/devices").await.status(), StatusCode::OK);
    assert_eq!(problem(api.get("/people").await).await, (403, "forbidden".to_owned()), "not among its scopes");

    let id: uuid::Uuid = sqlx::query_scalar("select id from api_tokens").fetch_one(&mut admin).await.unwrap();
    let revoked = owner.post_form(&format!("/settings/api-tokens/{id}/revoke"), &[]).await;
    assert_eq!(revoked.headers()["location"], "/settings/api-tokens?done=token-revoked");
    let refused = api.get("/me").await;
    assert_eq!(refused.headers()["www-authenticate"], "Bearer realm=\"api\", error=\"invalid_token\"");
    assert_eq!(problem(refused).await, (401, "unauthenticated".to_owned()));
    let audited: Vec<String> =
        sqlx::query_scalar("select action from audit_log where action like 'api_token.%' order by id").fetch_all(&mut admin).await.unwrap();
    assert_eq!(audited, ["api_token.create", "api_token.revoke"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_is_told_at_its_field_and_what_was_typed_is_kept() {
    let app = started().await;
    let acme = &app.world.acme;
    let client = app.sign_in_person(acme, acme.client_users[0]).await;
    for (fields, words) in [
        (vec![("do", "personal"), ("name", "kept words"), ("days", "400"), ("scope-interface_read", "yes")], "Enter 1 to 365 days."),
        (vec![("do", "personal"), ("name", "kept words"), ("days", "30")], "Choose at least one."),
        (vec![("do", "personal"), ("name", "kept words"), ("days", "30"), ("scope-device_manage", "yes")], "Choose one of the list."),
    ] {
        let answer = client.post_form("/settings/api-tokens", &fields).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        let page = answer.text().await.unwrap();
        let body = page.split_once("<body").unwrap().1;
        assert!(body.contains(words) && body.contains("kept words"), "{words}");
    }
    let machine = client.post_form("/settings/api-tokens", &[("do", "machine"), ("name", "x"), ("days", "1"), ("scope-interface_read", "yes")]).await;
    assert_eq!(machine.status(), StatusCode::FORBIDDEN);
    let origins = client.post_form("/settings/api-tokens", &[("do", "origins"), ("origins", "https://app.example")]).await;
    assert_eq!(origins.status(), StatusCode::FORBIDDEN);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_is_worth_what_its_person_is_worth_now() {
    let app = started().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.engineer).await;
    assert_eq!(api.post("/devices", &json!({})).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "may, but said nothing");
    let mut admin = app.db.admin().await;
    let set = "update memberships set role = $2 where user_id = $1";
    sqlx::query(set).bind(acme.engineer.0).bind("support").execute(&mut admin).await.unwrap();
    assert_eq!(problem(api.post("/devices", &json!({})).await).await, (403, "forbidden".to_owned()), "with the next request");
    assert_eq!(api.get("/devices").await.status(), StatusCode::OK);
    sqlx::query("delete from memberships where user_id = $1").bind(acme.engineer.0).execute(&mut admin).await.unwrap();
    assert_eq!(problem(api.get("/devices").await).await.0, 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tokens_end_belong_to_their_host_and_are_read_strictly() {
    let app = started().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let api = app.api_as(acme, acme.owner, &[Permission::OrgRead]).await;
    assert_eq!(api.get("/me").await.status(), StatusCode::OK);
    assert_eq!(api.at(&zenith.host).get("/me").await.status(), StatusCode::UNAUTHORIZED, "another tenant's portal");
    assert_eq!(api.at("founder.localhost").get("/me").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(api.at("nowhere.localhost").get("/me").await.status(), StatusCode::MISDIRECTED_REQUEST);
    let token = api.token.clone().unwrap();
    let last = if token.ends_with('x') { 'y' } else { 'x' };
    let mistyped = format!("{}{last}", &token[..token.len() - 1]);
    for bad in ["", "x", "lm_pat_", &mistyped, &token.replacen("lm_pat_", "lm_mch_", 1), &token.to_uppercase()] {
        assert_eq!(api.showing(Some(bad)).get("/me").await.status(), StatusCode::UNAUTHORIZED, "{bad:?}");
    }
    let two = api.request(Method::GET, "/me").header("authorization", format!("Bearer {token}")).send().await.unwrap();
    assert_eq!(two.status(), StatusCode::UNAUTHORIZED, "two at once");
    app.clock.advance(TimeDelta::days(31));
    assert_eq!(api.get("/me").await.status(), StatusCode::UNAUTHORIZED, "its days are over");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_browser_s_session_opens_nothing_here_and_a_token_opens_no_page() {
    let app = started().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    assert_eq!(owner.get("/api/v1/me").await.status(), StatusCode::UNAUTHORIZED);
    let answer = app.api(&acme.host).request(Method::POST, "/orgs").header("cookie", owner.cookie.clone().unwrap()).json(&json!({})).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert!(answer.headers().get("set-cookie").is_none());
    let api = app.api_as_person(acme, acme.owner).await;
    let page = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let page = page.get(format!("http://{}/network/devices", app.address)).header("host", &acme.host).bearer_auth(api.token.unwrap());
    assert_eq!(page.send().await.unwrap().status(), StatusCode::SEE_OTHER);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_program_has_its_scopes_and_acts_in_its_own_name() {
    let app = started().await;
    let acme = &app.world.acme;
    let api = app.api_as_machine(acme, &[Permission::OrgRead, Permission::OrgManage, Permission::PeopleRead, Permission::PeopleManage]).await;
    let me: Value = api.get("/me").await.json().await.unwrap();
    assert_eq!((&me["kind"], &me["role"]), (&json!("machine"), &Value::Null));
    let made = api.post("/orgs", &json!({ "parent_id": acme.tenant, "kind": "branch", "name": "North" })).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    assert_eq!(problem(api.get("/devices").await).await.0, 403);
    let owner = json!({ "org_id": acme.tenant, "email": "new@acme.example", "role": "isp_owner" });
    assert_eq!(problem(api.post("/invitations", &owner).await).await, (422, "invalid".to_owned()), "an owner's role is an owner's to give");
    let mut admin = app.db.admin().await;
    let part: String =
        sqlx::query_scalar("select actor_part from audit_log where action = 'org.create' order by seq desc limit 1").fetch_one(&mut admin).await.unwrap();
    assert_eq!(part, format!("api token {}", me["id"].as_str().unwrap()));
    // Whoever made it may go: it belongs to the organisation.
    sqlx::query("update users set disabled_at = now() where id = $1").bind(acme.owner.0).execute(&mut admin).await.unwrap();
    assert_eq!(api.get("/orgs").await.status(), StatusCode::OK);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_paused_portal_s_api_is_paused_and_a_needed_second_factor_is_asked_for() {
    let app = TestApp::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_SECURITY_REQUIRE_SECOND_FACTOR", "true")]).await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let owner = app.api_as_person(acme, acme.owner).await;
    assert_eq!(problem(owner.get("/me").await).await, (403, "second-factor-needed".to_owned()));
    assert_eq!(app.api_as_person(acme, acme.engineer).await.get("/me").await.status(), StatusCode::OK);
    sqlx::query("update orgs set state = 'suspended' where id = $1").bind(zenith.tenant.0).execute(&mut app.db.admin().await).await.unwrap();
    let support = app.api_as_person(zenith, zenith.support).await;
    assert_eq!(problem(support.get("/me").await).await, (503, "paused".to_owned()));
    app.stop().await;
}
