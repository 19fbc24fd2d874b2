//! The collector against agents whose counters are set by hand, over real UDP.
use network::model::{CounterKind, DueDevice, GapReason, InterfaceReading, PollData, PollFailure, SnmpVersion};
use network::rules::counter::{Baseline, Judgement, judge};
use server::collectors::snmp::poller::{Memory, Poller};
use testkit::agent::{Port, ScriptedAgent, community, due, user};

/// Polls one device again and again, as the collector does.
struct Polls {
    poller: Poller,
    memory: Memory,
    repetitions: u32,
}

impl Polls {
    fn new() -> Self {
        Self { poller: Poller::new(kernel::Clock::system()), memory: Memory::default(), repetitions: 20 }
    }

    async fn of(&mut self, device: &DueDevice) -> Result<PollData, PollFailure> {
        let device = DueDevice { max_repetitions: self.repetitions, ..device.clone() };
        let outcome = self.poller.poll(&device, &mut self.memory).await;
        self.repetitions = outcome.max_repetitions;
        outcome.result
    }

    /// Polls and judges the interface `name` against the reading before.
    async fn judged(&mut self, agent: &ScriptedAgent, before: &InterfaceReading) -> Judgement {
        let data = self.of(&agent.due()).await.unwrap();
        judge(Some(&Baseline::from(before)), reading(&data, &before.name), Some(1_000_000_000))
    }
}

fn reading<'a>(data: &'a PollData, name: &str) -> &'a InterfaceReading {
    data.readings.iter().find(|reading| reading.name == name).unwrap_or_else(|| panic!("no reading of {name}: {data:?}"))
}

fn names(data: &PollData) -> Vec<&str> {
    data.readings.iter().map(|reading| reading.name.as_str()).collect()
}

fn narrow(index: u32, name: &str) -> Port {
    Port { wide: false, ..Port::new(index, name) }
}

#[tokio::test]
async fn discovery_and_counters() {
    let ports = [Port { received: 5, sent: 7, mbps: 400_000, ..Port::new(3, "ether1") }, Port { up: false, ..Port::new(9, "ether2") }];
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), &ports).await;
    let mut polls = Polls::new();
    let data = polls.of(&agent.due()).await.unwrap();

    let facts = data.facts.as_ref().unwrap();
    assert_eq!((facts.sys_name.as_deref(), facts.sys_descr.as_deref()), (Some("scripted"), Some("Scripted agent")));
    assert_eq!(facts.interfaces.len(), 2);
    let first = &facts.interfaces[0];
    assert_eq!((first.name.as_str(), first.index, first.kind, first.up), ("ether1", 3, CounterKind::Hc64, true));
    assert_eq!((first.speed_bps, first.mac.as_deref(), first.if_type), (Some(400_000_000_000), Some("02:00:00:00:00:03"), 6));
    let ether1 = reading(&data, "ether1");
    assert_eq!((ether1.in_octets, ether1.out_octets, ether1.up, ether1.index), (5, 7, true, 3));
    assert!(!reading(&data, "ether2").up);
    assert!(ether1.uptime_cs >= 360_000);

    // The second poll reads counters only.
    assert_eq!(polls.of(&agent.due()).await.unwrap().facts, None);
}

#[tokio::test]
async fn what_passes_is_measured_to_the_octet() {
    let mut port = Port { received: u64::MAX - 100_000, ..Port::new(1, "wan") };
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), std::slice::from_ref(&port)).await;
    let mut polls = Polls::new();
    let before = polls.of(&agent.due()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    (port.received, port.sent) = (u64::MAX - 50, 1_234);
    agent.set(&[port]);
    let delta = polls.judged(&agent, reading(&before, "wan")).await.measured.unwrap();
    assert_eq!((delta.in_octets, delta.out_octets), (99_950, 1_234));
}

#[tokio::test]
async fn a_reset_a_reboot_and_a_discontinuity_are_gaps() {
    let mut port = Port { received: 1 << 40, ..Port::new(1, "wan") };
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), std::slice::from_ref(&port)).await;
    let mut polls = Polls::new();
    let reason = |judged: &Judgement| judged.gap.map(|(_, _, reason)| reason);

    let before = polls.of(&agent.due()).await.unwrap();
    port.received = 1_000;
    agent.set(std::slice::from_ref(&port));
    let judged = polls.judged(&agent, reading(&before, "wan")).await;
    assert_eq!((reason(&judged), judged.measured, judged.baseline.in_octets), (Some(GapReason::Reset), None, 1_000));

    let before = polls.of(&agent.due()).await.unwrap();
    (port.received, port.discontinuity) = (2_000, 360_001);
    agent.set(std::slice::from_ref(&port));
    assert_eq!(reason(&polls.judged(&agent, reading(&before, "wan")).await), Some(GapReason::Reset));

    let before = polls.of(&agent.due()).await.unwrap();
    port.received = 3_000;
    agent.set(std::slice::from_ref(&port));
    agent.reboot();
    assert_eq!(reason(&polls.judged(&agent, reading(&before, "wan")).await), Some(GapReason::Reboot));
}

