//! The SNMP collector: takes the devices whose turn it is, polls each on its own, hands the outcomes to the network
//! domain and the fresh figures to the screens.
//!
//! Any number of processes may run it: devices are leased with a fencing token, so adding a process adds capacity and a
//! process that dies loses nothing but its leases.

pub mod client;
pub mod columns;
pub mod discover;
pub mod line;
pub mod oids;
pub mod poll;
pub mod poller;
pub mod replies;
pub mod walk;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::{Clock, Ctx, DeviceId, LiveEvent, RequestId};
use network::model::{DueDevice, PollFailure};
use store::Store;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use poller::{Memory, Poller};

use crate::vitals::Polls;

/// Where fresh figures go. Must not block.
pub type Publish = Arc<dyn Fn(LiveEvent) + Send + Sync>;

/// How long a device is leased: longer than the longest poll and its recording.
const LEASE: Duration = Duration::from_secs(120);
/// At most so many devices are leased at once.
const CLAIM: i64 = 1_000;
/// How often memories of devices that are no longer polled here are let go.
const FORGET_EVERY: Duration = Duration::from_secs(600);
/// How often the schedule is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// How long to leave the database alone after it failed.
const BACK_OFF: Duration = Duration::from_secs(2);
/// How long polls may take to end after the order to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Runs the collector until `stop`, with at most `in_flight` devices being polled at a time. Devices that are known to be
/// silent wait for their time-outs in a lane of their own (of the same width), so that they never hold up the others.
pub fn run(store: Store, clock: Clock, in_flight: usize, publish: Publish, polls: Arc<Polls>, stop: CancellationToken) -> JoinHandle<()> {
    let collector = Collector {
        poller: Poller::new(clock.clone()),
        lively: Arc::new(Semaphore::new(in_flight)),
        silent: Arc::new(Semaphore::new(in_flight)),
        memories: Arc::default(),
        store,
        clock,
        publish,
        counted: polls,
    };
    tokio::spawn(async move { collector.run(stop).await })
}

/// Polls every device that is due, once, and returns when all are recorded.
pub async fn poll_all_due(store: &Store, clock: &Clock) -> kernel::Result<()> {
    let collector = Collector {
        poller: Poller::new(clock.clone()),
        lively: Arc::new(Semaphore::new(64)),
        silent: Arc::new(Semaphore::new(64)),
        memories: Arc::default(),
        store: store.clone(),
        clock: clock.clone(),
        publish: Arc::new(|_event| {}),
        counted: Arc::default(),
    };
    let mut polls = JoinSet::new();
    for device in network::actions::claim_due(store, clock.now(), CLAIM, LEASE).await? {
        let permit = Arc::clone(&collector.lively).acquire_owned().await.map_err(|_closed| kernel::Error::Internal)?;
        collector.begin(device, permit, &mut polls);
    }
    while let Some(ended) = polls.join_next().await {
        note_end(ended);
    }
    Ok(())
}

#[derive(Clone)]
struct Collector {
    store: Store,
    clock: Clock,
    publish: Publish,
    counted: Arc<Polls>,
    poller: Poller,
    lively: Arc<Semaphore>,
    silent: Arc<Semaphore>,
    memories: Arc<Mutex<HashMap<DeviceId, Memory>>>,
}

impl Collector {
    async fn run(self, stop: CancellationToken) {
        let mut polls = JoinSet::new();
        let mut forgotten = Instant::now();
        loop {
            let rest = tokio::select! {
                () = stop.cancelled() => break,
                rest = self.round(&mut polls) => rest,
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(rest) => {}
            }
            while let Some(ended) = polls.try_join_next() {
                note_end(ended);
            }
            if forgotten.elapsed() >= FORGET_EVERY {
                lock(&self.memories).retain(|_device, memory| memory.is_fresh());
                forgotten = Instant::now();
            }
            metrics::gauge!("lastmile_snmp_in_flight").set(f64::from(u32::try_from(polls.len()).unwrap_or(u32::MAX)));
        }
        let drained = tokio::time::timeout(DRAIN, async {
            while let Some(ended) = polls.join_next().await {
                note_end(ended);
            }
        });
        if drained.await.is_err() {
            // Their leases run out; their baselines have not moved, so the next poll measures the same octets.
            polls.shutdown().await;
        }
    }

    /// Starts polling what is due. Returns how long to rest.
    async fn round(&self, polls: &mut JoinSet<()>) -> Duration {
        // Waits while everything is in use; the permit itself is taken again below, one for each device.
        drop(self.lively.acquire().await);
        let free = i64::try_from(self.lively.available_permits()).unwrap_or(i64::MAX).clamp(1, CLAIM);
        let due = match network::actions::claim_due(&self.store, self.clock.now(), free, LEASE).await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "the schedule could not be read, will try again");
                return BACK_OFF;
            }
        };
        let more = i64::try_from(due.len()).is_ok_and(|count| count >= free);
        for device in due {
            let Ok(permit) = Arc::clone(&self.lively).acquire_owned().await else {
                return BACK_OFF;
            };
            self.begin(device, permit, polls);
        }
        if more { Duration::ZERO } else { LOOK }
    }

    /// Starts the poll of one device as a task of its own.
    fn begin(&self, device: DueDevice, permit: OwnedSemaphorePermit, polls: &mut JoinSet<()>) {
        let collector = self.clone();
        polls.spawn(async move {
            let mut memory = lock(&collector.memories).remove(&device.device_id).unwrap_or_default();
            let permit = if memory.is_silent() {
                drop(permit);
                Arc::clone(&collector.silent).acquire_owned().await
            } else {
                Ok(permit)
            };
            collector.counted.begun();
            let outcome = collector.poller.poll(&device, &mut memory).await;
            collector.counted.ended(outcome.result.is_err());
            drop(permit);
            if let Err(failure) = &outcome.result {
                note_failure(&device, *failure);
            }
            lock(&collector.memories).insert(device.device_id, memory);
            let ctx = Ctx::for_system(device.tenant, "snmp collector", collector.clock.now(), RequestId::generate());
            match network::actions::record_poll(&collector.store, &ctx, outcome).await {
                Ok(events) => events.into_iter().for_each(|event| (collector.publish)(event)),
                // The baselines stand where they stood: the next poll measures the same octets.
                Err(error) => tracing::warn!(device = %device.device_id, name = device.name, %error, "a poll could not be recorded"),
            }
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A device that fails is named, once for each poll; the device page shows the same.
fn note_failure(device: &DueDevice, failure: PollFailure) {
    tracing::info!(tenant = %device.tenant, device = %device.device_id, name = device.name, reason = failure.as_str(), "poll failed");
}

fn note_end(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a poll task broke off");
    }
}
