//! Groups of interfaces against a real Postgres: who sees and changes them, what their sums say, what a month comes to.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{Clock, Ctx, Error, GroupId, InterfaceId, OrgId};
use network::actions::{self, PercentileOf};
use network::model::{AlertKind, AlertObjectId, GroupForm, MemberChange, Range};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgConnection;
use store::Store;
use testkit::TestDb;
use testkit::app::TestApp;
use testkit::fixtures::{Isp, World, seed};
use uuid::Uuid;

struct Net {
    _db: TestDb,
    store: Store,
    world: World,
    admin: PgConnection,
    now: DateTime<Utc>,
}

impl Net {
    async fn new() -> Self {
        let db = TestDb::new().await;
        let now = Clock::system().now();
        let world = seed(&db, now).await;
        let (store, admin) = (db.store(), db.admin().await);
        Self { _db: db, store, world, admin, now }
    }

    fn engineer(&self) -> Ctx {
        self.world.acme.as_engineer(self.now)
    }

    /// A group of acme's whole network that `org` holds.
    async fn group(&self, name: &str, org: OrgId, members: &[InterfaceId]) -> GroupId {
        let ctx = self.engineer();
        let id = actions::add_group(&self.store, &ctx, form(name, org, "1000", "950")).await.unwrap();
        actions::set_group_members(&self.store, &ctx, id, MemberChange::Add(members.to_vec())).await.unwrap();
        id
    }

    /// Measures a line of acme's for a part of a step: so many Mbit/s in, twice as many out.
    async fn measure(&mut self, table: &str, (interface, org): (InterfaceId, OrgId), bucket: DateTime<Utc>, mbps: i64, measured_ms: i64) {
        let acme = self.world.acme.clone();
        measure(&mut self.admin, table, &acme, (interface, org), bucket, mbps, measured_ms).await;
    }
}

