//! `/ws/live` over real sockets: what is served, what is refused, and how each connection ends.

use std::time::Duration;

use kernel::Error;
use kernel::live::{LiveFrame, LiveRequest};
use server::live::LiveLimits;
use testkit::live_client::{Heard, LiveClient, handshake, until};
use testkit::live_server::{LiveServer, VIEWER, event, session, tenant, topic};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use futures::SinkExt;

fn text(number: u128) -> String {
    topic(number).to_string()
}

async fn started() -> LiveServer {
    let server = LiveServer::start(LiveLimits::default()).await;
    server.access.allow(1, 1);
    server.access.allow(1, 2);
    server.access.allow(2, 3);
    server
}

/// Subscribes and waits until that stands.
async fn follow(client: &mut LiveClient, number: u128) -> u64 {
    client.subscribe([text(number)]).await;
    match client.frame().await {
        LiveFrame::Subscribed { topic: standing, seq, .. } if standing == topic(number) => seq,
        other => panic!("not subscribed: {other:?}"),
    }
}

#[tokio::test]
async fn a_viewer_gets_what_it_follows_until_it_stops() {
    let server = started().await;
    let mut client = LiveClient::connect(server.address, 1, 1).await;
    assert_eq!(follow(&mut client, 1).await, 0);
    server.hub.publish(event(1, 2, 20));
    server.hub.publish(event(1, 1, 10));
    assert_eq!(client.event().await, (1, 10));
    follow(&mut client, 2).await;
    client.ask(&LiveRequest::Unsubscribe { topics: vec![text(1), "nonsense".into()] }).await;
    until("one topic is left", || server.hub.stats().topics == 1).await;
    server.hub.publish(event(1, 1, 11));
    server.hub.publish(event(1, 2, 21));
    assert_eq!(client.event().await.1, 21);
    drop(client);
    until("the viewer is gone", || server.hub.stats().viewers == 0 && server.hub.stats().topics == 0).await;
    assert_eq!((server.hub.stats().dropped, server.hub.stats().misused), (0, 0), "a network that breaks is nobody's fault");
}

#[tokio::test]
async fn foreign_unknown_and_malformed_topics_are_refused_alike() {
    let server = started().await;
    let mut client = LiveClient::connect(server.address, 1, 1).await;
    let asked = [text(3), text(99), "interface:x".to_owned(), "tenant:1".to_owned(), String::new(), "ïnterface\u{0}\"".to_owned()];
    client.subscribe(asked.clone()).await;
    for topic in asked {
        assert_eq!(client.frame().await, LiveFrame::Refused { topic });
    }
    server.access.fail(Some(Error::Forbidden));
    client.subscribe([text(1)]).await;
    assert_eq!(client.frame().await, LiveFrame::Refused { topic: text(1) }, "a role that may see none");
    assert_eq!(server.hub.stats().topics, 0);
}

#[tokio::test]
async fn the_same_interface_id_of_another_tenant_never_arrives() {
    let server = started().await;
    server.access.allow(2, 1);
    let mut ours = LiveClient::connect(server.address, 1, 1).await;
    let mut theirs = LiveClient::connect(server.address, 2, 2).await;
    follow(&mut ours, 1).await;
    follow(&mut theirs, 1).await;
    server.hub.publish(event(2, 1, 666));
    assert_eq!(theirs.event().await, (1, 666));
    server.hub.publish(event(1, 1, 1));
    assert_eq!(ours.event().await, (1, 1));
}

