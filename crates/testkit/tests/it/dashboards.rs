//! What dashboards and the page of the system's health show is what was put in, and nothing of others.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, InterfaceId, OrgId};
use network::model::TotalOf;
use reqwest::StatusCode;
use serde_json::{Value, json};
use sqlx::PgConnection;
use store::health::{self, Beat, JobBeat};
use testkit::app::{Browser, TestApp};
use testkit::fixtures::Isp;
use testkit::{TestDb, fixtures};
use uuid::Uuid;

/// Sets an interface's present rates.
async fn rates(admin: &mut PgConnection, interface: InterfaceId, at: DateTime<Utc>, in_bps: i64, out_bps: i64) {
    let done = sqlx::query("update interfaces set last_from = $2, last_at = $3, last_in_bps = $4, last_out_bps = $5 where id = $1")
        .bind(interface.0)
        .bind(at - TimeDelta::seconds(10))
        .bind(at)
        .bind(in_bps)
        .bind(out_bps)
        .execute(admin)
        .await
        .unwrap();
    assert_eq!(done.rows_affected(), 1);
}

/// Writes a rolled-up step that was measured from end to end; rates in bit/s.
async fn step(admin: &mut PgConnection, table: &str, seconds: i64, isp: &Isp, held: (InterfaceId, OrgId), bucket: DateTime<Utc>, rates: (i64, i64)) {
    let query = format!(
        "insert into {table} (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(isp.tenant.0)
        .bind(held.0.0)
        .bind(held.1.0)
        .bind(bucket)
        .bind(rates.0 * seconds / 8)
        .bind(rates.1 * seconds / 8)
        .bind(seconds * 1_000)
        .bind(rates.0)
        .bind(rates.1)
        .execute(admin)
        .await
        .unwrap();
}

fn floor(at: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp() - at.timestamp().rem_euclid(seconds), 0).unwrap()
}

/// Every line of the first ISP carries something else, so that a wrong one in a sum shows.
async fn busy(admin: &mut PgConnection, isp: &Isp, now: DateTime<Utc>) {
    rates(admin, isp.isp_interface, now, 900_000_000, 100_000_000).await;
    rates(admin, isp.reseller_interface, now, 20_000_000, 3_000_000).await;
    rates(admin, isp.client_interface, now, 4_000_000, 50_000_000).await;
}

#[tokio::test]
async fn an_isps_total_is_of_what_is_assigned() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = fixtures::seed(&db, now).await;
    let (store, acme, mut admin) = (db.store(), &world.acme, db.admin().await);
    busy(&mut admin, acme, now).await;
    busy(&mut admin, &world.zenith, now).await;
    let bucket = floor(now, 300) - TimeDelta::minutes(30);
    step(&mut admin, "rollups_5m", 300, acme, (acme.isp_interface, acme.tenant.root()), bucket, (800, 800)).await;
    step(&mut admin, "rollups_5m", 300, acme, (acme.reseller_interface, acme.reseller), bucket, (16_000, 8_000)).await;
    step(&mut admin, "rollups_5m", 300, acme, (acme.client_interface, acme.clients[0]), bucket, (4_000, 24_000)).await;

    let shown = network::actions::network_dashboard(&store, &acme.as_engineer(now)).await.unwrap();
    assert_eq!(shown.now.of, TotalOf::Assigned);
    assert_eq!((shown.now.lines, shown.now.fresh, shown.now.in_bps, shown.now.out_bps), (2, 2, 24_000_000, 53_000_000));
    assert_eq!(shown.now.follow.len(), 2, "few enough to be followed live");
    let points: Vec<_> = shown.history.points.iter().map(|point| (point.from_ms, point.in_bps, point.out_bps)).collect();
    assert_eq!(points, [(bucket.timestamp_millis(), 20_000, 32_000)]);
    assert_eq!((shown.devices.all, shown.devices.down, shown.devices.pending), (1, 0, 1));
    assert_eq!(shown.fullest.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["uplink", "client", "reseller"]);
    assert!(shown.silent.is_empty());

    // Old figures count as none; a device that fell silent is named with the time since when.
    rates(&mut admin, acme.client_interface, now - TimeDelta::hours(1), 4_000_000, 50_000_000).await;
    let since = now - TimeDelta::hours(2);
    sqlx::query("update device_polls set state = 'down', state_since = $2, last_error = 'timeout' where device_id = $1")
        .bind(acme.device.0)
        .bind(since)
        .execute(&mut admin)
        .await
        .unwrap();
    let shown = network::actions::network_dashboard(&store, &acme.as_engineer(now)).await.unwrap();
    assert_eq!((shown.now.lines, shown.now.fresh, shown.now.in_bps, shown.now.out_bps), (2, 1, 20_000_000, 3_000_000));
    assert_eq!(shown.silent.len(), 1);
    assert_eq!((shown.silent[0].name.as_str(), shown.silent[0].error.as_deref()), ("core-1", Some("timeout")));
    assert_eq!(shown.silent[0].since_ms, since.timestamp_millis());

    // Where nothing is assigned, every port is added up, and the total says so.
    sqlx::query("update interfaces set org_id = tenant_id where tenant_id = $1").bind(acme.tenant.0).execute(&mut admin).await.unwrap();
    let shown = network::actions::network_dashboard(&store, &acme.as_engineer(now)).await.unwrap();
    assert_eq!((shown.now.of, shown.now.lines, shown.now.in_bps), (TotalOf::All, 3, 920_000_000));
}

