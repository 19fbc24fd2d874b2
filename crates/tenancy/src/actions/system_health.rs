use ::store::health::{self, JobRow, OutboxRow, PartitionRow, ProcessRow};
use ::store::{Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Permission, Result};

use crate::model::{DatabaseHealth, JobHealth, OutboxHealth, PartitionHealth, PoolHealth, ProcessHealth, SystemHealth};
use crate::rules::health as rules;

/// How the product itself does: database, processes, jobs, outbox, partitions.
pub async fn system_health(store: &Store, ctx: &Ctx) -> Result<SystemHealth> {
    ctx.require(Permission::PlatformRead)?;
    // The app role's own transactions are told to itself alone.
    let mut own = store.tenant(ctx).await?;
    let oldest_app = health::oldest_transaction(own.conn()).await?;
    own.commit().await?;
    let mut tx = store.platform("system health").await?;
    let oldest_platform = health::oldest_transaction(tx.conn()).await?;
    let database = health::database(tx.conn()).await?;
    let partitions = health::partitions(tx.conn()).await?;
    let work = Work::read(tx.conn(), ctx.now).await?;
    tx.commit().await?;
    let oldest = [oldest_app, oldest_platform].into_iter().flatten().min();
    Ok(SystemHealth {
        database: DatabaseHealth {
            connections_level: rules::connections(database.connections, database.connections_most),
            transaction_level: rules::transaction(ctx.now, oldest),
            archive_level: rules::archive(database.archives, database.archived_at, database.archive_failed_at),
            version: database.version,
            bytes: database.bytes,
            started_ms: database.started_at.timestamp_millis(),
            connections: count(database.connections),
            connections_most: count(database.connections_most),
            oldest_transaction_ms: oldest.map(|at| at.timestamp_millis()),
            standbys: count(database.standbys),
            archives: database.archives,
            archived_ms: database.archived_at.map(|at| at.timestamp_millis()),
        },
        processes: work.processes,
        jobs: work.jobs,
        outbox: work.outbox,
        partitions: partitions.into_iter().map(|row| partition(row, ctx.now)).collect(),
    })
}

/// What processes do and what waits for them.
pub(super) struct Work {
    /// Every process heard of within a day.
    pub(super) processes: Vec<ProcessHealth>,
    /// Their jobs.
    pub(super) jobs: Vec<JobHealth>,
    /// What waits.
    pub(super) outbox: Vec<OutboxHealth>,
}

impl Work {
    /// Reads all of it in a platform transaction.
    pub(super) async fn read(conn: &mut sqlx::PgConnection, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let processes = health::processes(&mut *conn).await?;
        let jobs = health::jobs(&mut *conn).await?;
        let outbox = health::outbox(conn).await?;
        Ok(Self {
            jobs: jobs.into_iter().filter_map(|row| Some(job(processes.iter().find(|process| process.id == row.process_id)?, row))).collect(),
            outbox: outbox.into_iter().map(|row| channel(row, now)).collect(),
            processes: processes.into_iter().map(|row| process(row, now)).collect(),
        })
    }
}

/// A figure beyond `u32` is shown as the most it can be.
pub(super) fn count(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

fn name(row: &ProcessRow) -> String {
    format!("{}:{}", row.host, row.pid)
}

fn process(row: ProcessRow, now: DateTime<Utc>) -> ProcessHealth {
    let pool = |open: i64, idle: i64, most: i64| PoolHealth { busy: count(open - idle), open: count(open), most: count(most) };
    ProcessHealth {
        name: name(&row),
        started_ms: row.started_at.timestamp_millis(),
        seen_ms: row.seen_at.timestamp_millis(),
        level: rules::process(now, row.seen_at),
        collects: row.collects,
        polls_in_flight: count(row.polls_in_flight),
        polls: count(row.polls),
        polls_failed: count(row.polls_failed),
        app: pool(row.app_open, row.app_idle, row.app_most),
        platform: pool(row.platform_open, row.platform_idle, row.platform_most),
        disk_level: rules::disk(row.disk_free_bytes, row.disk_bytes),
        disk_bytes: row.disk_bytes,
        disk_free_bytes: row.disk_free_bytes,
        version: row.version,
        redis: row.redis,
    }
}

fn job(process: &ProcessRow, row: JobRow) -> JobHealth {
    let failed_last = row.last_error_at.is_some() && row.last_error_at > row.last_ok_at;
    let next = row.every_seconds.map(|every| row.last_at + TimeDelta::seconds(every.clamp(0, 86_400)));
    JobHealth {
        process: name(process),
        every_seconds: row.every_seconds.map(count),
        last_ms: row.last_at.timestamp_millis(),
        next_ms: next.map(|at| at.timestamp_millis()),
        last_error: row.last_error.zip(row.last_error_at.map(|at| at.timestamp_millis())),
        runs: count(row.runs),
        failures: count(row.failures),
        level: rules::job(process.seen_at, row.every_seconds, row.last_at, failed_last),
        job: row.job,
    }
}

fn channel(row: OutboxRow, now: DateTime<Utc>) -> OutboxHealth {
    OutboxHealth {
        queued: count(row.queued),
        retrying: count(row.retrying),
        dead: count(row.dead),
        oldest_ms: row.oldest_at.map(|at| at.timestamp_millis()),
        level: rules::outbox(now, row.oldest_at, row.dead),
        topic: row.topic,
    }
}

fn partition(row: PartitionRow, now: DateTime<Utc>) -> PartitionHealth {
    PartitionHealth {
        partitions: count(row.partitions),
        bytes: row.bytes,
        oldest_ms: row.oldest_at.map(|at| at.timestamp_millis()),
        ahead_ms: row.ahead_until.map(|at| at.timestamp_millis()),
        keep_days: count(row.keep_seconds / 86_400),
        level: rules::partitions(now, row.ahead_until, TimeDelta::seconds(row.ahead_seconds)),
        relation: row.relation,
    }
}
