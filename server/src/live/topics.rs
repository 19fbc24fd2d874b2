//! The topics that are followed right now: sequence numbers, what waits for the next flush, and who gets it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use kernel::live::LiveFrame;
use kernel::{LivePayload, TenantId, Topic};
use tokio::time::Instant;

use super::outbox::Outbox;

/// A topic inside its tenant. The tenant is part of the key, so equal object ids of two tenants never meet.
pub(super) type Key = (TenantId, Topic);

/// All followed topics of this process.
pub(super) struct Topics {
    by_key: HashMap<Key, State>,
    /// Topics to flush now, first come first served.
    ready: VecDeque<Ticket>,
    /// Topics that may flush again at the given time. All wait equally long, so arrival order is time order.
    cooling: VecDeque<(Instant, Ticket)>,
    epoch: u64,
    /// Where the numbers of a topic that starts now begin: beyond all that any forgotten topic has used.
    first_seq: u64,
    runs: u64,
}

#[derive(Clone, Copy)]
struct Ticket {
    key: Key,
    /// Which life of the topic this is about: it may be gone, or gone and back.
    run: u64,
}

struct State {
    run: u64,
    seq: u64,
    phase: Phase,
    pending: VecDeque<LivePayload>,
    viewers: HashMap<u64, Arc<Outbox>>,
}

#[derive(PartialEq, Eq)]
enum Phase {
    Quiet,
    Ready,
    Cooling,
}

/// What became of an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Offered {
    /// Nobody follows its topic.
    Nobody,
    /// It waits for a flush that is already on its way.
    Waiting,
    /// It waits, and an older interval was given up for it.
    Displaced,
    /// Its topic was quiet: flush it now.
    Ready,
}

/// What one step of flushing did.
pub(super) enum Step {
    /// One topic's frames were queued for each of its viewers.
    Flushed {
        /// Frames queued, summed over viewers.
        frames: u64,
    },
    /// Nothing is due before the given time.
    Idle(Option<Instant>),
}

impl Topics {
    /// No topics yet; `epoch` names this run of sequence numbers.
    pub(super) fn new(epoch: u64) -> Self {
        Self { by_key: HashMap::new(), ready: VecDeque::new(), cooling: VecDeque::new(), epoch, first_seq: 0, runs: 0 }
    }

    /// How many topics are followed.
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Adds a viewer; its queue gets `Subscribed` and then every later frame of the topic.
    pub(super) fn follow(&mut self, key: Key, viewer: u64, outbox: &Arc<Outbox>) {
        let (first_seq, runs, epoch) = (self.first_seq, &mut self.runs, self.epoch);
        let state = self.by_key.entry(key).or_insert_with(|| {
            *runs += 1;
            State { run: *runs, seq: first_seq, phase: Phase::Quiet, pending: VecDeque::new(), viewers: HashMap::new() }
        });
        outbox.push(encode(&LiveFrame::Subscribed { topic: key.1, epoch, seq: state.seq }).as_slice());
        state.viewers.insert(viewer, Arc::clone(outbox));
    }

    /// Removes a viewer; a topic that nobody follows is forgotten.
    pub(super) fn leave(&mut self, key: Key, viewer: u64) {
        if let Some(state) = self.by_key.get_mut(&key) {
            state.viewers.remove(&viewer);
            if state.viewers.is_empty() {
                self.first_seq = self.first_seq.max(state.seq + 1);
                self.by_key.remove(&key);
            }
        }
    }

    /// Takes an event in. An event about an interval that already waits replaces it.
    pub(super) fn offer(&mut self, key: Key, payload: LivePayload, max_pending: usize) -> Offered {
        let Some(state) = self.by_key.get_mut(&key) else { return Offered::Nobody };
        if let Some(same) = state.pending.iter_mut().find(|waiting| interval(waiting) == interval(&payload)) {
            *same = payload;
            return Offered::Waiting;
        }
        let displaces = state.pending.len() >= max_pending.max(1);
        if displaces {
            state.pending.pop_front();
            state.seq += 1;
        }
        state.pending.push_back(payload);
        if state.phase == Phase::Quiet {
            state.phase = Phase::Ready;
            self.ready.push_back(Ticket { key, run: state.run });
            return Offered::Ready;
        }
        if displaces { Offered::Displaced } else { Offered::Waiting }
    }

