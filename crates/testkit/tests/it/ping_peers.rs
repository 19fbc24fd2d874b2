//! The collector against real peers: a host in a network namespace of its own that goes away and comes back, by IPv4 and
//! IPv6. Needs root and a kernel that lets us make namespaces; elsewhere each test says so and ends.
use crate::network_common;

use std::collections::HashMap;
use std::net::IpAddr;
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use kernel::{Clock, DeviceId};
use network::actions;
use network::model::{AlertKind, DeviceForm, Range, Reach};
use server::collectors::ping::{Pace, run};
use server::vitals::JobBook;
use testkit::TestDb;
use testkit::fixtures::seed;
use tokio_util::sync::CancellationToken;

/// A host behind a cable. It is gone when this is dropped.
struct Peer {
    namespace: String,
    near: String,
    v4: IpAddr,
    v6: IpAddr,
}

/// Runs a program; its words where it fails.
fn tool(program: &str, order: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(order).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{program} {order:?}: {}", String::from_utf8_lossy(&output.stderr).trim())) }
}

impl Peer {
    /// Sets one up; `None`, with the reason told, where the kernel does not allow it.
    fn new(number: u8) -> Option<Self> {
        let id = format!("{}{number}", std::process::id() % 100_000);
        let net = u8::try_from(std::process::id() % 200).unwrap();
        let peer = Self {
            namespace: format!("lastmile-{id}"),
            near: format!("lm{id}a"),
            v4: format!("10.{}.{net}.2", 200 + number).parse().unwrap(),
            v6: format!("fd5a:{number}:{net}::2").parse().unwrap(),
        };
        if let Err(reason) = tool("ip", &["netns", "add", &peer.namespace]) {
            assert!(!rustix::process::geteuid().is_root() || forbidden(&reason), "{reason}");
            eprintln!("NOT TESTED, no network namespaces here: {reason}");
            return None;
        }
        let (far, ns) = (format!("lm{id}b"), peer.namespace.as_str());
        if let Err(reason) = tool("ip", &["link", "add", &peer.near, "type", "veth", "peer", "name", &far, "netns", ns]) {
            assert!(forbidden(&reason), "{reason}");
            eprintln!("NOT TESTED, no virtual cables here: {reason}");
            return None;
        }
        let near = peer.near.as_str();
        for order in [
            vec!["-n", ns, "link", "set", &far, "name", "eth0"],
            vec!["addr", "add", &format!("10.{}.{net}.1/30", 200 + number), "dev", near],
            vec!["addr", "add", &format!("fd5a:{number}:{net}::1/64"), "dev", near, "nodad"],
            vec!["link", "set", near, "up"],
        ] {
            tool("ip", &order).unwrap();
        }
        peer.plug_in();
        Some(peer)
    }

    /// Its end of the cable is up, with its addresses.
    fn plug_in(&self) {
        tool("ip", &["-n", &self.namespace, "link", "set", "eth0", "up"]).unwrap();
        for (family, address) in [("-4", format!("{}/30", self.v4)), ("-6", format!("{}/64", self.v6))] {
            tool("ip", &["-n", &self.namespace, family, "addr", "replace", &address, "dev", "eth0", "nodad"]).unwrap();
        }
    }

    fn pull_out(&self) {
        tool("ip", &["-n", &self.namespace, "link", "set", "eth0", "down"]).unwrap();
    }
}

