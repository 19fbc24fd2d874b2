//! `Idempotency-Key`: a POST that is sent again takes effect once.

use futures::future::join_all;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use testkit::api::{Api, problem};
use testkit::app::TestApp;

async fn post(api: &Api, path: &str, key: &str, body: &Value) -> Response {
    api.request(Method::POST, path).header("idempotency-key", key).json(body).send().await.unwrap()
}

async fn made(answer: Response) -> (bool, Value) {
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert!(answer.headers().contains_key("location") && answer.headers().contains_key("etag"));
    (answer.headers().contains_key("idempotency-replayed"), answer.json().await.unwrap())
}

async fn nodes(app: &TestApp, name: &str) -> i64 {
    sqlx::query_scalar("select count(*) from orgs where name = $1").bind(name).fetch_one(&mut app.db.admin().await).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sent_again_it_is_answered_alike() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.owner).await;
    let body = json!({ "parent_id": acme.branch, "kind": "client", "name": "Once" });
    let (replayed, first) = made(post(&api, "/orgs", "key-1", &body).await).await;
    assert!(!replayed);
    let (replayed, again) = made(post(&api, "/orgs", "key-1", &body).await).await;
    assert!(replayed);
    assert_eq!(first, again);
    assert_eq!(nodes(&app, "Once").await, 1);
    let other = json!({ "parent_id": acme.branch, "kind": "client", "name": "Other" });
    assert_eq!(problem(post(&api, "/orgs", "key-1", &other).await).await, (422, "key-reused".to_owned()));
    assert_eq!(nodes(&app, "Other").await, 0);
    // Another person's key of the same name, and the same person's at another operation, are other keys.
    let reseller = app.api_as_person(acme, acme.reseller_user).await;
    let theirs = json!({ "parent_id": acme.reseller, "kind": "client", "name": "Theirs" });
    assert!(!made(post(&reseller, "/orgs", "key-1", &theirs).await).await.0);
    let invited = post(&api, "/invitations", "key-1", &json!({ "org_id": acme.tenant, "email": "new@acme.example", "role": "support" })).await;
    assert_eq!(invited.status(), StatusCode::CREATED);
    assert_eq!(problem(post(&api, "/orgs", "a key", &body).await).await, (400, "bad-key".to_owned()));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_refused_may_be_corrected_under_its_key() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.owner).await;
    let wrong = json!({ "parent_id": acme.branch, "kind": "client", "name": " " });
    assert_eq!(problem(post(&api, "/orgs", "key-2", &wrong).await).await.0, 422);
    let right = json!({ "parent_id": acme.branch, "kind": "client", "name": "Right" });
    assert!(!made(post(&api, "/orgs", "key-2", &right).await).await.0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_at_once_take_effect_once() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.owner).await;
    let body = json!({ "parent_id": acme.branch, "kind": "client", "name": "Crowd" });
    let answers = join_all((0..50).map(|_| post(&api, "/orgs", "key-3", &body))).await;
    let mut ids = Vec::new();
    let mut first = 0;
    for answer in answers {
        let (replayed, org) = made(answer).await;
        first += i32::from(!replayed);
        ids.push(org["id"].as_str().unwrap().to_owned());
    }
    ids.dedup();
    assert_eq!((ids.len(), first, nodes(&app, "Crowd").await), (1, 1, 1));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_that_a_crash_swallowed_is_made_anew() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.engineer).await;
    let body = json!({ "name": "edge-1", "address": "192.0.2.7", "version": "v2c", "community": { "community": "public" } });
    let (_, first) = made(post(&api, "/devices", "key-4", &body).await).await;
    let mut admin = app.db.admin().await;
    let lost = "update idempotency_keys set status = null, reply = null where key = 'key-4'";
    sqlx::query(lost).execute(&mut admin).await.unwrap();
    let (replayed, again) = made(post(&api, "/devices", "key-4", &body).await).await;
    assert!(replayed, "what it did is known from the row that was written with it");
    assert_eq!(first["id"], again["id"]);
    // One that died before it took effect is done by the next.
    let died =
        "update idempotency_keys set status = null, reply = null, done = false, object = null, lease_until = now() - interval '1 minute' where key = 'key-4'";
    sqlx::query(died).execute(&mut admin).await.unwrap();
    sqlx::query("update devices set removed_at = now() where name = 'edge-1'").execute(&mut admin).await.unwrap();
    let (replayed, third) = made(post(&api, "/devices", "key-4", &body).await).await;
    assert!(!replayed);
    assert_ne!(third["id"], first["id"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn kept_answers_go_after_a_day() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.owner).await;
    made(post(&api, "/orgs", "key-5", &json!({ "parent_id": acme.branch, "kind": "client", "name": "Kept" })).await).await;
    let mut admin = app.db.admin().await;
    let now = app.clock.now();
    tenancy::actions::expire_api(&app.db.store(), now + chrono::TimeDelta::hours(23)).await.unwrap();
    let left: i64 = sqlx::query_scalar("select count(*) from idempotency_keys").fetch_one(&mut admin).await.unwrap();
    assert_eq!(left, 1);
    tenancy::actions::expire_api(&app.db.store(), now + chrono::TimeDelta::hours(25)).await.unwrap();
    let left: i64 = sqlx::query_scalar("select count(*) from idempotency_keys").fetch_one(&mut admin).await.unwrap();
    assert_eq!(left, 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_isp_is_made_once() {
    let app = TestApp::start().await;
    let api = app.api_as_founder().await;
    let new = json!({
        "name": "Northern", "label": "northern-once", "currency": "EUR", "locale": "en", "time_zone": "UTC", "email": "owner@northern.example"
    });
    let first: Value = post(&api, "/isps", "key-6", &new).await.json().await.unwrap();
    sqlx::query("update idempotency_keys set status = null, reply = null").execute(&mut app.db.admin().await).await.unwrap();
    let again: Value = post(&api, "/isps", "key-6", &new).await.json().await.unwrap();
    assert_eq!(first["id"], again["id"]);
    assert_eq!(nodes(&app, "Northern").await, 1);
    app.stop().await;
}
