//! A tenant takes everything along, and nothing of it stays behind.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use kernel::{Clock, Ctx, Permission, RequestId, Role, Scope, TenantId};
use reqwest::StatusCode;
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection};
use store::catalogue::{Export, TABLES};
use store::erase;
use tenancy::actions;
use tenancy::model::{Subject, TenantState};
use tenancy::rules::api_token::TokenForm;
use testkit::TestDb;
use testkit::app::{Browser, PASSWORD, TestApp};
use testkit::db::pools;
use testkit::fixtures::{Isp, seed};
use uuid::Uuid;

use crate::custom_roles::give_custom_at;

async fn tables(admin: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar("select app.tenant_tables()").fetch_all(admin).await.unwrap()
}

#[tokio::test]
async fn every_table_of_tenants_is_in_the_catalogue_with_all_that_is_sealed() {
    let db = TestDb::new().await;
    let mut admin = db.admin().await;
    let there: BTreeSet<String> = tables(&mut admin).await.into_iter().collect();
    let known: BTreeSet<String> = TABLES.iter().map(|table| table.name.to_owned()).collect();
    assert_eq!(there, known, "say in crates/store/src/catalogue.rs what a tenant takes along of a new table");
    for table in TABLES {
        let columns: BTreeMap<String, String> = sqlx::query_as::<_, (String, String)>(
            "select column_name::text, data_type::text from information_schema.columns where table_schema = 'public' and table_name = $1",
        )
        .bind(table.name)
        .fetch_all(&mut admin)
        .await
        .unwrap()
        .into_iter()
        .collect();
        let bytes: BTreeSet<&str> = columns.iter().filter(|(_, kind)| *kind == "bytea").map(|(name, _)| name.as_str()).collect();
        let sealed: Vec<&str> = table.sealed.iter().map(|sealed| sealed.column).collect();
        let said: BTreeSet<&str> = sealed.iter().chain(table.bytes).copied().collect();
        assert_eq!(bytes, said, "{}: is a column of bytes sealed or not?", table.name);
        if let Export::Rows { without, .. } = table.export {
            for column in without {
                assert!(columns.contains_key(*column), "{}.{column} is left out, but there is no such column", table.name);
            }
        }
        for sealed in table.sealed {
            assert_eq!(columns.get(sealed.row).map(String::as_str), Some("uuid"), "{}.{}", table.name, sealed.row);
            // A change of keys runs as the platform's role.
            let may: bool = sqlx::query_scalar(
                "select has_column_privilege('lastmile_platform', $1, $2, 'select') and has_column_privilege('lastmile_platform', $1, $2, 'update')
                    and has_column_privilege('lastmile_platform', $1, $3, 'select')",
            )
            .bind(table.name)
            .bind(sealed.column)
            .bind(sealed.row)
            .fetch_one(&mut admin)
            .await
            .unwrap();
            assert!(may, "grant select, update ({}) on {} to lastmile_platform", sealed.column, table.name);
        }
    }
}

/// Every place that the code seals for is a sealed column of the catalogue.
#[test]
fn every_place_in_the_code_is_in_the_catalogue() {
    fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = std::fs::canonicalize(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).unwrap();
    let mut files = Vec::new();
    for krate in std::fs::read_dir(root.join("crates")).unwrap().flatten().filter(|krate| krate.file_name() != "testkit") {
        sources(&krate.path().join("src"), &mut files);
    }
    sources(&root.join("server/src"), &mut files);
    let mut met = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for place in text.split("Place { table: \"").skip(1) {
            let (table, rest) = place.split_once('"').unwrap();
            let column = rest.split_once("column: \"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
            let known = TABLES.iter().any(|known| known.name == table && known.sealed.iter().any(|sealed| sealed.column == column));
            assert!(known, "{}: {table}.{column} is sealed, but the catalogue does not say so", file.display());
            met += 1;
        }
    }
    assert!(met >= 5, "places were found");
}

