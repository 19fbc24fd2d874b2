//! Who may do and see what of the network, action by action, against a real Postgres.
use crate::network_common;

use kernel::{DeviceId, Error, FieldError, InterfaceId, OrgId};
use network::actions;
use network::model::{DeviceForm, InterfaceQuery, Range};
use network_common::{Agent, COMMUNITY, LEASE, World, form, seconds, start};
use uuid::Uuid;

/// A router whose port "wan" serves the client; polled twice, rolled up.
async fn served(world: &World) -> (DeviceId, Agent, InterfaceId, InterfaceId) {
    let (device, mut agent) = world.router().await;
    let (wan, lan) = (world.interface(device, "wan").await, world.interface(device, "lan").await);
    actions::assign_interface(&world.store, &world.owner(agent.now), wan, world.client).await.unwrap();
    for _ in 0..3 {
        agent.pass(seconds(20), (1_000, 1_000));
        world.poll(device, &agent).await;
    }
    world.roll_up(agent.now).await;
    (device, agent, wan, lan)
}

#[tokio::test]
async fn what_is_not_yours_answers_like_what_does_not_exist() {
    let world = World::new().await;
    let (device, agent, wan, lan) = served(&world).await;
    let (nowhere, nothing) = (InterfaceId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2)));
    let store = &world.store;
    for (who, ctx, visible) in [
        ("stranger", world.stranger(agent.now), vec![]),
        ("sibling", world.sibling(agent.now), vec![]),
        ("client", world.client(agent.now), vec![wan]),
        ("reseller", world.reseller(agent.now), vec![wan]),
        ("support", world.support(agent.now), vec![lan, wan]),
        ("owner", world.owner(agent.now), vec![lan, wan]),
    ] {
        assert_eq!(world.interfaces(&ctx).await, visible, "{who}");
        let mut topics = actions::topics_visible(store, &ctx, &[wan, lan, nowhere]).await.unwrap();
        topics.sort_by_key(|id| *id == wan);
        assert_eq!(topics, visible, "{who}");
        for interface in [wan, lan, nowhere] {
            let seen = visible.contains(&interface);
            let answers = [
                actions::get_interface(store, &ctx, interface).await.err(),
                actions::get_series(store, &ctx, interface, Range::Hour).await.err(),
                actions::get_series(store, &ctx, interface, Range::Month).await.err(),
                actions::list_interfaces(store, &ctx, InterfaceQuery { after: Some(interface), ..InterfaceQuery::default() }).await.err(),
            ];
            let wanted = if seen { None } else { Some(Error::NotFound) };
            assert!(answers.iter().all(|answer| *answer == wanted), "{who} {interface}: {answers:?}");
        }
        // The device is the ISP's: others cannot even filter by it.
        let of_device = InterfaceQuery { device: Some(device), ..InterfaceQuery::default() };
        let found = actions::list_interfaces(store, &ctx, of_device).await.unwrap().items.len();
        assert_eq!(found, if visible.len() == 2 { 2 } else { 0 }, "{who}");
        for item in actions::list_interfaces(store, &ctx, InterfaceQuery::default()).await.unwrap().items {
            assert_eq!(item.device.is_some(), visible.len() == 2, "{who}");
        }
    }
    // Reads of devices: staff of the ISP alone.
    assert_eq!(actions::get_device(store, &world.stranger(agent.now), device).await.err(), Some(Error::NotFound));
    assert_eq!(actions::get_device(store, &world.stranger(agent.now), nothing).await.err(), Some(Error::NotFound));
    assert!(actions::list_devices(store, &world.stranger(agent.now)).await.unwrap().is_empty());
    assert!(actions::get_device(store, &world.support(agent.now), device).await.is_ok());
    // Writes.
    let stranger = world.stranger(agent.now);
    for id in [device, nothing] {
        assert_eq!(actions::change_device(store, &stranger, id, form("x")).await, Err(Error::NotFound));
        assert_eq!(actions::change_device(store, &stranger, id, DeviceForm::default()).await, Err(Error::NotFound));
        assert_eq!(actions::remove_device(store, &stranger, id, None).await, Err(Error::NotFound));
    }
    for id in [wan, nowhere] {
        assert_eq!(actions::assign_interface(store, &stranger, id, world.bolt.root()).await, Err(Error::NotFound));
    }
    let owner = world.owner(agent.now);
    for org in [world.bolt.root(), OrgId(Uuid::from_u128(3))] {
        assert_eq!(actions::assign_interface(store, &owner, wan, org).await, Err(Error::NotFound));
    }
    for ctx in [world.client(agent.now), world.sibling(agent.now), world.reseller(agent.now), world.founder(agent.now)] {
        assert_eq!(actions::add_device(store, &ctx, form("y")).await, Err(Error::Forbidden));
        assert_eq!(actions::change_device(store, &ctx, device, form("y")).await, Err(Error::Forbidden));
        assert_eq!(actions::remove_device(store, &ctx, device, None).await, Err(Error::Forbidden));
        assert_eq!(actions::assign_interface(store, &ctx, wan, world.client).await, Err(Error::Forbidden));
        assert_eq!(actions::list_devices(store, &ctx).await.err(), Some(Error::Forbidden));
        assert_eq!(actions::get_device(store, &ctx, device).await.err(), Some(Error::Forbidden));
        assert_eq!(actions::list_assignable_orgs(store, &ctx).await.err(), Some(Error::Forbidden));
        let outcome = network::model::PollOutcome {
            device_id: device,
            fence: 1,
            started: agent.now,
            duration_ms: 1,
            interval_seconds: 10,
            max_repetitions: 1,
            result: Err(network::model::PollFailure::Timeout),
        };
        assert_eq!(actions::record_poll(store, &ctx, outcome).await, Err(Error::Forbidden));
    }
    for ctx in [world.support(agent.now), world.client(agent.now), world.owner(agent.now)] {
        assert_eq!(actions::platform_overview(store, &ctx).await.err(), Some(Error::Forbidden));
    }
    assert_eq!(actions::add_device(store, &world.support(agent.now), form("z")).await, Err(Error::Forbidden));
    assert_eq!(actions::list_interfaces(store, &world.founder(agent.now), InterfaceQuery::default()).await.err(), Some(Error::Forbidden));
    // Nothing of all that changed anything.
    assert_eq!(actions::get_device(store, &owner, device).await.unwrap().item.name, "router");
    assert_eq!(world.number("select count(*) from devices").await, 1);
}

