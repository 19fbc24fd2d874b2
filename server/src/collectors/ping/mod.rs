//! The ping collector: asks the devices that this process has leased in turn, gathers what they answer, and writes it down
//! a row a minute and at once when a device goes down or comes back.
//!
//! Any number of processes may run it: a device is leased by whoever claims it first and stays with that process as long as
//! it writes; when it dies, another one goes on after the lease. The sockets are the crate `icmp`'s.

mod names;
mod roster;

use std::sync::Arc;
use std::time::{Duration, Instant};

use icmp::{Answer, Ask, Config, Count, Engine, Full, Outcome};
use kernel::{Clock, Ctx, DeviceId, RequestId, TenantId};
use network::model::{PingTarget, PingWrite};
use store::Store;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use self::roster::Roster;
use crate::vitals::JobBook;

/// How long a device is leased: its writes, one a minute at least, keep the lease.
const LEASE: Duration = Duration::from_secs(150);
/// Devices claimed at once.
const CLAIM: i64 = 1_000;
/// How often devices whose turn it is are looked for.
const TURN: Duration = Duration::from_millis(100);
/// How often free devices are claimed, and what was gathered is written.
const WRITE: Duration = Duration::from_secs(1);
/// How often the health page hears of it.
const TELL: Duration = Duration::from_secs(60);
/// Devices of one tenant that a transaction writes at most.
const BATCH: usize = 1_000;
/// Transactions at the same time.
const WRITERS: usize = 4;
/// How long the last writes may take after the order to stop.
const DRAIN: Duration = Duration::from_secs(5);
/// How long the database is left alone after it failed.
const BACK_OFF: Duration = Duration::from_secs(2);
/// How often, and how many.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two pings of a device.
    pub interval: Duration,
    /// After so long without an answer a ping is missed; shorter than the interval.
    pub patience: Duration,
    /// Pings a second of this process at most.
    pub rate: u32,
}

/// Asks a device; must not block.
pub type Asker = Box<dyn Fn(&PingTarget, Ask) -> Result<(), Full> + Send + Sync>;

/// Pings real devices until `stop`. Where this process may not, it says so, and the devices' state stays unknown.
pub fn run(store: Store, clock: Clock, pace: Pace, book: JobBook, stop: CancellationToken) -> JoinHandle<()> {
    let (tell, answers) = unbounded_channel();
    let config = Config { patience: pace.patience, rate: pace.rate, ..Config::default() };
    // Bounded all the same: a device has one ping under way at most.
    let engine = match Engine::start(config, move |answer| tell.send(answer).unwrap_or_default()) {
        Ok(engine) => Arc::new(engine),
        Err(error) => {
            tracing::error!(%error, "devices cannot be pinged");
            book.note("ping_devices", None, Err(kernel::Error::Unavailable));
            return tokio::spawn(async {});
        }
    };
    for error in engine.refused() {
        tracing::warn!(%error, "devices of one family cannot be pinged");
    }
    let asking = Arc::clone(&engine);
    let ask: Asker = Box::new(move |_target, ask| asking.ask(ask));
    tokio::spawn(async move {
        Collector { store, clock, pace, simulated: false, ask, book: Some(book), engine: Some(engine) }.run(answers, stop).await;
    })
}

/// Lets `answer` speak for simulated devices until `stop`: everything but the wire is as with real ones.
pub fn run_simulated(
    store: Store,
    clock: Clock,
    pace: Pace,
    answer: impl Fn(&PingTarget, chrono::DateTime<chrono::Utc>) -> Outcome + Send + Sync + 'static,
    stop: CancellationToken,
) -> JoinHandle<()> {
    let (tell, answers): (UnboundedSender<Answer>, _) = unbounded_channel();
    let time = clock.clone();
    let ask: Asker = Box::new(move |target, ask| {
        let told = tell.send(Answer { key: ask.key, outcome: answer(target, time.now()) });
        told.map_err(|_closed| Full)
    });
    tokio::spawn(async move { Collector { store, clock, pace, simulated: true, ask, book: None, engine: None }.run(answers, stop).await })
}

struct Collector {
    store: Store,
    clock: Clock,
    pace: Pace,
    simulated: bool,
    ask: Asker,
    book: Option<JobBook>,
    engine: Option<Arc<Engine>>,
}

/// How a write ended.
struct Written {
    writes: Vec<PingWrite>,
    held: kernel::Result<Vec<DeviceId>>,
}