/// The tenant's archive, once the server's own job has made it: at the first attempt, however long that takes.
pub async fn until_ready(app: &TestApp, tenant: TenantId) -> Uuid {
    let mut admin = app.db.admin().await;
    let begun = Instant::now();
    loop {
        let (id, state, attempts): (Uuid, String, i32) =
            sqlx::query_as("select id, state, attempts from exports where tenant_id = $1 order by created_at desc limit 1")
                .bind(tenant.0)
                .fetch_one(&mut admin)
                .await
                .unwrap();
        match state.as_str() {
            "ready" => return id,
            "waiting" if attempts == 0 => {}
            "running" if attempts == 1 => {}
            other => panic!("{other} after {attempts} attempts"),
        }
        assert!(begun.elapsed() < Duration::from_secs(300), "no job makes archives");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The path of the link that a page shows.
pub async fn link(browser: &Browser, page: &str, export: Uuid) -> String {
    let answer = browser.post_form(page, &[("do", "export-link"), ("export", &export.to_string())]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let text = answer.text().await.unwrap();
    let at = text.find("/exports/").unwrap_or_else(|| panic!("a link: {text}"));
    text[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_owner_takes_everything_along_but_no_secrets() {
    let clock = Clock::fixed(Clock::system().now());
    let app = TestApp::start_at(clock, &[("LASTMILE_COLLECTORS_ENABLED", "false")]).await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let owner = app.sign_in_person(acme, acme.owner).await;
    let page = "/settings/export";
    let unknown = owner.post_form(page, &[("do", "export-link"), ("export", "x")]).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    // A session that has not proved for a while who it is: the password first.
    let mut admin = app.db.admin().await;
    sqlx::query("update sessions set proven_at = proven_at - interval '1 day'").execute(&mut admin).await.unwrap();
    for form in ["export", "export-link"] {
        let stale = owner.post_form(page, &[("do", form), ("export", &Uuid::now_v7().to_string())]).await;
        assert_eq!(stale.status(), StatusCode::SEE_OTHER);
        let confirm = stale.headers()["location"].to_str().unwrap();
        assert_eq!(confirm, format!("/account/security/confirm?next=/settings/export%3Fdone%3D{form}-proved"));
        let back = format!("/settings/export?done={form}-proved");
        assert!(owner.get(confirm).await.text().await.unwrap().contains(&format!("value=\"{back}\"")), "what was wanted is carried along");
        assert!(owner.get(&back).await.text().await.unwrap().contains("It is you. Press"), "and said");
    }
    let none: i64 = sqlx::query_scalar("select count(*) from exports").fetch_one(&mut admin).await.unwrap();
    assert_eq!(none, 0);
    let wrong = owner.post_form("/account/security/confirm", &[("current_password", "wrong"), ("next", "/settings/export?done=export-proved")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().await.unwrap().contains("value=\"/settings/export?done=export-proved\""), "also past a wrong password");
    let proof = owner.post_form("/account/security/confirm", &[("current_password", PASSWORD), ("next", "/settings/export?done=export-proved")]).await;
    assert_eq!(proof.headers()["location"], "/settings/export?done=export-proved");
    let mut owner = owner;
    owner.keep_cookies(&proof);
    for who in [acme.engineer, acme.reseller_user] {
        let browser = app.sign_in_person(acme, who).await;
        assert_eq!(browser.post_form(page, &[("do", "export")]).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(browser.get(page).await.status(), StatusCode::FORBIDDEN);
    }
    let program = app.api_as_machine(acme, &[Permission::DeviceRead]).await;
    let asked = owner.post_form(page, &[("do", "export")]).await;
    assert_eq!(asked.headers()["location"], "/settings/export?done=export-asked");
    let export = until_ready(&app, acme.tenant).await;
    assert!(owner.get(page).await.text().await.unwrap().contains("Ready"));

    let path = link(&owner, page, export).await;
    assert!(!owner.get(page).await.text().await.unwrap().contains(&path), "shown once");
    // Whoever has the link, at the tenant's portals and nowhere else.
    let stranger = app.browser("acme.localhost");
    for (host, status) in [("zenith.localhost", StatusCode::NOT_FOUND), ("founder.localhost", StatusCode::NOT_FOUND)] {
        assert_eq!(app.browser(host).get(&path).await.status(), status, "{host}");
    }
    for wrong in ["/exports/x", "/exports/%00", &path.replace(&acme.tenant.0.simple().to_string(), &zenith.tenant.0.simple().to_string())] {
        assert_eq!(stranger.get(wrong).await.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
    let answer = stranger.get(&path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    for (name, value) in [
        ("content-type", "application/zip"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", "attachment; filename=\"export-"),
        ("content-security-policy", "default-src 'none';"),
    ] {
        assert!(answer.headers()[name].to_str().unwrap().starts_with(value), "{name}: {:?}", answer.headers()[name]);
    }
    let bytes = answer.bytes().await.unwrap();
    read_archive(&app, acme, zenith, &bytes).await;
    assert_eq!(program.get("/devices").await.status(), StatusCode::OK, "taking data along changes nothing");

    // A week later it is gone.
    app.clock.advance(TimeDelta::days(7) + TimeDelta::minutes(1));
    assert_eq!(stranger.get(&path).await.status(), StatusCode::NOT_FOUND);
    let elsewhere = tempfile::tempdir().unwrap();
    actions::expire_exports(&app.db.store(), elsewhere.path(), app.clock.now()).await.unwrap();
    let mut admin = app.db.admin().await;
    let left: (String, i64) = sqlx::query_as("select state, (select count(*) from export_links) from exports where tenant_id = $1")
        .bind(acme.tenant.0)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert_eq!(left, ("expired".to_owned(), 0));
    let acts: BTreeSet<String> = sqlx::query_scalar("select action from audit_log where tenant_id = $1 and action like 'export.%'")
        .bind(acme.tenant.0)
        .fetch_all(&mut admin)
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!(acts, ["export.link", "export.make", "export.open", "export.request"].map(str::to_owned).into());
    app.stop().await;
}

async fn read_archive(app: &TestApp, acme: &Isp, zenith: &Isp, bytes: &[u8]) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}")).read_to_string(&mut text).unwrap();
        text
    };
    let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
    assert_eq!(manifest["tenant"]["id"], acme.tenant.to_string());
    assert!(read("README.md").contains("manifest.json"));
    let proof: Value = serde_json::from_str(&read("audit/proof.json")).unwrap();
    assert_eq!(proof["intact"], true);
    let mut admin = app.db.admin().await;
    let mut all = String::new();
    let tables = manifest["tables"].as_array().unwrap();
    assert_eq!(tables.len(), TABLES.len());
    for (said, table) in tables.iter().zip(TABLES) {
        let Export::Rows { without, .. } = table.export else {
            assert!(said["left_out"].is_string());
            continue;
        };
        let text = read(&format!("data/{}.jsonl", table.name));
        assert_eq!(said["rows"], text.lines().count(), "{}", table.name);
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            assert_eq!(row["tenant_id"], acme.tenant.to_string(), "{}", table.name);
            for column in without {
                assert!(row.get(column).is_none(), "{}.{column}", table.name);
            }
        }
        // What changes while nobody acts.
        let there: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {} where tenant_id = '{}'", table.name, acme.tenant)))
            .fetch_one(&mut admin)
            .await
            .unwrap();
        if !["audit_log", "outbox", "kept_mails", "sessions"].contains(&table.name) {
            assert_eq!(said["rows"], there, "{}", table.name);
        }
        all.push_str(&text);
    }
    assert!(all.contains("owner@acme.example") && all.contains("Client 1") && all.contains(r#""scopes": ["device_read"]"#));
    for secret in ["argon2", "secret_hash", &zenith.tenant.to_string(), "zenith"] {
        assert!(!all.contains(secret), "{secret}");
    }
    assert_eq!(proof["head_seq"], read("data/audit_log.jsonl").lines().count(), "every act is in it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_platform_has_archives_of_closed_isps_too_and_an_archive_outlives_its_maker() {
    let app = TestApp::start().await;
    let (world, acme) = (&app.world, &app.world.acme);
    let founder = app.sign_in("founder.localhost", world.founder, world.founder_user, "founder@founder.example").await;
    let page = format!("/platform/isps/{}", acme.tenant);
    let closed = founder.post_form(&page, &[("do", "close"), ("reason", "over"), ("confirm", "acme")]).await;
    assert_eq!(closed.status(), StatusCode::SEE_OTHER);
    assert_eq!(founder.post_form(&page, &[("do", "export")]).await.status(), StatusCode::SEE_OTHER);
    let export = until_ready(&app, acme.tenant).await;
    let path = link(&founder, &page, export).await;
    assert_eq!(app.browser("founder.localhost").get(&path).await.status(), StatusCode::OK);
    assert_eq!(app.browser("zenith.localhost").get(&path).await.status(), StatusCode::NOT_FOUND);
    let nobody = format!("/platform/isps/{}", Uuid::from_u128(0xdead_beef));
    assert_eq!(founder.post_form(&nobody, &[("do", "export")]).await.status(), StatusCode::NOT_FOUND);

    // One whose maker died in the middle: the next begins anew.
    let (store, folder) = (app.db.store(), tempfile::tempdir().unwrap());
    let mut admin = app.db.admin().await;
    let left_over = Uuid::now_v7();
    sqlx::query(
        "insert into exports (tenant_id, id, org_id, created_at, state, attempts, fence, lease_until, rows_done)
         values ($1, $2, $1, now(), 'running', 1, 1, now() + interval '1 minute', 17)",
    )
    .bind(world.zenith.tenant.0)
    .bind(left_over)
    .execute(&mut admin)
    .await
    .unwrap();
    assert!(!actions::make_due_export(&store, folder.path(), &Clock::system()).await.unwrap(), "its lease runs");
    sqlx::query("update exports set lease_until = now() + interval '1 year' where id = $1").bind(left_over).execute(&mut admin).await.unwrap();
    let later = Clock::fixed(Clock::system().now() + TimeDelta::days(400));
    assert!(actions::make_due_export(&store, folder.path(), &later).await.unwrap());
    let file = actions::export_file(folder.path(), world.zenith.tenant, kernel::ExportId(left_over));
    assert!(file.exists() && !file.with_extension("part").exists());
    app.stop().await;
}

/// Rows and a checksum of each table, of one tenant.
async fn picture(admin: &mut PgConnection, tenant: TenantId) -> BTreeMap<String, (i64, Option<String>)> {
    let mut picture = BTreeMap::new();
    for table in tables(admin).await {
        let query = format!("select count(*), md5(string_agg(t::text, '|' order by t::text)) from {table} t where tenant_id = '{tenant}'");
        let row: (i64, Option<String>) = sqlx::query_as(AssertSqlSafe(query)).fetch_one(&mut *admin).await.unwrap();
        picture.insert(table, row);
    }
    picture
}

fn founder(world: &testkit::fixtures::World, clock: &Clock) -> Ctx {
    Ctx::for_member(world.founder, Scope::WholeTenant, world.founder_user, Role::Founder, "UTC".to_owned(), clock.now(), RequestId::generate())
}

/// Something in many tables, much in one.
async fn fill(db: &TestDb, isp: &Isp, clock: &Clock, folder: &Path) {
    let (store, now) = (db.store(), clock.now());
    let owner = Ctx::for_member(isp.tenant, Scope::WholeTenant, isp.owner, Role::IspOwner, "UTC".to_owned(), now, RequestId::generate());
    actions::add_domain(&store, &owner, &format!("portal.{}.example", isp.name), &isp.tenant.to_string(), "localhost").await.unwrap();
    let role = give_custom_at(&store, isp, clock, isp.support, [Permission::DeviceRead].into_iter().collect()).await;
    let invite = actions::InvitePerson { org: isp.tenant.root(), email: "guest@example.com".to_owned(), name: String::new(), role: role.to_string() };
    actions::invite_person(&store, &owner, &invite).await.unwrap();
    let token = TokenForm { name: "program".to_owned(), days: "30".to_owned(), scopes: vec!["device_read".to_owned()] };
    actions::create_machine_token(&store, &owner, &token).await.unwrap();
    actions::set_api_origins(&store, &owner, "https://dashboard.example").await.unwrap();
    let subject = Subject { user: isp.reseller_user, org: isp.reseller };
    actions::act_as(&store, &owner, &actions::ActAs { subject, reason: "The line drops at night", ticket: "" }).await.unwrap();
    let mut admin = db.admin().await;
    for insert in [
        "insert into api_sessions (tenant_id, id, user_id, org_id, host, seed, created_at, last_used_at, expires_at)
         values ($1, $2, $2, $1, 'acme.localhost', sha256('seed'), now(), now(), now() + interval '1 day')",
        "insert into api_refresh_tokens (tenant_id, token_hash, session_id, org_id, created_at, expires_at)
         values ($1, sha256('token'), $2, $1, now(), now() + interval '1 day')",
        "insert into api_signing_keys (tenant_id, id, public_key, private_key, created_at) values ($1, $2, sha256('public'), 'private', now())",
        "insert into idempotency_keys (tenant_id, id, org_id, principal, operation, key, request_hash, created_at, lease_until)
         values ($1, $2, $1, $2, 'POST /people', 'one', sha256('request'), now(), now())",
        // Somebody is acting when the time comes.
        "insert into sessions (tenant_id, id_hash, user_id, org_id, host, data, created_at, last_seen_at, expires_at, impersonation_id)
         select $1, sha256('acting'), $2, $1, 'acme.localhost', '{}', now(), now(), now() + interval '1 day', id from impersonations where tenant_id = $1",
    ] {
        sqlx::query(insert).bind(isp.tenant.0).bind(isp.owner.0).execute(&mut admin).await.unwrap();
    }
    sqlx::query(
        "insert into samples (tenant_id, interface_id, org_id, started_at, ended_at, in_octets, out_octets)
         select $1, $2, $1, $3::timestamptz - n * interval '5 seconds', $3::timestamptz - n * interval '5 seconds' + interval '2 seconds', 1, 1
         from generate_series(1, 30000) n",
    )
    .bind(isp.tenant.0)
    .bind(isp.isp_interface.0)
    .bind(now)
    .execute(&mut admin)
    .await
    .unwrap();
    actions::request_export(&store, &owner, isp.tenant).await.unwrap();
    while actions::make_due_export(&store, folder, clock).await.unwrap() {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_closed_isp_is_erased_after_its_grace_even_by_erasers_that_die() {
    let db = TestDb::with_pools(&pools()).await;
    let clock = Clock::fixed(Clock::system().now());
    let world = seed(&db, clock.now()).await;
    let (store, folder) = (db.store(), tempfile::tempdir().unwrap());
    for isp in [&world.acme, &world.zenith] {
        fill(&db, isp, &clock, folder.path()).await;
    }
    let (acme, zenith) = (&world.acme, &world.zenith);
    let mut admin = db.admin().await;
    let sealed: Vec<u8> = sqlx::query_scalar("select credential from devices where tenant_id = $1").bind(acme.tenant.0).fetch_one(&mut admin).await.unwrap();

    // Nothing is taken from a tenant that is in use, whoever asks Postgres itself.
    let mut platform = db.login("lastmile_platform").await;
    for (statement, code) in [
        (format!("select app.erase_batch('{}', 'samples', 10)", acme.tenant), "42501"),
        (format!("insert into erasures (tenant_id, noted_at, due_at, started_at) values ('{0}', now(), now(), now()); ", acme.tenant), ""),
        (format!("select app.erase_batch('{}', 'samples', 10)", acme.tenant), "42501"),
        (format!("delete from erasures where tenant_id = '{}'", acme.tenant), ""),
        (format!("select app.erase_batch('{}', 'erasure_log', 10)", acme.tenant), "42501"),
        (format!("select app.erase_batch('{}', 'pg_class', 10)", acme.tenant), "42501"),
        ("delete from samples".to_owned(), "42501"),
    ] {
        let outcome = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut platform).await;
        let found = outcome.err().and_then(|error| error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()))).unwrap_or_default();
        assert_eq!(found, code, "{statement}");
    }
    assert_eq!(actions::plan_erasures(&store, TimeDelta::days(30), clock.now()).await.unwrap(), 0);

    actions::set_isp_state(&store, &founder(&world, &clock), acme.tenant, TenantState::Closed, "over").await.unwrap();
    assert_eq!(actions::plan_erasures(&store, TimeDelta::days(30), clock.now()).await.unwrap(), 1);
    clock.advance(TimeDelta::days(29));
    assert_eq!(actions::erase_due_tenant(&store, folder.path(), &clock).await.unwrap(), None, "not yet");
    let before = picture(&mut admin, zenith.tenant).await;
    for table in [
        "domains",
        "exports",
        "roles",
        "impersonations",
        "sessions",
        "invitations",
        "api_tokens",
        "api_sessions",
        "api_refresh_tokens",
        "api_signing_keys",
        "api_origins",
        "idempotency_keys",
    ] {
        assert!(before[table].0 > 0, "{table} holds something");
    }
    let head: (i64, Vec<u8>) =
        sqlx::query_as("select seq, hash from audit_heads where tenant_id = $1").bind(acme.tenant.0).fetch_one(&mut admin).await.unwrap();
    clock.advance(TimeDelta::days(2));

    // Each eraser dies a little later than the one before.
    let (mut died, mut patience) = (0, Duration::from_millis(30));
    let erased = loop {
        match tokio::time::timeout(patience, actions::erase_due_tenant(&store, folder.path(), &clock)).await {
            Ok(done) => break done.unwrap(),
            Err(_died) => {
                died += 1;
                patience += Duration::from_millis(60);
                // Its lease has to run out first.
                clock.advance(TimeDelta::minutes(11));
            }
        }
    };
    // The one before may have died between its last commit and its answer.
    assert!(erased.is_none_or(|erased| erased == acme.tenant), "{erased:?}");
    assert!(died > 0, "30,000 rows are not gone within 30 ms");

    let left: Vec<String> = picture(&mut admin, acme.tenant).await.into_iter().filter(|(_, (rows, _))| *rows > 0).map(|(table, _)| table).collect();
    assert_eq!(left, ["erasure_log"]);
    assert!(erase::KEPT.contains(&"erasure_log"));
    assert_eq!(picture(&mut admin, zenith.tenant).await, before, "nothing of others");
    let log: (i64, Vec<u8>, Vec<u8>, Value) = sqlx::query_as("select audit_seq, audit_hash, slug_hash, counts from erasure_log where tenant_id = $1")
        .bind(acme.tenant.0)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert_eq!((log.0, log.1), head);
    assert_eq!(log.3["samples"], 30_000, "counted once each, whoever died: {}", log.3);
    use sha2::Digest as _;
    let slug: [u8; 32] = sha2::Sha256::new().chain_update(acme.tenant.0.as_bytes()).chain_update(b"acme.localhost").finalize().into();
    assert_eq!(log.2, slug);
    assert!(!actions::exports_folder(folder.path(), acme.tenant).exists());
    assert!(actions::exports_folder(folder.path(), zenith.tenant).exists());
    // A job that had read before and writes after: found by the next turn.
    sqlx::query("insert into rollups_1m (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps) values ($1, $2, $1, now(), 1, 1, 1, 1, 1)")
        .bind(acme.tenant.0)
        .bind(acme.isp_interface.0)
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(actions::sweep_stragglers(&store, &clock).await.unwrap(), 1);
    assert_eq!(actions::sweep_stragglers(&store, &clock).await.unwrap(), 0);
    // A stolen copy of the row opens no more.
    let other = db.another_store(&pools(), testkit::db::master_key());
    let mut tx = other.platform("test").await.unwrap();
    let place = store::Place { table: "devices", column: "credential", row: acme.device.0 };
    assert!(other.secrets().open(tx.conn(), acme.tenant, place, &sealed).await.is_err());
    tx.commit().await.unwrap();
    // The name is nobody's for a while.
    let form = tenancy::rules::isp_form::IspForm {
        id: TenantId::generate().to_string(),
        name: "Another Acme".to_owned(),
        label: "acme".to_owned(),
        currency: "EUR".to_owned(),
        locale: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        email: "a@example.com".to_owned(),
    };
    assert_eq!(actions::create_isp(&store, &founder(&world, &clock), &form, "localhost").await, Err(kernel::Error::field("label", "host-taken")));
    clock.advance(TimeDelta::days(31));
    actions::free_names(&store, clock.now()).await.unwrap();
    actions::create_isp(&store, &founder(&world, &clock), &form, "localhost").await.unwrap();
    // The platform's own chain tells of it and still fits.
    let acts: Vec<String> = sqlx::query_scalar("select action from audit_log where tenant_id = $1 and object = $2 order by seq")
        .bind(world.founder.0)
        .bind(format!("tenant:{}", acme.tenant))
        .fetch_all(&mut admin)
        .await
        .unwrap();
    assert_eq!(acts.first().map(String::as_str), Some("isp.state"));
    assert!(acts.contains(&"isp.erased".to_owned()), "{acts:?}");
    for tenant in [world.founder, zenith.tenant] {
        assert_eq!(store::audit::verify(&store, tenant).await.unwrap().first_fault, None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn erasing_now_asks_for_the_name_and_a_restored_backup_is_erased_again() {
    let db = TestDb::with_pools(&pools()).await;
    let clock = Clock::fixed(Clock::system().now());
    let world = seed(&db, clock.now()).await;
    let (store, folder) = (db.store(), tempfile::tempdir().unwrap());
    let (acme, ctx) = (world.acme.tenant, founder(&world, &clock));
    assert_eq!(actions::erase_now(&store, &ctx, acme, "acme").await, Err(kernel::Error::Conflict("not-closed".to_owned())));
    actions::set_isp_state(&store, &ctx, acme, TenantState::Closed, "over").await.unwrap();
    assert_eq!(actions::erase_now(&store, &ctx, acme, "zenith").await, Err(kernel::Error::field("confirm", "not-the-name")));
    assert_eq!(actions::erase_now(&store, &world.zenith.as_engineer(clock.now()), acme, "acme").await, Err(kernel::Error::Forbidden));
    actions::erase_now(&store, &ctx, acme, " acme ").await.unwrap();
    assert_eq!(actions::erase_due_tenant(&store, folder.path(), &clock).await.unwrap(), Some(acme));
    assert_eq!(actions::erase_due_tenant(&store, folder.path(), &clock).await.unwrap(), None);

    let log = actions::erasure_log(&store).await.unwrap();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["tenant"], acme.to_string());

    // Yesterday's backup, in which acme is alive and well.
    let restored = TestDb::with_pools(&pools()).await;
    let again = seed(&restored, clock.now()).await;
    let store = restored.store();
    let unknown = TenantId(Uuid::from_u128(0xdead_beef));
    let held = actions::replay_erasures(&store, &[acme, unknown, again.founder], clock.now()).await.unwrap();
    assert_eq!(held, [acme], "the platform's own tenant is not erased by any list");
    assert_eq!(actions::erase_due_tenant(&store, folder.path(), &clock).await.unwrap(), Some(acme));
    let mut admin = restored.admin().await;
    let left: i64 = sqlx::query_scalar("select count(*) from orgs where tenant_id = $1").bind(acme.0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(left, 0);
    assert_eq!(store::audit::verify(&store, again.zenith.tenant).await.unwrap().first_fault, None);
}
