//! Search over everything: it finds what the viewer may see and nothing of another tenant or of a sibling.

use kernel::{Clock, Permission, SearchTerm};
use reqwest::StatusCode;
use serde_json::{Value, json};
use testkit::app::{Browser, TestApp};
use testkit::{TestDb, fixtures};

/// Everything that was found, as `kind name detail note href`.
async fn found(browser: &Browser, term: &str) -> Vec<String> {
    let answer = browser.call("/api/search/everything", json!({ "term": term })).await;
    assert_eq!(answer.status(), StatusCode::OK, "{term:?}");
    let groups: Value = answer.json().await.unwrap();
    let text = |marked: &Value| marked.as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect::<String>();
    let mut all = Vec::new();
    for group in groups.as_array().unwrap() {
        for hit in group["hits"].as_array().unwrap() {
            let (title, detail) = (text(&hit["title"]), text(&hit["detail"]));
            all.push(format!("{} {title} {detail} {} {}", group["kind"].as_str().unwrap(), hit["note"].as_str().unwrap(), hit["href"].as_str().unwrap()));
        }
    }
    all
}

/// The page without its frame and without the words that it carries for the browser.
async fn shown(browser: &Browser, path: &str) -> String {
    let html = browser.get(path).await.text().await.unwrap();
    html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_role_finds_its_own() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let engineer = app.sign_in_person(acme, acme.engineer).await;
    let client = app.sign_in_person(acme, acme.client_users[0]).await;
    let founder = app.sign_in("founder.localhost", app.world.founder, app.world.founder_user, "founder@founder.example").await;

    let all = found(&owner, "client").await;
    assert!(all.iter().any(|hit| hit.starts_with("org Client 1") && hit.contains("Customer \u{b7} Reseller")), "{all:?}");
    assert!(all.iter().any(|hit| hit.starts_with("person client1 client1@acme.example") && hit.ends_with(&format!("/people/{}", acme.client_users[0]))));
    assert!(all.iter().any(|hit| hit.starts_with("interface client") && hit.ends_with(&format!("/network/interfaces/{}", acme.client_interface))));
    assert!(found(&owner, "CORE").await.iter().any(|hit| hit.starts_with("device core-1 127.0.0.1")), "any case");
    assert!(found(&owner, "127.0").await.iter().any(|hit| hit.starts_with("device core-1")), "by address");
    assert!(found(&owner, "add dev").await.iter().any(|hit| hit.starts_with("page Add device") && hit.ends_with("/network/devices/new")));

    // An engineer sees no people, a client neither nodes nor devices nor forms, a founder ISPs and no devices.
    assert!(!found(&engineer, "client").await.iter().any(|hit| hit.starts_with("person")));
    let own = found(&client, "c").await;
    assert!(own.iter().any(|hit| hit.contains(&acme.client_interface.to_string())), "{own:?}");
    assert!(own.iter().all(|hit| hit.starts_with("interface") || hit.starts_with("page")), "{own:?}");
    assert!(!own.iter().any(|hit| hit.contains("core-1")), "whose device it is on is the provider's business: {own:?}");
    assert!(found(&client, "add device").await.is_empty());
    let isps = found(&founder, "acme").await;
    assert_eq!(isps, [format!("isp acme acme.localhost  /platform/isps/{}", acme.tenant)]);
    assert!(found(&founder, "core").await.is_empty());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_of_others_is_ever_found() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let mut admin = app.db.admin().await;
    // What only the first ISP has, of each kind; its second client stands beside the first.
    for statement in [
        "update devices set name = 'secret-device', address = 'secret.example' where id = $1",
        "update interfaces set if_alias = 'secret-line' where device_id = $1",
    ] {
        sqlx::query(statement).bind(acme.device.0).execute(&mut admin).await.unwrap();
    }
    for (statement, id) in [
        ("update orgs set name = 'secret-node' where id = $1", acme.clients[0].0),
        ("update users set name = 'secret-person', email = 'secret@acme.example' where id = $1", acme.client_users[0].0),
        ("update orgs set name = 'secret-isp' where id = $1", acme.tenant.0),
    ] {
        sqlx::query(statement).bind(id).execute(&mut admin).await.unwrap();
    }
    let owner = app.sign_in_person(acme, acme.owner).await;
    let mine = found(&owner, "secret").await;
    for kind in ["org secret-node", "person secret-person", "device secret-device", "interface client secret-line"] {
        assert!(mine.iter().any(|hit| hit.starts_with(kind)), "{kind} in {mine:?}");
    }

    let foreign = app.sign_in_person(zenith, zenith.owner).await;
    let foreign_reseller = app.sign_in_person(zenith, zenith.reseller_user).await;
    let sibling = app.sign_in_person(acme, acme.client_users[1]).await;
    for (who, browser) in [("the other ISP", &foreign), ("its reseller", &foreign_reseller), ("a sibling client", &sibling)] {
        let theirs = found(browser, "secret").await;
        assert!(theirs.is_empty(), "{who} finds {theirs:?}");
        let page = browser.get("/search?q=secret").await.text().await.unwrap();
        for id in [acme.device.to_string(), acme.client_interface.to_string(), acme.clients[0].to_string(), acme.client_users[0].to_string()] {
            assert!(!page.contains(&id), "{who} reads {id}");
        }
        assert!(shown(browser, "/search?q=secret").await.contains("Nothing found"), "{who}");
    }
    // A reseller beside the other one, in the same ISP: each finds its own part of the tree.
    let beside = kernel::OrgId(uuid::Uuid::now_v7());
    sqlx::query("insert into orgs (tenant_id, id, parent_id, kind, name, path, created_at) values ($1, $2, $1, 'reseller', 'Beside', array[$1, $2], now())")
        .bind(acme.tenant.0)
        .bind(beside.0)
        .execute(&mut admin)
        .await
        .unwrap();
    for statement in ["update users set org_id = $2 where id = $1", "update memberships set org_id = $2 where user_id = $1"] {
        sqlx::query(statement).bind(acme.client_users[1].0).bind(beside.0).execute(&mut admin).await.unwrap();
    }
    sqlx::query("update memberships set role = 'reseller' where user_id = $1").bind(acme.client_users[1].0).execute(&mut admin).await.unwrap();
    let store = app.db.store();
    let now = Clock::system().now();
    let term = SearchTerm::parse("secret").unwrap();
    let mut ctx = acme.as_reseller(now);
    assert!(!tenancy::actions::search_orgs(&store, &ctx, &term, 9).await.unwrap().is_empty(), "the reseller above finds it");
    assert!(!tenancy::actions::search_people(&store, &ctx, &term, 9).await.unwrap().is_empty());
    ctx.scope = kernel::Scope::Subtree(beside);
    assert!(tenancy::actions::search_orgs(&store, &ctx, &term, 9).await.unwrap().is_empty(), "the reseller beside does not");
    assert!(tenancy::actions::search_people(&store, &ctx, &term, 9).await.unwrap().is_empty());
    assert!(network::actions::search_interfaces(&store, &ctx, &term, 9).await.unwrap().is_empty());
    assert!(!ctx.allows(Permission::DeviceRead));
    assert_eq!(network::actions::search_devices(&store, &ctx, &term, 9).await, Err(kernel::Error::Forbidden));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_is_typed_is_only_text() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    for nothing in ["%", "_", "%core%", "\\", "c%re", "' or 1=1 --", "\u{0}", "\u{202e}", "🦀", &"x".repeat(10_000)] {
        assert!(found(&owner, nothing).await.is_empty(), "{nothing:?} finds something");
    }
    assert!(!found(&owner, "core\u{0}").await.is_empty(), "what cannot be in a name is left out");
    let page = owner.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27%00").await;
    assert_eq!(page.status(), StatusCode::OK);
    let text = page.text().await.unwrap();
    assert!(!text.contains("<script>alert(1)"), "what was typed stands in the page as text");
    let empty = shown(&owner, "/search").await;
    assert!(empty.contains("What are you looking for?"));
    // The part that was looked for is marked, and every hit is a link.
    let hits = shown(&owner, "/search?q=cor").await;
    assert!(hits.contains("<mark>cor<") && hits.contains(&format!("href=\"/network/devices/{}\"", acme.device)), "{hits}");
    app.stop().await;
}

#[tokio::test]
async fn a_search_is_short_and_says_whether_there_is_more() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = fixtures::seed(&db, now).await;
    let (store, acme, mut admin) = (db.store(), &world.acme, db.admin().await);
    sqlx::query(
        "insert into interfaces (tenant_id, id, org_id, device_id, if_name, if_index, counter_kind, created_at)
         select $1, gen_random_uuid(), $1, $2, 'Port' || n, n + 100, 'hc64', now() from generate_series(1, 5000) n",
    )
    .bind(acme.tenant.0)
    .bind(acme.device.0)
    .execute(&mut admin)
    .await
    .unwrap();
    let term = SearchTerm::parse("port4").unwrap();
    let hits = network::actions::search_interfaces(&store, &acme.as_engineer(now), &term, 9).await.unwrap();
    assert_eq!(hits.len(), 9);
    assert!(hits.iter().all(|hit| hit.name.to_lowercase().contains("port4")));
    assert_eq!(hits[0].name, "Port4", "the shortest that begins with it comes first");
}
