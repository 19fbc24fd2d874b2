//! What belongs to another tenant, or to a sibling, answers in the API exactly like what does not exist; pages of other sites
//! may call only where the tenant said so.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tenancy::rules::api_token::opens;
use testkit::api::{Api, problem};
use testkit::app::TestApp;
use uuid::Uuid;

use crate::isolation::{Ids, api_path, mask};

/// Status and body, without what tells the asked ids apart.
async fn told(answer: Response, asked: &Ids, isp: &str) -> (u16, String) {
    let status = answer.status().as_u16();
    (status, mask(&asked.mask(&answer.text().await.unwrap()).replace(isp, "ID")))
}

async fn strangers(app: &TestApp) -> Vec<(&'static str, Api)> {
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    vec![
        ("other ISP", app.api_as_person(zenith, zenith.owner).await),
        (
            "other ISP's program",
            app.api_as_machine(zenith, &kernel::Permission::ALL.into_iter().filter(|p| kernel::Role::IspOwner.allows(*p) && opens(*p)).collect::<Vec<_>>())
                .await,
        ),
        ("sibling", app.api_as_person(acme, acme.client_users[1]).await),
        ("nobody", app.api(&acme.host)),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_operation_is_fenced() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let (acmes, nobodys) = (Ids::of_acme(&app).await, Ids::of_nobody());
    let (isp, no_isp) = (acme.tenant.to_string(), Uuid::from_u128(0xdead_beef).to_string());
    let strangers = strangers(&app).await;
    let before = app.dump().await;
    let mut met = 0;
    for (method, path) in server::http::api::paths().into_iter().filter(|(_, path)| path.contains('{')) {
        met += 1;
        for (who, api) in &strangers {
            let ask = async |ids: &Ids, isp: &str| {
                let path = api_path(&path, ids, isp);
                let body = json!({ "name": "stolen", "to": nobody(), "org_id": nobody(), "reason": "x" });
                let request = api.request(method.parse::<Method>().unwrap(), &path).header("if-match", "\"v1\"");
                let request = if method == "GET" { request } else { request.json(&body) };
                told(request.send().await.unwrap(), ids, isp).await
            };
            let (theirs, absent) = (ask(&acmes, &isp).await, ask(&nobodys, &no_isp).await);
            let expected: &[u16] = if *who == "nobody" { &[401] } else { &[403, 404] };
            assert!(expected.contains(&theirs.0), "{who} {method} {path}: {}", theirs.0);
            assert_eq!(theirs, absent, "{who} {method} {path}");
        }
    }
    assert!(met >= 13, "operations were found: {met}");
    assert_eq!(app.dump().await, before, "nothing has changed");
    app.stop().await;
}

fn nobody() -> Uuid {
    Uuid::from_u128(0xdead_beef)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ids_of_others_in_bodies_and_filters_are_as_good_as_none() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let api = app.api_as_person(zenith, zenith.owner).await;
    let before = app.dump().await;
    let move_own = format!("/orgs/{}/move", zenith.reseller);
    let assign_own = format!("/interfaces/{}/assign", zenith.isp_interface);
    for (path, body) in [
        ("/orgs", |id: Uuid| json!({ "parent_id": id, "kind": "client", "name": "stolen" })),
        ("/invitations", |id: Uuid| json!({ "org_id": id, "email": "thief@zenith.example", "role": "support" })),
        (move_own.as_str(), |id: Uuid| json!({ "to": id })),
        (assign_own.as_str(), |id: Uuid| json!({ "org_id": id })),
    ] as [(&str, fn(Uuid) -> Value); 4]
    {
        let theirs = problem(api.post(path, &body(acme.branch.0)).await).await;
        assert_eq!(theirs, problem(api.post(path, &body(nobody())).await).await, "{path}");
        assert!(matches!(theirs.0, 404 | 422), "{path}: {theirs:?}");
    }
    for path in [format!("/orgs?parent_id={}", acme.branch), format!("/interfaces?device_id={}", acme.device), "/people?search=acme".to_owned()] {
        let page: Value = api.get(&path).await.json().await.unwrap();
        assert_eq!(page["items"], json!([]), "{path}");
    }
    assert_eq!(app.dump().await, before, "nothing has changed");
    for path in ["/orgs", "/people", "/invitations", "/devices", "/interfaces", "/groups", "/alerts", "/alerts/events", "/audit", "/branding", "/me"] {
        let text = api.get(path).await.text().await.unwrap();
        for secret in [acme.tenant.to_string(), acme.device.to_string(), acme.client_interface.to_string(), "owner@acme".to_owned()] {
            assert!(!text.contains(&secret), "{path} tells {secret}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn other_sites_call_only_where_the_tenant_said_so() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let api = app.api_as_person(acme, acme.owner).await;
    let from = |api: &Api, origin: &str| api.request(Method::GET, "/me").header("origin", origin).send();
    let ask_first = |api: &Api, origin: &str| {
        let asked = api.showing(None).request(Method::OPTIONS, "/orgs").header("origin", origin);
        asked.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization").send()
    };
    for origin in ["https://app.example", "null", "https://acme.localhost.evil.example"] {
        let refused = from(&api, origin).await.unwrap();
        assert!(!refused.headers().contains_key("access-control-allow-origin"));
        assert_eq!(problem(refused).await, (403, "origin".to_owned()), "{origin}");
        let first = ask_first(&api, origin).await.unwrap();
        assert!(!first.status().is_success() && !first.headers().contains_key("access-control-allow-origin"), "{origin}");
    }
    let owner = app.sign_in_person(acme, acme.owner).await;
    let wrong = owner.post_form("/settings/api-tokens", &[("do", "origins"), ("origins", "https://*.example")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().await.unwrap().contains("https://*.example"), "what was typed is kept");
    let set = owner.post_form("/settings/api-tokens", &[("do", "origins"), ("origins", "https://app.example\r\nhttps://other.example:8443")]).await;
    assert_eq!(set.headers()["location"], "/settings/api-tokens?done=origins-changed");

    let answer = from(&api, "https://app.example").await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example");
    assert!(answer.headers()["vary"].to_str().unwrap().contains("origin"));
    assert!(!answer.headers().contains_key("access-control-allow-credentials"), "never with cookies");
    let first = ask_first(&api, "https://app.example").await.unwrap();
    assert_eq!(first.status(), StatusCode::NO_CONTENT);
    assert!(first.headers()["access-control-allow-headers"].to_str().unwrap().contains("authorization"));
    // A problem can be read by the page too.
    let refused = api.showing(None).request(Method::GET, "/me").header("origin", "https://app.example").send().await.unwrap();
    assert_eq!((refused.status(), refused.headers()["access-control-allow-origin"].to_str().unwrap()), (StatusCode::UNAUTHORIZED, "https://app.example"));
    let theirs = app.api_as_person(zenith, zenith.owner).await;
    assert_eq!(problem(from(&theirs, "https://app.example").await.unwrap()).await.0, 403, "another tenant said nothing");
    let own = from(&api, &format!("http://{}", acme.host)).await.unwrap();
    assert_eq!(own.status(), StatusCode::OK, "the portal's own pages");
    let removed = owner.post_form("/settings/api-tokens", &[("do", "origins"), ("origins", "")]).await;
    assert_eq!(removed.status(), StatusCode::SEE_OTHER);
    assert_eq!(problem(from(&api, "https://app.example").await.unwrap()).await.0, 403);
    app.stop().await;
}