/// What containers without the right to it, and kernels without the feature, say.
fn forbidden(reason: &str) -> bool {
    ["not permitted", "Permission denied", "not supported", "Unknown device type", "No such file"].iter().any(|words| reason.contains(words))
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Each takes the other along, as far as there is one.
        drop(tool("ip", &["link", "del", &self.near]));
        drop(tool("ip", &["netns", "del", &self.namespace]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_host_that_goes_away_is_down_after_three_misses_and_up_again_when_it_is_back() {
    let Some(peer) = Peer::new(1) else { return };
    let db = TestDb::new().await;
    let clock = Clock::system();
    let acme = seed(&db, clock.now()).await.acme;
    let store = db.store();
    actions::keep_partitions(&store, clock.now()).await.unwrap();
    let mut devices = Vec::new();
    for (name, address) in [("four", peer.v4), ("six", peer.v6)] {
        let form = DeviceForm { address: address.to_string(), ..network_common::form(name) };
        devices.push(actions::add_device(&store, &acme.as_engineer(clock.now()), form).await.unwrap());
    }
    let pace = Pace { interval: Duration::from_millis(400), patience: Duration::from_millis(300), rate: 1_000 };
    let stop = CancellationToken::new();
    let running = run(store.clone(), clock.clone(), pace, JobBook::new(clock.clone()), stop.clone());

    let state = async |device: DeviceId| actions::get_device(&store, &acme.as_engineer(clock.now()), device).await.unwrap().item.ping;
    let until = async |wanted: Reach| {
        let deadline = Instant::now() + Duration::from_secs(20);
        for device in &devices {
            while state(*device).await.reach != wanted {
                assert!(Instant::now() < deadline, "{device} is not {wanted:?}: {:?}", state(*device).await);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    };
    until(Reach::Up).await;
    for device in &devices {
        let trip = state(*device).await.round_trip_us.unwrap();
        assert!((1..300_000).contains(&trip), "{trip} µs");
    }
    actions::evaluate_alerts(&store, clock.now()).await.unwrap();

    peer.pull_out();
    let pulled = Instant::now();
    until(Reach::Down).await;
    assert!(pulled.elapsed() > Duration::from_millis(700), "not after the first miss");
    let owner = |now| acme.as_engineer(now);
    let soon = clock.now() + chrono::TimeDelta::seconds(61);
    actions::evaluate_alerts(&store, soon).await.unwrap();
    let open = actions::list_alerts(&store, &owner(soon), None).await.unwrap().open;
    let mut down: Vec<_> = open.iter().filter(|item| item.kind == AlertKind::DeviceDown).map(|item| item.object.name.as_str()).collect();
    down.sort_unstable();
    assert_eq!(down, ["four", "six"]);

    peer.plug_in();
    until(Reach::Up).await;
    stop.cancel();
    running.await.unwrap();
    // What was under way when it stopped is written, too: the series holds the loss.
    for device in &devices {
        let whole = actions::get_pings(&store, &owner(clock.now()), *device, Range::Hour).await.unwrap().whole;
        assert!(whole.received >= 2 && whole.sent - whole.received >= 3, "{whole:?}");
    }
    // The leases were given back.
    let free = actions::claim_pings(&store, clock.now(), false, 10, Duration::from_secs(60)).await.unwrap();
    assert!(devices.iter().all(|device| free.iter().any(|target| target.device == *device)));
}

#[test]
fn delay_and_loss_of_a_line_are_measured_as_they_are() {
    let Some(peer) = Peer::new(2) else { return };
    if let Err(reason) = tool("tc", &["qdisc", "add", "dev", &peer.near, "root", "netem", "delay", "20ms", "loss", "10%"]) {
        assert!(forbidden(&reason) || reason.contains("qdisc"), "{reason}");
        eprintln!("NOT TESTED, the kernel cannot spoil a line: {reason}");
        return;
    }
    let (tell, answers) = channel();
    let config = icmp::Config { patience: Duration::from_millis(500), rate: 500, ..icmp::Config::default() };
    let engine = icmp::Engine::start(config, move |answer| tell.send(answer).unwrap_or_default()).unwrap();
    // A neighbour that is not known yet costs time of its own.
    let mut warm = HashMap::new();
    const PINGS: u64 = 1_000;
    for key in 0..PINGS + 20 {
        engine.ask_waiting(icmp::Ask { key, to: peer.v4 }).unwrap();
    }
    for _ in 0..PINGS + 20 {
        let answer = answers.recv_timeout(Duration::from_secs(20)).unwrap();
        if answer.key >= 20 {
            warm.insert(answer.key, answer.outcome);
        }
    }
    let mut trips: Vec<Duration> =
        warm.values().filter_map(|outcome| if let icmp::Outcome::Answered { round_trip } = outcome { Some(*round_trip) } else { None }).collect();
    trips.sort();
    let lost = u64::try_from(warm.len() - trips.len()).unwrap();
    assert!((40..=180).contains(&lost), "{lost} of {PINGS} lost, about 100 expected");
    let middle = trips[trips.len() / 2];
    assert!(middle >= Duration::from_millis(19) && middle < Duration::from_millis(40), "{middle:?}");
}

#[test]
fn what_a_router_says_is_noted() {
    let Some(peer) = Peer::new(3) else { return };
    // The peer is a router that knows no way to these; nobody else's addresses (RFC 5737, RFC 3849).
    for key in ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"] {
        tool("ip", &["netns", "exec", &peer.namespace, "sysctl", "-qw", &format!("{key}=1")]).unwrap();
    }
    for (family, net, via) in [("-4", "198.51.100.77/32", peer.v4), ("-6", "2001:db8:77::/64", peer.v6)] {
        tool("ip", &["-n", &peer.namespace, family, "route", "add", "unreachable", net]).unwrap();
        tool("ip", &[family, "route", "add", net, "via", &via.to_string(), "dev", &peer.near]).unwrap();
    }
    let (tell, answers) = channel();
    let config = icmp::Config { patience: Duration::from_secs(1), ..icmp::Config::default() };
    let engine = icmp::Engine::start(config, move |answer| tell.send(answer).unwrap_or_default()).unwrap();
    for (key, to) in [(4, "198.51.100.77"), (6, "2001:db8:77::1")] {
        let to: IpAddr = to.parse().unwrap();
        if engine.access(icmp::wire::Family::of(to)) != Some(icmp::Access::Raw) {
            eprintln!("NOT TESTED: no raw socket for {to}");
            continue;
        }
        engine.ask(icmp::Ask { key, to }).unwrap();
        let answer = answers.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(answer.outcome, icmp::Outcome::Missed { trouble: Some(icmp::Trouble::Unreachable) }, "{to}");
    }
}
