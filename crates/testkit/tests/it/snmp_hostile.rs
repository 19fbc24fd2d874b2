//! Devices that answer with what no agent should send: counted, dropped, and the poll ends clearly.
use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::join_all;
use network::model::{DueDevice, PollData, PollFailure, SnmpVersion};
use server::collectors::snmp::client::{Oid, Value, VarBind};
use server::collectors::snmp::oids;
use server::collectors::snmp::poller::{Memory, Poller};
use server::collectors::snmp::replies::Reason;
use testkit::agent::{community, due, user};
use testkit::responder::{RawResponder, Request};

type Answer = fn(&[u8], u64) -> Vec<Vec<u8>>;

fn objects() -> BTreeMap<Oid, Value> {
    let mut objects = BTreeMap::from([
        (Oid::from_slice(oids::SYS_DESCR), Value::OctetString("raw".into())),
        (Oid::from_slice(oids::SYS_UPTIME).child(0), Value::TimeTicks(360_000)),
    ]);
    for index in 1..=30 {
        let mut put = |column: &[u32], value| objects.insert(Oid::from_slice(column).child(index), value);
        put(oids::IF_DESCR, Value::OctetString(format!("port {index}").into()));
        put(oids::IF_OPER_STATUS, Value::Integer(1));
        put(oids::IF_NAME, Value::OctetString(format!("port {index}").into()));
        put(oids::IF_HC_IN_OCTETS, Value::Counter64(u64::from(index)));
        put(oids::IF_HC_OUT_OCTETS, Value::Counter64(0));
    }
    objects
}

fn honest(request: &[u8]) -> Vec<u8> {
    Request::parse(request).unwrap().answer_from(&objects(), 60_000)
}

fn truncated(request: &[u8]) -> Vec<u8> {
    let mut answer = honest(request);
    answer.truncate(answer.len() - 7);
    answer
}

fn wrong_id(request: &[u8]) -> Vec<u8> {
    let request = Request::parse(request).unwrap();
    request.answer_as(b"secret", request.pdu().request_id() ^ 0x55, vec![])
}

fn wrong_community(request: &[u8]) -> Vec<u8> {
    let request = Request::parse(request).unwrap();
    request.answer_as(b"public", request.pdu().request_id(), vec![])
}

fn huge(_request: &[u8]) -> Vec<u8> {
    vec![0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x02, 0x01, 0x01]
}

fn echo(request: &[u8]) -> Vec<u8> {
    request.to_vec()
}

/// Turns a good reply into a bad one.
type Spoil = fn(&[u8]) -> Vec<u8>;

