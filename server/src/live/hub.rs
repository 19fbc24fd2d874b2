//! The hub: events in, frames out to the queues of those who follow the topic.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

use kernel::{LiveEvent, TenantId};
use metrics::{counter, gauge};
use tokio::sync::{Notify, mpsc};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep_until, timeout};

use super::outbox::Outbox;
use super::roster::Roster;
use super::topics::{Key, Offered, Step, Topics};
use super::{Ending, Full, LiveLimits, SessionHash, Viewer, lock};

/// After so many topics the flusher lets the connections it has woken run.
const FLUSHES_IN_A_ROW: u32 = 64;

/// Hands events to viewers; clones share one hub.
#[derive(Clone)]
pub struct Hub {
    inner: Arc<Inner>,
}

struct Inner {
    limits: LiveLimits,
    state: Mutex<State>,
    /// Wakes the flusher.
    nudge: Arc<Notify>,
    /// Wakes the bridge when the set of tenants with viewers may have changed.
    tenants_changed: Notify,
    /// Wakes whoever waits for the last viewer to leave.
    emptied: Notify,
    remote: OnceLock<mpsc::Sender<LiveEvent>>,
    counts: Counts,
}

struct State {
    topics: Topics,
    roster: Roster,
}

#[derive(Default)]
struct Counts {
    events: AtomicU64,
    flushes: AtomicU64,
    frames: AtomicU64,
    displaced: AtomicU64,
    dropped: AtomicU64,
    misused: AtomicU64,
}

/// What a hub has done since it was made, and what it holds now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HubStats {
    /// Connected viewers.
    pub viewers: usize,
    /// Followed topics.
    pub topics: usize,
    /// Events that somebody here followed.
    pub events: u64,
    /// Flushes of a topic to its viewers.
    pub flushes: u64,
    /// Frames queued, summed over viewers.
    pub frames: u64,
    /// Intervals given up because too many waited for one flush.
    pub displaced: u64,
    /// Viewers given up: too slow, stalled or silent.
    pub dropped: u64,
    /// Connections ended for what the peer sent.
    pub misused: u64,
}