#[tokio::test]
async fn a_new_holder_sees_nothing_of_before() {
    let world = World::new().await;
    let (device, mut agent, wan, _) = served(&world).await;
    let store = &world.store;
    let read = async |ctx, range| actions::get_series(store, &ctx, wan, range).await;
    // The client held it from the second poll on; the poll before the assignment ended at the assignment.
    assert_eq!(read(world.client(agent.now), Range::Hour).await.unwrap().in_octets, 3_000);
    // Half-way between two polls it goes to the sibling.
    agent.pass(seconds(20), (500, 500));
    actions::assign_interface(store, &world.owner(agent.now), wan, world.sibling).await.unwrap();
    assert_eq!(read(world.client(agent.now), Range::Hour).await.err(), Some(Error::NotFound));
    let sibling = actions::get_interface(store, &world.sibling(agent.now), wan).await.unwrap();
    assert_eq!((sibling.item.in_bps, sibling.item.at_ms, sibling.item.device, sibling.item.assigned), (None, None, None, None));
    for range in Range::ALL {
        let series = read(world.sibling(agent.now), range).await.unwrap();
        assert_eq!((series.in_octets, series.points.len(), series.gaps.len()), (0, 0, 0), "{range:?}");
    }
    agent.pass(seconds(80), (4_000, 4_000));
    let events = world.poll(device, &agent).await;
    assert_eq!(events.len(), 1, "no rate over time that was another's: {events:?}");
    world.roll_up(agent.now).await;
    // 4,500 octets in 100 s, evenly: what began before the hand-over stays with the ISP's books of the former holder.
    let seen = read(world.sibling(agent.now), Range::Hour).await.unwrap().in_octets;
    assert!((2_000..=3_600).contains(&seen), "{seen}");
    for range in Range::ALL {
        assert_eq!(read(world.sibling(agent.now), range).await.unwrap().in_octets, seen, "{range:?}");
        assert_eq!(read(world.owner(agent.now), range).await.unwrap().in_octets, 7_500, "{range:?}");
    }
    // Twice within one poll interval: the time between is nobody's but the ISP's.
    agent.pass(seconds(20), (1_000, 1_000));
    actions::assign_interface(store, &world.owner(agent.now), wan, world.client).await.unwrap();
    agent.pass(seconds(20), (1_000, 1_000));
    actions::assign_interface(store, &world.owner(agent.now), wan, world.acme.root()).await.unwrap();
    actions::assign_interface(store, &world.owner(agent.now), wan, world.sibling).await.unwrap();
    agent.pass(seconds(1), (1, 1));
    world.poll(device, &agent).await;
    world.roll_up(agent.now).await;
    assert_eq!(read(world.sibling(agent.now), Range::Day).await.unwrap().in_octets, seen);
    assert_eq!(read(world.owner(agent.now), Range::Day).await.unwrap().in_octets, 9_501);
    // Gaps are told to each holder for its own time.
    agent.pass(seconds(20), (0, 0));
    actions::assign_interface(store, &world.owner(agent.now), wan, world.client).await.unwrap();
    agent.pass(seconds(20), (0, 0));
    agent.reboot();
    world.poll(device, &agent).await;
    let gaps = read(world.client(agent.now), Range::Hour).await.unwrap().gaps;
    assert_eq!(gaps.iter().map(|gap| gap.to_ms - gap.from_ms).collect::<Vec<_>>(), [20_000]);
    let gaps = read(world.owner(agent.now), Range::Hour).await.unwrap().gaps;
    assert_eq!(gaps.iter().map(|gap| gap.to_ms - gap.from_ms).collect::<Vec<_>>(), [40_000]);
}