const BAD: [(Reason, Spoil); 6] = [
    (Reason::Truncated, truncated),
    (Reason::WrongId, wrong_id),
    (Reason::WrongCommunity, wrong_community),
    (Reason::Truncated, huge),
    (Reason::Unexpected, echo),
    (Reason::Malformed, |_request| b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
];

fn poller() -> Poller {
    Poller::new(kernel::Clock::system()).with_patience(Duration::from_millis(300))
}

async fn poll(device: &DueDevice) -> (Result<PollData, PollFailure>, Poller) {
    let poller = poller();
    let outcome = poller.poll(device, &mut Memory::default()).await;
    (outcome.result, poller)
}

async fn poll_answered_by(answer: impl FnMut(&[u8], u64) -> Vec<Vec<u8>> + Send + 'static) -> (Result<PollData, PollFailure>, Poller, u64) {
    let responder = RawResponder::start(answer).await;
    let (result, poller) = poll(&due(responder.address, SnmpVersion::V2c, community("secret"))).await;
    (result, poller, responder.requests())
}

#[tokio::test]
async fn only_bad_replies_end_the_poll_and_are_counted() {
    let polls = BAD.map(|(reason, bad)| async move {
        let (result, poller, requests) = poll_answered_by(move |request, _number| vec![bad(request)]).await;
        assert_eq!(result, Err(PollFailure::Malformed), "{reason:?}");
        assert_eq!((poller.dropped().count(reason), requests), (3, 3), "{reason:?}");
    });
    join_all(polls).await;
}

#[tokio::test]
async fn a_good_reply_after_bad_ones_still_counts() {
    let everything = |request: &[u8], _number: u64| BAD.iter().map(|(_, bad)| bad(request)).chain([honest(request)]).collect();
    let (result, poller, requests) = poll_answered_by(everything).await;
    let data = result.unwrap();
    assert_eq!(data.readings.len(), 30);
    assert!(data.readings.iter().all(|reading| reading.in_octets == u64::from(reading.index)));
    for (reason, per_request) in [(Reason::Truncated, 2), (Reason::WrongId, 1), (Reason::WrongCommunity, 1), (Reason::Unexpected, 1), (Reason::Malformed, 1)] {
        assert_eq!(poller.dropped().count(reason), requests * per_request, "{reason:?}");
    }
}

#[tokio::test]
async fn a_flood_is_not_listened_to_for_ever() {
    let (result, poller, requests) = poll_answered_by(|_request, _number| vec![b"noise".to_vec(); 500]).await;
    assert_eq!((result, requests), (Err(PollFailure::Malformed), 1));
    assert_eq!(poller.dropped().count(Reason::Malformed) + poller.dropped().count(Reason::Truncated), 64);
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let (result, poller, requests) = poll_answered_by(|_request, _number| vec![]).await;
    assert_eq!((result, requests), (Err(PollFailure::Timeout), 3));
    assert_eq!(poller.dropped().count(Reason::Late), 0);
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_a_late_one_is_no_nonsense() {
    let mut lost = BTreeMap::new();
    let (result, poller, _requests) = poll_answered_by(move |request, number| {
        // Every third request is answered only together with the next one.
        if number % 3 == 1 {
            lost.insert(number + 1, honest(request));
            return vec![];
        }
        lost.remove(&number).into_iter().chain([honest(request)]).collect()
    })
    .await;
    assert_eq!(result.unwrap().readings.len(), 30);
    assert!(poller.dropped().count(Reason::Late) > 0);
    assert_eq!(poller.dropped().count(Reason::WrongId), 0);
}

#[tokio::test]
async fn an_agent_that_finds_answers_too_big_is_asked_for_less() {
    let (result, _poller, _requests) = poll_answered_by(|request, _number| {
        let parsed = Request::parse(request).unwrap();
        let repetitions = parsed.pdu().get_bulk_fields().map_or(0, |(_, repetitions)| repetitions);
        vec![if repetitions > 4 { parsed.too_big() } else { honest(request) }]
    })
    .await;
    assert_eq!(result.unwrap().readings.len(), 30);
}

#[tokio::test]
async fn an_agent_that_always_finds_answers_too_big_fails() {
    let (result, _poller, requests) = poll_answered_by(|request, _number| {
        let parsed = Request::parse(request).unwrap();
        vec![if parsed.pdu().get_bulk_fields().is_some() { parsed.too_big() } else { honest(request) }]
    })
    .await;
    assert_eq!(result, Err(PollFailure::AgentError));
    assert!(requests < 12);
}

/// Answers every successor with what `next` makes of it.
fn successors(request: &[u8], next: fn(&Oid, u32) -> Oid) -> Vec<Vec<u8>> {
    let parsed = Request::parse(request).unwrap();
    let Some((scalars, repetitions)) = parsed.pdu().get_bulk_fields() else {
        return vec![honest(request)];
    };
    let asked = parsed.pdu().varbinds();
    let mut found = vec![VarBind::new(Oid::from_slice(oids::SYS_UPTIME).child(0), Value::TimeTicks(1)); scalars as usize];
    for repetition in 1..=repetitions {
        found.extend(asked[scalars as usize..].iter().map(|varbind| VarBind::new(next(&varbind.oid, repetition), Value::Counter32(1))));
    }
    vec![parsed.answer(found)]
}

#[tokio::test]
async fn endless_tables_and_circles_end() {
    type NextObject = fn(&Oid, u32) -> Oid;
    const CASES: [(PollFailure, NextObject); 5] = [
        // The same object for ever.
        (PollFailure::Malformed, |asked, _repetition| asked.clone()),
        // Back to the beginning of the MIB.
        (PollFailure::Malformed, |_asked, _repetition| Oid::from_slice(&[1, 3, 6, 1, 2, 1, 1, 1, 0])),
        // Two rows in turn.
        (PollFailure::Malformed, |asked, repetition| Oid::from_slice(&asked.arcs()[..10]).child(repetition % 2 + 1)),
        // Objects of another shape.
        (PollFailure::Malformed, |asked, repetition| asked.child(1).child(repetition)),
        // Rows without end.
        (PollFailure::TooMuch, |asked, repetition| {
            let column = if asked.arcs().starts_with(&[1, 3, 6, 1, 2, 1, 31]) { 11 } else { 10 };
            let last = asked.arcs().get(column).copied().unwrap_or(0);
            Oid::from_slice(&asked.arcs()[..column]).child(last + repetition)
        }),
    ];
    for (nth, (expected, next)) in CASES.into_iter().enumerate() {
        let (result, _poller, requests) = poll_answered_by(move |request, _number| successors(request, next)).await;
        assert_eq!(result, Err(expected), "case {nth} after {requests} requests");
        assert!(requests < 700, "case {nth}: {requests}");
    }
}

#[tokio::test]
async fn random_but_wellformed_answers_never_hang_a_poll() {
    let polls = (0..24_u64).map(|seed| async move {
        let mut state = seed * 7_919 + 1;
        let mut random = move |limit: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as u32) % limit
        };
        let (result, _poller, requests) = poll_answered_by(move |request, _number| {
            let parsed = Request::parse(request).unwrap();
            let mut found = vec![VarBind::new(Oid::from_slice(oids::SYS_UPTIME).child(0), Value::TimeTicks(1))];
            for _object in 0..random(200) {
                let columns = [oids::IF_DESCR, oids::IF_NAME, oids::IF_HC_IN_OCTETS, oids::SYS_UPTIME, oids::IF_OPER_STATUS];
                let column = columns[random(5) as usize];
                let value = match random(5) {
                    0 => Value::Integer(-1),
                    1 => Value::OctetString(vec![0xff; random(40) as usize].into()),
                    2 => Value::EndOfMibView,
                    3 => Value::Counter64(u64::MAX),
                    _ => Value::NoSuchObject,
                };
                found.push(VarBind::new(Oid::from_slice(column).child(random(400)), value));
            }
            vec![parsed.answer(found)]
        })
        .await;
        assert!(requests < 20_000);
        result
    });
    join_all(polls).await;
}