#[tokio::test]
async fn only_signed_in_pages_of_the_same_origin_get_in() {
    let server = LiveServer::start(LiveLimits { per_session: 1, per_tenant: 2, ..LiveLimits::default() }).await;
    let status = async |change: &dyn Fn(&mut tokio_tungstenite::tungstenite::handshake::client::Request)| {
        let mut request = handshake(server.address, 1, 1);
        change(&mut request);
        LiveClient::request(server.address, request).await.err().map(|(status, _body)| status)
    };
    assert_eq!(status(&|request| drop(request.headers_mut().remove(VIEWER))).await, Some(401));
    assert_eq!(status(&|request| drop(request.headers_mut().remove("origin"))).await, Some(403));
    for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
        assert_eq!(status(&|request| drop(request.headers_mut().insert("origin", origin.parse().unwrap()))).await, Some(403), "{origin}");
    }
    let anonymous_and_foreign = status(&|request| {
        request.headers_mut().remove(VIEWER);
        request.headers_mut().remove("origin");
    });
    assert_eq!(anonymous_and_foreign.await, Some(401));
    let _first = LiveClient::connect(server.address, 1, 1).await;
    assert_eq!(status(&|_request| ()).await, Some(429), "one connection a session");
    let _second = LiveClient::connect(server.address, 1, 2).await;
    assert_eq!(status(&|request| drop(request.headers_mut().insert(VIEWER, "1/3".parse().unwrap()))).await, Some(429), "two a tenant");
    let _other = LiveClient::connect(server.address, 2, 4).await;
    let plain = reqwest::Client::new().get(format!("http://{}/ws/live", server.address)).header(VIEWER, "1/9");
    let plain = plain.header("origin", format!("http://{}", server.address)).send().await.expect("an answer");
    assert!(plain.status().is_client_error(), "{}", plain.status());
}

