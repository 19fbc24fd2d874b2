//! What this process says of itself, every ten seconds, for the page of the system's health.
//!
//! Every process writes a row of its own, so that whoever looks sees all of them, and sees which have fallen silent.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::Clock;
use store::Store;
use store::health::{self, Beat, JobBeat};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const EVERY: Duration = Duration::from_secs(10);
/// Polls are told over this span.
const SPAN: TimeDelta = TimeDelta::seconds(60);

/// Polls of this process, counted as they end.
#[derive(Default)]
pub struct Polls {
    in_flight: AtomicI64,
    ended: AtomicI64,
    failed: AtomicI64,
}

impl Polls {
    /// One begins.
    pub fn begun(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// One has ended.
    pub fn ended(&self, failed: bool) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        self.ended.fetch_add(1, Ordering::Relaxed);
        self.failed.fetch_add(i64::from(failed), Ordering::Relaxed);
    }
}

/// The jobs of this process and how they went. Cheap to clone; all clones are one book.
#[derive(Clone)]
pub struct JobBook {
    clock: Clock,
    jobs: Arc<Mutex<BTreeMap<&'static str, JobBeat>>>,
}

impl JobBook {
    /// An empty book that takes the time from `clock`.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, jobs: Arc::default() }
    }

    /// Notes how a job went: it is counted, and one that failed is tried again at its next turn. `every` is how often its
    /// turn comes; `None` where it runs when there is something to do.
    pub fn note(&self, job: &'static str, every: Option<Duration>, outcome: kernel::Result<()>) {
        let at = self.clock.now();
        let told = if outcome.is_ok() { "ok" } else { "failed" };
        metrics::counter!("lastmile_jobs_total", "job" => job, "outcome" => told).increment(1);
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let every_seconds = every.and_then(|every| i64::try_from(every.as_secs()).ok());
        let entry = jobs.entry(job).or_insert_with(|| unknown(job, at));
        entry.every_seconds = every_seconds;
        entry.last_at = at;
        entry.runs = entry.runs.saturating_add(1);
        match outcome {
            Ok(()) => entry.last_ok_at = Some(at),
            Err(error) => {
                tracing::warn!(job, %error, "job failed, will run again");
                entry.failures = entry.failures.saturating_add(1);
                entry.last_error = Some(error.code().to_owned());
                entry.last_error_at = Some(at);
            }
        }
    }

    fn told(&self) -> Vec<JobBeat> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.values()
            .map(|entry| JobBeat {
                job: entry.job,
                every_seconds: entry.every_seconds,
                last_at: entry.last_at,
                last_ok_at: entry.last_ok_at,
                last_error: entry.last_error.clone(),
                last_error_at: entry.last_error_at,
                runs: entry.runs,
                failures: entry.failures,
            })
            .collect()
    }
}

fn unknown(job: &'static str, at: DateTime<Utc>) -> JobBeat {
    JobBeat { job, every_seconds: None, last_at: at, last_ok_at: None, last_error: None, last_error_at: None, runs: 0, failures: 0 }
}

/// What the heartbeat looks at.
pub struct Vitals {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Polls.
    pub polls: Arc<Polls>,
    /// Jobs.
    pub jobs: JobBook,
    /// Whether this process polls devices.
    pub collects: bool,
    /// Whether Redis answers; `None` where none is configured.
    pub redis: Option<watch::Receiver<bool>>,
    /// The data folder.
    pub folder: PathBuf,
}

impl Vitals {
    /// Sends heartbeats until `stop`, then takes the row back.
    pub fn run(self, stop: CancellationToken) -> JoinHandle<()> {
        tokio::spawn(async move {
            let process = Uuid::now_v7();
            let started_at = self.clock.now();
            let mut past = VecDeque::new();
            let mut turn = tokio::time::interval(EVERY);
            turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    () = stop.cancelled() => break,
                    _ = turn.tick() => {
                        if let Err(error) = health::beat(&self.store, &self.beat(process, started_at, &mut past)).await {
                            tracing::warn!(%error, "the heartbeat could not be written, will try again");
                        }
                    }
                }
            }
            if let Err(error) = health::leave(&self.store, process).await {
                tracing::debug!(%error, "the heartbeat stays behind");
            }
        })
    }

    fn beat(&self, process: Uuid, started_at: DateTime<Utc>, past: &mut VecDeque<(DateTime<Utc>, i64, i64)>) -> Beat {
        let at = self.clock.now();
        let (ended, failed) = (self.polls.ended.load(Ordering::Relaxed), self.polls.failed.load(Ordering::Relaxed));
        let (ended_before, failed_before) = before(past, at);
        past.push_back((at, ended, failed));
        let disk = disk(&self.folder);
        let node = rustix::system::uname();
        Beat {
            process,
            host: node.nodename().to_string_lossy().chars().take(255).collect(),
            pid: i64::from(std::process::id()),
            version: version(),
            started_at,
            at,
            collects: self.collects,
            polls_in_flight: self.polls.in_flight.load(Ordering::Relaxed),
            polls: ended.saturating_sub(ended_before),
            polls_failed: failed.saturating_sub(failed_before),
            redis: match self.redis.as_ref().map(|up| *up.borrow()) {
                None => "off",
                Some(true) => "up",
                Some(false) => "away",
            },
            disk_bytes: disk.map(|(whole, _)| whole),
            disk_free_bytes: disk.map(|(_, free)| free),
            jobs: self.jobs.told(),
        }
    }
}

/// What had been counted a minute ago; since the start where that is less.
fn before(past: &mut VecDeque<(DateTime<Utc>, i64, i64)>, at: DateTime<Utc>) -> (i64, i64) {
    while past.get(1).is_some_and(|next| at - next.0 >= SPAN) {
        past.pop_front();
    }
    past.front().map_or((0, 0), |(_, ended, failed)| (*ended, *failed))
}

/// What was built.
fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Size of the file system that holds `folder`, and what of it is free for this process, in octets.
fn disk(folder: &std::path::Path) -> Option<(i64, i64)> {
    let told = rustix::fs::statvfs(folder).ok()?;
    let octets = |blocks: u64| i64::try_from(blocks.checked_mul(told.f_frsize)?).ok();
    Some((octets(told.f_blocks)?, octets(told.f_bavail)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
    }

    #[test]
    fn polls_are_told_over_a_minute() {
        let mut past = VecDeque::new();
        let mut told = Vec::new();
        for turn in 0..12 {
            let (ended_before, _) = before(&mut past, at(turn * 10));
            told.push(turn * 5 - ended_before);
            past.push_back((at(turn * 10), turn * 5, 0));
        }
        assert_eq!(told, [0, 5, 10, 15, 20, 25, 30, 30, 30, 30, 30, 30], "five every ten seconds");
        assert!(past.len() <= 8, "what is older is let go");
    }

    #[test]
    fn a_job_is_told_with_its_last_fault() {
        let book = JobBook::new(Clock::system());
        book.note("roll_up", Some(Duration::from_secs(5)), Err(kernel::Error::Unavailable));
        book.note("roll_up", Some(Duration::from_secs(5)), Ok(()));
        let told = book.told();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].runs, told[0].failures, told[0].every_seconds), (2, 1, Some(5)));
        assert_eq!(told[0].last_error.as_deref(), Some("unavailable"));
        assert!(told[0].last_ok_at >= told[0].last_error_at);
    }

    #[test]
    fn a_disk_has_a_size() {
        let (whole, free) = disk(std::path::Path::new("/")).unwrap();
        assert!(whole > 0 && free <= whole);
        assert_eq!(disk(std::path::Path::new("/no/such/folder")), None);
    }
}