async fn measure(admin: &mut PgConnection, table: &str, isp: &Isp, (interface, org): (InterfaceId, OrgId), bucket: DateTime<Utc>, mbps: i64, measured_ms: i64) {
    let sql = format!(
        "insert into {table} (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
         values ($1, $2, $3, $4, $5, $5 * 2, $6, 0, 0)"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(isp.tenant.0)
        .bind(interface.0)
        .bind(org.0)
        .bind(bucket)
        .bind(mbps * 125 * measured_ms)
        .bind(measured_ms)
        .execute(admin)
        .await
        .unwrap();
}

fn form(name: &str, org: OrgId, capacity: &str, threshold: &str) -> GroupForm {
    GroupForm {
        name: name.to_owned(),
        org: org.to_string(),
        capacity_mbps: capacity.to_owned(),
        threshold_mbps: threshold.to_owned(),
        row_version: "1".to_owned(),
    }
}

#[tokio::test]
async fn engineers_keep_groups_and_holders_see_theirs() {
    let net = Net::new().await;
    let (acme, zenith, store) = (net.world.acme.clone(), net.world.zenith.clone(), &net.store);
    let engineer = net.engineer();
    let own = net.group("Transit", acme.tenant.root(), &[acme.isp_interface, acme.client_interface]).await;
    let theirs = net.group("Riverside", acme.reseller, &[acme.reseller_interface, acme.isp_interface]).await;

    let named = |groups: Vec<network::model::GroupItem>| groups.into_iter().map(|group| group.name).collect::<Vec<_>>();
    assert_eq!(named(actions::list_groups(store, &engineer).await.unwrap()), ["Riverside", "Transit"]);
    assert_eq!(named(actions::list_groups(store, &acme.as_reseller(net.now)).await.unwrap()), ["Riverside"]);
    for ctx in [acme.as_client(0, net.now), zenith.as_engineer(net.now)] {
        assert_eq!(named(actions::list_groups(store, &ctx).await.unwrap()), Vec::<String>::new());
        for group in [own, theirs] {
            assert_eq!(actions::get_group(store, &ctx, group).await.err(), Some(Error::NotFound));
            assert_eq!(actions::get_group_series(store, &ctx, group, Range::Hour).await.err(), Some(Error::NotFound));
            assert_eq!(actions::get_percentile(store, &ctx, PercentileOf::Group(group), None).await.err(), Some(Error::NotFound));
        }
    }
    // What serves somebody else does not count, and whoever does not see it does not hear of it.
    let seen = actions::get_group(store, &engineer, theirs).await.unwrap();
    let counts: Vec<_> = seen.members.iter().map(|member| (member.id, member.counts)).collect();
    assert_eq!(counts, [(acme.reseller_interface, true), (acme.isp_interface, false)]);
    assert_eq!((seen.item.members, seen.item.speed_bps, seen.item.holder.map(|org| org.id)), (1, Some(1_000_000_000), Some(acme.reseller)));
    let reseller = actions::get_group(store, &acme.as_reseller(net.now), theirs).await.unwrap();
    assert_eq!(reseller.members.iter().map(|member| member.id).collect::<Vec<_>>(), [acme.reseller_interface]);

    let reading = acme.as_reseller(net.now);
    assert_eq!(actions::change_group(store, &reading, theirs, form("Mine", acme.reseller, "", "")).await, Err(Error::Forbidden));
    assert_eq!(actions::remove_group(store, &reading, theirs, None).await, Err(Error::Forbidden));
    assert_eq!(actions::set_group_members(store, &reading, theirs, MemberChange::Remove(Vec::new())).await, Err(Error::Forbidden));
    assert_eq!(actions::add_group(store, &reading, form("Mine", acme.reseller, "", "")).await, Err(Error::Forbidden));
    let stranger = zenith.as_engineer(net.now);
    assert_eq!(actions::remove_group(store, &stranger, own, None).await, Err(Error::NotFound));
    let foreign_holder = actions::add_group(store, &stranger, form("Theirs", acme.reseller, "", "")).await;
    assert_eq!(foreign_holder, Err(Error::field("org", "not-a-choice")));
    let foreign_line = MemberChange::Add(vec![zenith.isp_interface]);
    assert_eq!(actions::set_group_members(store, &engineer, own, foreign_line).await, Err(Error::NotFound));
    assert_eq!(actions::add_group(store, &engineer, form("Transit", acme.tenant.root(), "", "")).await, Err(Error::field("name", "host-taken")));
}

#[tokio::test]
async fn changes_are_safe_to_repeat_and_refused_on_older_versions() {
    let mut net = Net::new().await;
    let (acme, store) = (net.world.acme.clone(), net.store.clone());
    let engineer = net.engineer();
    let id = net.group("Transit", acme.tenant.root(), &[acme.isp_interface]).await;
    let version = actions::get_group(&store, &engineer, id).await.unwrap().row_version;
    actions::set_group_members(&store, &engineer, id, MemberChange::Add(vec![acme.isp_interface])).await.unwrap();
    assert_eq!(actions::get_group(&store, &engineer, id).await.unwrap().row_version, version, "it was in it already");
    let stale = MemberChange::Replace(version - 1, Vec::new());
    assert_eq!(actions::set_group_members(&store, &engineer, id, stale).await, Err(Error::Conflict("changed".to_owned())));
    assert_eq!(actions::change_group(&store, &engineer, id, form("Other", acme.reseller, "", "")).await, Err(Error::Conflict("changed".to_owned())));
    let newest = GroupForm { row_version: version.to_string(), ..form("Other", acme.reseller, "", "900") };
    actions::change_group(&store, &engineer, id, newest).await.unwrap();
    let holder: Uuid = sqlx::query_scalar("select org_id from interface_group_members").fetch_one(&mut net.admin).await.unwrap();
    assert_eq!(holder, acme.reseller.0, "members follow the holder");
    assert_eq!(actions::list_groups(&store, &acme.as_reseller(net.now)).await.unwrap().len(), 1);
    let replaced = MemberChange::Replace(version + 1, vec![acme.reseller_interface, acme.client_interface, acme.client_interface]);
    actions::set_group_members(&store, &engineer, id, replaced).await.unwrap();
    assert_eq!(actions::get_group(&store, &engineer, id).await.unwrap().item.members, 2);
    assert_eq!(actions::remove_group(&store, &engineer, id, Some(version)).await, Err(Error::Conflict("changed".to_owned())));
    actions::remove_group(&store, &engineer, id, None).await.unwrap();
    assert_eq!(actions::remove_group(&store, &engineer, id, None).await, Err(Error::NotFound));
    let acts: Vec<String> =
        sqlx::query_scalar("select action from audit_log where action like 'group.%' order by seq").fetch_all(&mut net.admin).await.unwrap();
    assert_eq!(acts, ["group.add", "group.members", "group.change", "group.members", "group.remove"]);
}

#[tokio::test]
async fn a_sum_says_of_how_many_it_is_and_invents_nothing() {
    let mut net = Net::new().await;
    let acme = net.world.acme.clone();
    let (uplink, client) = ((acme.isp_interface, acme.tenant.root()), (acme.client_interface, acme.clients[0]));
    let id = net.group("Transit", acme.tenant.root(), &[uplink.0, client.0]).await;
    let first = net.now.duration_trunc(TimeDelta::minutes(5)).unwrap() - TimeDelta::hours(1);
    let step = |at: i32| first + TimeDelta::minutes(5) * at;
    // Both; one only; one for too short a time; none; a step in which the line changed hands.
    net.measure("rollups_5m", uplink, step(0), 100, 300_000).await;
    net.measure("rollups_5m", client, step(0), 50, 300_000).await;
    net.measure("rollups_5m", uplink, step(1), 100, 150_000).await;
    net.measure("rollups_5m", uplink, step(2), 100, 300_000).await;
    net.measure("rollups_5m", client, step(2), 900, 100_000).await;
    net.measure("rollups_5m", (client.0, acme.tenant.root()), step(4), 30, 100_000).await;
    net.measure("rollups_5m", client, step(4), 60, 200_000).await;
    let found = actions::get_group_series(&net.store, &net.engineer(), id, Range::Day).await.unwrap();
    let mbps: Vec<_> = found.series.points.iter().zip(&found.measured).map(|(point, of)| (point.from_ms, point.in_bps / 1_000_000, *of)).collect();
    let at = |at: i32| step(at).timestamp_millis();
    assert_eq!(mbps, [(at(0), 150, 2), (at(1), 100, 1), (at(2), 100, 1), (at(4), 50, 1)]);
    assert_eq!((found.members, found.limit_bps), (2, Some(1_000_000_000)));
    assert!(found.series.points.iter().all(|point| point.out_bps == 2 * point.in_bps));
    // Every octet that was measured is in the totals.
    let octets = 125 * (100 * 300_000 + 50 * 300_000 + 100 * 150_000 + 100 * 300_000 + 900 * 100_000 + 30 * 100_000 + 60 * 200_000);
    assert_eq!(found.series.in_octets, octets);
}

#[tokio::test]
async fn a_month_is_the_isps_and_what_was_not_measured_is_listed() {
    let mut net = Net::new().await;
    let acme = net.world.acme.clone();
    let uplink = (acme.isp_interface, acme.tenant.root());
    sqlx::query("update orgs set time_zone = 'Asia/Kolkata' where id = $1").bind(acme.tenant.0).execute(&mut net.admin).await.unwrap();
    let id = net.group("Transit", acme.tenant.root(), &[uplink.0, acme.client_interface]).await;
    // On the second of the month at noon in India, 40 steps from midnight on, the first one before it.
    let now: DateTime<Utc> = "2026-10-02T06:30:00Z".parse().unwrap();
    let midnight: DateTime<Utc> = "2026-09-30T18:30:00Z".parse().unwrap();
    actions::keep_partitions(&net.store, now).await.unwrap();
    for step in -1..40 {
        net.measure("rollups_5m", uplink, midnight + TimeDelta::minutes(5) * step, i64::from(step) + 2, 300_000).await;
    }
    let engineer = acme.as_engineer(now);
    let month = actions::get_percentile(&net.store, &engineer, PercentileOf::Interface(uplink.0), None).await.unwrap().unwrap();
    assert_eq!((month.month.to_string().as_str(), month.time_zone.as_str(), month.running), ("2026-10", "Asia/Kolkata", true));
    assert_eq!((month.from_ms, month.to_ms), (midnight.timestamp_millis(), (now - TimeDelta::minutes(10)).timestamp_millis()));
    assert_eq!((month.expected, month.measured, month.discarded, month.partial), (430, 40, 2, 0));
    // 2 to 41 Mbit/s: without 41 and 40 the highest is 39; out is twice that and billed.
    assert_eq!((month.in_bps, month.billed_bps()), (Some(39_000_000), Some(78_000_000)));
    assert_eq!((month.gap_count, month.gaps), (1, vec![((midnight + TimeDelta::minutes(200)).timestamp_millis(), month.to_ms)]));
    let group = actions::get_percentile(&net.store, &engineer, PercentileOf::Group(id), "2026-10".parse().ok()).await.unwrap().unwrap();
    assert_eq!((group.billed_bps(), group.partial), (Some(78_000_000), 40), "the other line was never measured");
    let before = actions::get_percentile(&net.store, &engineer, PercentileOf::Group(id), "2026-09".parse().ok()).await.unwrap().unwrap();
    assert_eq!((before.expected, before.measured, before.billed_bps(), before.running), (8_640, 1, Some(2_000_000), false));
    assert_eq!(actions::get_percentile(&net.store, &engineer, PercentileOf::Group(id), "2026-11".parse().ok()).await, Ok(None));
    let keep: bool =
        sqlx::query_scalar("select keep >= interval '13 months' from app.partitioned where relation = 'rollups_5m'").fetch_one(&mut net.admin).await.unwrap();
    assert!(keep, "a month of a year ago can still be worked out");
}

/// Five minutes of these lines of acme's, so many Mbit/s in and twice as many out, looked at once they have settled.
async fn step(net: &mut Net, step: i32, mbps: &[i64]) -> actions::AlertStats {
    let acme = net.world.acme.clone();
    let lines = [(acme.isp_interface, acme.tenant.root()), (acme.reseller_interface, acme.reseller), (acme.client_interface, acme.clients[0])];
    let first = net.now.duration_trunc(TimeDelta::minutes(5)).unwrap() + TimeDelta::minutes(10);
    let bucket = first + TimeDelta::minutes(5) * step;
    for (line, mbps) in lines.into_iter().zip(mbps) {
        net.measure("rollups_5m", line, bucket, *mbps, 300_000).await;
    }
    actions::evaluate_alerts(&net.store, bucket + TimeDelta::minutes(7)).await.unwrap()
}

async fn turns(net: &mut Net) -> Vec<String> {
    sqlx::query_scalar("select turn from alert_transitions where group_id is not null order by at, id").fetch_all(&mut net.admin).await.unwrap()
}

#[tokio::test]
async fn a_sum_at_its_threshold_is_told_once_and_so_is_its_end() {
    let mut net = Net::new().await;
    let acme = net.world.acme.clone();
    let all = [acme.isp_interface, acme.reseller_interface, acme.client_interface];
    let id = net.group("Transit", acme.tenant.root(), &all).await;
    let mut told = Vec::new();
    // The threshold is 950 Mbit/s out; below 902.5 it is over. Where a line is missing, less than the threshold says nothing.
    let sums: [&[i64]; 6] = [&[200, 150, 124], &[200, 150, 125], &[200, 150], &[300, 200], &[200, 150, 102], &[200, 150, 101]];
    for (at, sum) in (0..).zip(sums) {
        let stats = step(&mut net, at, sum).await;
        told.push((stats.changes, stats.mails));
    }
    assert_eq!(turns(&mut net).await, ["fired", "silent", "heard", "recovered"]);
    assert_eq!(told, [(0, 0), (1, 2), (1, 0), (1, 0), (0, 0), (1, 2)], "owner and engineer, of the problem and of its end");
    let now = net.now + TimeDelta::hours(2);
    let page = actions::list_alerts(&net.store, &acme.as_engineer(now), None).await.unwrap();
    let lines: Vec<_> = page.timeline.iter().map(|line| (line.object.id, line.object.name.as_str(), line.kind, line.value)).collect();
    let group = AlertObjectId::from(id);
    assert_eq!(lines[0], (group, "Transit", AlertKind::GroupTotal, Some(949)));
    assert_eq!((lines.len(), lines[3].3), (4, Some(1_000)), "per mille of the threshold");
    assert!(page.open.is_empty());
    assert!(actions::list_alerts(&net.store, &acme.as_reseller(now), None).await.unwrap().timeline.is_empty(), "another's group");
}

#[tokio::test]
async fn a_sum_that_lacks_a_line_fires_where_it_is_enough_all_the_same() {
    let mut net = Net::new().await;
    let acme = net.world.acme.clone();
    let id = net.group("Riverside", acme.reseller, &[acme.reseller_interface, acme.client_interface, acme.isp_interface]).await;
    // Of the reseller's two lines one is not measured; the ISP's own does not count.
    step(&mut net, 0, &[450, 470]).await;
    assert_eq!(turns(&mut net).await, Vec::<String>::new());
    step(&mut net, 1, &[10, 475]).await;
    assert_eq!(turns(&mut net).await, ["fired"]);
    let now = net.now + TimeDelta::hours(2);
    let page = actions::list_alerts(&net.store, &acme.as_reseller(now), None).await.unwrap();
    let open: Vec<_> = page.open.iter().filter(|item| item.kind == AlertKind::GroupTotal).map(|item| (item.object.id, item.value)).collect();
    assert_eq!(open, [(AlertObjectId::from(id), 1_000)]);
    let refused = actions::acknowledge_alert(&net.store, &net.world.zenith.as_engineer(now), AlertKind::GroupTotal, id).await;
    assert_eq!(refused, Err(Error::NotFound));
    actions::acknowledge_alert(&net.store, &acme.as_engineer(now), AlertKind::GroupTotal, id).await.unwrap();
    // No threshold, nothing to watch: the problem ends.
    let held = actions::get_group(&net.store, &acme.as_engineer(now), id).await.unwrap().row_version;
    let unwatched = GroupForm { row_version: held.to_string(), ..form("Riverside", acme.reseller, "", "") };
    actions::change_group(&net.store, &acme.as_engineer(now), id, unwatched).await.unwrap();
    step(&mut net, 2, &[10, 475, 10]).await;
    let mut seen = turns(&mut net).await;
    seen.sort();
    assert_eq!(seen, ["acknowledged", "fired", "recovered"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_and_forms_work_without_a_script() {
    let app = TestApp::start().await;
    let acme = app.world.acme.clone();
    let owner = app.sign_in_person(&acme, acme.owner).await;
    let root = acme.tenant.to_string();
    let page = owner.get("/network/interfaces").await.text().await.unwrap();
    assert!(page.contains("href=\"/network/groups\""), "the list leads to groups");
    let wrong = owner.post_form("/network/groups/new", &[("name", ""), ("org", &root), ("threshold_mbps", "a lot")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = wrong.text().await.unwrap();
    assert!(wrong.contains("a lot") && wrong.contains("Enter a whole number"), "{wrong}");
    let made = owner.post_form("/network/groups/new", &[("name", "<b>VLANs"), ("org", &root), ("capacity_mbps", "1000"), ("threshold_mbps", "950")]).await;
    let to = made.headers()["location"].to_str().unwrap().to_owned();
    let id: GroupId = to.strip_prefix("/network/groups/").unwrap().split('/').next().unwrap().parse().unwrap();
    assert_eq!(to, format!("/network/groups/{id}/members?done=group-added"));
    let choosing = owner.get(&to).await.text().await.unwrap();
    assert!(choosing.contains(&acme.isp_interface.to_string()) && choosing.contains("&lt;b&gt;VLANs") && !choosing.contains("<b>VLANs"), "{choosing}");
    let (uplink, client) = (acme.isp_interface.to_string(), acme.client_interface.to_string());
    let members = format!("/network/groups/{id}/members");
    let added = owner.post_form(&members, &[("do", "add"), ("id", &uplink), ("id", &client)]).await;
    assert_eq!(added.status(), StatusCode::SEE_OTHER);
    assert_eq!(owner.post_form(&members, &[("do", "remove"), ("id", &client)]).await.status(), StatusCode::SEE_OTHER);
    for path in ["", "?range=24h", "?range=30d&view=table", "/edit", "/members?q=up", "/remove"] {
        let answer = owner.get(&format!("/network/groups/{id}{path}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    let page = owner.get(&format!("/network/groups/{id}")).await.text().await.unwrap();
    for part in ["95th percentile", "0 of 1", uplink.as_str(), "Contract"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let line = owner.get(&format!("/network/interfaces/{uplink}")).await.text().await.unwrap();
    assert!(line.contains("95th percentile"), "{line}");
    let client_page = app.sign_in_person(&acme, acme.client_users[0]).await.get(&format!("/network/interfaces/{client}")).await.text().await.unwrap();
    assert!(!client_page.contains("95th percentile") && !client_page.contains("/network/groups"), "a subscriber pays a price");
    let reseller = app.sign_in_person(&acme, acme.reseller_user).await;
    assert_eq!(reseller.get("/network/groups").await.status(), StatusCode::OK);
    assert_eq!(reseller.get(&format!("/network/groups/{id}")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(reseller.get("/network/groups/new").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(owner.post_form(&format!("/network/groups/{id}/remove"), &[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(owner.get(&format!("/network/groups/{id}")).await.status(), StatusCode::NOT_FOUND);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_keep_groups_by_the_api() {
    let app = TestApp::start().await;
    let acme = app.world.acme.clone();
    let api = app.api_as_person(&acme, acme.owner).await;
    let made = api.post("/groups", &json!({ "name": "VLANs", "threshold_mbps": 950 })).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let place = made.headers()["location"].to_str().unwrap().trim_start_matches("/api/v1").to_owned();
    let group: Value = made.json().await.unwrap();
    assert_eq!((&group["threshold_bps"], &group["interface_ids"], &group["org_id"]), (&json!(950_000_000), &json!([]), &json!(acme.tenant)));
    let send =
        async |method: Method, path: String, tag: &str, body: Value| api.request(method, &path).header("if-match", tag).json(&body).send().await.unwrap();
    let ids = json!({ "interface_ids": [acme.isp_interface, acme.client_interface] });
    let set = send(Method::PUT, format!("{place}/members"), "\"v1\"", ids.clone()).await;
    assert_eq!((set.status(), set.headers()["etag"].to_str().unwrap()), (StatusCode::OK, "\"v2\""));
    assert_eq!(send(Method::PUT, format!("{place}/members"), "\"v1\"", ids).await.status(), StatusCode::PRECONDITION_FAILED);
    let stolen = json!({ "interface_ids": [app.world.zenith.isp_interface] });
    assert_eq!(send(Method::PUT, format!("{place}/members"), "\"v2\"", stolen).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let changed: Value = send(Method::PATCH, place.clone(), "\"v2\"", json!({ "capacity_mbps": 1000, "threshold_mbps": 0 })).await.json().await.unwrap();
    assert_eq!((&changed["capacity_bps"], &changed["members"]), (&json!(1_000_000_000), &json!(2)));
    assert!(changed.get("threshold_bps").is_none(), "{changed}");
    let list: Value = api.get("/groups?limit=1").await.json().await.unwrap();
    assert_eq!((list["items"].as_array().unwrap().len(), list.get("next")), (1, None));
    for path in [format!("{place}/traffic"), format!("{place}/traffic?range=30d"), format!("{place}/percentile")] {
        assert_eq!(api.get(&path).await.status(), StatusCode::OK, "{path}");
    }
    let month: Value = api.get(&format!("/interfaces/{}/percentile", acme.isp_interface)).await.json().await.unwrap();
    assert_eq!((&month["measured"], &month["gap_count"], month.get("billed_bps")), (&json!(0), &json!(1), None), "{month}");
    for bad in ["2026-13", "x", "2999-12"] {
        assert_eq!(api.get(&format!("{place}/percentile?month={bad}")).await.status(), StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(api.request(Method::DELETE, &place).send().await.unwrap().status(), StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(api.request(Method::DELETE, &place).header("if-match", "\"v3\"").send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(api.get(&place).await.status(), StatusCode::NOT_FOUND);
    app.stop().await;
}
