//! The engine against this machine's own kernel. Where it gives no ICMP socket at all, the tests say so and pass.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test")]

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use icmp::wire::Family;
use icmp::{Access, Answer, Ask, Config, Count, Engine, Outcome};

fn engine(config: Config) -> Option<(Engine, Receiver<Answer>)> {
    let (tell, answers) = channel();
    match Engine::start(config, move |answer| tell.send(answer).unwrap_or_default()) {
        Ok(engine) => Some((engine, answers)),
        Err(fault) => {
            eprintln!("NOT TESTED: {fault}");
            None
        }
    }
}

fn all(answers: &Receiver<Answer>, count: usize) -> HashMap<u64, Outcome> {
    let mut seen = HashMap::new();
    for _ in 0..count {
        let answer = answers.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(seen.insert(answer.key, answer.outcome).is_none(), "told twice");
    }
    seen
}

#[test]
fn both_families_answer_within_the_time() {
    let Some((engine, answers)) = engine(Config::default()) else { return };
    for (key, to, family) in [(1, IpAddr::V4(Ipv4Addr::LOCALHOST), Family::V4), (2, IpAddr::V6(Ipv6Addr::LOCALHOST), Family::V6)] {
        if engine.access(family).is_none() {
            // Where one family has a raw socket, the other one has, too, unless the kernel lacks it.
            let lacks_v6 = family == Family::V6 && !std::path::Path::new("/proc/net/if_inet6").exists();
            assert!(lacks_v6 || engine.access(Family::V4) != Some(Access::Raw), "{:?}", engine.refused());
            eprintln!("NOT TESTED: {:?}", engine.refused());
            continue;
        }
        engine.ask(Ask { key, to }).unwrap();
        let Outcome::Answered { round_trip } = all(&answers, 1)[&key] else { panic!("{to} did not answer") };
        assert!(round_trip < Duration::from_millis(500) && round_trip > Duration::ZERO, "{round_trip:?}");
    }
    assert_eq!((engine.counters().get(Count::Stray), engine.counters().get(Count::Malformed)), (0, 0), "our own requests are not seen");
}

#[test]
fn a_thousand_hosts_lose_nothing() {
    let config = Config { patience: Duration::from_secs(1), rate: 20_000, ..Config::default() };
    let Some((engine, answers)) = engine(config) else { return };
    for key in 0..1_000_u64 {
        let host = 0x7f01_0000 + u32::try_from(key).unwrap();
        engine.ask_waiting(Ask { key, to: Ipv4Addr::from(host).into() }).unwrap();
    }
    let seen = all(&answers, 1_000);
    let missed = seen.values().filter(|outcome| !matches!(outcome, Outcome::Answered { .. })).count();
    assert_eq!((missed, engine.counters().get(Count::KernelDrops)), (0, 0));
}

#[test]
fn what_may_not_be_pinged_is_not_missed() {
    let Some((engine, answers)) = engine(Config::default()) else { return };
    // Broadcasts are refused by the kernel: the socket never asked for the right to send them.
    engine.ask(Ask { key: 1, to: IpAddr::V4(Ipv4Addr::BROADCAST) }).unwrap();
    assert!(!matches!(all(&answers, 1)[&1], Outcome::Answered { .. }));
}

#[test]
fn a_host_that_is_not_there_is_missed_after_its_time() {
    let config = Config { patience: Duration::from_millis(200), ..Config::default() };
    let Some((engine, answers)) = engine(config) else { return };
    if engine.access(Family::V4) != Some(Access::Raw) {
        eprintln!("NOT TESTED: no raw socket");
        return;
    }
    // Documentation addresses (RFC 5737) belong to nobody.
    engine.ask(Ask { key: 9, to: "203.0.113.77".parse().unwrap() }).unwrap();
    assert!(matches!(all(&answers, 1)[&9], Outcome::Missed { .. }));
}