    /// Uses up a sequence number of each topic (of `tenant`, or of all): events may have been missed, refetch.
    pub(super) fn skip(&mut self, tenant: Option<TenantId>) {
        for ((owner, _topic), state) in &mut self.by_key {
            if tenant.is_none_or(|tenant| tenant == *owner) {
                state.seq += 1;
            }
        }
    }

    /// Flushes the one topic that is due first.
    pub(super) fn step(&mut self, now: Instant, flush: Duration) -> Step {
        loop {
            let ticket = match self.cooling.front() {
                Some((at, ticket)) if *at <= now => {
                    let ticket = *ticket;
                    self.cooling.pop_front();
                    ticket
                }
                next => {
                    let next = next.map(|(at, _ticket)| *at);
                    match self.ready.pop_front() {
                        Some(ticket) => ticket,
                        None => return Step::Idle(next),
                    }
                }
            };
            let Some(state) = self.by_key.get_mut(&ticket.key).filter(|state| state.run == ticket.run) else { continue };
            if state.pending.is_empty() {
                state.phase = Phase::Quiet;
                continue;
            }
            let frames = state.flush(ticket.key.1);
            state.phase = Phase::Cooling;
            self.cooling.push_back((now + flush, ticket));
            return Step::Flushed { frames };
        }
    }
}

impl State {
    fn flush(&mut self, topic: Topic) -> u64 {
        let mut frames = Vec::with_capacity(self.pending.len());
        for payload in self.pending.drain(..) {
            self.seq += 1;
            frames.extend(encode(&LiveFrame::Event { topic, seq: self.seq, payload }));
        }
        let reached = self.viewers.values().filter(|outbox| outbox.push(&frames)).count();
        u64::try_from(reached.saturating_mul(frames.len())).unwrap_or(u64::MAX)
    }
}

/// The interval that an event is about, in Unix milliseconds.
fn interval(payload: &LivePayload) -> (i64, i64) {
    match payload {
        LivePayload::Rate { from_ms, at_ms, .. } | LivePayload::Gap { from_ms, at_ms, .. } => (*from_ms, *at_ms),
    }
}

