//! Pings against a real Postgres: leases, figures that are neither lost nor doubled, reachability and what alerts make of
//! it, and that nobody sees another's.
use crate::network_common;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, DeviceId, Error};
use network::actions;
use network::model::{AlertKind, LinkItem, LinkPlace, LinkState, PingTarget, Range, Reach};
use network::rules::gather::Gathered;
use network_common::{Agent, World, seconds, start, system};
use reqwest::StatusCode;
use testkit::app::TestApp;

const LEASE: Duration = Duration::from_secs(150);

/// Leases the device.
async fn claim(world: &World, device: DeviceId, now: DateTime<Utc>) -> Option<PingTarget> {
    let targets = actions::claim_pings(&world.store, now, false, 1_000, LEASE).await.unwrap();
    targets.into_iter().find(|target| target.device == device)
}

/// Writes down what is gathered; whether the lease still held.
async fn write(world: &World, gathered: &mut Gathered, now: DateTime<Utc>) -> bool {
    let (tenant, rest) = (gathered.target().tenant, gathered.rest());
    let held = actions::record_pings(&world.store, &system(tenant, now), std::slice::from_ref(&rest), Some(LEASE)).await.unwrap();
    gathered.written(rest.number, now);
    held.contains(&rest.device)
}

/// A device that answered (`Some`, in microseconds) or missed a ping every ten seconds.
fn ping(gathered: &mut Gathered, from: DateTime<Utc>, answers: &[Option<u32>]) -> DateTime<Utc> {
    let mut at = from;
    for answer in answers {
        at += seconds(10);
        match answer {
            Some(us) => gathered.answered(at, *us),
            None => gathered.missed(at, None),
        }
    }
    at
}

async fn reach(world: &World, ctx: &Ctx, device: DeviceId) -> Reach {
    actions::get_device(&world.store, ctx, device).await.unwrap().item.ping.reach
}

#[tokio::test]
async fn one_process_pings_a_device_and_another_goes_on_after_its_lease() {
    let world = World::new().await;
    let now = start();
    let device = world.add(world.acme, "core", now).await;
    let mut first = Gathered::new(claim(&world, device, now).await.unwrap(), now);
    assert_eq!(claim(&world, device, now + seconds(100)).await, None, "it is leased");
    let at = ping(&mut first, now, &[Some(900), Some(1_100), None]);
    assert!(write(&world, &mut first, at).await);
    assert_eq!(claim(&world, device, now + seconds(160)).await, None, "the write kept the lease");
    // It falls silent; another one takes over what is known.
    ping(&mut first, at, &[None, None]);
    let later = at + seconds(151);
    let mut second = Gathered::new(claim(&world, device, later).await.unwrap(), later);
    assert_eq!((second.state().reach, second.state().misses), (Reach::Up, 1));
    assert!(!write(&world, &mut first, later).await, "its lease is over");
    ping(&mut second, later, &[None, None]);
    assert_eq!(second.state().reach, Reach::Down, "three in a row, seen by two");
    assert!(write(&world, &mut second, later + seconds(20)).await);
    // What the first one had not written is nowhere; nothing is doubled.
    let series = actions::get_pings(&world.store, &world.owner(later + seconds(60)), device, Range::Hour).await.unwrap();
    assert_eq!((series.whole.sent, series.whole.received, series.whole.least_us, series.whole.most_us), (5, 2, Some(900), Some(1_100)));
    // Given back, it is free at once.
    let rest = second.rest();
    actions::record_pings(&world.store, &system(world.acme, later), &[rest], None).await.unwrap();
    assert!(claim(&world, device, later + seconds(1)).await.is_some());
}