impl Collector {
    async fn run(self, mut answers: UnboundedReceiver<Answer>, stop: CancellationToken) {
        let mut roster = Roster::new(self.pace.interval);
        let mut writers: JoinSet<Written> = JoinSet::new();
        let (mut turn, mut write, mut tell) = (every(TURN), every(WRITE), every(TELL));
        let mut quiet_until = Instant::now();
        let mut heard = Vec::new();
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                count = answers.recv_many(&mut heard, 1_000) => {
                    if count == 0 {
                        break;
                    }
                    let now = self.clock.now();
                    heard.drain(..).for_each(|answer| roster.hear(answer, now));
                }
                _ = turn.tick() => roster.ask(&self.ask, Instant::now()),
                _ = write.tick() => {
                    if Instant::now() >= quiet_until {
                        self.claim(&mut roster, &mut quiet_until).await;
                        self.write(&mut roster, &mut writers);
                    }
                    self.count(&roster);
                }
                _ = tell.tick() => {
                    if let Some(book) = &self.book {
                        book.note("ping_devices", Some(TELL), Ok(()));
                    }
                }
                Some(ended) = writers.join_next() => {
                    if let Some(fault) = self.settle(&mut roster, ended) {
                        tracing::warn!(error = %fault, "pings could not be written down, will try again");
                        quiet_until = Instant::now() + BACK_OFF;
                    } else {
                        // Many tenants: not only as many a second as there are writers.
                        self.write(&mut roster, &mut writers);
                    }
                }
                Some((key, address)) = roster.resolved() => roster.place(key, address, Instant::now()),
            }
        }
        if tokio::time::timeout(DRAIN, self.leave(roster, writers)).await.is_err() {
            tracing::warn!("the last pings were not written: the leases run out by themselves");
        }
    }

    /// Takes devices that nobody pings.
    async fn claim(&self, roster: &mut Roster, quiet_until: &mut Instant) {
        match network::actions::claim_pings(&self.store, self.clock.now(), self.simulated, CLAIM, LEASE).await {
            Ok(targets) => roster.take_in(targets, self.clock.now(), Instant::now()),
            Err(error) => {
                tracing::warn!(%error, "devices to ping could not be claimed, will try again");
                *quiet_until = Instant::now() + BACK_OFF;
            }
        }
    }

    /// Hands over what is to be written, by tenant.
    fn write(&self, roster: &mut Roster, writers: &mut JoinSet<Written>) {
        while writers.len() < WRITERS {
            let Some((tenant, writes)) = roster.due(BATCH, self.clock.now()) else { return };
            let (store, ctx) = (self.store.clone(), self.job(tenant));
            writers.spawn(async move {
                let held = network::actions::record_pings(&store, &ctx, &writes, Some(LEASE)).await;
                Written { writes, held }
            });
        }
    }

    /// Takes note of how a write ended; returns its fault.
    fn settle(&self, roster: &mut Roster, ended: Result<Written, tokio::task::JoinError>) -> Option<kernel::Error> {
        let now = self.clock.now();
        match ended {
            Ok(Written { writes, held: Ok(held) }) => {
                roster.written(&writes, &held, now);
                None
            }
            Ok(Written { writes, held: Err(error) }) => {
                roster.unwritten(&writes);
                Some(error)
            }
            Err(error) => {
                tracing::error!(%error, "a task that writes pings broke off");
                roster.unwritten_all();
                Some(kernel::Error::Internal)
            }
        }
    }

    /// Writes what is left and gives the leases back.
    async fn leave(&self, mut roster: Roster, mut writers: JoinSet<Written>) {
        while let Some(ended) = writers.join_next().await {
            self.settle(&mut roster, ended);
        }
        for (tenant, writes) in roster.rest(BATCH) {
            if let Err(error) = network::actions::record_pings(&self.store, &self.job(tenant), &writes, None).await {
                tracing::warn!(%error, "the last pings of a tenant could not be written down");
            }
        }
    }

    fn job(&self, tenant: TenantId) -> Ctx {
        Ctx::for_system(tenant, "ping collector", self.clock.now(), RequestId::generate())
    }

    fn count(&self, roster: &Roster) {
        let Some(engine) = &self.engine else { return };
        metrics::gauge!("lastmile_ping_devices").set(f64::from(u32::try_from(roster.len()).unwrap_or(u32::MAX)));
        for count in Count::ALL {
            metrics::counter!("lastmile_pings_total", "what" => count.as_str()).absolute(engine.counters().get(count));
        }
    }
}

fn every(span: Duration) -> tokio::time::Interval {
    let mut interval = tokio::time::interval(span);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
