//! What lists, the list of actions and the portal's worker answer over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::app::{Browser, TestApp};

async fn text(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.unwrap()
}

/// A document without its scripts, which carry every word there is.
fn seen(document: &str) -> String {
    let mut parts = document.split("<script");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |seen, part| seen + part.split_once("</script>").map_or("", |(_, after)| after))
}

async fn people(browser: &Browser, query: Value) -> (Vec<String>, Value) {
    let answer = browser.call("/api/tenancy/list_people", query).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let told: Value = answer.json().await.unwrap();
    let emails = told["value"]["people"].as_array().unwrap().iter().map(|person| person["email"].as_str().unwrap().to_owned()).collect();
    (emails, told["value"]["next"].clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_are_ordered_filtered_and_continued() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let (all, next) = people(&owner, json!({ "search": "" })).await;
    assert_eq!((all.len(), next), (6, Value::Null), "{all:?}");
    let (engineers, _) = people(&owner, json!({ "role": "engineer" })).await;
    assert_eq!(engineers, ["engineer@acme.example"]);

    for order in ["node", "name", "seen"] {
        let (up, _) = people(&owner, json!({ "order": order })).await;
        let (mut down, _) = people(&owner, json!({ "order": order, "descending": true })).await;
        down.reverse();
        assert_eq!(up, down, "{order}");
        // A page that continues after a row holds exactly the rest, whichever row it is.
        for descending in [false, true] {
            let answer: Value = owner.call("/api/tenancy/list_people", json!({ "order": order, "descending": descending })).await.json().await.unwrap();
            let rows = answer["value"]["people"].as_array().unwrap();
            for (at, row) in rows.iter().enumerate() {
                let after = json!({ "user": row["user"], "org": row["org"] });
                let (rest, _) = people(&owner, json!({ "order": order, "descending": descending, "after": after })).await;
                let expected: Vec<_> = rows[at + 1..].iter().map(|row| row["email"].as_str().unwrap().to_owned()).collect();
                assert_eq!(rest, expected, "{order} {descending} after {at}");
            }
        }
    }
    let nonsense = owner.call("/api/tenancy/list_people", json!({ "role": 7 })).await;
    assert_eq!(nonsense.status(), StatusCode::UNPROCESSABLE_ENTITY, "what it does not take is refused, not a fault of ours");
    // Somebody else's row continues nothing, and an address that says nonsense is no fault.
    let zenith = &app.world.zenith;
    let after = json!({ "user": zenith.owner, "org": zenith.tenant.root() });
    assert!(people(&owner, json!({ "after": after })).await.0.is_empty());
    for path in ["/people?after=x&sort=-nothing&role=king&show=nothing", "/people?sort=-seen&show=name&show=role"] {
        text(&owner, path).await;
    }
    let shown = seen(&text(&owner, "/people?show=name&show=role").await);
    assert!(shown.contains("data-label=\"Role\"") && !shown.contains("data-label=\"Last seen\""));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_invitations_are_taken_back_at_once_and_only_ones_own() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let mut open = Vec::new();
    for isp in [acme, zenith] {
        let owner = app.sign_in_person(isp, isp.owner).await;
        for name in ["one", "two"] {
            let (root, email) = (isp.tenant.to_string(), format!("{name}@{}.example", isp.name));
            let sent = owner.post_form("/people/invite", &[("org", &root), ("email", &email), ("role", "support")]).await;
            assert_eq!(sent.status(), StatusCode::SEE_OTHER);
        }
        let mut admin = app.db.admin().await;
        let ids: Vec<uuid::Uuid> =
            sqlx::query_scalar("select id from invitations where tenant_id = $1").bind(isp.tenant.0).fetch_all(&mut admin).await.unwrap();
        open.extend(ids.into_iter().map(|id| id.to_string()));
    }
    let left =
        async || -> i64 { sqlx::query_scalar("select count(*) from invitations where revoked_at is null").fetch_one(&mut app.db.admin().await).await.unwrap() };
    let fields: Vec<(&str, &str)> = open.iter().map(|id| ("id", id.as_str())).chain([("id", "no id")]).collect();

    let engineer = app.sign_in_person(acme, acme.engineer).await;
    assert!(engineer.post_form("/invitations/revoke", &fields).await.status().is_client_error());
    assert_eq!(left().await, 4);
    let owner = app.sign_in_person(acme, acme.owner).await;
    for location in ["/people?done=invitation-revoked", "/people"] {
        let answer = owner.post_form("/invitations/revoke", &fields).await;
        assert_eq!((answer.status(), answer.headers()["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, location));
        assert_eq!(left().await, 2, "the other ISP's stay");
    }
    let audited: i64 =
        sqlx::query_scalar("select count(*) from audit_log where action = 'invitation.revoke'").fetch_one(&mut app.db.admin().await).await.unwrap();
    assert_eq!(audited, 2, "an entry for each that was taken back");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_tree_and_the_devices_are_filtered_by_the_address() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let resellers = seen(&text(&owner, "/organisation?kind=reseller").await);
    assert!(resellers.contains(&acme.reseller.to_string()) && !resellers.contains(&acme.branch.to_string()));
    let clients = seen(&text(&owner, "/organisation?q=CLIENT%202").await);
    assert!(clients.contains(&acme.clients[1].to_string()) && !clients.contains(&acme.clients[0].to_string()));
    let devices = seen(&text(&owner, "/network/devices?state=pending&sort=-name").await);
    assert!(devices.contains(&acme.device.to_string()) && devices.contains("aria-sort=\"descending\""));
    let none = seen(&text(&owner, "/network/devices?q=nothing-like-this").await);
    assert!(!none.contains(&acme.device.to_string()) && none.contains("Nothing matches"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_finds_what_the_role_allows_and_developers_find_the_kit() {
    let app = TestApp::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_DEV_PAGES", "true")]).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let client = app.sign_in_person(acme, acme.client_users[0]).await;
    let (all, few) = (seen(&text(&owner, "/go").await), seen(&text(&client, "/go").await));
    assert!(all.contains("href=\"/network/devices/new\"") && all.contains("href=\"/audit\""));
    assert!(few.contains("href=\"/network/interfaces\"") && !few.contains("/network/devices") && !few.contains("/audit"));
    let found = text(&owner, "/go?q=adev").await;
    let main = seen(&found).split_once("<main").unwrap().1.split_once("</main>").unwrap().0.to_owned();
    assert!(main.contains("/network/devices/new") && !main.contains("href=\"/audit\""));
    for path in ["/dev/kit", "/dev/kit?theme=dark&dir=rtl", "/dev/kit?q=core&sort=-name&show=name"] {
        text(&client, path).await;
    }
    app.stop().await;

    let app = TestApp::start().await;
    let owner = app.sign_in_person(&app.world.acme, app.world.acme.owner).await;
    assert_eq!(owner.get("/dev/kit").await.status(), StatusCode::NOT_FOUND);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assignment_can_be_taken_back() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let (root, reseller) = (acme.tenant.to_string(), acme.reseller.to_string());
    let page = format!("/network/interfaces/{}", acme.isp_interface);
    let answer = owner.post_form(&format!("{page}/assign"), &[("org", &reseller), ("was", &root)]).await;
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(location, format!("{page}?done=interface-assigned&undo={root}"));
    let shown = seen(&text(&owner, &location).await);
    assert!(shown.contains(&format!("action=\"{page}/assign\"")) && shown.contains(&format!("value=\"{root}\"")));
    let back = owner.post_form(&format!("{page}/assign"), &[("org", &root), ("was", "//evil.example")]).await;
    assert_eq!(back.headers()["location"].to_str().unwrap(), format!("{page}?done=interface-assigned"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_worker_and_its_page_are_the_portals_own() {
    let app = TestApp::start().await;
    let acme = app.browser(&app.world.acme.host);
    let worker = text(&acme, "/sw.js").await;
    let build: Value = serde_json::from_str(worker.lines().next().unwrap().trim_start_matches("const BUILD = ").trim_end_matches(';')).unwrap();
    assert!(build["name"].as_str().unwrap().starts_with("shell-") && build["files"].is_array(), "{build}");

    let offline = acme.get("/offline?language=ar").await;
    assert_eq!(offline.headers()["content-language"], "ar");
    let page = offline.text().await.unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("lang=\"ar\"") && page.contains("dir=\"rtl\"") && page.contains("acme"), "{page}");
    assert!(!page.contains("<script") && !page.contains("zenith"), "{page}");
    let other = text(&app.browser(&app.world.zenith.host), "/offline").await;
    assert!(other.contains("zenith") && !other.contains("acme"), "{other}");
    assert_eq!(acme.get("/offline?language=nothing").await.headers()["content-language"], "en");

    let document = text(&acme, "/sign-in").await;
    assert!(document.contains("data-worker=\"/sw.js\"") && document.contains("id=\"page-update\"") && document.contains("id=\"page-broken\""));
    let owner = app.sign_in_person(&app.world.acme, app.world.acme.owner).await;
    let out = owner.send(Method::POST, "/sign-out", "application/x-www-form-urlencoded", String::new()).await;
    assert_eq!(out.headers()["clear-site-data"], "\"cache\"");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_worker_is_taken_out_of_every_browser() {
    let app = TestApp::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_HTTP_SERVICE_WORKER", "false")]).await;
    let acme = app.browser(&app.world.acme.host);
    let worker = text(&acme, "/sw.js").await;
    assert!(worker.contains("registration.unregister()") && !worker.contains("BUILD"), "{worker}");
    assert!(!text(&acme, "/sign-in").await.contains("data-worker"));
    app.stop().await;
}