#[tokio::test]
async fn a_repeated_write_changes_nothing_and_hours_are_the_sum_of_minutes() {
    let world = World::new().await;
    let now = start();
    let device = world.add(world.acme, "core", now).await;
    let mut gathered = Gathered::new(claim(&world, device, now).await.unwrap(), now);
    let mut at = now;
    for _ in 0..20 {
        at = ping(&mut gathered, at, &[Some(1_000), Some(3_000), None, Some(2_000)]);
        let rest = gathered.rest();
        // The answer of the first try was lost.
        for _ in 0..2 {
            let held = actions::record_pings(&world.store, &system(world.acme, at), std::slice::from_ref(&rest), Some(LEASE)).await.unwrap();
            assert_eq!(held, [device]);
        }
        gathered.written(rest.number, at);
    }
    for range in Range::ALL {
        let series = actions::get_pings(&world.store, &world.owner(at), device, range).await.unwrap();
        let whole = series.whole;
        assert_eq!((whole.sent, whole.received, whole.average_us(), whole.loss_permille()), (80, 60, Some(2_000), Some(250)), "{range:?}");
        assert!(series.steps.windows(2).all(|pair| pair[0].to_ms <= pair[1].from_ms), "{range:?}");
    }
    assert_eq!(world.admin_number("select count(*) from pings_1h").await, 1);
    // A day later there is nothing fresh.
    let tomorrow = world.owner(at + TimeDelta::days(1));
    assert_eq!(reach(&world, &tomorrow, device).await, Reach::Unknown);
    let series = actions::get_pings(&world.store, &tomorrow, device, Range::Day).await.unwrap();
    assert_eq!((series.now.since_ms, series.now.answered_ms), (None, Some(at.timestamp_millis())));
}

#[tokio::test]
async fn a_dead_device_is_told_once_and_its_links_are_muted() {
    let world = World::new().await;
    let now = start();
    let device = world.add(world.acme, "core", now).await;
    let mut agent = Agent::new(now, &["wan"]);
    world.poll(device, &agent).await;
    agent.pass(seconds(65), (1_000, 1_000));
    world.poll(device, &agent).await;
    let mut gathered = Gathered::new(claim(&world, device, now).await.unwrap(), now);
    let at = ping(&mut gathered, now, &[Some(500); 7]);
    write(&world, &mut gathered, at).await;
    assert_eq!(actions::evaluate_alerts(&world.store, at).await.unwrap().changes, 0);
    assert_eq!(link(&world, at).await, Some(LinkState::Up));

    // Two misses are not three.
    let at = ping(&mut gathered, at, &[None, None]);
    write(&world, &mut gathered, at).await;
    assert_eq!(reach(&world, &world.owner(at), device).await, Reach::Up);
    let at = ping(&mut gathered, at, &[None, None, None, None]);
    write(&world, &mut gathered, at).await;
    let told = actions::evaluate_alerts(&world.store, at + seconds(1)).await.unwrap();
    assert_eq!((reach(&world, &world.owner(at), device).await, told.changes), (Reach::Down, 1));
    assert_eq!(link(&world, at).await, Some(LinkState::Unreachable));
    let page = actions::list_alerts(&world.store, &world.owner(at), None).await.unwrap();
    let open: Vec<_> = page.open.iter().map(|item| (item.kind, item.object.id, item.object.name.as_str(), item.value)).collect();
    assert_eq!(open, [(AlertKind::DeviceDown, device.into(), "core", 6)]);
    assert_eq!(
        world.admin_number("select count(*) from alert_states s join alert_rules r on r.id = s.rule_id where r.kind = 'link_down' and s.silent").await,
        1,
        "of its link nothing is known"
    );
    // Support sees it, takes care of it; resellers see devices neither here nor elsewhere.
    assert_eq!(actions::list_alerts(&world.store, &world.reseller(at), None).await.unwrap().open.len(), 0);
    assert_eq!(actions::acknowledge_alert(&world.store, &world.stranger(at), AlertKind::DeviceDown, device).await, Err(Error::NotFound));
    // By nobody in particular: the people of this world are in no table.
    actions::acknowledge_alert(&world.store, &system(world.acme, at + seconds(1)), AlertKind::DeviceDown, device).await.unwrap();

    // While nobody pings it, the problem stays open and says so; then it is over with the first answer.
    let silent = at + seconds(200);
    actions::evaluate_alerts(&world.store, silent).await.unwrap();
    let page = actions::list_alerts(&world.store, &world.owner(silent), None).await.unwrap();
    assert!(page.open[0].silent && page.open[0].acknowledged.is_some());
    let at = ping(&mut gathered, silent, &[Some(700)]);
    write(&world, &mut gathered, at).await;
    actions::evaluate_alerts(&world.store, silent + seconds(61)).await.unwrap();
    let page = actions::list_alerts(&world.store, &world.owner(at), None).await.unwrap();
    let turns: Vec<_> = page.timeline.iter().map(|line| (line.turn.as_str(), line.object.id == device.into())).collect();
    assert!(page.open.is_empty());
    assert_eq!(turns, [("recovered", true), ("heard", true), ("silent", true), ("acknowledged", true), ("fired", true)]);
}