#[tokio::test]
async fn a_reseller_sees_its_customers_and_no_others() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = fixtures::seed(&db, now).await;
    let (store, acme, mut admin) = (db.store(), &world.acme, db.admin().await);
    busy(&mut admin, acme, now).await;
    busy(&mut admin, &world.zenith, now).await;
    let bucket = floor(now, 300) - TimeDelta::minutes(30);
    step(&mut admin, "rollups_5m", 300, acme, (acme.reseller_interface, acme.reseller), bucket, (16_000, 8_000)).await;
    step(&mut admin, "rollups_5m", 300, acme, (acme.client_interface, acme.clients[0]), bucket, (4_000, 24_000)).await;

    let shown = network::actions::reseller_dashboard(&store, &acme.as_reseller(now)).await.unwrap();
    assert_eq!((shown.now.lines, shown.now.in_bps, shown.now.out_bps), (1, 4_000_000, 50_000_000), "the own line is no customer's");
    assert_eq!((shown.capacity_bps, shown.own_capacity), (Some(1_000_000_000), true), "held against the speed of the own line");
    assert_eq!(shown.customers.len(), 1);
    assert_eq!((shown.customers[0].name.as_str(), shown.customers[0].org), ("Client 1", acme.clients[0]));
    assert_eq!(shown.customers[0].spark.iter().filter_map(|point| point.out_bps).collect::<Vec<_>>(), [24_000]);
    assert_eq!(shown.history.points.iter().map(|point| point.in_bps).collect::<Vec<_>>(), [4_000]);

    // Without a line of its own, what its customers' lines could carry.
    sqlx::query("update interfaces set org_id = tenant_id where id = $1").bind(acme.reseller_interface.0).execute(&mut admin).await.unwrap();
    sqlx::query("update interfaces set speed_override_bps = 200000000 where id = $1").bind(acme.client_interface.0).execute(&mut admin).await.unwrap();
    let shown = network::actions::reseller_dashboard(&store, &acme.as_reseller(now)).await.unwrap();
    assert_eq!((shown.capacity_bps, shown.own_capacity), (Some(200_000_000), false));

    // A client asking for the same sees its own lines at most, and none of them as a customer's.
    let shown = network::actions::reseller_dashboard(&store, &acme.as_client(1, now)).await.unwrap();
    assert_eq!((shown.now.lines, shown.customers.len()), (0, 0));
}

