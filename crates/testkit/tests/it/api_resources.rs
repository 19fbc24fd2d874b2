//! What the API does: each resource, its statuses and headers, its pages.

use kernel::Permission;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use testkit::api::{Api, problem, problem_document};
use testkit::app::TestApp;
use uuid::Uuid;

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn json_of(answer: Response) -> Value {
    assert_eq!(header(&answer, "content-type"), "application/json");
    assert_eq!(header(&answer, "cache-control"), "no-store");
    answer.json().await.unwrap()
}

/// Every row of a list, page by page.
async fn all(api: &Api, path: &str, limit: usize) -> Vec<Value> {
    let mut next = Some(format!("{path}?limit={limit}"));
    let mut rows = Vec::new();
    while let Some(page) = next {
        let answer = api.get(&page).await;
        assert_eq!(answer.status(), StatusCode::OK, "{page}");
        let link = header(&answer, "link").to_owned();
        let body = json_of(answer).await;
        let items = body["items"].as_array().unwrap().clone();
        assert!(items.len() <= limit);
        next = body["next"].as_str().map(str::to_owned);
        assert_eq!(link, next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")).unwrap_or_default());
        rows.extend(items);
        assert!(rows.len() < 1_000, "pages without end");
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_are_made_read_renamed_and_moved() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.owner).await;
    let made = api.post("/orgs", &json!({ "parent_id": acme.branch, "kind": "reseller", "name": "Metro", "label": "metro-api" })).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let (location, etag) = (header(&made, "location").to_owned(), header(&made, "etag").to_owned());
    let org = json_of(made).await;
    assert_eq!((&org["name"], &org["kind"], &org["parent_id"]), (&json!("Metro"), &json!("reseller"), &json!(acme.branch)));
    assert_eq!(org["hosts"], json!(["metro-api.localhost"]));
    assert_eq!(location, format!("/api/v1/orgs/{}", org["id"].as_str().unwrap()));

    let change = json!({ "name": "Metro North" });
    assert_eq!(problem(api.send(Method::PATCH, &location, &change).await).await, (428, "precondition-required".to_owned()));
    let patch = |etag: String| api.request(Method::PATCH, &location).header("if-match", etag).json(&change).send();
    assert_eq!(problem(patch("\"v99\"".to_owned()).await.unwrap()).await, (412, "changed".to_owned()));
    let renamed = patch(etag.clone()).await.unwrap();
    assert_eq!(renamed.status(), StatusCode::OK);
    assert_ne!(header(&renamed, "etag"), etag);
    assert_eq!(problem(patch(etag).await.unwrap()).await.0, 412, "it was of that version once");
    assert_eq!(json_of(api.get(&location).await).await["name"], "Metro North");

    let moved = api.post(&format!("{location}/move"), &json!({ "to": acme.tenant })).await;
    assert_eq!(json_of(moved).await["parent_id"], json!(acme.tenant));
    let (status, document) = problem_document(api.post(&format!("{location}/move"), &json!({ "to": Uuid::nil() })).await).await;
    assert_eq!((status, &document["errors"][0]["pointer"]), (422, &json!("/to")));

    let (status, document) = problem_document(api.post("/orgs", &json!({ "parent_id": acme.branch, "kind": "reseller", "name": " " })).await).await;
    assert_eq!((status, &document["errors"][0]["pointer"], &document["errors"][0]["code"]), (422, &json!("/name"), &json!("required")));
    let taken = json!({ "parent_id": acme.branch, "kind": "reseller", "name": "Other", "label": "metro-api" });
    let (status, document) = problem_document(api.post("/orgs", &taken).await).await;
    assert_eq!((status, &document["errors"][0]["code"]), (422, &json!("host-taken")));
    let absent = json!({ "parent_id": Uuid::nil(), "kind": "client", "name": "x" });
    assert_eq!(problem(api.post("/orgs", &absent).await).await, (404, "not-found".to_owned()));
    assert_eq!(problem(api.get(&format!("/orgs/{}", Uuid::nil())).await).await.0, 404);
    assert_eq!(problem(api.get("/orgs/nonsense").await).await.0, 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lists_come_in_pages_that_miss_and_repeat_nothing() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.owner).await;
    for number in 0..7 {
        let made = api.post("/orgs", &json!({ "parent_id": acme.branch, "kind": "client", "name": format!("Client {number}") })).await;
        assert_eq!(made.status(), StatusCode::CREATED);
    }
    for (path, expected) in [("/orgs", 12), ("/people", 6), ("/devices", 1), ("/interfaces", 3)] {
        let one_by_one = all(&api, path, 1).await;
        assert_eq!(one_by_one.len(), expected, "{path}");
        for limit in [2, 3, 100] {
            assert_eq!(all(&api, path, limit.min(100)).await, one_by_one, "{path} by {limit}");
        }
    }
    assert_eq!(all(&api, "/audit", 50).await, all(&api, "/audit", 3).await);
    let clients = json_of(api.get(&format!("/orgs?kind=client&parent_id={}&search=ent%203", acme.branch)).await).await;
    assert_eq!(clients["items"].as_array().unwrap().len(), 1);
    for (query, code) in [
        ("limit=0", "bad-query"),
        ("limit=101", "bad-query"),
        ("limit=x", "bad-query"),
        ("colour=red", "bad-query"),
        ("cursor=nonsense", "bad-cursor"),
        ("cursor=cGVvcGxlIDE", "bad-cursor"),
    ] {
        assert_eq!(problem(api.get(&format!("/orgs?{query}")).await).await, (400, code.to_owned()), "{query}");
    }
    assert_eq!(problem(api.get("/audit?limit=51").await).await.0, 400);
    let (status, document) = problem_document(api.get("/audit?from=yesterday").await).await;
    assert_eq!((status, &document["errors"][0]["code"]), (422, &json!("not-a-date")));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn devices_are_added_changed_and_removed_and_secrets_never_come_back() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.engineer).await;
    let new = json!({ "name": "edge-1", "address": "192.0.2.7", "version": "v2c", "community": { "community": "s3cret-word" } });
    let made = api.post("/devices", &new).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let (location, etag) = (header(&made, "location").to_owned(), header(&made, "etag").to_owned());
    let text = made.text().await.unwrap();
    assert!(!text.contains("s3cret-word"), "{text}");
    let device: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&device["port"], &device["interval_seconds"], &device["state"]), (&json!(161), &json!(60), &json!("pending")));

    let (status, document) = problem_document(api.post("/devices", &new).await).await;
    assert_eq!((status, &document["errors"][0]["code"]), (422, &json!("device-name-taken")));
    let (status, document) = problem_document(api.post("/devices", &json!({ "name": "x", "address": "192.0.2.8", "version": "v3" })).await).await;
    assert_eq!(status, 422);
    let pointers: Vec<&str> = document["errors"].as_array().unwrap().iter().filter_map(|fault| fault["pointer"].as_str()).collect();
    assert!(pointers.contains(&"/usm/user") && pointers.contains(&"/usm/auth_passphrase"), "{pointers:?}");
    for (body, pointer) in [
        (json!({ "name": "x", "address": "192.0.2.8", "version": "v9" }), "/version"),
        (json!({ "name": "x", "address": "192.0.2.8", "version": "v2c", "org_id": acme.tenant }), "/org_id"),
        (json!({ "name": "x", "version": "v2c" }), "/address"),
        (json!({ "name": "x", "address": "192.0.2.8", "version": "v2c", "port": 70_000 }), "/port"),
    ] {
        let (status, document) = problem_document(api.post("/devices", &body).await).await;
        assert_eq!((status, document["errors"][0]["pointer"].as_str()), (422, Some(pointer)), "{body}");
    }

    let change = |etag: &str, body: Value| api.request(Method::PATCH, &location).header("if-match", etag.to_owned()).json(&body).send();
    let changed = change(&etag, json!({ "interval_seconds": 30 })).await.unwrap();
    assert_eq!(changed.status(), StatusCode::OK);
    let newer = header(&changed, "etag").to_owned();
    let changed = json_of(changed).await;
    assert_eq!((&changed["interval_seconds"], &changed["name"]), (&json!(30), &json!("edge-1")), "what was left out stays");
    assert_eq!(problem(change(&etag, json!({ "interval_seconds": 40 })).await.unwrap()).await.0, 412);
    assert_eq!(problem(change(&newer, json!({ "interval_seconds": 5 })).await.unwrap()).await.0, 422);

    let remove = |etag: Option<&str>| {
        let request = api.request(Method::DELETE, &location);
        match etag {
            Some(etag) => request.header("if-match", etag.to_owned()).send(),
            None => request.send(),
        }
    };
    assert_eq!(problem(remove(None).await.unwrap()).await.0, 428);
    assert_eq!(problem(remove(Some(&etag)).await.unwrap()).await.0, 412);
    assert_eq!(remove(Some(&newer)).await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(problem(remove(Some(&newer)).await.unwrap()).await.0, 404);
    assert_eq!(problem(api.get(&location).await).await.0, 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn interfaces_people_invitations_and_the_rest_are_told() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as_person(acme, acme.owner).await;
    let interface = format!("/interfaces/{}", acme.isp_interface);
    assert_eq!(json_of(api.get(&interface).await).await["name"], "uplink");
    let assigned = json_of(api.post(&format!("{interface}/assign"), &json!({ "org_id": acme.reseller })).await).await;
    assert_eq!(assigned["assigned_to"], json!(acme.reseller));
    for range in ["", "?range=1h", "?range=24h", "?range=7d", "?range=30d"] {
        let traffic = json_of(api.get(&format!("{interface}/traffic{range}")).await).await;
        assert!(traffic["steps"].is_array(), "{range}: {traffic}");
    }
    assert_eq!(problem(api.get(&format!("{interface}/traffic?range=2y")).await).await, (400, "bad-query".to_owned()));
    let of_device = json_of(api.get(&format!("/interfaces?device_id={}&search=upl", acme.device)).await).await;
    assert_eq!(of_device["items"].as_array().unwrap().len(), 1);

    let person = json_of(api.get(&format!("/people/{}", acme.engineer)).await).await;
    assert_eq!(person["memberships"][0]["role"], "engineer");
    let invited = api.post("/invitations", &json!({ "org_id": acme.tenant, "email": "new@acme.example", "role": "support" })).await;
    assert_eq!((invited.status(), header(&invited, "location")), (StatusCode::CREATED, ""));
    let invited = json_of(invited).await;
    assert_eq!(all(&api, "/invitations", 10).await, std::slice::from_ref(&invited));
    let again = json_of(api.post("/invitations", &json!({ "org_id": acme.tenant, "email": "new@acme.example", "role": "engineer" })).await).await;
    assert_eq!((&again["id"], &again["role"]), (&invited["id"], &json!("engineer")), "the open one is made anew");
    assert_eq!(all(&api, "/invitations", 10).await, std::slice::from_ref(&again));
    let path = format!("/invitations/{}", invited["id"].as_str().unwrap());
    assert_eq!(api.request(Method::DELETE, &path).send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(problem(api.request(Method::DELETE, &path).send().await.unwrap()).await.0, 404);
    assert_eq!(json_of(api.get("/branding").await).await["product_name"], "acme");
    assert!(!all(&api, "/audit", 50).await.is_empty());

    let client = app.api_as_person(acme, acme.client_users[0]).await;
    assert_eq!(all(&client, "/interfaces", 10).await.len(), 1, "its own line");
    assert_eq!(problem(client.get(&interface).await).await.0, 404);
    assert_eq!(problem(client.get("/isps").await).await.0, 403);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_founder_makes_pauses_and_reopens_isps() {
    let app = TestApp::start().await;
    let api = app.api_as_founder().await;
    let new = json!({
        "name": "Northern", "label": "northern-api", "currency": "EUR", "locale": "en", "time_zone": "Europe/Berlin", "email": "owner@northern.example"
    });
    let made = api.post("/isps", &new).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let location = header(&made, "location").to_owned();
    assert_eq!(json_of(made).await["state"], "active");
    assert_eq!(all(&api, "/isps", 1).await.len(), 3);
    let (status, document) = problem_document(api.post(&format!("{location}/pause"), &json!({})).await).await;
    assert_eq!((status, &document["errors"][0]["pointer"]), (422, &json!("/reason")));
    let paused = json_of(api.post(&format!("{location}/pause"), &json!({ "reason": "unpaid" })).await).await;
    assert_eq!((&paused["state"], &paused["state_reason"]), (&json!("suspended"), &json!("unpaid")));
    assert_eq!(json_of(api.post(&format!("{location}/reopen"), &json!({})).await).await["state"], "active");
    assert_eq!(problem(api.get(&format!("/isps/{}", Uuid::nil())).await).await.0, 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_read_is_a_problem_too() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let api = app.api_as(acme, acme.owner, &[Permission::OrgRead, Permission::OrgManage]).await;
    assert_eq!(problem(api.get("/nothing/here").await).await.0, 404);
    let wrong_method = api.request(Method::PUT, "/orgs").send().await.unwrap();
    assert!(header(&wrong_method, "allow").contains("POST"));
    assert_eq!(problem(wrong_method).await, (405, "method-not-allowed".to_owned()));
    let post = |kind: &'static str, body: String| api.request(Method::POST, "/orgs").header("content-type", kind).body(body).send();
    assert_eq!(problem(post("text/plain", "{}".to_owned()).await.unwrap()).await, (415, "unsupported-media-type".to_owned()));
    assert_eq!(problem(post("application/json", "{".to_owned()).await.unwrap()).await, (400, "malformed".to_owned()));
    assert_eq!(problem(post("application/json", "\u{0}\u{1}".to_owned()).await.unwrap()).await.0, 400);
    assert_eq!(problem(post("application/json", format!("\"{}\"", "x".repeat(70_000))).await.unwrap()).await, (413, "too-large".to_owned()));
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(matches!(problem(post("application/json", deep).await.unwrap()).await.0, 400 | 422));
    let french = api.request(Method::POST, "/orgs").header("accept-language", "fr").json(&json!({ "parent_id": acme.tenant, "kind": "branch", "name": "" }));
    let french = french.send().await.unwrap();
    assert_eq!(header(&french, "content-language"), "fr");
    let (_, french) = problem_document(french).await;
    let (_, english) = problem_document(api.post("/orgs", &json!({ "parent_id": acme.tenant, "kind": "branch", "name": "" })).await).await;
    assert_eq!(french["code"], english["code"]);
    assert_ne!(french["errors"][0]["detail"], english["errors"][0]["detail"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_document_and_its_page_bear_the_portal_s_name() {
    let app = TestApp::start().await;
    let stranger = app.api(&app.world.acme.host);
    let document = json_of(stranger.get("/openapi.json").await).await;
    assert_eq!((&document["openapi"], &document["info"]["title"]), (&json!("3.1.0"), &json!("acme API")));
    let page = app.browser(&app.world.acme.host).get("/docs").await;
    assert_eq!(page.status(), StatusCode::OK);
    let policy = header(&page, "content-security-policy").to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
    let page = page.text().await.unwrap();
    for (_, path) in server::http::api::paths() {
        assert!(page.contains(&path), "{path}");
    }
    assert!(page.contains("acme") && !page.contains("Lastmile") && !page.contains("<script"), "the platform's name is no tenant's");
    let arabic = reqwest::Client::new().get(format!("http://{}/docs", app.address)).header("host", &app.world.acme.host).header("accept-language", "ar");
    assert!(arabic.send().await.unwrap().text().await.unwrap().contains("dir=\"rtl\""));
    app.stop().await;
}