impl Hub {
    /// A hub with the product's bounds and its flusher, which runs until the last clone is gone. Call it inside a tokio
    /// runtime.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limits(LiveLimits::default())
    }

    /// As [`Hub::new`], with other bounds.
    #[must_use]
    pub fn with_limits(limits: LiveLimits) -> Self {
        // 53 bits, so that a reader with floating-point numbers only sees the same figure.
        let epoch = rand::random::<u64>() >> 11;
        let nudge = Arc::new(Notify::new());
        let inner = Arc::new(Inner {
            limits,
            state: Mutex::new(State { topics: Topics::new(epoch), roster: Roster::default() }),
            nudge: Arc::clone(&nudge),
            tenants_changed: Notify::new(),
            emptied: Notify::new(),
            remote: OnceLock::new(),
            counts: Counts::default(),
        });
        tokio::spawn(flush_until_gone(Arc::downgrade(&inner), nudge));
        Self { inner }
    }

    /// The bounds this hub works within.
    #[must_use]
    pub fn limits(&self) -> &LiveLimits {
        &self.inner.limits
    }

    /// Sends an event to its viewers here and, through the bridge if there is one, in the other processes. Never waits.
    pub fn publish(&self, event: LiveEvent) {
        if let Some(remote) = self.inner.remote.get()
            && remote.try_send(event.clone()).is_err()
        {
            counter!("lastmile_live_redis_lost_total", "direction" => "out").increment(1);
        }
        self.deliver(event);
    }

    /// Sends an event to its viewers in this process only.
    pub fn deliver(&self, event: LiveEvent) {
        let key: Key = (event.tenant, event.topic);
        let offered = lock(&self.inner.state).topics.offer(key, event.payload, self.inner.limits.pending);
        match offered {
            Offered::Nobody => return,
            Offered::Waiting => {}
            Offered::Displaced => {
                self.inner.counts.displaced.fetch_add(1, Ordering::Relaxed);
                counter!("lastmile_live_intervals_displaced_total").increment(1);
            }
            Offered::Ready => self.inner.nudge.notify_one(),
        }
        self.inner.counts.events.fetch_add(1, Ordering::Relaxed);
    }

    /// Tells viewers (of one tenant, or all) by a jump in `seq` that events may have been missed.
    pub fn missed(&self, tenant: Option<TenantId>) {
        lock(&self.inner.state).topics.skip(tenant);
    }

    /// A seat for one connection of `session`, which can follow topics of `tenant` and of no other.
    pub fn join(&self, tenant: TenantId, session: SessionHash) -> Result<Viewer, Full> {
        let limits = &self.inner.limits;
        let outbox = Arc::new(Outbox::new(limits.queue_frames, limits.queue_bytes));
        let number = lock(&self.inner.state).roster.join(tenant, session, &outbox, limits)?;
        self.count_viewers();
        self.inner.tenants_changed.notify_one();
        Ok(Viewer::new(self.clone(), tenant, number, outbox))
    }

    /// Ends every connection of a session at once (sign-out, revocation) with close code 4401.
    pub fn end_session(&self, session: &SessionHash) {
        lock(&self.inner.state).roster.end_session(session);
    }

    /// Ends every connection with close code 1012 and a hint when to come back, accepts no more, and waits until all are
    /// gone or `within` has passed.
    pub async fn shutdown(&self, within: Duration) {
        lock(&self.inner.state).roster.stop();
        let all_gone = async {
            loop {
                let emptied = self.inner.emptied.notified();
                if lock(&self.inner.state).roster.len() == 0 {
                    return;
                }
                emptied.await;
            }
        };
        if timeout(within, all_gone).await.is_err() {
            tracing::warn!(viewers = self.stats().viewers, "live connections were still open when the time to stop was up");
        }
    }

    /// Figures for health pages and tests.
    #[must_use]
    pub fn stats(&self) -> HubStats {
        let (viewers, topics) = {
            let state = lock(&self.inner.state);
            (state.roster.len(), state.topics.len())
        };
        let counts = &self.inner.counts;
        HubStats {
            viewers,
            topics,
            events: counts.events.load(Ordering::Relaxed),
            flushes: counts.flushes.load(Ordering::Relaxed),
            frames: counts.frames.load(Ordering::Relaxed),
            displaced: counts.displaced.load(Ordering::Relaxed),
            dropped: counts.dropped.load(Ordering::Relaxed),
            misused: counts.misused.load(Ordering::Relaxed),
        }
    }

    /// Counts how a connection ended.
    pub(super) fn count_ending(&self, ending: Ending) {
        counter!("lastmile_live_closed_total", "reason" => ending.label()).increment(1);
        if ending.is_drop() {
            self.inner.counts.dropped.fetch_add(1, Ordering::Relaxed);
        }
        if ending.is_misuse() {
            self.inner.counts.misused.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn follow(&self, key: Key, viewer: u64, outbox: &Arc<Outbox>) {
        lock(&self.inner.state).topics.follow(key, viewer, outbox);
    }

    pub(super) fn unfollow(&self, key: Key, viewer: u64) {
        lock(&self.inner.state).topics.leave(key, viewer);
    }

    pub(super) fn leave(&self, viewer: u64) {
        let left = {
            let mut state = lock(&self.inner.state);
            state.roster.leave(viewer);
            state.roster.len()
        };
        if left == 0 {
            self.inner.emptied.notify_waiters();
        }
        self.count_viewers();
        self.inner.tenants_changed.notify_one();
    }

    /// Gives the hub a way to the other processes; only the first call counts.
    pub(super) fn connect(&self, remote: mpsc::Sender<LiveEvent>) -> bool {
        self.inner.remote.set(remote).is_ok()
    }

    /// Waits until the set of tenants with viewers may have changed since the last call; for one waiter.
    pub(super) async fn tenants_changed(&self) {
        self.inner.tenants_changed.notified().await;
    }

    pub(super) fn tenants(&self) -> Vec<TenantId> {
        lock(&self.inner.state).roster.tenants().collect()
    }

    fn count_viewers(&self) {
        let viewers = lock(&self.inner.state).roster.len();
        gauge!("lastmile_live_viewers").set(f64::from(u32::try_from(viewers).unwrap_or(u32::MAX)));
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self::new()
    }
}

impl Inner {
    fn step(&self) -> Step {
        let step = lock(&self.state).topics.step(Instant::now(), self.limits.flush);
        if let Step::Flushed { frames } = step {
            self.counts.flushes.fetch_add(1, Ordering::Relaxed);
            self.counts.frames.fetch_add(frames, Ordering::Relaxed);
            counter!("lastmile_live_frames_total").increment(frames);
        }
        step
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.nudge.notify_one();
    }
}

/// Flushes topics as they become due; one task for all, so that a topic costs a queue entry and not a timer.
async fn flush_until_gone(hub: Weak<Inner>, nudge: Arc<Notify>) {
    loop {
        let Some(inner) = hub.upgrade() else { return };
        let mut flushes = 0;
        let next = loop {
            match inner.step() {
                Step::Flushed { .. } => {
                    flushes += 1;
                    if flushes % FLUSHES_IN_A_ROW == 0 {
                        yield_now().await;
                    }
                }
                Step::Idle(next) => break next,
            }
        };
        drop(inner);
        match next {
            Some(at) => tokio::select! {
                () = sleep_until(at) => {}
                () = nudge.notified() => {}
            },
            None => nudge.notified().await,
        }
    }
}
