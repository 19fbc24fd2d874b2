//! Signing apps in: password and code, access tokens that cannot be forged, refresh tokens that work once.

use chrono::TimeDelta;
use futures::future::join_all;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kernel::{Clock, Ctx, RequestId};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::api::{Api, problem};
use testkit::app::{PASSWORD, TestApp};

async fn started() -> TestApp {
    let app = TestApp::start_at(Clock::fixed(Clock::system().now()), &[("LASTMILE_COLLECTORS_ENABLED", "false")]).await;
    let acme = &app.world.acme;
    let ctx = Ctx::for_system(acme.tenant, "test", app.clock.now(), RequestId::generate());
    tenancy::actions::set_password(&app.db.store(), &ctx, acme.owner, PASSWORD).await.unwrap();
    app
}

fn sign_in() -> Value {
    json!({ "email": "owner@acme.example", "password": PASSWORD })
}

/// Access and refresh token.
async fn pair(answer: reqwest::Response) -> (String, String) {
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let told: Value = answer.json().await.unwrap();
    assert_eq!((&told["token_type"], &told["expires_in"]), (&json!("Bearer"), &json!(600)));
    (told["access_token"].as_str().unwrap().to_owned(), told["refresh_token"].as_str().unwrap().to_owned())
}

async fn refresh(api: &Api, token: &str) -> reqwest::Response {
    api.post("/auth/refresh", &json!({ "refresh_token": token })).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_app_signs_in_refreshes_and_signs_out() {
    let app = started().await;
    let api = app.api(&app.world.acme.host);
    let (access, first) = pair(api.post("/auth/token", &sign_in()).await).await;
    let me: Value = api.showing(Some(&access)).get("/me").await.json().await.unwrap();
    assert_eq!(me["email"], "owner@acme.example");
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(problem(api.showing(Some(&access)).get("/me").await).await.0, 401, "its ten minutes are over");
    let (access, second) = pair(refresh(&api, &first).await).await;
    assert_ne!(first, second);
    assert_eq!(api.showing(Some(&access)).get("/me").await.status(), StatusCode::OK);
    let out = api.post("/auth/revoke", &json!({ "refresh_token": second })).await;
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    assert_eq!(api.showing(Some(&access)).get("/me").await.status(), StatusCode::UNAUTHORIZED, "at once");
    assert_eq!(problem(refresh(&api, &second).await).await, (401, "refresh-over".to_owned()));
    let unknown = api.post("/auth/revoke", &json!({ "refresh_token": "x".repeat(43) })).await;
    assert_eq!(unknown.status(), StatusCode::NO_CONTENT, "unknown tokens are answered alike");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guessing_is_slowed_down_as_on_the_page() {
    let app = started().await;
    let api = app.api(&app.world.acme.host);
    for email in ["owner@acme.example", "nobody@acme.example"] {
        for _ in 0..5 {
            let wrong = api.post("/auth/token", &json!({ "email": email, "password": "wrong wrong wrong" })).await;
            assert_eq!(problem(wrong).await, (401, "credentials".to_owned()), "{email}");
        }
        let locked = api.post("/auth/token", &json!({ "email": email, "password": PASSWORD })).await;
        assert!(locked.headers()["retry-after"].to_str().unwrap().parse::<u32>().unwrap() >= 1);
        assert_eq!(problem(locked).await, (429, "too-many-attempts".to_owned()), "{email}");
    }
    app.clock.advance(TimeDelta::minutes(20));
    pair(api.post("/auth/token", &sign_in()).await).await;
    assert_eq!(problem(api.post("/auth/token", &json!({ "email": "owner@acme.example" })).await).await.0, 422);
    assert_eq!(problem(api.request(Method::POST, "/auth/token").body("{}").send().await.unwrap()).await.0, 415);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_uses_at_once_of_one_refresh_token_make_one_successor() {
    let app = started().await;
    let api = app.api(&app.world.acme.host);
    let (_, first) = pair(api.post("/auth/token", &sign_in()).await).await;
    let answers = join_all((0..50).map(|_| refresh(&api, &first))).await;
    let mut successors = Vec::new();
    for answer in answers {
        successors.push(pair(answer).await.1);
    }
    successors.dedup();
    assert_eq!(successors.len(), 1, "a lost answer is given again");
    let mut admin = app.db.admin().await;
    let tokens: i64 = sqlx::query_scalar("select count(*) from api_refresh_tokens").fetch_one(&mut admin).await.unwrap();
    assert_eq!(tokens, 2);
    pair(refresh(&api, &successors[0]).await).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copied_refresh_token_ends_the_sign_in_and_the_person_is_told() {
    for thief in [None, Some("another/1")] {
        let app = started().await;
        let api = app.api(&app.world.acme.host);
        let (_, first) = pair(api.post("/auth/token", &sign_in()).await).await;
        let (access, second) = pair(refresh(&api, &first).await).await;
        // Later by the same client, or at once by another.
        let replay = api.request(Method::POST, "/auth/refresh").json(&json!({ "refresh_token": first }));
        let replay = match thief {
            Some(_) => app
                .api(&app.world.acme.host)
                .request(Method::POST, "/auth/refresh")
                .header("x-forwarded-for", "198.51.100.7")
                .json(&json!({ "refresh_token": first })),
            None => {
                app.clock.advance(TimeDelta::seconds(11));
                replay
            }
        };
        assert_eq!(problem(replay.send().await.unwrap()).await, (401, "refresh-over".to_owned()));
        assert_eq!(problem(refresh(&api, &second).await).await.0, 401, "the good one too: nobody can say whose it is");
        assert_eq!(api.showing(Some(&access)).get("/me").await.status(), StatusCode::UNAUTHORIZED);
        let mut admin = app.db.admin().await;
        let reuse: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'api_session.reuse'").fetch_one(&mut admin).await.unwrap();
        let mails: i64 = sqlx::query_scalar("select count(*) from outbox where topic = 'mail'").fetch_one(&mut admin).await.unwrap();
        assert_eq!(reuse, 1);
        assert!(mails >= 1, "a security notice is on its way");
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_ends_sessions_ends_those_of_apps_and_a_demotion_bites() {
    let app = started().await;
    let acme = &app.world.acme;
    let api = app.api(&acme.host);
    let (access, _) = pair(api.post("/auth/token", &sign_in()).await).await;
    let api_in = api.showing(Some(&access));
    assert_eq!(api_in.get("/audit").await.status(), StatusCode::OK);
    let mut admin = app.db.admin().await;
    sqlx::query("update memberships set role = 'support' where user_id = $1").bind(acme.owner.0).execute(&mut admin).await.unwrap();
    assert_eq!(problem(api_in.get("/audit").await).await.0, 403, "with the next request");
    let browser = app.sign_in_person(acme, acme.owner).await;
    let ended = browser.post_form("/account/security/sessions/end-others", &[]).await;
    assert_eq!(ended.status(), StatusCode::SEE_OTHER);
    assert_eq!(api_in.get("/me").await.status(), StatusCode::UNAUTHORIZED);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn access_tokens_cannot_be_forged_or_carried_elsewhere() {
    let app = started().await;
    let acme = &app.world.acme;
    let api = app.api(&acme.host);
    let (access, _) = pair(api.post("/auth/token", &sign_in()).await).await;
    let mut admin = app.db.admin().await;
    let (kid, public): (uuid::Uuid, Vec<u8>) = sqlx::query_as("select id, public_key from api_signing_keys").fetch_one(&mut admin).await.unwrap();
    let parts: Vec<&str> = access.split('.').collect();
    let [head, payload, signature] = parts[..] else { panic!("three parts") };
    let encoded = |json: Value| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, json.to_string());
    let decoded = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, payload).unwrap();
    let mut claims: Value = serde_json::from_slice(&decoded).unwrap();
    assert_eq!(claims["iss"], acme.host);

    let none = format!("{}.{payload}.", encoded(json!({ "alg": "none", "typ": "at+jwt", "kid": kid })));
    let mut hmac = Header::new(Algorithm::HS256);
    (hmac.typ, hmac.kid) = (Some("at+jwt".to_owned()), Some(kid.to_string()));
    let shared = jsonwebtoken::encode(&hmac, &claims, &EncodingKey::from_secret(&public)).unwrap();
    let other_kid = format!("{}.{payload}.{signature}", encoded(json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": uuid::Uuid::now_v7() })));
    let own_key = format!("{}.{payload}.{signature}", encoded(json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": kid, "jku": "https://evil.example/keys" })));
    let untyped = format!("{}.{payload}.{signature}", encoded(json!({ "alg": "EdDSA", "typ": "JWT", "kid": kid })));
    claims["sub"] = json!(acme.engineer);
    let other_person = format!("{head}.{}.{signature}", encoded(claims));
    for (what, forged) in [
        ("alg none", none),
        ("the public key as a secret", shared),
        ("another key's id", other_kid),
        ("a key of its own", own_key),
        ("another type", untyped),
        ("another person", other_person),
        ("without a signature", format!("{head}.{payload}.")),
        ("cut", access[..access.len() - 4].to_owned()),
    ] {
        assert_eq!(problem(api.showing(Some(&forged)).get("/me").await).await.0, 401, "{what}");
    }
    let good = api.showing(Some(&access));
    assert_eq!(good.at(&app.world.zenith.host).get("/me").await.status(), StatusCode::UNAUTHORIZED, "another tenant");
    let insert = "insert into hosts (tenant_id, host, org_id, created_at) values ($1, 'metro.localhost', $2, now())";
    sqlx::query(insert).bind(acme.tenant.0).bind(acme.tenant.0).execute(&mut admin).await.unwrap();
    assert_eq!(good.at("metro.localhost").get("/me").await.status(), StatusCode::UNAUTHORIZED, "another portal of the same tenant");
    assert_eq!(good.get("/me").await.status(), StatusCode::OK);
    // Other keys sign by now; what the older one has signed is still good while it lasts.
    app.clock.advance(TimeDelta::days(31));
    let (later, _) = pair(api.post("/auth/token", &sign_in()).await).await;
    assert_eq!(api.showing(Some(&later)).get("/me").await.status(), StatusCode::OK);
    let keys: i64 = sqlx::query_scalar("select count(*) from api_signing_keys").fetch_one(&mut admin).await.unwrap();
    assert_eq!(keys, 2);
    app.stop().await;
}
