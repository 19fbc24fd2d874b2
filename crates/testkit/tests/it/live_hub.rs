//! The hub by itself: what viewers get, in what order, and who is dropped.

use std::time::{Duration, Instant};

use kernel::LivePayload;
use kernel::live::LiveFrame;
use server::live::{Ending, Full, Hub, LiveLimits, Viewer};
use testkit::live_client::until;
use testkit::live_server::{event, tenant, topic};

const SESSION: [u8; 32] = [1; 32];

fn join(hub: &Hub, number: u128) -> Viewer {
    hub.join(tenant(number), SESSION).expect("a seat")
}

/// Takes frames until `count` have come; `Subscribed` as `(seq, -1)`, events as `(seq, figure)`.
async fn take(viewer: &mut Viewer, count: usize) -> Vec<(u64, i64)> {
    let mut taken = Vec::new();
    while taken.len() < count {
        for frame in viewer.take().await.expect("still a viewer") {
            taken.push(match serde_json::from_str(&frame).expect("a frame") {
                LiveFrame::Event { seq, payload: LivePayload::Rate { in_bps, .. }, .. } => (seq, in_bps),
                LiveFrame::Subscribed { seq, .. } => (seq, -1),
                other => panic!("{other:?}"),
            });
        }
    }
    taken
}

#[tokio::test]
async fn frames_count_up_by_one_and_a_burst_is_one_flush() {
    let hub = Hub::new();
    let mut viewer = join(&hub, 1);
    assert!(viewer.follow(topic(1)));
    let start = Instant::now();
    hub.publish(event(1, 1, 1));
    assert_eq!(take(&mut viewer, 2).await, [(0, -1), (1, 1)], "the first event after quiet goes out at once");
    for figure in 2..=5 {
        hub.publish(event(1, 1, figure));
    }
    hub.publish(event(1, 1, 5));
    assert_eq!(take(&mut viewer, 4).await, [(2, 2), (3, 3), (4, 4), (5, 5)], "distinct intervals are all kept");
    assert!(start.elapsed() >= Duration::from_millis(250), "the burst waited for the topic's next flush");
    let stats = hub.stats();
    assert_eq!((stats.flushes, stats.frames, stats.displaced), (2, 5, 0));
}

#[tokio::test]
async fn more_intervals_than_a_flush_holds_cost_the_oldest_and_show_as_a_jump() {
    let hub = Hub::new();
    let mut viewer = join(&hub, 1);
    viewer.follow(topic(1));
    hub.publish(event(1, 1, 0));
    assert_eq!(take(&mut viewer, 2).await, [(0, -1), (1, 0)]);
    for figure in 1..=10 {
        hub.publish(event(1, 1, figure));
    }
    let expected: Vec<(u64, i64)> = (3..=10).map(|figure| (u64::try_from(figure).unwrap() + 1, figure)).collect();
    assert_eq!(take(&mut viewer, 8).await, expected);
    assert_eq!(hub.stats().displaced, 2);
}

