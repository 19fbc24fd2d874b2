//! What docs/decisions/0005 says of the snmp2 crate, as measured: these are the reasons for leaving it.
use std::collections::BTreeMap;
use std::time::Duration;

use server::collectors::snmp::client::{Oid, Value};
use snmp2::AsyncSession;
use testkit::responder::{RawResponder, Request};

fn objects() -> BTreeMap<Oid, Value> {
    (1..=20).map(|index| (Oid::from_slice(&[1, 3, 6, 1, 9, index]), Value::Counter32(index))).collect()
}

fn answer(request: &[u8]) -> Vec<u8> {
    Request::parse(request).unwrap().answer_from(&objects(), 60_000)
}

async fn ask(responder: &RawResponder) -> (Box<AsyncSession>, snmp2::Oid<'static>) {
    let session = Box::new(AsyncSession::new_v2c(responder.address, b"secret", 7).await.unwrap());
    (session, snmp2::Oid::from(&[1, 3, 6, 1, 9]).unwrap())
}

#[tokio::test]
async fn one_stray_datagram_ends_its_request_and_shifts_the_next() {
    let responder = RawResponder::start(|request, number| {
        let stray = Request::parse(request).unwrap().answer_as(b"secret", 424_242, vec![]);
        if number == 0 { vec![stray, answer(request)] } else { vec![answer(request)] }
    })
    .await;
    let (mut session, table) = ask(&responder).await;
    // The true answer was there, right behind the stray one.
    assert_eq!(session.getbulk(&[&table], 0, 5).await.err(), Some(snmp2::Error::RequestIdMismatch));
    // Nobody has taken it off the socket, so that it is now taken for the answer to the next request, and so on.
    tokio::time::sleep(Duration::from_millis(50)).await;
    for _request in 0..3 {
        assert_eq!(session.getbulk(&[&table], 0, 5).await.err(), Some(snmp2::Error::RequestIdMismatch));
    }
}

#[tokio::test]
async fn an_undecodable_object_ends_the_answer_without_a_word() {
    let responder = RawResponder::start(|request, _number| {
        let mut answer = answer(request);
        // The 10th object's type becomes one that SNMP does not have.
        let tenth = answer.windows(3).position(|bytes| bytes == [0x41, 0x01, 10]).unwrap();
        answer[tenth] = 0x4f;
        vec![answer]
    })
    .await;
    let (mut session, table) = ask(&responder).await;
    let reply = session.getbulk(&[&table], 0, 20).await.unwrap();
    assert_eq!((reply.error_status, reply.varbinds.count()), (0, 9));
}
