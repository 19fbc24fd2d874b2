//! The engine: two threads for as many hosts as there are.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::counters::Counters;
use crate::socket::{Access, Pinger, StartError};
use crate::table::{Moment, Table};
use crate::wire::Family;
use crate::{Answer, Ask, Config, receive, send};

/// Asks that wait for their turn at most.
const WAITING: usize = 4_096;

/// A socket and the pings under way through it.
pub(crate) struct Line {
    pub pinger: Pinger,
    pub id: u16,
    pub table: Mutex<Table>,
}

impl Line {
    fn open(family: Family, config: &Config) -> Result<Arc<Self>, StartError> {
        let id = rand::random();
        let pinger = Pinger::open(family, id, config.receive_buffer)?;
        Ok(Arc::new(Self { pinger, id, table: Mutex::new(Table::new(config.capacity, config.patience, rand::random())) }))
    }

    pub fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What both threads share.
pub(crate) struct Shared {
    pub v4: Option<Arc<Line>>,
    pub v6: Option<Arc<Line>>,
    pub counters: Arc<Counters>,
    pub stop: AtomicBool,
    pub tell: Box<dyn Fn(Answer) + Send + Sync>,
    started: Instant,
}

impl Shared {
    /// Now, by both clocks.
    #[expect(clippy::disallowed_methods, reason = "compared with the kernel's own stamps, which no test can move")]
    pub fn now(&self) -> Moment {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment { steady_ns: u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX), wall_ns: i64::try_from(wall.as_nanos()).unwrap_or(i64::MAX) }
    }

    pub fn line(&self, family: Family) -> Option<&Arc<Line>> {
        match family {
            Family::V4 => self.v4.as_ref(),
            Family::V6 => self.v6.as_ref(),
        }
    }

    pub fn lines(&self) -> impl Iterator<Item = &Arc<Line>> {
        self.v4.iter().chain(&self.v6)
    }

    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// So many asks wait already: ask again a moment later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many pings wait for their turn")]
pub struct Full;

/// Pings hosts until it is dropped.
pub struct Engine {
    asks: Option<SyncSender<Ask>>,
    shared: Arc<Shared>,
    refused: Vec<StartError>,
    threads: Vec<JoinHandle<()>>,
}

impl Engine {
    /// Opens a socket for each family and starts. One family alone will do; [`Engine::refused`] says what is missing.
    /// `tell` is called for each ping as it ends, by the engine's threads: it must not block.
    pub fn start(config: Config, tell: impl Fn(Answer) + Send + Sync + 'static) -> Result<Self, StartError> {
        let (v4, v6) = (Line::open(Family::V4, &config), Line::open(Family::V6, &config));
        let (v4, v6, refused) = match (v4, v6) {
            (Err(fault), Err(_)) => return Err(fault),
            (Ok(v4), Ok(v6)) => (Some(v4), Some(v6), Vec::new()),
            (Ok(v4), Err(fault)) => (Some(v4), None, vec![fault]),
            (Err(fault), Ok(v6)) => (None, Some(v6), vec![fault]),
        };
        let (asks, queue) = sync_channel(WAITING);
        let shared = Arc::new(Shared { v4, v6, counters: Arc::default(), stop: AtomicBool::new(false), tell: Box::new(tell), started: Instant::now() });
        let (sending, receiving) = (Arc::clone(&shared), Arc::clone(&shared));
        let threads = vec![std::thread::spawn(move || send::run(&sending, &queue, config.rate)), std::thread::spawn(move || receive::run(&receiving))];
        Ok(Self { asks: Some(asks), shared, refused, threads })
    }

    /// Pings a host once. Never waits.
    pub fn ask(&self, ask: Ask) -> Result<(), Full> {
        let sender = self.asks.as_ref().ok_or(Full)?;
        sender.try_send(ask).map_err(|error| match error {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => Full,
        })
    }

    /// Pings a host once; waits while too many wait for their turn. For programs that do nothing else.
    pub fn ask_waiting(&self, ask: Ask) -> Result<(), Full> {
        let sender = self.asks.as_ref().ok_or(Full)?;
        sender.send(ask).map_err(|_gone| Full)
    }

    /// What it has done so far.
    #[must_use]
    pub fn counters(&self) -> &Arc<Counters> {
        &self.shared.counters
    }

    /// What it may do in a family; `None` where that is nothing.
    #[must_use]
    pub fn access(&self, family: Family) -> Option<Access> {
        self.shared.line(family).map(|line| line.pinger.access)
    }

    /// Families that cannot be pinged, and why.
    #[must_use]
    pub fn refused(&self) -> &[StartError] {
        &self.refused
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        self.asks = None;
        for thread in self.threads.drain(..) {
            // A thread that broke off has been told of by the panic itself.
            drop(thread.join());
        }
    }
}