#[tokio::test]
async fn misuse_ends_the_connection_with_the_code_that_says_why() {
    let server = started().await;
    let many = LiveRequest::Unsubscribe { topics: vec![text(1); 501] };
    let cases = [
        (Message::text("nonsense"), 1007),
        (Message::text(r#"{"op":"drop","topics":[]}"#), 1008),
        (Message::text(r#"["#), 1007),
        (Message::text(serde_json::to_string(&many).unwrap()), 1008),
        (Message::text("x".repeat((64 << 10) + 1)), 1009),
        (Message::binary(vec![0; 4]), 1003),
    ];
    for (count, (message, code)) in (1..).zip(cases) {
        let mut client = LiveClient::connect(server.address, 1, 1).await;
        client.socket.send(message).await.expect("sent");
        assert!(matches!(client.end().await, Heard::Closed(found, _) if found == code), "{code}");
        until("it is counted", || server.hub.stats().misused == count).await;
    }
    let mut flood = LiveClient::connect(server.address, 1, 1).await;
    for _ in 0..40 {
        flood.socket.feed(Message::text(r#"{"op":"unsubscribe","topics":[]}"#)).await.expect("buffered");
    }
    flood.socket.flush().await.expect("sent");
    assert!(matches!(flood.end().await, Heard::Closed(1008, _)));
    let mut pings = LiveClient::connect(server.address, 1, 1).await;
    for _ in 0..40 {
        pings.socket.feed(Message::Ping(Bytes::new())).await.expect("buffered");
    }
    pings.socket.flush().await.expect("sent");
    assert!(matches!(pings.end().await, Heard::Closed(1008, _)));
    // A frame that claims 16 MiB, one that is not masked, and text that is not UTF-8 (masked with zeros).
    let broken = [(&[0x81, 0xff, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0][..], 1009), (&[0x81, 0x01, b'x'][..], 1002), (&[0x81, 0x81, 0, 0, 0, 0, 0xff][..], 1007)];
    for (bytes, code) in broken {
        let mut client = LiveClient::connect(server.address, 1, 1).await;
        client.socket.get_mut().write_all(bytes).await.expect("sent");
        let end = client.end().await;
        assert!(matches!(end, Heard::Lost) || matches!(end, Heard::Closed(found, _) if found == code), "{end:?}");
    }
    until("all are counted", || server.hub.stats().misused == 11).await;
    let mut good = LiveClient::connect(server.address, 1, 1).await;
    follow(&mut good, 1).await;
}

#[tokio::test]
async fn a_request_of_500_topics_is_answered_in_full_and_no_more_are_taken() {
    let server = started().await;
    (0..600).for_each(|number| server.access.allow(1, number));
    let mut client = LiveClient::connect(server.address, 1, 1).await;
    client.subscribe((0..500).map(text)).await;
    for number in 0..500 {
        assert!(matches!(client.frame().await, LiveFrame::Subscribed { topic: at, .. } if at == topic(number)));
    }
    client.subscribe([text(0), text(500)]).await;
    assert!(matches!(client.frame().await, LiveFrame::Subscribed { topic: at, .. } if at == topic(0)));
    assert_eq!(client.frame().await, LiveFrame::Refused { topic: text(500) });
    for number in 0..500 {
        server.hub.publish(event(1, number, 1));
    }
    for _ in 0..500 {
        assert_eq!(client.event().await, (1, 1));
    }
}

#[tokio::test]
async fn an_idle_connection_beats_and_a_silent_peer_is_dropped() {
    let limits = LiveLimits { heartbeat: Duration::from_millis(100), silence: Duration::from_millis(1500), ..LiveLimits::default() };
    let server = LiveServer::start(limits).await;
    let silent = LiveClient::connect(server.address, 1, 1).await;
    let mut client = LiveClient::connect(server.address, 1, 2).await;
    let (mut beats, mut pings) = (0, 0);
    while server.hub.stats().viewers == 2 || beats < 3 || pings < 3 {
        match client.hear().await {
            Heard::Frame(LiveFrame::Heartbeat { at_ms }) => {
                assert!(at_ms > 1_700_000_000_000);
                beats += 1;
            }
            Heard::Ping => pings += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((server.hub.stats().dropped, server.hub.stats().viewers), (1, 1), "the one that never answered");
    drop(silent);
}

#[tokio::test]
async fn a_session_that_ends_takes_its_connections_along() {
    let limits = LiveLimits { recheck: Duration::from_millis(100), recheck_again: Duration::from_millis(50), ..LiveLimits::default() };
    let server = LiveServer::start(limits).await;
    server.access.allow(1, 1);
    let mut client = LiveClient::connect(server.address, 1, 1).await;
    let mut other = LiveClient::connect(server.address, 1, 2).await;
    follow(&mut client, 1).await;
    follow(&mut other, 1).await;
    server.access.revoke(1);
    assert!(matches!(client.end().await, Heard::Closed(4401, _)));
    server.hub.publish(event(1, 1, 5));
    assert_eq!(other.event().await, (1, 5), "another session goes on");
    let mut third = LiveClient::connect(server.address, 1, 3).await;
    follow(&mut third, 1).await;
    server.hub.end_session(&session(3));
    assert!(matches!(third.end().await, Heard::Closed(4401, _)));
}

#[tokio::test]
async fn what_may_no_longer_be_seen_stops() {
    let server = LiveServer::start(LiveLimits { recheck: Duration::from_millis(100), ..LiveLimits::default() }).await;
    server.access.allow(1, 1);
    server.access.allow(1, 2);
    let mut client = LiveClient::connect(server.address, 1, 1).await;
    follow(&mut client, 1).await;
    follow(&mut client, 2).await;
    server.access.forbid(1, 1);
    assert_eq!(client.frame().await, LiveFrame::Refused { topic: text(1) });
    server.hub.publish(event(1, 1, 1));
    server.hub.publish(event(1, 2, 2));
    assert_eq!(client.event().await, (1, 2));
}

#[tokio::test]
async fn a_check_that_cannot_be_made_is_tried_again_but_not_for_ever() {
    let limits = LiveLimits {
        recheck: Duration::from_millis(50),
        recheck_again: Duration::from_millis(50),
        recheck_patience: Duration::from_secs(2),
        ..LiveLimits::default()
    };
    let server = LiveServer::start(limits).await;
    server.access.allow(1, 1);
    let mut client = LiveClient::connect(server.address, 1, 1).await;
    follow(&mut client, 1).await;
    server.access.fail(Some(Error::Unavailable));
    server.hub.publish(event(1, 1, 1));
    assert_eq!(client.event().await, (1, 1), "served meanwhile");
    assert!(matches!(client.end().await, Heard::Closed(1013, _)));
    let mut newcomer = LiveClient::connect(server.address, 1, 1).await;
    newcomer.subscribe([text(1)]).await;
    assert!(matches!(newcomer.end().await, Heard::Closed(1013, _)), "who asks now is told to come later");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_peer_is_dropped_and_fifty_others_get_everything() {
    let server = LiveServer::start(LiveLimits { per_session: 100, flush: Duration::from_millis(1), ..LiveLimits::default() }).await;
    (0..100).for_each(|number| server.access.allow(1, number));
    let mut frozen = LiveClient::connect_narrow(server.address, 1, 1).await;
    frozen.subscribe((0..100).map(text)).await;
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let mut client = LiveClient::connect(server.address, 1, 2).await;
        follow(&mut client, 1).await;
        readers.spawn(async move {
            let mut seen = Vec::new();
            while seen.last().is_none_or(|(_seq, figure)| *figure >= 0) {
                seen.push(client.event().await);
            }
            seen
        });
    }
    until("all follow", || server.hub.stats().viewers == 51 && server.hub.stats().topics == 100).await;
    // Topic 1 goes to all; the other 99 fill the frozen peer's queue and the kernel's buffers.
    let mut sent = 0;
    while server.hub.stats().dropped == 0 {
        assert!(sent < 100_000, "the frozen peer was never dropped");
        let flushes = server.hub.stats().flushes;
        (0..100).for_each(|number| server.hub.publish(event(1, number, sent)));
        sent += 1;
        until("the round is flushed", || server.hub.stats().flushes >= flushes + 100 || server.hub.stats().dropped > 0).await;
    }
    let dropped = server.hub.stats();
    server.hub.publish(event(1, 1, -1));
    let mut expected: Vec<(u64, i64)> = (1..).zip(0..sent).collect();
    expected.push((expected.len() as u64 + 1, -1));
    while let Some(seen) = readers.join_next().await {
        assert_eq!(seen.expect("a reader"), expected);
    }
    assert_eq!((dropped.dropped, dropped.displaced), (1, 0));
    until("its seat is free", || server.hub.stats().viewers == 0).await;
}

#[tokio::test]
async fn a_write_that_stalls_ends_the_connection() {
    let wide = LiveLimits { queue_frames: 1 << 20, queue_bytes: 1 << 30, pending: 1000, flush: Duration::from_millis(1), ..LiveLimits::default() };
    let server = LiveServer::start(LiveLimits { stall: Duration::from_millis(200), ..wide }).await;
    server.access.allow(1, 1);
    let mut frozen = LiveClient::connect_narrow(server.address, 1, 1).await;
    follow(&mut frozen, 1).await;
    // Some 7 MB, more than the kernel's buffers hold and less than the queue.
    for round in 0..50 {
        let flushes = server.hub.stats().flushes;
        (0..1000).for_each(|figure| server.hub.publish(event(1, 1, round * 1000 + figure)));
        until("it is flushed", || server.hub.stats().flushes > flushes || server.hub.stats().viewers == 0).await;
    }
    until("the connection has ended", || server.hub.stats().viewers == 0).await;
    assert_eq!(server.hub.stats().dropped, 1);
}

#[tokio::test]
async fn stopping_tells_each_peer_when_to_come_back() {
    let server = started().await;
    let mut client = LiveClient::connect(server.address, 1, 1).await;
    follow(&mut client, 1).await;
    server.stop.cancel();
    let Heard::Closed(1012, reason) = client.end().await else { panic!("not closed") };
    let wait: u64 = reason.rsplit_once('=').and_then(|(_words, wait)| wait.parse().ok()).expect("a hint");
    assert!((500..5000).contains(&wait), "{reason}");
    server.hub.shutdown(Duration::from_secs(30)).await;
    assert_eq!(server.hub.stats().viewers, 0);
    assert!(server.hub.join(tenant(1), session(9)).is_err());
}
