//! What answers carry besides their bodies: one of each class of route, held against a checked-in list. A header that is lost,
//! a cookie that loses an attribute, a policy that opens: each shows as a changed line.

use std::fmt::Write as _;

use reqwest::header::HeaderMap;
use reqwest::{Method, Response, StatusCode};
use testkit::app::{Browser, PASSWORD, TestApp};

use crate::leaving::{link, until_ready};

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/headers.txt");

/// What protects, or says who may keep an answer. `x-request-id` is checked by itself.
const TOLD: [&str; 20] = [
    "access-control-allow-credentials",
    "access-control-allow-origin",
    "cache-control",
    "clear-site-data",
    "content-disposition",
    "content-language",
    "content-security-policy",
    "content-type",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "location",
    "permissions-policy",
    "referrer-policy",
    "server",
    "set-cookie",
    "strict-transport-security",
    "vary",
    "x-content-type-options",
    "x-frame-options",
];

/// Replaces what differs from run to run: nonces, the values of cookies, days, the second in which a session was begun.
fn masked(name: &str, value: &str) -> String {
    let mut value = value.to_owned();
    if let Some((before, rest)) = value.split_once("'nonce-") {
        let after = rest.split_once('\'').map_or("", |(_, after)| after);
        value = format!("{before}'nonce-NONCE'{after}");
    }
    if name == "content-disposition" {
        value = value
            .split('-')
            .map(|part| if part.trim_end_matches(".csv\"").trim_end_matches(".zip\"").bytes().all(|c| c.is_ascii_digit()) { "N" } else { part })
            .collect::<Vec<_>>()
            .join("-");
    }
    if name == "set-cookie" {
        let (first, rest) = value.split_once(';').unwrap_or((&value, ""));
        let (cookie, content) = first.split_once('=').unwrap_or((first, ""));
        let content = if content.len() > 8 { "VALUE" } else { content };
        let rest = rest.split(';').map(|part| match part.trim().split_once('=') {
            Some(("Max-Age", seconds)) => format!(" Max-Age={}", seconds.parse::<i64>().unwrap().div_euclid(-60) * -60),
            Some(("Expires", _)) => " Expires=DATE".to_owned(),
            _ => part.to_owned(),
        });
        value = format!("{cookie}={content};{}", rest.collect::<Vec<_>>().join(";"));
    }
    value
}

fn write(list: &mut String, class: &str, status: StatusCode, headers: &HeaderMap) {
    writeln!(list, "# {class}\n{}", status.as_u16()).unwrap();
    for name in TOLD {
        for value in headers.get_all(name) {
            writeln!(list, "{name}: {}", masked(name, value.to_str().unwrap())).unwrap();
        }
    }
    list.push('\n');
}

/// Writes an answer down, after what holds for every one of them.
fn tell(list: &mut String, class: &str, answer: &Response) {
    let headers = answer.headers();
    assert_eq!(headers.get("x-request-id").map(|id| id.to_str().unwrap().len()), Some(36), "{class}");
    for cookie in headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        // Empty ones take a cookie away; the session layer's own says less.
        assert!(cookie.starts_with("__Host-"), "{class}: {cookie}");
        assert!(cookie.contains("=;") || (cookie.contains("Secure") && cookie.contains("HttpOnly") && cookie.contains("Path=/")), "{class}: {cookie}");
    }
    write(list, class, answer.status(), headers);
}