#[tokio::test]
async fn a_tenant_s_events_never_reach_another() {
    let hub = Hub::new();
    let (mut ours, mut theirs) = (join(&hub, 1), join(&hub, 2));
    ours.follow(topic(1));
    theirs.follow(topic(1));
    for figure in 0..5 {
        hub.publish(event(2, 1, 1000 + figure));
        hub.publish(event(3, 1, 2000 + figure));
    }
    hub.publish(event(1, 1, 1));
    assert_eq!(take(&mut ours, 2).await, [(0, -1), (1, 1)]);
    assert!(take(&mut theirs, 6).await[1..].iter().all(|(_seq, figure)| (1000..1005).contains(figure)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_take_is_dropped_and_the_others_miss_nothing() {
    let hub = Hub::with_limits(LiveLimits { per_session: 100, flush: Duration::from_millis(1), queue_frames: 16, ..LiveLimits::default() });
    let mut frozen = join(&hub, 1);
    frozen.follow(topic(1));
    let mut readers = tokio::task::JoinSet::new();
    let (tell, _) = tokio::sync::broadcast::channel::<i64>(1);
    for _ in 0..50 {
        let (mut viewer, mut told) = (join(&hub, 1), tell.subscribe());
        viewer.follow(topic(1));
        readers.spawn(async move {
            let mut seen = take(&mut viewer, 1).await;
            while let Ok(figure) = told.recv().await {
                while seen.last().is_some_and(|(_seq, last)| *last < figure) {
                    seen.extend(take(&mut viewer, 1).await);
                }
            }
            seen
        });
    }
    for figure in 0..100 {
        let frames = hub.stats().frames;
        hub.publish(event(1, 1, figure));
        until("50 viewers were served", || hub.stats().frames >= frames + 50).await;
        tell.send(figure).expect("readers");
        until("they have read", || tell.is_empty()).await;
    }
    drop(tell);
    let expected: Vec<(u64, i64)> = (0..=100).map(|seq| (seq, i64::try_from(seq).unwrap() - 1)).collect();
    while let Some(seen) = readers.join_next().await {
        assert_eq!(seen.expect("a reader"), expected);
    }
    assert_eq!(frozen.take().await, Err(Ending::Overflow));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_poll_of_everything_a_viewer_follows_fits_its_queue() {
    let hub = Hub::new();
    let mut viewer = join(&hub, 1);
    for number in 0..500 {
        assert!(viewer.follow(topic(number)));
        take(&mut viewer, 1).await;
    }
    assert!(!viewer.follow(topic(500)), "500 topics a connection");
    for number in 0..500 {
        hub.publish(event(1, number, 7));
    }
    until("all were flushed", || hub.stats().frames == 500).await;
    assert_eq!(take(&mut viewer, 500).await.len(), 500);
}

#[tokio::test]
async fn a_topic_without_viewers_costs_nothing_and_comes_back_with_later_numbers() {
    let hub = Hub::new();
    let mut viewer = join(&hub, 1);
    viewer.follow(topic(1));
    hub.publish(event(1, 1, 1));
    assert_eq!(take(&mut viewer, 2).await, [(0, -1), (1, 1)]);
    viewer.unfollow(topic(1));
    assert_eq!(hub.stats().topics, 0);
    hub.publish(event(1, 1, 2));
    viewer.follow(topic(1));
    hub.publish(event(1, 1, 3));
    assert_eq!(take(&mut viewer, 2).await, [(2, -1), (3, 3)], "the jump from 1 to 2 says: refetch");
    drop(viewer);
    assert_eq!((hub.stats().topics, hub.stats().viewers), (0, 0));
}

#[tokio::test]
async fn seats_are_bounded_by_session_and_tenant_and_come_back() {
    let hub = Hub::with_limits(LiveLimits { per_session: 2, per_tenant: 3, ..LiveLimits::default() });
    let first = join(&hub, 1);
    let _second = join(&hub, 1);
    assert_eq!(hub.join(tenant(1), SESSION).err(), Some(Full::Session));
    let _third = hub.join(tenant(1), [2; 32]).expect("another session");
    assert_eq!(hub.join(tenant(1), [3; 32]).err(), Some(Full::Tenant));
    let _theirs = hub.join(tenant(2), [3; 32]).expect("another tenant is not affected");
    drop(first);
    assert!(hub.join(tenant(1), SESSION).is_ok());
}

#[tokio::test]
async fn stopping_ends_every_viewer_and_takes_no_more() {
    let hub = Hub::new();
    let mut viewer = join(&hub, 1);
    let waiting = tokio::spawn(async move { viewer.take().await });
    hub.shutdown(Duration::from_secs(30)).await;
    assert_eq!(waiting.await.expect("a viewer"), Err(Ending::Restarting));
    assert_eq!(hub.stats().viewers, 0);
    assert_eq!(hub.join(tenant(1), SESSION).err(), Some(Full::Stopping));
}