/// A frame as text; a frame that cannot be written would be a fault of ours and is left out, which viewers see as a jump.
pub(super) fn encode(frame: &LiveFrame) -> Option<Utf8Bytes> {
    match serde_json::to_string(frame) {
        Ok(text) => Some(text.into()),
        Err(error) => {
            tracing::error!(%error, "a live frame could not be written as JSON");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use kernel::InterfaceId;

    use super::*;

    const FLUSH: Duration = Duration::from_millis(250);

    fn key(tenant: u128, interface: u128) -> Key {
        (TenantId(uuid::Uuid::from_u128(tenant)), Topic::Interface(InterfaceId(uuid::Uuid::from_u128(interface))))
    }

    fn rate(at_ms: i64, in_bps: i64) -> LivePayload {
        LivePayload::Rate { from_ms: at_ms - 1, at_ms, in_bps, out_bps: 0, up: true }
    }

    /// What waits, as `(seq, in_bps)`; `Subscribed` as `(seq, -1)`.
    fn waiting(outbox: &Outbox) -> Vec<(u64, i64)> {
        let mut frames = VecDeque::new();
        match outbox.poll_take(&mut Context::from_waker(Waker::noop()), &mut frames) {
            Poll::Pending => return Vec::new(),
            Poll::Ready(taken) => taken.unwrap(),
        }
        let read = |frame: Utf8Bytes| match serde_json::from_str(&frame).unwrap() {
            LiveFrame::Event { seq, payload: LivePayload::Rate { in_bps, .. }, .. } => (seq, in_bps),
            LiveFrame::Subscribed { seq, .. } => (seq, -1),
            other => panic!("{other:?}"),
        };
        frames.into_iter().map(read).collect()
    }

    fn followed() -> (Topics, Arc<Outbox>, Instant) {
        let (mut topics, outbox) = (Topics::new(7), Arc::new(Outbox::new(100, 100_000)));
        topics.follow(key(1, 1), 1, &outbox);
        (topics, outbox, Instant::now())
    }

    #[test]
    fn the_first_goes_at_once_and_the_next_wait_for_the_flush() {
        let (mut topics, outbox, start) = followed();
        assert_eq!(topics.offer(key(1, 1), rate(10, 1), 8), Offered::Ready);
        assert!(matches!(topics.step(start, FLUSH), Step::Flushed { frames: 1 }));
        assert_eq!(topics.offer(key(1, 1), rate(20, 2), 8), Offered::Waiting);
        assert_eq!(topics.offer(key(1, 1), rate(30, 3), 8), Offered::Waiting);
        assert_eq!(topics.offer(key(1, 1), rate(20, 4), 8), Offered::Waiting, "a better figure for the same interval");
        assert!(matches!(topics.step(start, FLUSH), Step::Idle(Some(at)) if at == start + FLUSH));
        assert!(matches!(topics.step(start + FLUSH, FLUSH), Step::Flushed { frames: 2 }));
        assert_eq!(waiting(&outbox), [(0, -1), (1, 1), (2, 4), (3, 3)]);
        let quiet = start + FLUSH + FLUSH;
        assert!(matches!(topics.step(quiet, FLUSH), Step::Idle(None)));
        assert_eq!(topics.offer(key(1, 1), rate(40, 5), 8), Offered::Ready, "quiet again");
    }

    #[test]
    fn what_is_given_up_shows_as_a_jump() {
        let (mut topics, outbox, start) = followed();
        assert_eq!(topics.offer(key(1, 1), rate(10, 1), 2), Offered::Ready);
        assert_eq!(topics.offer(key(1, 1), rate(20, 2), 2), Offered::Waiting);
        assert_eq!(topics.offer(key(1, 1), rate(30, 3), 2), Offered::Displaced);
        assert!(matches!(topics.step(start, FLUSH), Step::Flushed { frames: 2 }));
        assert_eq!(waiting(&outbox), [(0, -1), (2, 2), (3, 3)]);
        topics.skip(Some(key(2, 1).0));
        topics.skip(Some(key(1, 1).0));
        topics.skip(None);
        topics.follow(key(1, 1), 1, &outbox);
        assert_eq!(waiting(&outbox), [(5, -1)]);
    }

    #[test]
    fn a_topic_that_comes_back_never_counts_backwards() {
        let (mut topics, outbox, start) = followed();
        topics.offer(key(1, 1), rate(10, 1), 8);
        topics.step(start, FLUSH);
        topics.offer(key(1, 1), rate(20, 2), 8);
        topics.leave(key(1, 1), 1);
        assert_eq!(topics.len(), 0);
        assert_eq!(topics.offer(key(1, 1), rate(30, 3), 8), Offered::Nobody);
        topics.follow(key(1, 1), 1, &outbox);
        assert_eq!(topics.offer(key(1, 1), rate(40, 4), 8), Offered::Ready, "its old place among the cooling means nothing");
        assert!(matches!(topics.step(start + FLUSH, FLUSH), Step::Flushed { frames: 1 }));
        assert_eq!(waiting(&outbox), [(0, -1), (1, 1), (2, -1), (3, 4)]);
    }

    #[test]
    fn equal_ids_of_two_tenants_are_two_topics() {
        let (mut topics, outbox, start) = followed();
        assert_eq!(topics.offer(key(2, 1), rate(10, 1), 8), Offered::Nobody);
        let other = Arc::new(Outbox::new(100, 100_000));
        topics.follow(key(2, 1), 2, &other);
        assert_eq!(topics.offer(key(2, 1), rate(10, 1), 8), Offered::Ready);
        topics.step(start, FLUSH);
        assert_eq!(waiting(&outbox), [(0, -1)]);
        assert_eq!(waiting(&other), [(0, -1), (1, 1)]);
    }
}