#[tokio::test]
async fn a_customers_day_and_month_begin_at_midnight_on_the_wall() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = fixtures::seed(&db, now).await;
    let (store, acme, mut admin) = (db.store(), &world.acme, db.admin().await);
    busy(&mut admin, acme, now).await;
    let mut ctx = acme.as_client(0, now);
    // Half an hour off the hour: the day begins in the middle of an hourly step.
    ctx.time_zone = "Asia/Kolkata".to_owned();
    let midnight = network::rules::spans::day_start(now, &ctx.time_zone);
    let month = network::rules::spans::month_start(now, &ctx.time_zone);
    assert_eq!(midnight.timestamp() % 3_600, 1_800);
    let held = (acme.client_interface, acme.clients[0]);
    // 3,000 octets in each five minutes, one step before midnight and one after; the hours that they lie in hold both.
    let rate = (80, 160);
    step(&mut admin, "rollups_5m", 300, acme, held, midnight - TimeDelta::minutes(5), rate).await;
    step(&mut admin, "rollups_5m", 300, acme, held, midnight, rate).await;
    step(&mut admin, "rollups_1h", 600, acme, held, floor(midnight, 3_600), rate).await;

    let shown = network::actions::customer_dashboard(&store, &ctx).await.unwrap();
    assert_eq!((shown.today.inward, shown.today.outward), (3_000, 6_000), "what was before midnight is yesterday's");
    let of_month = if month == midnight { 3_000 } else { 6_000 };
    assert_eq!(shown.month.inward, of_month);
    assert_eq!((shown.now.in_bps, shown.now.out_bps, shown.lines.len()), (4_000_000, 50_000_000, 1));

    let sibling = network::actions::customer_dashboard(&store, &acme.as_client(1, now)).await.unwrap();
    assert_eq!((sibling.lines.len(), sibling.today.inward, sibling.now.lines), (0, 0, 0));
}

async fn founder(app: &TestApp) -> Browser {
    let world = &app.world;
    app.sign_in("founder.localhost", world.founder, world.founder_user, "founder@founder.example").await
}

async fn page(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.unwrap()
}

