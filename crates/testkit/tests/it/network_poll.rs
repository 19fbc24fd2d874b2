//! Leases and outcomes of polls against a real Postgres.
use crate::network_common;

use std::collections::HashSet;

use chrono::TimeDelta;
use kernel::{Error, LivePayload};
use network::actions;
use network::model::{CounterKind, DeviceForm, PollFailure, PollOutcome, PollState, Range};
use network_common::{Agent, LEASE, World, abandon_after, form, seconds, start, system};

#[tokio::test]
async fn a_poll_becomes_samples_figures_and_events() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    agent.pass(seconds(80), (8_000_000, 800_000));
    let events = world.poll(device, &agent).await;
    assert_eq!(events.len(), 2);
    let LivePayload::Rate { from_ms, at_ms, in_bps, out_bps, up } = events[0].payload else { panic!("a rate") };
    assert_eq!((at_ms - from_ms, in_bps, out_bps, up), (80_000, 800_000, 80_000, true));
    let wan = world.interface(device, "wan").await;
    assert_eq!(world.sums("samples", wan).await, (8_000_000, 800_000));
    // 12:03:07 to 12:04:27 is cut at 12:04.
    assert_eq!(world.number("select count(*) from samples").await, 4);
    let detail = actions::get_interface(&world.store, &world.owner(agent.now), wan).await.unwrap();
    assert_eq!((detail.item.in_bps, detail.item.out_bps, detail.item.stale), (Some(800_000), Some(80_000), false));
    assert!(detail.item.up && detail.high_capacity);
    let later = actions::get_interface(&world.store, &world.owner(agent.now + seconds(31)), wan).await.unwrap();
    assert!(later.item.stale);
    let page = actions::get_device(&world.store, &world.owner(agent.now), device).await.unwrap();
    assert_eq!((page.item.state, page.item.interfaces, page.sys_name.as_deref()), (PollState::Up, 2, Some("agent")));
}

#[tokio::test]
async fn two_workers_never_hold_the_same_device() {
    let world = World::new().await;
    for n in 0..60 {
        world.add(if n % 2 == 0 { world.acme } else { world.bolt }, &format!("device {n}"), start()).await;
    }
    let worker = |store: store::Store| async move {
        let mut mine = Vec::new();
        loop {
            let due = actions::claim_due(&store, start(), 7, LEASE).await.unwrap();
            if due.is_empty() {
                return mine;
            }
            mine.extend(due.into_iter().map(|due| due.device_id));
        }
    };
    let workers: Vec<_> = (0..4).map(|_| tokio::spawn(worker(world.store.clone()))).collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), 60);
    assert_eq!(all.into_iter().collect::<HashSet<_>>().len(), 60);
    // Leases end by themselves.
    let again = actions::claim_due(&world.store, start() + seconds(11), 100, LEASE).await.unwrap();
    assert_eq!(again.len(), 60);
    assert!(again.iter().all(|due| due.fence == 2 && due.discover && due.credential.is_some()));
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_writes_nothing() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    agent.pass(seconds(20), (1_000, 1_000));
    let slow = world.claim(device, agent.now).await;
    let slow_outcome = agent.outcome(&slow);
    let slow_ctx = system(world.acme, agent.now);
    agent.pass(seconds(20), (1_000, 1_000));
    let quick = world.claim(device, agent.now).await;
    assert_eq!(quick.fence, slow.fence + 1);
    // Both before and after the new holder has written.
    assert_eq!(actions::record_poll(&world.store, &slow_ctx, slow_outcome.clone()).await, Ok(Vec::new()));
    assert_eq!(world.sums("samples", wan).await, (0, 0));
    let events = actions::record_poll(&world.store, &system(world.acme, agent.now), agent.outcome(&quick)).await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(actions::record_poll(&world.store, &slow_ctx, slow_outcome).await, Ok(Vec::new()));
    assert_eq!(world.sums("samples", wan).await, (2_000, 2_000));
    // Another tenant's context does not find the lease at all.
    let foreign = actions::record_poll(&world.store, &system(world.bolt, agent.now), agent.outcome(&quick)).await;
    assert_eq!(foreign, Ok(Vec::new()));
}