#[tokio::test]
async fn assignments_stay_within_sight() {
    let world = World::new().await;
    let (_, agent, wan, lan) = served(&world).await;
    let owner = world.owner(agent.now);
    let orgs = actions::list_assignable_orgs(&world.store, &owner).await.unwrap();
    let names: Vec<_> = orgs.iter().map(|org| org.name.as_str()).collect();
    assert_eq!(names, ["Acme", "Bakery", "Cafe", "Riverside"]);
    let page = actions::list_interfaces(&world.store, &owner, InterfaceQuery::default()).await.unwrap();
    let assigned = |id| page.items.iter().find(|item| item.id == id).unwrap().assigned.as_ref().map(|org| org.name.clone());
    assert_eq!((assigned(wan).as_deref(), assigned(lan)), (Some("Cafe"), None));
    let seen = async |ctx| actions::get_interface(&world.store, &ctx, wan).await.unwrap().item.assigned.map(|org| org.name);
    assert_eq!(seen(world.reseller(agent.now)).await.as_deref(), Some("Cafe"));
    assert_eq!(seen(world.client(agent.now)).await, None);
}

#[tokio::test]
async fn forms_are_checked_changed_and_kept_secret() {
    let world = World::new().await;
    let store = &world.store;
    let owner = world.owner(start());
    let id = actions::add_device(store, &owner, form("core")).await.unwrap();
    let taken = Err(Error::Invalid(vec![FieldError::new("name", "device-name-taken")]));
    assert_eq!(actions::add_device(store, &owner, form("CORE")).await, taken);
    // Another ISP's names are no business of ours.
    let other = actions::add_device(store, &world.stranger(start()), form("core")).await.unwrap();
    assert_ne!(id, other);
    let faults = actions::add_device(store, &owner, DeviceForm::default()).await.unwrap_err();
    assert!(matches!(faults, Error::Invalid(faults) if faults.len() == 5));

    // An edit without the secret keeps it; the version counts up; an older form is told so.
    let edit = DeviceForm { name: "edge".to_owned(), community: String::new(), row_version: "1".to_owned(), ..form("core") };
    actions::change_device(store, &owner, id, edit.clone()).await.unwrap();
    assert_eq!(actions::change_device(store, &owner, id, edit.clone()).await, Err(Error::Conflict("changed".to_owned())));
    assert_eq!(actions::get_device(store, &owner, id).await.unwrap().row_version, 2);
    let again = DeviceForm { row_version: "2".to_owned(), ..edit };
    actions::change_device(store, &owner, id, again.clone()).await.unwrap();
    assert_eq!(actions::get_device(store, &owner, id).await.unwrap().row_version, 2, "nothing changed, nothing written");
    actions::add_device(store, &owner, form("core")).await.unwrap();
    assert_eq!(actions::change_device(store, &owner, id, DeviceForm { name: "Core".to_owned(), ..again.clone() }).await, taken.map(|_: DeviceId| ()));
    let due = actions::claim_due(store, start(), 10, LEASE).await.unwrap();
    assert!(due.iter().all(|due| format!("{:?}", due.credential).contains("Community(…)")));

    // To v3 and back: another kind of credential is asked for in full.
    let v3 = DeviceForm {
        version: "v3".to_owned(),
        usm_user: "poller".to_owned(),
        usm_auth: "sha256".to_owned(),
        usm_auth_passphrase: "first-passphrase".to_owned(),
        usm_privacy: "aes128".to_owned(),
        ..again.clone()
    };
    let missing = actions::change_device(store, &owner, id, v3.clone()).await;
    assert_eq!(missing, Err(Error::field("usm_privacy_passphrase", "required")));
    let v3 = DeviceForm { usm_privacy_passphrase: "second-passphrase".to_owned(), ..v3 };
    actions::change_device(store, &owner, id, v3).await.unwrap();
    let page = actions::get_device(store, &owner, id).await.unwrap();
    assert_eq!((page.usm_user.as_deref(), page.usm_auth.as_deref(), page.usm_privacy.as_deref()), (Some("poller"), Some("sha256"), Some("aes128")));
    let page = actions::get_device(store, &world.support(start()), id).await.unwrap();
    assert_eq!((page.usm_user, page.usm_auth, page.usm_privacy), (None, None, None));
    let back = DeviceForm { row_version: "3".to_owned(), ..again };
    assert_eq!(actions::change_device(store, &owner, id, back).await, Err(Error::field("community", "required")));
    actions::remove_device(store, &owner, id, None).await.unwrap();

    // Every act has its row; no secret is anywhere in the open.
    let mut tx = store.platform("test").await.unwrap();
    let acts: Vec<String> = sqlx::query_scalar("select action from audit_log where tenant_id = $1 and object = $2 order by id")
        .bind(world.acme.0)
        .bind(format!("device:{id}"))
        .fetch_all(tx.conn())
        .await
        .unwrap();
    assert_eq!(acts, ["device.add", "device.change", "device.change", "device.remove"]);
    for table in ["audit_log", "devices", "device_polls"] {
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select t::text from {table} t"))).fetch_all(tx.conn()).await.unwrap();
        for secret in [COMMUNITY, "first-passphrase", "second-passphrase"] {
            let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(rows.iter().all(|row| !row.contains(secret) && !row.contains(&hex)), "{table}");
        }
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let world = World::new().await;
    let device = world.add(world.acme, "chassis", start()).await;
    let names: Vec<String> = (0..250).map(|n| format!("ge-{n:03}")).collect();
    let agent = Agent::new(start(), &names.iter().map(String::as_str).collect::<Vec<_>>());
    world.poll(device, &agent).await;
    let other = world.add(world.acme, "aggregation", start()).await;
    world.poll(other, &Agent::new(start(), &["xe-0", "Büro"])).await;
    let owner = world.owner(start());
    let mut query = InterfaceQuery::default();
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    loop {
        let page = actions::list_interfaces(&world.store, &owner, query.clone()).await.unwrap();
        pages.push(page.items.len());
        seen.extend(page.items.into_iter().map(|item| (item.device.unwrap().1, item.name)));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    assert_eq!(pages, [100, 100, 52]);
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]));
    let find = async |search: &str| {
        let query = InterfaceQuery { search: search.to_owned(), ..InterfaceQuery::default() };
        actions::list_interfaces(&world.store, &owner, query).await.unwrap().items.len()
    };
    assert_eq!((find("GE-00").await, find("aggreg").await, find("to ge-249").await), (10, 2, 1));
    assert_eq!((find("büRO").await, find(" xe-0\0 ").await, find("%").await, find("nothing").await), (1, 1, 0, 0));
}

#[tokio::test]
async fn the_founder_sees_figures_and_nothing_else() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    world.add(world.bolt, "silent", start()).await;
    agent.pass(seconds(20), (2_500, 250));
    world.poll(device, &agent).await;
    let isps = actions::platform_overview(&world.store, &world.founder(agent.now)).await.unwrap();
    let figures: Vec<_> = isps
        .iter()
        .map(|isp| (isp.name.as_str(), isp.host.as_deref(), isp.devices, isp.devices_down, isp.devices_pending, isp.interfaces, isp.in_bps, isp.out_bps))
        .collect();
    assert_eq!(figures, [("Acme", Some("acme.localhost"), 1, 0, 0, 2, 2_000, 200), ("Bolt", Some("bolt.localhost"), 1, 0, 1, 0, 0, 0)]);
    // Old figures are no figures.
    let isps = actions::platform_overview(&world.store, &world.founder(agent.now + seconds(60))).await.unwrap();
    assert_eq!((isps[0].in_bps, isps[0].interfaces), (0, 2));
}