/// The state of acme's only link.
async fn link(world: &World, now: DateTime<Utc>) -> Option<LinkState> {
    let (items, _) = actions::list_link_states(&world.store, &world.owner(now), None, 100).await.unwrap();
    items.into_iter().find_map(|item| match item {
        LinkItem::Interface { state, .. } => Some(state),
        LinkItem::Device { .. } => None,
    })
}

#[tokio::test]
async fn a_device_that_never_answered_alerts_nobody() {
    let world = World::new().await;
    let now = start();
    let device = world.add(world.acme, "behind a wall", now).await;
    let mut gathered = Gathered::new(claim(&world, device, now).await.unwrap(), now);
    let at = ping(&mut gathered, now, &[None; 9]);
    write(&world, &mut gathered, at).await;
    assert_eq!(reach(&world, &world.owner(at), device).await, Reach::Down);
    assert_eq!(actions::evaluate_alerts(&world.store, at).await.unwrap().changes, 0);
}

#[tokio::test]
async fn simulated_removed_and_changed_devices() {
    let world = World::new().await;
    let now = start();
    let (played, device) = (world.add(world.acme, "played", now).await, world.add(world.acme, "core", now).await);
    actions::place_simulated(&world.store, &system(world.acme, now), "played", 1161).await.unwrap().unwrap();
    assert_eq!(claim(&world, played, now).await, None, "what is simulated is not pinged");
    let simulated = actions::claim_pings(&world.store, now, true, 10, LEASE).await.unwrap();
    assert_eq!(simulated.iter().map(|target| target.device).collect::<Vec<_>>(), [played]);

    // The claim above took the other one too.
    let later = now + seconds(151);
    let mut gathered = Gathered::new(claim(&world, device, later).await.unwrap(), later);
    let form =
        network::model::DeviceForm { address: "192.0.2.99".to_owned(), community: String::new(), row_version: "1".to_owned(), ..network_common::form("core") };
    actions::change_device(&world.store, &world.owner(later), device, form).await.unwrap();
    ping(&mut gathered, later, &[Some(1)]);
    assert!(!write(&world, &mut gathered, later + seconds(10)).await, "it was pinged where it is no more");
    let mut gathered = Gathered::new(claim(&world, device, later + seconds(11)).await.unwrap(), later);
    assert_eq!(gathered.target().address, "192.0.2.99");
    actions::remove_device(&world.store, &world.owner(later), device, None).await.unwrap();
    ping(&mut gathered, later, &[Some(1)]);
    assert!(!write(&world, &mut gathered, later + seconds(20)).await);
    assert_eq!(claim(&world, device, later + seconds(500)).await, None);
}