#[tokio::test]
async fn a_process_killed_at_any_point_neither_loses_nor_doubles_an_octet() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    let mut finished = 0;
    for waits in 0..40 {
        agent.pass(seconds(25), (1_000 + u64::from(waits), 7));
        let due = world.claim(device, agent.now).await;
        let ctx = system(world.acme, agent.now);
        finished += u32::from(abandon_after(waits, actions::record_poll(&world.store, &ctx, agent.outcome(&due))).await.is_some());
    }
    assert!(finished > 0 && finished < 40, "{finished} of 40 ended before they were killed");
    agent.pass(seconds(25), (5, 5));
    world.poll(device, &agent).await;
    let truth = |octets: u64, first: u64| i64::try_from(octets - first).unwrap();
    let octets = agent.ports[0].octets;
    assert_eq!(world.sums("samples", wan).await, (truth(octets.0, 1_000), truth(octets.1, 2_000)));
}

#[tokio::test]
async fn indexes_that_swap_leave_every_history_with_its_name() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let (wan, lan) = (world.interface(device, "wan").await, world.interface(device, "lan").await);
    let indexes = (agent.ports[0].index, agent.ports[1].index);
    (agent.ports[0].index, agent.ports[1].index) = (indexes.1, indexes.0);
    agent.pass(seconds(20), (100, 100));
    agent.ports[1].octets.0 += 5;
    world.poll(device, &agent).await;
    assert_eq!(world.sums("samples", wan).await, (100, 100));
    assert_eq!(world.sums("samples", lan).await, (105, 100));
    let detail = actions::get_interface(&world.store, &world.owner(agent.now), wan).await.unwrap();
    assert_eq!(detail.if_index, indexes.1);
    // The agent is asked anew for what may have changed with the indexes; identities stand.
    agent.pass(seconds(20), (0, 0));
    let due = world.claim(device, agent.now).await;
    assert!(due.discover);
    actions::record_poll(&world.store, &system(world.acme, agent.now), agent.outcome(&due)).await.unwrap();
    assert_eq!((world.interface(device, "wan").await, world.interface(device, "lan").await), (wan, lan));
}

#[tokio::test]
async fn resets_and_reboots_are_gaps_never_figures() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    agent.pass(seconds(20), (5_000, 5_000));
    agent.reboot();
    let events = world.poll(device, &agent).await;
    assert!(events.iter().all(|event| matches!(&event.payload, LivePayload::Gap { reason, .. } if reason == "reboot")), "{events:?}");
    agent.pass(seconds(20), (5_000, 5_000));
    let due = world.claim(device, agent.now).await;
    assert!(due.discover, "a reboot calls for a search");
    actions::record_poll(&world.store, &system(world.acme, agent.now), agent.outcome(&due)).await.unwrap();
    agent.pass(seconds(20), (5_000, 5_000));
    agent.discontinuity = agent.uptime_cs;
    agent.ports[0].octets = (1, 1);
    world.poll(device, &agent).await;
    assert_eq!(world.sums("samples", wan).await, (5_000, 5_000));
    agent.kind = CounterKind::C32;
    agent.pass(seconds(20), (5_000, 5_000));
    world.poll(device, &agent).await;
    assert_eq!(world.sums("samples", wan).await, (5_000, 5_000));
    let series = actions::get_series(&world.store, &world.owner(agent.now), wan, Range::Hour).await.unwrap();
    let reasons: Vec<_> = series.gaps.iter().map(|gap| gap.reason.as_str()).collect();
    assert_eq!(reasons, ["reboot", "reset", "changed"]);
    assert_eq!((series.points.len(), series.in_octets), (1, 5_000));
    assert!(!actions::get_interface(&world.store, &world.owner(agent.now), wan).await.unwrap().high_capacity);
}