async fn get(list: &mut String, class: &str, browser: &Browser, path: &str) {
    tell(list, class, &browser.get(path).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_class_of_route_carries_what_the_list_says() {
    let app = TestApp::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_HTTP_PUBLIC_SCHEME", "https")]).await;
    let acme = &app.world.acme;
    let (stranger, owner) = (app.browser(&acme.host), app.sign_in_person(acme, acme.owner).await);
    let mut list = String::new();
    get(&mut list, "public page", &stranger, "/sign-in").await;
    get(&mut list, "page behind a token", &stranger, &format!("/recover/{}", "x".repeat(43))).await;
    get(&mut list, "page of a stranger", &stranger, "/network/interfaces").await;
    get(&mut list, "signed-in page", &owner, "/network/interfaces").await;
    get(&mut list, "page that is not there", &owner, "/nothing/here").await;

    let fields = [("email", "owner@acme.example"), ("password", PASSWORD)];
    tell(&mut list, "form that signs in", &stranger.post_form("/sign-in", &fields).await);
    tell(&mut list, "form that comes back", &stranger.post_form("/sign-in", &[("email", "nobody@acme.example")]).await);
    tell(&mut list, "form of the language", &stranger.post_form("/language", &[("language", "fr")]).await);
    let crossing = reqwest::Client::new().post(format!("http://{}/sign-out", app.address)).header("host", &acme.host).header("sec-fetch-site", "same-site");
    tell(&mut list, "form from another site", &crossing.send().await.unwrap());

    let call = owner.call("/api/network/list_assignable_orgs", serde_json::json!({})).await;
    tell(&mut list, "server function", &call);
    tell(&mut list, "server function of a stranger", &stranger.call("/api/network/list_assignable_orgs", serde_json::json!({})).await);

    get(&mut list, "static file", &stranger, "/pkg/current").await;
    get(&mut list, "static file that is not there", &stranger, "/pkg/nothing.js").await;
    get(&mut list, "brand style sheet", &stranger, "/brand/0.css").await;
    get(&mut list, "brand image", &stranger, "/brand/0/icon-192.png").await;
    get(&mut list, "favicon", &stranger, "/favicon.ico").await;
    get(&mut list, "manifest", &stranger, "/manifest.webmanifest").await;
    get(&mut list, "service worker", &stranger, "/sw.js").await;
    get(&mut list, "page without a connection", &stranger, "/offline").await;
    get(&mut list, "download", &owner, "/audit.csv").await;
    let asked = owner.post_form("/settings/export", &[("do", "export")]).await;
    assert_eq!(asked.status(), StatusCode::SEE_OTHER);
    let archive = until_ready(&app, acme.tenant).await;
    get(&mut list, "archive behind a token", &stranger, &link(&owner, "/settings/export", archive).await).await;
    get(&mut list, "archive behind a token that is none", &stranger, "/exports/x").await;
    get(&mut list, "live socket of a stranger", &stranger, "/ws/live").await;
    get(&mut list, "live socket from elsewhere", &owner, "/ws/live").await;
    get(&mut list, "unknown host", &app.browser("nowhere.localhost"), "/sign-in").await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        get(&mut list, &format!("operations: {path}"), &app.browser("127.0.0.1"), path).await;
    }
    tell(&mut list, "form that signs out", &owner.send(Method::POST, "/sign-out", "application/x-www-form-urlencoded", String::new()).await);

    // A fault of ours: a table is gone.
    let owner = app.sign_in_person(acme, acme.owner).await;
    sqlx::query("alter table device_polls rename to device_polls_gone").execute(&mut app.db.admin().await).await.unwrap();
    get(&mut list, "page with a fault of ours", &owner, "/network/devices").await;
    tell(&mut list, "server function with a fault of ours", &owner.call("/api/network/list_devices", serde_json::json!({})).await);
    app.stop().await;

    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(LIST, &list).unwrap();
    }
    let known = std::fs::read_to_string(LIST).unwrap_or_default();
    let (now, before): (Vec<_>, Vec<_>) = (list.split("\n\n").collect(), known.split("\n\n").collect());
    let differs: Vec<_> = now.iter().filter(|class| !before.contains(class)).collect();
    let gone: Vec<_> = before.iter().filter(|class| !now.contains(class)).collect();
    assert!(differs.is_empty() && gone.is_empty(), "now:\n{differs:#?}\nthe list says:\n{gone:#?}\nUPDATE_GOLDEN=1 writes it anew");
}
