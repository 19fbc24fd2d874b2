//! The heartbeat of a server process.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{Store, StoreError};

/// A process that was silent for so long is no longer told of.
const FORGET: TimeDelta = TimeDelta::days(1);

/// What a process says of itself.
pub struct Beat {
    /// Made anew with each start.
    pub process: Uuid,
    /// The machine's name.
    pub host: String,
    /// The system's number for it.
    pub pid: i64,
    /// What was built.
    pub version: String,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// Now.
    pub at: DateTime<Utc>,
    /// It polls devices.
    pub collects: bool,
    /// Polls under way.
    pub polls_in_flight: i64,
    /// Polls within the last minute.
    pub polls: i64,
    /// Of these, how many failed.
    pub polls_failed: i64,
    /// `off`, `up` or `away`.
    pub redis: &'static str,
    /// Size of the file system with the data folder, in octets.
    pub disk_bytes: Option<i64>,
    /// What is free of it for this process.
    pub disk_free_bytes: Option<i64>,
    /// The jobs that it has run.
    pub jobs: Vec<JobBeat>,
}

/// What a process says of a job.
pub struct JobBeat {
    /// Its name.
    pub job: &'static str,
    /// How often it runs, in seconds; `None`: when there is something to do.
    pub every_seconds: Option<i64>,
    /// When it last ended.
    pub last_at: DateTime<Utc>,
    /// When it last ended well.
    pub last_ok_at: Option<DateTime<Utc>>,
    /// The code of its last fault.
    pub last_error: Option<String>,
    /// When that was.
    pub last_error_at: Option<DateTime<Utc>>,
    /// How often it ran in this process.
    pub runs: i64,
    /// How often it failed.
    pub failures: i64,
}

/// Writes the heartbeat; rows of processes that have been silent for a day go.
pub async fn beat(store: &Store, beat: &Beat) -> Result<(), StoreError> {
    let [app, platform] = store.connections();
    let mut tx = store.platform("process heartbeat").await?;
    sqlx::query!(
        "insert into processes (id, host, pid, version, started_at, seen_at, collects, polls_in_flight, polls, polls_failed,
             app_open, app_idle, app_most, platform_open, platform_idle, platform_most, redis, disk_bytes, disk_free_bytes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict (id) do update
         set seen_at = excluded.seen_at, polls_in_flight = excluded.polls_in_flight, polls = excluded.polls,
             polls_failed = excluded.polls_failed, app_open = excluded.app_open, app_idle = excluded.app_idle,
             platform_open = excluded.platform_open, platform_idle = excluded.platform_idle, redis = excluded.redis,
             disk_bytes = excluded.disk_bytes, disk_free_bytes = excluded.disk_free_bytes",
        beat.process,
        beat.host,
        beat.pid,
        beat.version,
        beat.started_at,
        beat.at,
        beat.collects,
        beat.polls_in_flight,
        beat.polls,
        beat.polls_failed,
        app.open,
        app.idle,
        app.most,
        platform.open,
        platform.idle,
        platform.most,
        beat.redis,
        beat.disk_bytes,
        beat.disk_free_bytes,
    )
    .execute(tx.conn())
    .await?;
    for job in &beat.jobs {
        sqlx::query!(
            "insert into job_runs (process_id, job, every_seconds, last_at, last_ok_at, last_error, last_error_at, runs, failures)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (process_id, job) do update
             set last_at = excluded.last_at, last_ok_at = excluded.last_ok_at, last_error = excluded.last_error,
                 last_error_at = excluded.last_error_at, runs = excluded.runs, failures = excluded.failures",
            beat.process,
            job.job,
            job.every_seconds,
            job.last_at,
            job.last_ok_at,
            job.last_error,
            job.last_error_at,
            job.runs,
            job.failures,
        )
        .execute(tx.conn())
        .await?;
    }
    sqlx::query!("delete from processes where seen_at < $1", beat.at - FORGET).execute(tx.conn()).await?;
    tx.commit().await
}

/// Takes back the row of a process that stops in order.
pub async fn leave(store: &Store, process: Uuid) -> Result<(), StoreError> {
    let mut tx = store.platform("process heartbeat").await?;
    sqlx::query!("delete from processes where id = $1", process).execute(tx.conn()).await?;
    tx.commit().await
}