/// The page as people read it: no tags, no scripts' data, single spaces.
fn words(html: &str) -> String {
    let body = html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or(html, |(main, _)| main);
    let mut text = String::new();
    for piece in body.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_level_has_its_dashboard_and_the_front_page_leads_to_it() {
    let app = TestApp::start().await;
    let (acme, now) = (&app.world.acme, app.clock.now());
    let mut admin = app.db.admin().await;
    busy(&mut admin, acme, now).await;
    let people = [
        ("owner", app.sign_in_person(acme, acme.owner).await, ["Dashboard", "24.0", "53.0"]),
        ("support", app.sign_in_person(acme, acme.support).await, ["Dashboard", "24.0", "53.0"]),
        // A customer's download is what the port sends.
        ("reseller", app.sign_in_person(acme, acme.reseller_user).await, ["Client 1", "50.0", "4.00"]),
        ("client", app.sign_in_person(acme, acme.client_users[0]).await, ["Your connection", "50.0", "4.00"]),
        ("founder", founder(&app).await, ["Active providers", "924", "153"]),
    ];
    for (who, browser, expected) in &people {
        let front = browser.get("/").await;
        assert_eq!((front.status(), front.headers()["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/dashboard"), "{who}");
        let text = words(&page(browser, "/dashboard").await);
        for part in expected {
            assert!(text.contains(part), "{who} reads {part}: {text}");
        }
    }
    // Who may not read the log is not shown any of it; who may is.
    let owner = words(&page(&people[0].1, "/dashboard").await);
    assert!(owner.contains("Recent changes") && owner.contains("Signed in"), "{owner}");
    assert!(!words(&page(&people[1].1, "/dashboard").await).contains("Recent changes"));
    // A founder gets counts and names of ISPs, nothing of what is theirs.
    let founders = words(&page(&people[4].1, "/dashboard").await);
    for secret in ["core-1", "uplink", "Client 1", "Reseller", "owner@acme"] {
        assert!(!founders.contains(secret), "the founder reads {secret}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_steps_tick_from_what_is_there() {
    let app = TestApp::start().await;
    let (acme, mut admin) = (&app.world.acme, app.db.admin().await);
    let owner = app.sign_in_person(acme, acme.owner).await;
    // A device, people and a reseller are there: only the look is missing.
    let text = words(&page(&owner, "/dashboard").await);
    assert!(text.contains("First steps 3 of 4 done"), "{text}");
    let html = page(&owner, "/dashboard").await;
    for form in ["/network/devices/new", "/people/invite", "/settings/branding"] {
        assert!(html.contains(&format!("href=\"{form}\"")), "{form}");
    }
    sqlx::query(
        "insert into brandings (tenant_id, org_id, version, product_name, favicon, icon_192, icon_512, icon_maskable, updated_at)
         values ($1, $1, 1, 'Acme', '', '', '', '', now())",
    )
    .bind(acme.tenant.0)
    .execute(&mut admin)
    .await
    .unwrap();
    assert!(!words(&page(&owner, "/dashboard").await).contains("First steps"), "all is done");
    // Those who cannot do them are not asked to.
    let support = app.sign_in_person(acme, acme.support).await;
    assert!(!words(&page(&support, "/dashboard").await).contains("First steps"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_health_page_tells_of_every_process_and_job() {
    let app = TestApp::start().await;
    let founder = founder(&app).await;
    let mut admin = app.db.admin().await;
    // The running server's own heartbeat, with its first jobs.
    for _ in 0..300 {
        let jobs: i64 = sqlx::query_scalar("select count(*) from job_runs").fetch_one(&mut admin).await.unwrap();
        if jobs >= 4 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    // Another one that fell silent, with a job that failed.
    let gone = Uuid::now_v7();
    sqlx::query(
        "insert into processes (id, host, pid, version, started_at, seen_at, collects, polls_in_flight, polls, polls_failed, app_open, app_idle, app_most,
             platform_open, platform_idle, platform_most, redis, disk_bytes, disk_free_bytes)
         values ($1, 'second-machine', 77, '0.0.9', now() - interval '3 hours', now() - interval '1 hour', true, 0, 12, 3, 5, 2, 16, 1, 1, 4, 'away',
             1000000000000, 20000000000)",
    )
    .bind(gone)
    .execute(&mut admin)
    .await
    .unwrap();
    sqlx::query(
        "insert into job_runs (process_id, job, every_seconds, last_at, last_error, last_error_at, runs, failures)
         values ($1, 'roll_up', 5, now() - interval '1 hour', 'unavailable', now() - interval '1 hour', 9, 4)",
    )
    .bind(gone)
    .execute(&mut admin)
    .await
    .unwrap();
    let text = words(&page(&founder, "/platform/health").await);
    for part in [
        "second-machine:77",
        "Needs a look now",
        "12 polls a minute, 3 failed",
        "Does not answer",
        "Sum up samples",
        "Failed: 4",
        "The server cannot answer right now",
        "Remove ended sessions",
        "rollups_5m",
        "PostgreSQL",
        "1.00 TB",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let answer: Value = founder.call("/api/platform/health", json!({})).await.json().await.unwrap();
    let health = &answer["value"];
    assert_eq!(health["processes"].as_array().unwrap().len(), 2);
    let disk: Vec<_> = health["processes"].as_array().unwrap().iter().map(|process| process["disk_level"].as_str().unwrap().to_owned()).collect();
    assert!(disk.contains(&"Critical".to_owned()), "2 in a hundred are free: {disk:?}");
    let partitions = health["partitions"].as_array().unwrap();
    assert!(partitions.len() >= 6, "{partitions:?}");
    for table in partitions {
        assert_eq!(table["level"], "Fine", "{table}");
        assert!(table["partitions"].as_u64().unwrap() > 0 && table["ahead_ms"].as_i64().unwrap() > app.clock.now().timestamp_millis(), "{table}");
    }
    assert_eq!(health["database"]["connections_level"], "Fine");

    let summary: Value = founder.call("/api/dashboard/platform", json!({})).await.json().await.unwrap();
    let summary = &summary["value"]["summary"];
    assert_eq!((summary["active"].as_u64(), summary["customers"].as_u64()), (Some(2), Some(4)));
    assert_eq!((summary["processes"].as_u64(), summary["processes_silent"].as_u64()), (Some(1), Some(1)));
    assert_eq!(summary["jobs_failing"].as_u64(), Some(1));

    // Nobody else reads any of it.
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    assert_eq!(owner.get("/platform/health").await.status(), StatusCode::FORBIDDEN);
    app.stop().await;
}

#[tokio::test]
async fn a_heartbeat_is_one_row_and_goes_with_its_process() {
    let db = TestDb::new().await;
    let (store, mut admin, now) = (db.store(), db.admin().await, floor(Clock::system().now(), 1));
    let process = Uuid::now_v7();
    let job = |runs: i64, at: DateTime<Utc>| JobBeat {
        job: "roll_up",
        every_seconds: Some(5),
        last_at: at,
        last_ok_at: Some(at),
        last_error: None,
        last_error_at: None,
        runs,
        failures: 0,
    };
    let beat = |process: Uuid, at: DateTime<Utc>, runs: i64| Beat {
        process,
        host: "here".to_owned(),
        pid: 7,
        version: "0.1.0".to_owned(),
        started_at: now,
        at,
        collects: true,
        polls_in_flight: 1,
        polls: runs,
        polls_failed: 0,
        redis: "off",
        disk_bytes: None,
        disk_free_bytes: None,
        jobs: vec![job(runs, at)],
    };
    health::beat(&store, &beat(process, now, 1)).await.unwrap();
    health::beat(&store, &beat(process, now + TimeDelta::seconds(10), 3)).await.unwrap();
    let mut tx = store.platform("test").await.unwrap();
    let processes = health::processes(tx.conn()).await.unwrap();
    assert_eq!(processes.len(), 1);
    assert_eq!((processes[0].polls, processes[0].seen_at, processes[0].app_most), (3, now + TimeDelta::seconds(10), 4));
    let jobs = health::jobs(tx.conn()).await.unwrap();
    assert_eq!(jobs.iter().map(|job| (job.process_id, job.runs)).collect::<Vec<_>>(), [(process, 3)]);
    tx.commit().await.unwrap();

    // One that crashed is told of for a day, one that stops in order goes at once, with its jobs.
    let other = Uuid::now_v7();
    health::beat(&store, &beat(other, now + TimeDelta::hours(23), 1)).await.unwrap();
    health::beat(&store, &beat(other, now + TimeDelta::hours(25), 2)).await.unwrap();
    health::leave(&store, Uuid::now_v7()).await.unwrap();
    let left: Vec<Uuid> = sqlx::query_scalar("select id from processes").fetch_all(&mut admin).await.unwrap();
    assert_eq!(left, [other]);
    health::leave(&store, other).await.unwrap();
    let jobs: i64 = sqlx::query_scalar("select count(*) from job_runs").fetch_one(&mut admin).await.unwrap();
    assert_eq!(jobs, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_change_their_own_name_and_nothing_else() {
    let app = TestApp::start().await;
    let (acme, mut admin) = (&app.world.acme, app.db.admin().await);
    let client = app.sign_in_person(acme, acme.client_users[0]).await;
    let html = page(&client, "/account").await;
    assert!(html.contains("client1@acme.example") && html.contains("value=\"client1\""));

    for (name, fault) in [("", "Please fill this in."), ("x\u{7}y", "This holds characters that cannot be used.")] {
        let answer = client.post_form("/account", &[("name", name)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
        let text = words(&answer.text().await.unwrap());
        assert!(text.contains(fault), "{name:?}: {text}");
    }
    let long = "x".repeat(121);
    let answer = client.post_form("/account", &[("name", &long)]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.unwrap().contains(&long), "what was typed is kept");

    // What else is sent along changes nothing; sending it twice changes it once.
    for _ in 0..2 {
        let answer = client.post_form("/account", &[("name", " Lina <b> Daher "), ("email", "root@acme.example"), ("role", "isp_owner")]).await;
        assert_eq!((answer.status(), answer.headers()["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/account?done=profile-saved"));
    }
    let row: (String, String) = sqlx::query_as("select name, email from users where id = $1").bind(acme.client_users[0].0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(row, ("Lina <b> Daher".to_owned(), "client1@acme.example".to_owned()));
    let acts: Vec<(String, Value)> = sqlx::query_as("select object, detail from audit_log where action = 'user.rename'").fetch_all(&mut admin).await.unwrap();
    assert_eq!(acts, [(format!("user:{}", acme.client_users[0]), json!({}))], "once, and without the name");
    let html = page(&client, "/account").await;
    assert!(html.contains("Lina &lt;b&gt; Daher") && !html.contains("Lina <b> Daher"));
    app.stop().await;
}
