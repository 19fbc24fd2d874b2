//! The audit log: a chain in which every change is found, the page that shows it, the file that takes it out.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Ctx, RequestId, TenantId};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::settings::Settings;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use store::audit::{Fault, verify};
use store::{Store, migrate};
use testkit::TestDb;
use testkit::app::{Browser, TestApp};
use uuid::Uuid;

/// A tenant that only the audit log knows.
fn job(tenant: u128) -> Ctx {
    let now = Clock::system().now() + TimeDelta::nanoseconds(999);
    Ctx::for_system(TenantId(Uuid::from_u128(tenant)), "test", now, RequestId::generate())
}

/// Details of every shape that has to come back from Postgres as it was hashed.
fn detail(number: i64) -> Value {
    match number % 5 {
        0 => json!({}),
        1 => json!({ "ä": [1, -2, { "z": null, "aa": true, "B": "x" }], "a\"\\\n\u{1}/": "é😀\u{7f}\t\u{2028}", "": u64::MAX }),
        2 => json!([[], {}, i64::MIN, "", false]),
        3 => json!({ "b": 1, "a": 2, "ab": 3, "B": 4, "a b": 5 }),
        _ => json!(number),
    }
}

async fn act(store: &Store, ctx: &Ctx, count: i64) {
    let mut tx = store.tenant(ctx).await.unwrap();
    for number in 1..=count {
        tx.audit(ctx, "thing.do", &format!("thing:{number}"), detail(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn numbers(admin: &mut PgConnection, tenant: TenantId) -> Vec<i64> {
    sqlx::query_scalar("select seq from audit_log where tenant_id = $1 order by seq").bind(tenant.0).fetch_all(admin).await.unwrap()
}

#[tokio::test]
async fn an_untouched_chain_verifies_over_many_batches() {
    let db = TestDb::new().await;
    let store = db.store();
    let (ctx, nobody) = (job(1), job(2));
    act(&store, &ctx, 2_100).await;
    act(&store, &ctx, 3).await;
    let verdict = verify(&store, ctx.tenant).await.unwrap();
    assert_eq!((verdict.rows, verdict.head_seq, verdict.first_fault), (2_103, 2_103, None));
    let head: Vec<u8> =
        sqlx::query_scalar("select hash from audit_heads where tenant_id = $1").bind(ctx.tenant.0).fetch_one(&mut db.admin().await).await.unwrap();
    assert_eq!(head, verdict.last_hash);
    let empty = verify(&store, nobody.tenant).await.unwrap();
    assert_eq!((empty.rows, empty.head_seq, empty.first_fault), (0, 0, None));
}

#[tokio::test]
async fn a_fractional_number_is_refused_and_an_act_undone_leaves_no_gap() {
    let db = TestDb::new().await;
    let store = db.store();
    let ctx = job(1);
    let mut tx = store.tenant(&ctx).await.unwrap();
    let error = tx.audit(&ctx, "thing.do", "thing:1", json!({ "share": 0.5 })).await.unwrap_err();
    assert_eq!(kernel::Error::from(error), kernel::Error::Internal);
    tx.audit(&ctx, "thing.do", "thing:1", json!({})).await.unwrap();
    drop(tx);
    act(&store, &ctx, 1).await;
    assert_eq!(numbers(&mut db.admin().await, ctx.tenant).await, [1]);
}

#[tokio::test]
async fn whatever_is_tampered_with_is_found_and_named() {
    let db = TestDb::new().await;
    let store = db.store();
    let mut admin = db.admin().await;
    let forge = "insert into audit_log (tenant_id, id, org_id, at, actor_part, action, object, detail, request_id, seq, hash)
        select tenant_id, gen_random_uuid(), org_id, at, 'forger', action, object, detail, request_id, 6, sha256('forged')
        from audit_log where {T} and seq = 5";
    let cases = [
        ("update audit_log set detail = '{\"b\": 9}' where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("update audit_log set action = 'thing.undo' where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("update audit_log set object = 'thing:9' where {T} and seq = 1".to_owned(), (1, Fault::Changed)),
        ("update audit_log set at = at + interval '1 microsecond' where {T} and seq = 5".to_owned(), (5, Fault::Changed)),
        ("update audit_log set actor_part = 'tester' where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("update audit_log set actor_part = null, actor_user = gen_random_uuid() where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("update audit_log set org_id = gen_random_uuid() where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("update audit_log set id = gen_random_uuid() where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("update audit_log set request_id = gen_random_uuid() where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("update audit_log set hash = sha256('x') where {T} and seq = 3".to_owned(), (3, Fault::Changed)),
        ("delete from audit_log where {T} and seq = 1".to_owned(), (1, Fault::Missing)),
        ("delete from audit_log where {T} and seq = 3".to_owned(), (3, Fault::Missing)),
        ("delete from audit_log where {T} and seq = 5".to_owned(), (5, Fault::Missing)),
        ("delete from audit_log where {T}".to_owned(), (1, Fault::Missing)),
        (
            "update audit_log set seq = 99 where {T} and seq = 2; update audit_log set seq = 2 where {T} and seq = 4;
             update audit_log set seq = 4 where {T} and seq = 99"
                .to_owned(),
            (2, Fault::Changed),
        ),
        (forge.to_owned(), (6, Fault::AfterHead)),
        (format!("{forge}; update audit_heads set seq = 6, hash = sha256('forged') where {{T}}"), (6, Fault::Changed)),
        ("update audit_heads set seq = 4 where {T}".to_owned(), (5, Fault::AfterHead)),
        ("update audit_heads set seq = 6 where {T}".to_owned(), (6, Fault::Missing)),
        ("update audit_heads set hash = sha256('x') where {T}".to_owned(), (5, Fault::Head)),
        ("delete from audit_heads where {T}".to_owned(), (1, Fault::Head)),
        // The last: it takes a key away.
        (
            "alter table audit_log drop constraint audit_log_seq_key;
             insert into audit_log (tenant_id, id, org_id, at, actor_part, action, object, detail, request_id, seq, hash)
             select tenant_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid, org_id, at, actor_part, action, object, detail, request_id, seq, hash
             from audit_log where {T} and seq = 5"
                .to_owned(),
            (5, Fault::Changed),
        ),
    ];
    for (number, (statement, expected)) in (1_u128..).zip(cases) {
        let ctx = job(number);
        act(&store, &ctx, 5).await;
        assert_eq!(verify(&store, ctx.tenant).await.unwrap().first_fault, None);
        let statement = statement.replace("{T}", &format!("tenant_id = '{}'", ctx.tenant));
        admin.execute(AssertSqlSafe(statement.clone())).await.unwrap();
        let verdict = verify(&store, ctx.tenant).await.unwrap();
        assert_eq!(verdict.first_fault, Some(expected), "{statement}");
    }
    // A chain that nobody touched stands beside all the broken ones.
    let ctx = job(1_000);
    act(&store, &ctx, 5).await;
    assert_eq!(verify(&store, ctx.tenant).await.unwrap().first_fault, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_acts_at_once_get_fifty_consecutive_numbers() {
    let db = TestDb::new().await;
    let store = db.store();
    let ctx = job(1);
    // The tenant's first act is among them, so they also race for making the head.
    let acts: Vec<_> = (0..50)
        .map(|_| {
            let (store, ctx) = (store.clone(), ctx.clone());
            tokio::spawn(async move { act(&store, &ctx, 1).await })
        })
        .collect();
    for one in acts {
        one.await.unwrap();
    }
    assert_eq!(numbers(&mut db.admin().await, ctx.tenant).await, (1..=50).collect::<Vec<i64>>());
    let verdict = verify(&store, ctx.tenant).await.unwrap();
    assert_eq!((verdict.rows, verdict.first_fault), (50, None));
}

/// Verifying while acts are written must neither find faults that are not there nor run on for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_chain_is_verified_while_it_grows() {
    let db = TestDb::new().await;
    let store = db.store();
    let ctx = job(1);
    let writing = tokio::spawn({
        let (store, ctx) = (store.clone(), ctx.clone());
        async move {
            for _ in 0..60 {
                act(&store, &ctx, 2).await;
            }
        }
    });
    while !writing.is_finished() {
        assert_eq!(verify(&store, ctx.tenant).await.unwrap().first_fault, None);
    }
    writing.await.unwrap();
    assert_eq!(verify(&store, ctx.tenant).await.unwrap().rows, 120);
}

#[tokio::test]
async fn rows_from_before_the_chain_are_chained_by_the_migration() {
    let db = TestDb::new().await;
    let store = db.store();
    let mut admin = db.admin().await;
    // As the table was before.
    admin
        .execute("drop table audit_heads; alter table audit_log drop column seq, drop column hash; delete from _sqlx_migrations where version = 7")
        .await
        .unwrap();
    for number in 0..60_i64 {
        let ctx = job(u128::try_from(number % 3 + 1).unwrap());
        sqlx::query(
            "insert into audit_log (tenant_id, id, org_id, at, actor_user, actor_part, action, object, detail, request_id)
             values ($1, gen_random_uuid(), $2, $3, $4, $5, 'thing.dö', $6, $7, gen_random_uuid())",
        )
        .bind(ctx.tenant.0)
        .bind(Uuid::now_v7())
        // Several at the same time, and not in the order in which they are written.
        .bind(ctx.now - TimeDelta::microseconds(number * 37 % 11))
        .bind((number % 2 == 0).then(Uuid::now_v7))
        .bind((number % 2 == 1).then_some("snmp cöllector"))
        .bind(format!("thing:{number}"))
        .bind(detail(number))
        .execute(&mut admin)
        .await
        .unwrap();
    }
    migrate::run(&mut admin).await.unwrap();
    for tenant in 1..=3 {
        let ctx = job(tenant);
        let verdict = verify(&store, ctx.tenant).await.unwrap();
        assert_eq!((verdict.rows, verdict.head_seq, verdict.first_fault), (20, 20, None), "tenant {tenant}");
        act(&store, &ctx, 2).await;
        assert_eq!(verify(&store, ctx.tenant).await.unwrap().rows, 22);
    }
    let order: Vec<bool> = sqlx::query_scalar("select at >= lag(at, 1, at) over (partition by tenant_id order by seq) from audit_log where seq <= 20")
        .fetch_all(&mut admin)
        .await
        .unwrap();
    assert!(order.iter().all(|in_order| *in_order));
    let left: i64 = sqlx::query_scalar("select count(*) from pg_proc where pronamespace = 'app'::regnamespace and proname like 'audit%'")
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert_eq!(left, 0, "the encoder of the migration is gone");
}

#[tokio::test]
async fn the_command_fails_when_a_chain_is_broken() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = testkit::fixtures::seed(&db, now).await;
    for isp in [&world.acme, &world.zenith] {
        act(&db.store(), &isp.as_engineer(now), 3).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let empty = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    let (url, data) = (db.url(), folder.path().display().to_string());
    let settings = Settings::load_with(Some(empty.path()), |name| match name {
        "DATABASE_URL" => Some(url.clone()),
        "LASTMILE_DATA_DIR" => Some(data.clone()),
        "LASTMILE_MASTER_KEY" => Some("5a".repeat(32)),
        _ => None,
    })
    .unwrap();
    let run = async |tenant: Option<&str>| server::audit::verify(settings.clone(), tenant).await.map_err(|error| error.to_string());
    assert_eq!(run(None).await, Ok(()));
    let tamper = format!("update audit_log set object = 'thing:0' where tenant_id = '{}' and seq = 2", world.acme.tenant);
    db.admin().await.execute(AssertSqlSafe(tamper)).await.unwrap();
    assert_eq!(run(None).await, Err("1 of 3 audit chains are broken".to_owned()));
    assert_eq!(run(Some("acme.localhost")).await, Err("1 of 1 audit chains are broken".to_owned()));
    assert_eq!(run(Some("zenith.localhost")).await, Ok(()));
    assert_eq!(run(Some(&world.zenith.tenant.to_string())).await, Ok(()));
    assert!(run(Some("nowhere.localhost")).await.unwrap_err().contains("no tenant has the host"));
    assert!(run(Some("no host")).await.unwrap_err().contains("neither an id nor a host name"));
    assert!(run(Some(&Uuid::from_u128(9).to_string())).await.unwrap_err().contains("there is no tenant"));
}

/// Acts of the owner and the engineer, ten days apart, beside what signing in has written.
async fn history(app: &TestApp) -> DateTime<Utc> {
    let now = Clock::system().now();
    let long_ago = now - TimeDelta::days(10);
    let store = app.db.store();
    let acme = &app.world.acme;
    act(&store, &acme.as_engineer(long_ago), 70).await;
    act(&store, &Ctx { actor: kernel::Actor::User(acme.owner), ..acme.as_engineer(now) }, 60).await;
    act(&store, &app.world.zenith.as_engineer(now), 5).await;
    long_ago
}

async fn list(browser: &Browser, query: Value) -> (StatusCode, Value) {
    let answer = browser.call("/api/audit/list", json!({ "query": query })).await;
    (answer.status(), serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap_or(Value::Null)["value"].take())
}

/// Every page from the newest on, following the way to the older ones.
async fn walk(browser: &Browser, filter: &Value) -> (Vec<Value>, Option<i64>) {
    let (mut entries, mut before) = (Vec::new(), Value::Null);
    loop {
        let (status, mut page) = list(browser, json!({ "filter": filter, "before": before })).await;
        assert_eq!(status, StatusCode::OK);
        let newer = page["newer"].as_i64();
        let these = page["entries"].as_array_mut().unwrap();
        assert!(these.len() <= 50);
        entries.append(these);
        before = page["older"].take();
        if before.is_null() {
            return (entries, newer);
        }
    }
}

/// What stands on a page itself: not the frame, nor the words and the data that every document carries besides.
fn main(page: &str) -> &str {
    page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or("", |(main, _)| main)
}

fn seqs(entries: &[Value]) -> Vec<i64> {
    entries.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_log_is_the_owners_and_each_tenants_own() {
    let app = TestApp::start().await;
    history(&app).await;
    let world = &app.world;
    let owner = app.sign_in_person(&world.acme, world.acme.owner).await;
    let foreign = app.sign_in_person(&world.zenith, world.zenith.owner).await;
    let founder = app.sign_in("founder.localhost", world.founder, world.founder_user, "founder@founder.example").await;
    for (who, browser, own, others) in [
        ("owner", &owner, "owner@acme.example", ["zenith", "founder@"]),
        ("other ISP's owner", &foreign, "owner@zenith.example", ["acme", "founder@"]),
        ("founder", &founder, "founder@founder.example", ["acme", "zenith"]),
    ] {
        let page = browser.get("/audit").await;
        assert_eq!(page.status(), StatusCode::OK, "{who}");
        let text = page.text().await.unwrap();
        assert!(main(&text).contains("<h1") && main(&text).contains("Signed in"), "{who}");
        let file = browser.get("/audit.csv").await;
        assert_eq!(file.status(), StatusCode::OK, "{who}");
        let file = file.text().await.unwrap();
        assert!(file.contains(own), "{who}");
        for other in others {
            assert!(!text.contains(other) && !file.contains(other), "{who} sees {other}");
        }
    }
    // What a page shows of one act: who, on what, what about it, and the request's number.
    let text = owner.get("/audit?action=thing.do").await.text().await.unwrap();
    for shown in ["owner@acme.example", "thing.do", "thing", "😀", "/audit.csv?action=thing", "before="] {
        assert!(main(&text).contains(shown), "{shown}");
    }
    let people = [world.acme.engineer, world.acme.support, world.acme.reseller_user, world.acme.client_users[0]];
    for person in people {
        let browser = app.sign_in_person(&world.acme, person).await;
        for path in ["/audit", "/audit?person=owner", "/audit.csv"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
            assert!(!answer.text().await.unwrap().contains("owner@acme.example"), "{path}");
        }
        assert_eq!(list(&browser, json!({})).await.0, StatusCode::FORBIDDEN);
        assert!(!browser.get("/network/interfaces").await.text().await.unwrap().contains("href=\"/audit\""), "no way there is shown");
    }
    assert!(owner.get("/network/interfaces").await.text().await.unwrap().contains("href=\"/audit\""));
    // Nobody who was refused has left an export in the log.
    let (entries, _) = walk(&owner, &json!({ "action": "audit.export" })).await;
    assert_eq!(entries.len(), 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_cover_every_row_exactly_once() {
    let app = TestApp::start().await;
    history(&app).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let mut all = numbers(&mut app.db.admin().await, acme.tenant).await;
    all.reverse();
    assert!(all.len() > 100);
    let (entries, newer) = walk(&owner, &json!({})).await;
    assert_eq!(seqs(&entries), all);
    // And back, from the oldest page on.
    let mut back = Vec::new();
    let mut after = newer;
    while let Some(seq) = after {
        let (_, page) = list(&owner, json!({ "after": seq })).await;
        back = [seqs(page["entries"].as_array().unwrap()), back].concat();
        after = page["newer"].as_i64();
    }
    assert!(back.len() >= 100 && all.starts_with(&back), "{back:?}");
    // The same under a filter, whose rows have others between them.
    let (entries, _) = walk(&owner, &json!({ "action": "thing.do" })).await;
    assert_eq!(entries.len(), 130);
    assert_eq!(entries.iter().map(|entry| entry["seq"].as_i64()).collect::<HashSet<_>>().len(), 130);
    // Places that nothing has, and places that are none.
    for nowhere in ["/audit?before=0", "/audit?after=999999999", "/audit?before=-9223372036854775808", "/audit?after=9223372036854775807"] {
        let page = owner.get(nowhere).await;
        assert_eq!(page.status(), StatusCode::OK, "{nowhere}");
        assert!(main(&page.text().await.unwrap()).contains("No entry fits"), "{nowhere}");
    }
    let newest = owner.get("/audit?before=x&after=99999999999999999999").await.text().await.unwrap();
    assert!(main(&newest).contains("owner@acme.example"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn filters_let_through_what_they_say() {
    let app = TestApp::start().await;
    let long_ago = history(&app).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let count = async |filter: Value| walk(&owner, &filter).await.0;
    let by_engineer = count(json!({ "person": " Engineer@ACME " })).await;
    assert_eq!(by_engineer.len(), 70);
    assert!(by_engineer.iter().all(|entry| entry["actor"]["Person"]["email"] == "engineer@acme.example"));
    assert_eq!(count(json!({ "person": "%" })).await, Vec::<Value>::new(), "no wildcard");
    assert_eq!(count(json!({ "person": "@zenith" })).await, Vec::<Value>::new());
    assert_eq!(count(json!({ "action": "sign_in" })).await.len(), 1);
    let day = long_ago.format("%Y-%m-%d").to_string();
    assert_eq!(count(json!({ "from": day, "to": day })).await.len(), 70);
    let next = (long_ago + TimeDelta::days(1)).format("%Y-%m-%d").to_string();
    let (before, since) = (count(json!({ "to": day })).await.len(), count(json!({ "from": next })).await.len());
    assert_eq!((before, before + since), (70, numbers(&mut app.db.admin().await, acme.tenant).await.len()));
    assert_eq!(count(json!({ "from": next, "person": "engineer" })).await.len(), 0);
    let (_, page) = list(&owner, json!({})).await;
    assert_eq!(page["actions"], json!(["sign_in", "thing.do", "user.password_set"]));

    // What cannot be is said at the field, and what was typed is kept.
    for (query, typed, said) in [
        ("from=yesterday", "yesterday", "Enter a date"),
        ("from=2026-02-02&to=2026-02-01", "2026-02-01", "before the first day"),
        ("person=%00", "", "characters that cannot be used"),
    ] {
        let page = owner.get(&format!("/audit?{query}")).await;
        assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let text = page.text().await.unwrap();
        let text = main(&text);
        assert!(text.contains(said) && text.contains(&format!("value=\"{typed}")), "{query}: {text}");
        let file = owner.get(&format!("/audit.csv?{query}")).await;
        assert_eq!(file.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    assert_eq!(list(&owner, json!({ "filter": { "person": "a".repeat(10_000) } })).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let script = owner.get("/audit?person=%3Cscript%3Ealert(1)%3C/script%3E").await.text().await.unwrap();
    assert!(!script.contains("<script>alert"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_file_holds_what_the_filters_let_through_and_is_written_down() {
    let app = TestApp::start().await;
    history(&app).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let now = Clock::system().now();
    let ctx = acme.as_engineer(now);
    let mut tx = app.db.store().tenant(&ctx).await.unwrap();
    tx.audit(&ctx, "thing.formula", "=1+1,\"x\"", json!({})).await.unwrap();
    tx.commit().await.unwrap();

    let answer = owner.get("/audit.csv").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8; header=present");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let name = answer.headers()["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"audit-acme.localhost-20") && name.ends_with(".csv\""), "{name}");
    let text = answer.text().await.unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "seq,at,email,name,part,action,object,detail,request_id,hash,as_email");
    let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as("select seq, hash from audit_log where tenant_id = $1 order by seq desc")
        .bind(acme.tenant.0)
        .fetch_all(&mut app.db.admin().await)
        .await
        .unwrap();
    assert_eq!(lines.len(), rows.len() + 1, "every row is one line");
    for (line, (seq, hash)) in lines[1..].iter().zip(&rows) {
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(line.starts_with(&format!("{seq},20")) && line.ends_with(&format!("{hash},")), "{line}");
    }
    assert!(lines[1].contains(",owner@acme.example,owner,,audit.export,audit:"), "{}", lines[1]);
    assert!(text.contains(",thing.formula,\"'=1+1,\"\"x\"\"\",{},"));

    let filtered = owner.get("/audit.csv?person=engineer%40acme&action=thing.do").await.text().await.unwrap();
    assert_eq!(filtered.split_terminator("\r\n").count(), 71);
    let nothing = owner.get("/audit.csv?action=nothing").await.text().await.unwrap();
    assert_eq!(nothing.split_terminator("\r\n").count(), 1, "the head alone");
    let (exports, _) = walk(&owner, &json!({ "action": "audit.export" })).await;
    let details: Vec<Value> = exports.iter().map(|entry| entry["detail"].clone()).collect();
    assert_eq!(details, [json!([["action", "nothing"]]), json!([["action", "thing.do"], ["person", "true"]]), json!([])], "newest first, and no address");
    assert_eq!(verify(&app.db.store(), acme.tenant).await.unwrap().first_fault, None);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_leaves_rows_out_says_so_in_its_last_line() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let mut admin = app.db.admin().await;
    sqlx::query(
        "insert into audit_log (tenant_id, id, org_id, at, actor_part, action, object, detail, request_id, seq, hash)
         select $1, gen_random_uuid(), $1, now(), 'test', 'thing.many', 'thing:' || n, '{}'::jsonb, gen_random_uuid(), 1000 + n, sha256(n::text::bytea)
         from generate_series(1, 100001) n",
    )
    .bind(acme.tenant.0)
    .execute(&mut admin)
    .await
    .unwrap();
    sqlx::query("update audit_heads set seq = 200000 where tenant_id = $1").bind(acme.tenant.0).execute(&mut admin).await.unwrap();
    let text = owner.get("/audit.csv?action=thing.many").await.text().await.unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 1 + 100_000 + 1);
    assert!(lines[1].starts_with("101001,") && lines[100_000].starts_with("1002,"), "the newest");
    assert_eq!(lines[100_001], "Only the newest entries are in this file. Narrow the filters to get the older ones.");
    app.stop().await;
}
