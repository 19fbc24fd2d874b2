//! The running collector: real agents over UDP, a real Postgres, a clock that is moved by hand.
use crate::network_common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use kernel::{Clock, DeviceId, LiveEvent, LivePayload};
use network::actions;
use network::model::{DeviceForm, DeviceItem, PollState, SnmpVersion};
use network_common::{COMMUNITY, World, form, seconds, start};
use server::collectors::snmp;
use testkit::agent::{Port, ScriptedAgent, community};
use testkit::responder::RawResponder;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

struct Collector {
    events: Arc<Mutex<Vec<LiveEvent>>>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Collector {
    /// Two devices at a time, so that one that blocked its place would show.
    fn start(world: &World, clock: &Clock) -> Self {
        let (events, stop) = (Arc::new(Mutex::new(Vec::new())), CancellationToken::new());
        let sink = Arc::clone(&events);
        let publish: snmp::Publish = Arc::new(move |event| sink.lock().unwrap().push(event));
        let task = snmp::run(world.store.clone(), clock.clone(), 2, publish, Arc::default(), stop.clone());
        Self { events, stop, task }
    }

    async fn stop(self) -> Vec<LiveEvent> {
        self.stop.cancel();
        self.task.await.unwrap();
        Arc::try_unwrap(self.events).unwrap().into_inner().unwrap()
    }
}

async fn add(world: &World, name: &str, port: u16) -> DeviceId {
    let form = DeviceForm { address: "127.0.0.1".to_owned(), port: port.to_string(), ..form(name) };
    actions::add_device(&world.store, &world.owner(start()), form).await.unwrap()
}

async fn item(world: &World, clock: &Clock, device: DeviceId) -> DeviceItem {
    actions::get_device(&world.store, &world.owner(clock.now()), device).await.unwrap().item
}

/// Waits until the device's last complete poll lies after the last move of the clock.
async fn polled(world: &World, clock: &Clock, device: DeviceId) {
    until(async || item(world, clock, device).await.last_ok_ms >= Some(clock.now().timestamp_millis())).await;
}

async fn until(condition: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !condition().await {
        assert!(Instant::now() < deadline, "it never came to be");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_device_is_named_and_delays_nobody() {
    let world = World::new().await;
    let clock = Clock::fixed(start());
    let silent = RawResponder::start(|_request, _number| vec![]).await;
    let dead = add(&world, "dead", silent.address.port()).await;
    let mut agents = Vec::new();
    for number in 0..3 {
        let agent = ScriptedAgent::start(SnmpVersion::V2c, community(COMMUNITY), &[Port::new(1, "wan")]).await;
        agent.follow(clock.clone());
        agents.push((add(&world, &format!("live {number}"), agent.address().port()).await, agent));
    }
    let collector = Collector::start(&world, &clock);
    for round in 1..=4_u64 {
        for (device, _agent) in &agents {
            polled(&world, &clock, *device).await;
        }
        clock.advance(seconds(13));
        for (_device, agent) in &agents {
            agent.set(&[Port { received: round * 1_000, ..Port::new(1, "wan") }]);
        }
    }
    // Four rounds of the others have passed while the dead device was waited for once or twice.
    assert!((1..=6).contains(&silent.requests()), "{}", silent.requests());
    until(async || item(&world, &clock, dead).await.last_error.as_deref() == Some("timeout")).await;
    assert_ne!(item(&world, &clock, dead).await.state, PollState::Up);
    for (device, _agent) in &agents {
        assert_eq!(item(&world, &clock, *device).await.state, PollState::Up);
    }
    let events = collector.stop().await;
    let rates = events.iter().filter(|event| matches!(event.payload, LivePayload::Rate { up: true, .. })).count();
    assert!(rates >= 3 * 3 && rates == events.len(), "{events:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_takes_over_neither_loses_nor_doubles_an_octet() {
    let world = World::new().await;
    let clock = Clock::fixed(start());
    let mut port = Port { received: 77, sent: 88, ..Port::new(1, "wan") };
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community(COMMUNITY), std::slice::from_ref(&port)).await;
    agent.follow(clock.clone());
    let device = add(&world, "router", agent.address().port()).await;
    let mut collector = Collector::start(&world, &clock);
    polled(&world, &clock, device).await;
    let wan = world.interface(device, "wan").await;
    for _process in 0..3 {
        for _round in 0..2 {
            clock.advance(seconds(13));
            (port.received, port.sent) = (port.received + 123_457, port.sent + 6_543);
            agent.set(std::slice::from_ref(&port));
            polled(&world, &clock, device).await;
        }
        // What passes while nobody polls is measured by the next.
        collector.stop().await;
        (port.received, port.sent) = (port.received + 1_000, port.sent + 10);
        agent.set(std::slice::from_ref(&port));
        clock.advance(seconds(40));
        collector = Collector::start(&world, &clock);
        polled(&world, &clock, device).await;
        assert_eq!(world.sums("samples", wan).await, (port.received as i64 - 77, port.sent as i64 - 88));
    }
    assert_eq!(world.number("select count(*) from gaps").await, 0);
    collector.stop().await;
}

#[tokio::test]
async fn everything_due_is_polled_once() {
    let world = World::new().await;
    let clock = Clock::fixed(start());
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community(COMMUNITY), &[Port::new(1, "wan"), Port::new(2, "lan")]).await;
    agent.follow(clock.clone());
    let device = add(&world, "router", agent.address().port()).await;
    snmp::poll_all_due(&world.store, &clock).await.unwrap();
    assert_eq!(item(&world, &clock, device).await.interfaces, 2);
}