#[tokio::test]
async fn an_interface_that_goes_and_returns_keeps_its_history() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let lan = world.interface(device, "lan").await;
    agent.pass(seconds(20), (10, 10));
    world.poll(device, &agent).await;
    let gone = agent.ports.pop().unwrap();
    agent.pass(seconds(3_700), (10, 10));
    world.poll(device, &agent).await;
    assert_eq!(world.interfaces(&world.owner(agent.now)).await.len(), 1);
    let detail = actions::get_interface(&world.store, &world.owner(agent.now), lan).await.unwrap();
    assert!(detail.item.stale && !detail.item.up);
    // Back under its name: an unknown name has the agent searched at once, and the counters begin anew.
    agent.ports.push(gone);
    agent.pass(seconds(20), (77_000, 0));
    world.poll(device, &agent).await;
    agent.pass(seconds(20), (10, 10));
    world.poll(device, &agent).await;
    agent.pass(seconds(20), (10, 10));
    world.poll(device, &agent).await;
    assert_eq!(world.interface(device, "lan").await, lan);
    assert_eq!(world.sums("samples", lan).await, (20, 20));
    assert_eq!(world.interfaces(&world.owner(agent.now)).await.len(), 2);
    let series = actions::get_series(&world.store, &world.owner(agent.now), lan, Range::Day).await.unwrap();
    assert_eq!(series.gaps.len(), 1);
}

#[tokio::test]
async fn what_is_older_than_samples_are_kept_is_a_gap() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    let days = 5 * 24;
    agent.pass(TimeDelta::hours(days), (1_200_000, 1_200_000));
    actions::keep_partitions(&world.store, agent.now).await.unwrap();
    world.poll(device, &agent).await;
    let (octets, _) = world.sums("samples", wan).await;
    // 47 hours of 120 are left, to the minute.
    assert!((470_000 - 200..=470_000).contains(&octets), "{octets}");
    let series = actions::get_series(&world.store, &world.owner(agent.now), wan, Range::Month).await.unwrap();
    assert_eq!(series.gaps.len(), 1);
    assert_eq!(series.gaps[0].reason.as_str(), "too_old");
    assert_eq!(series.gaps[0].from_ms, start().timestamp_millis());
    // The first hour with figures is the one in which the gap ends.
    assert_eq!(series.gaps[0].to_ms / 3_600_000, series.points[0].from_ms / 3_600_000);
    assert_eq!(series.in_octets, octets);
    // A reboot after months is a gap as well, not an error.
    agent.now += TimeDelta::days(200);
    agent.reboot();
    actions::keep_partitions(&world.store, agent.now).await.unwrap();
    let events = world.poll(device, &agent).await;
    assert!(!events.is_empty());
}

#[tokio::test]
async fn three_failures_in_a_row_are_down_and_one_answer_is_up() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let fail = async |agent: &Agent, failure| {
        let due = world.claim(device, agent.now).await;
        let outcome = PollOutcome { result: Err(failure), ..agent.outcome(&due) };
        assert_eq!(actions::record_poll(&world.store, &system(world.acme, agent.now), outcome).await, Ok(Vec::new()));
        actions::get_device(&world.store, &world.owner(agent.now), device).await.unwrap().item
    };
    let mut states = Vec::new();
    for failure in [PollFailure::Timeout, PollFailure::Auth, PollFailure::Timeout, PollFailure::Refused] {
        agent.pass(seconds(20), (10, 10));
        let item = fail(&agent, failure).await;
        assert_eq!(item.last_error.as_deref(), Some(failure.as_str()));
        states.push(item.state);
    }
    assert_eq!(states, [PollState::Up, PollState::Up, PollState::Down, PollState::Down]);
    let down_since = actions::get_device(&world.store, &world.owner(agent.now), device).await.unwrap().item.state_since_ms;
    assert_eq!(down_since, (agent.now - seconds(20)).timestamp_millis() + 12);
    agent.pass(seconds(20), (10, 10));
    world.poll(device, &agent).await;
    let item = actions::get_device(&world.store, &world.owner(agent.now), device).await.unwrap().item;
    assert_eq!((item.state, item.last_error), (PollState::Up, None));
    // What passed meanwhile was counted by the device and is all there.
    let wan = world.interface(device, "wan").await;
    assert_eq!(world.sums("samples", wan).await, (50, 50));
}