#[tokio::test]
async fn v3_without_authentication_is_not_believed() {
    // Garbage and v2c messages in answer to v3 discovery.
    let cases: [Answer; 2] = [|_request, _number| vec![vec![0x30, 0x03, 0x02, 0x01, 0x03]], |request, _number| vec![request.to_vec()]];
    for answer in cases {
        let responder = RawResponder::start(answer).await;
        let (result, poller) = poll(&due(responder.address, SnmpVersion::V3, user("sha256", "aes256"))).await;
        assert_eq!(result, Err(PollFailure::Malformed));
        let dropped = [Reason::Malformed, Reason::Truncated, Reason::Unauthenticated, Reason::Unexpected];
        assert!(dropped.iter().map(|reason| poller.dropped().count(*reason)).sum::<u64>() >= 1);
    }
}

#[tokio::test]
async fn a_silent_device_is_asked_once_only() {
    let responder = RawResponder::start(|_request, _number| vec![]).await;
    let device = due(responder.address, SnmpVersion::V2c, community("secret"));
    let (poller, mut memory) = (poller(), Memory::default());
    for expected in [3, 6, 9, 10, 11] {
        assert_eq!(poller.poll(&device, &mut memory).await.result, Err(PollFailure::Timeout));
        assert_eq!(responder.requests(), expected);
    }
    assert!(memory.is_silent());
}