#[tokio::test]
async fn a_narrow_counter_wraps_to_the_right_figure() {
    for version in [SnmpVersion::V1, SnmpVersion::V2c] {
        let mut port = Port { received: (1 << 32) - 1_000, mbps: 100, ..narrow(1, "radio") };
        let agent = ScriptedAgent::start(version, community("secret"), std::slice::from_ref(&port)).await;
        let mut polls = Polls::new();
        let before = polls.of(&agent.due()).await.unwrap();
        assert_eq!(reading(&before, "radio").kind, CounterKind::C32);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        port.received += 5_000;
        agent.set(&[port]);
        let judged = polls.judged(&agent, reading(&before, "radio")).await;
        assert_eq!(judged.measured.map(|delta| delta.in_octets), Some(5_000), "{version:?}");
    }
}

#[tokio::test]
async fn old_agents_without_the_extension_table_are_read_too() {
    for version in [SnmpVersion::V1, SnmpVersion::V2c] {
        let ports: Vec<Port> = (1..=30).map(|index| Port { extended: false, received: u64::from(index), ..Port::new(index, "") }).collect();
        let agent = ScriptedAgent::start(version, community("secret"), &ports).await;
        let data = Polls::new().of(&agent.due()).await.unwrap();
        assert_eq!(data.readings.len(), 30);
        let seventh = reading(&data, "Port 7");
        assert_eq!((seventh.kind, seventh.in_octets, seventh.discontinuity), (CounterKind::C32, 7, 0));
    }
}

#[tokio::test]
async fn each_interface_keeps_the_width_it_has() {
    let ports = [Port { received: 1 << 40, ..Port::new(1, "wide") }, Port { received: (1 << 40) + 9, ..narrow(2, "narrow") }];
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), &ports).await;
    let mut polls = Polls::new();
    let data = polls.of(&agent.due()).await.unwrap();
    assert_eq!((reading(&data, "wide").kind, reading(&data, "wide").in_octets), (CounterKind::Hc64, 1 << 40));
    assert_eq!((reading(&data, "narrow").kind, reading(&data, "narrow").in_octets), (CounterKind::C32, 9));
    // A port that loses its wide counters for a while is not read instead with the narrow ones.
    agent.set(&[narrow(1, "wide"), ports[1].clone()]);
    assert_eq!(names(&polls.of(&agent.due()).await.unwrap()), ["narrow"]);
}

#[tokio::test]
async fn narrow_counters_of_fast_lines_are_polled_more_often() {
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), &[narrow(1, "fast")]).await;
    let mut memory = Memory::default();
    let outcome = Poller::new(kernel::Clock::system()).poll(&agent.due(), &mut memory).await;
    assert_eq!(outcome.interval_seconds, 16);
}

#[tokio::test]
async fn a_moved_index_never_mixes_two_interfaces() {
    let one = Port { received: 1_000, ..Port::new(1, "one") };
    let two = Port { received: 2_000, ..Port::new(2, "two") };
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), &[one.clone(), two.clone()]).await;
    let mut polls = Polls::new();
    polls.of(&agent.due()).await.unwrap();

    // The two swap their indexes between two polls. Until interfaces have been looked for again, neither is read.
    agent.set(&[Port { index: 1, ..two }, Port { index: 2, ..one }]);
    let swapped = polls.of(&agent.due()).await.unwrap();
    assert_eq!(swapped.readings, []);
    let found = polls.of(&DueDevice { discover: true, ..agent.due() }).await.unwrap();
    assert_eq!((reading(&found, "one").in_octets, reading(&found, "one").index), (1_000, 2));
    assert_eq!((reading(&found, "two").in_octets, reading(&found, "two").index), (2_000, 1));
}

#[tokio::test]
async fn repeated_and_empty_names_are_told_apart() {
    let port = |index, name: &str, descr: &str| Port { descr: descr.to_owned(), ..Port::new(index, name) };
    let ports = [port(1, "eth", "slot 1"), port(2, "eth", "slot 2"), port(3, "", "console"), port(4, "x", "y"), port(5, "x", "y")];
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), &ports).await;
    let mut polls = Polls::new();
    let data = polls.of(&agent.due()).await.unwrap();
    assert_eq!(names(&data), ["eth (slot 1)", "eth (slot 2)", "console", "x #4", "x #5"]);
    assert_eq!(names(&polls.of(&agent.due()).await.unwrap()), names(&data));
}