#[tokio::test]
async fn what_a_hostile_agent_says_is_stored_or_dropped_never_an_error() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    agent.pass(seconds(3_700), (10, 10));
    let due = world.claim(device, agent.now).await;
    let mut outcome = agent.outcome(&due);
    let data = outcome.result.as_mut().unwrap();
    let facts = data.facts.as_mut().unwrap();
    facts.sys_descr = Some("x\0y\u{7}".repeat(10_000));
    facts.interfaces[0].alias = "a\0".repeat(10_000);
    facts.interfaces[0].mac = Some("\0".to_owned());
    facts.interfaces[0].speed_bps = Some(-5);
    let mut twin = facts.interfaces[1].clone();
    twin.name = "l\0an".to_owned();
    facts.interfaces.push(twin.clone());
    facts.interfaces.push(network::model::InterfaceFacts { name: "n".repeat(600), index: u32::MAX, ..twin });
    let twin = data.readings[1].clone();
    data.readings.push(twin.clone());
    data.readings.push(network::model::InterfaceReading { name: "nobody\0".to_owned(), in_octets: u64::MAX, ..twin });
    let events = actions::record_poll(&world.store, &system(world.acme, agent.now), outcome).await.unwrap();
    assert_eq!(events.len(), 2);
    let page = actions::get_device(&world.store, &world.owner(agent.now), device).await.unwrap();
    assert_eq!((page.item.interfaces, page.sys_descr.map(|text| text.len())), (3, Some(255)));
}

#[tokio::test]
async fn a_credential_that_does_not_open_ends_as_that_failure_and_stops_nobody_else() {
    let world = World::new().await;
    let broken = world.add(world.acme, "broken", start()).await;
    let sound = world.add(world.acme, "sound", start()).await;
    let mut tx = world.store.platform("test").await.unwrap();
    // Copied from another row: the seal is bound to its place.
    sqlx::query("update devices set credential = (select credential from devices where id = $2) where id = $1")
        .bind(broken.0)
        .bind(sound.0)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let due = actions::claim_due(&world.store, start(), 10, LEASE).await.unwrap();
    assert_eq!(due.len(), 2);
    assert!(due.iter().all(|due| due.credential.is_some() == (due.device_id == sound)));
}

#[tokio::test]
async fn a_changed_or_removed_device_fences_off_whoever_polls_it() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    agent.pass(seconds(20), (10, 10));
    let due = world.claim(device, agent.now).await;
    let owner = world.owner(agent.now);
    let other_port = DeviceForm { port: "1161".to_owned(), row_version: "1".to_owned(), ..form("router") };
    actions::change_device(&world.store, &owner, device, other_port).await.unwrap();
    assert_eq!(actions::record_poll(&world.store, &system(world.acme, agent.now), agent.outcome(&due)).await, Ok(Vec::new()));
    // Due at once, with the new port, beginning with a search.
    let due = world.claim(device, agent.now).await;
    assert_eq!((due.port, due.discover), (1161, true));
    actions::remove_device(&world.store, &owner, device, None).await.unwrap();
    assert_eq!(actions::record_poll(&world.store, &system(world.acme, agent.now), agent.outcome(&due)).await, Ok(Vec::new()));
    assert!(actions::claim_due(&world.store, agent.now + seconds(4_000), 10, LEASE).await.unwrap().is_empty());
    assert_eq!(world.sums("samples", wan).await, (0, 0));
    for gone in [
        actions::get_device(&world.store, &owner, device).await.err(),
        actions::get_interface(&world.store, &owner, wan).await.err(),
        actions::get_series(&world.store, &owner, wan, Range::Hour).await.err(),
        actions::remove_device(&world.store, &owner, device, None).await.err(),
    ] {
        assert_eq!(gone, Some(Error::NotFound));
    }
    assert!(world.interfaces(&owner).await.is_empty());
    // The name is free again.
    world.add(world.acme, "Router", agent.now).await;
}