#[tokio::test]
async fn nobody_sees_anothers_and_pages_of_link_states_miss_nothing() {
    let world = World::new().await;
    let now = start();
    let mut devices = Vec::new();
    for name in ["a", "b", "c"] {
        devices.push(world.add(world.acme, name, now).await);
    }
    let agent = Agent::new(now, &["wan", "lan"]);
    world.poll(devices[0], &agent).await;
    let owner = world.owner(now);
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let (items, more) = actions::list_link_states(&world.store, &owner, after, 2).await.unwrap();
        seen.extend(items.clone());
        after = items.last().map(|item| match item {
            LinkItem::Device { id, .. } => LinkPlace::Device(*id),
            LinkItem::Interface { id, .. } => LinkPlace::Interface(*id),
        });
        if !more {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert_eq!(seen, actions::list_link_states(&world.store, &owner, None, 100).await.unwrap().0);
    for (who, ctx) in [("stranger", world.stranger(now)), ("client", world.client(now)), ("reseller", world.reseller(now))] {
        let (items, more) = actions::list_link_states(&world.store, &ctx, None, 100).await.unwrap();
        assert!(items.is_empty() && !more, "{who}: {items:?}");
        let told = actions::get_pings(&world.store, &ctx, devices[0], Range::Hour).await;
        assert!(matches!(told, Err(Error::NotFound | Error::Forbidden)), "{who}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_the_list_and_the_api_show_how_a_device_answers() {
    let app = TestApp::start().await;
    let (store, acme, now) = (app.db.store(), app.world.acme.clone(), app.clock.now());
    let target = actions::claim_pings(&store, now - seconds(60), false, 10, LEASE).await.unwrap().into_iter().find(|target| target.device == acme.device);
    let mut gathered = Gathered::new(target.unwrap(), now);
    ping(&mut gathered, now - seconds(60), &[Some(1_500), Some(2_500), None, Some(2_000)]);
    actions::record_pings(&store, &acme.as_system(now), &[gathered.rest()], Some(LEASE)).await.unwrap();

    let owner = app.sign_in_person(&acme, acme.owner).await;
    let page = owner.get(&format!("/network/devices/{}?range=24h", acme.device)).await.text().await.unwrap();
    for part in ["Reachable", "Pings over 24 hours", "25.0 %", "chart-svg"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = owner.get(&format!("/network/devices/{}?range=1h&view=table", acme.device)).await.text().await.unwrap();
    assert!(page.contains("Pings over time") && !page.contains("chart-svg"), "{page}");
    let list = owner.get("/network/devices?sort=reach").await.text().await.unwrap();
    assert!(list.contains("Reachable"), "{list}");

    let api = app.api_as_person(&acme, acme.owner).await;
    let told: serde_json::Value = api.get(&format!("/devices/{}/ping?range=1h", acme.device)).await.json().await.unwrap();
    assert_eq!((&told["state"], &told["round_trip_us"]), (&"up".into(), &2_000.into()), "{told}");
    assert_eq!((&told["whole"]["sent"], &told["whole"]["received"], &told["whole"]["average_us"]), (&4.into(), &3.into(), &2_000.into()), "{told}");
    let told: serde_json::Value = api.get("/link-state?limit=1").await.json().await.unwrap();
    assert_eq!(
        (&told["items"][0]["kind"], &told["items"][0]["state"], &told["items"][0]["loss_permille"]),
        (&"device".into(), &"up".into(), &250.into()),
        "{told}"
    );
    let next = told["next"].as_str().unwrap().trim_start_matches("/api/v1").to_owned();
    let told: serde_json::Value = api.get(&next).await.json().await.unwrap();
    assert_eq!(told["items"][0]["kind"], "interface", "{told}");
    assert_eq!(api.get("/link-state?cursor=nonsense").await.status(), StatusCode::BAD_REQUEST);
    let zenith = app.api_as_person(&app.world.zenith, app.world.zenith.owner).await;
    assert_eq!(zenith.get(&format!("/devices/{}/ping", acme.device)).await.status(), StatusCode::NOT_FOUND);
    app.stop().await;
}