#[tokio::test]
async fn twenty_thousand_interfaces_end_clearly() {
    let ports: Vec<Port> = (1..=20_000).map(|index| Port::new(index, &format!("ppp{index}"))).collect();
    let agent = ScriptedAgent::start(SnmpVersion::V2c, community("secret"), &ports).await;
    assert_eq!(Polls::new().of(&agent.due()).await, Err(PollFailure::TooMuch));
    let roomy = DueDevice { max_interfaces: 65_536, interval_seconds: 300, ..agent.due() };
    assert_eq!(Polls::new().of(&roomy).await.map(|data| data.readings.len()), Ok(20_000));
}

#[tokio::test]
async fn short_answers_only_take_more_requests() {
    let ports: Vec<Port> = (1..=48).map(|index| Port { received: u64::from(index), ..Port::new(index, &format!("port-{index}")) }).collect();
    let agent = ScriptedAgent::start_with(SnmpVersion::V2c, community("secret"), &ports, 0, 484).await;
    let mut polls = Polls::new();
    for _poll in 0..3 {
        let data = polls.of(&agent.due()).await.unwrap();
        assert_eq!(data.readings.len(), 48);
        assert!(data.readings.iter().all(|reading| reading.in_octets == u64::from(reading.index)));
    }
    assert!(polls.repetitions <= 6, "{}", polls.repetitions);
}

#[tokio::test]
async fn a_fast_agent_is_asked_for_everything_at_once() {
    let ports: Vec<Port> = (1..=48).map(|index| Port::new(index, &format!("port-{index}"))).collect();
    let agent = ScriptedAgent::start_with(SnmpVersion::V2c, community("secret"), &ports, 0, 65_507).await;
    let mut polls = Polls::new();
    for _poll in 0..6 {
        polls.of(&agent.due()).await.unwrap();
    }
    assert!(polls.repetitions >= 49, "{}", polls.repetitions);
}

#[tokio::test]
async fn every_v3_algorithm_is_spoken() {
    for (auth, privacy) in [("sha1", "aes128"), ("sha1", "aes256"), ("sha256", "aes128"), ("sha256", "aes256")] {
        let agent = ScriptedAgent::start(SnmpVersion::V3, user(auth, privacy), &[Port::new(1, "wan")]).await;
        let mut polls = Polls::new();
        for _poll in 0..2 {
            assert_eq!(names(&polls.of(&agent.due()).await.unwrap()), ["wan"], "{auth} {privacy}");
        }
    }
}

#[tokio::test]
async fn a_wrong_v3_credential_is_named_as_such() {
    let agent = ScriptedAgent::start(SnmpVersion::V3, user("sha256", "aes128"), &[Port::new(1, "wan")]).await;
    for wrong in [user("sha1", "aes128")] {
        assert_eq!(Polls::new().of(&due(agent.address(), SnmpVersion::V3, wrong)).await, Err(PollFailure::Auth));
    }
    let mismatched = due(agent.address(), SnmpVersion::V2c, user("sha1", "aes128"));
    assert_eq!(Polls::new().of(&mismatched).await, Err(PollFailure::Credential));
    let unopened = DueDevice { credential: None, ..agent.due() };
    assert_eq!(Polls::new().of(&unopened).await, Err(PollFailure::Credential));
}

#[tokio::test]
async fn a_replaced_v3_device_is_found_at_once() {
    let old = ScriptedAgent::start(SnmpVersion::V3, user("sha256", "aes128"), &[Port::new(1, "wan")]).await;
    let mut polls = Polls::new();
    let device = old.due();
    polls.of(&device).await.unwrap();
    drop(old);
    let _new = ScriptedAgent::start_with(SnmpVersion::V3, user("sha256", "aes128"), &[Port::new(1, "lan")], device.port, 1_472).await;
    assert_eq!(names(&polls.of(&DueDevice { discover: true, ..device }).await.unwrap()), ["lan"]);
}

#[tokio::test]
async fn nobody_there() {
    let closed = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (version, credential) in [(SnmpVersion::V2c, community("secret")), (SnmpVersion::V3, user("sha1", "aes128"))] {
        assert_eq!(Polls::new().of(&due(closed, version, credential)).await, Err(PollFailure::Refused));
    }
    let nameless = DueDevice { address: "no-such-host.invalid".to_owned(), ..due(closed, SnmpVersion::V2c, community("secret")) };
    assert_eq!(Polls::new().of(&nameless).await, Err(PollFailure::Unresolved));
}
