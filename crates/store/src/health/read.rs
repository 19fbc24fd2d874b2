//! Processes, jobs, the outbox and partitions, as the page of the system's health shows them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A process.
pub struct ProcessRow {
    pub id: Uuid,
    pub host: String,
    pub pid: i64,
    pub version: String,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub collects: bool,
    pub polls_in_flight: i64,
    pub polls: i64,
    pub polls_failed: i64,
    pub app_open: i64,
    pub app_idle: i64,
    pub app_most: i64,
    pub platform_open: i64,
    pub platform_idle: i64,
    pub platform_most: i64,
    pub redis: String,
    pub disk_bytes: Option<i64>,
    pub disk_free_bytes: Option<i64>,
}

/// Every process that was heard of within a day, the longest running first.
pub async fn processes(conn: &mut PgConnection) -> Result<Vec<ProcessRow>, StoreError> {
    Ok(sqlx::query_as!(
        ProcessRow,
        "select id, host, pid, version, started_at, seen_at, collects, polls_in_flight, polls, polls_failed, app_open, app_idle, app_most,
                platform_open, platform_idle, platform_most, redis, disk_bytes, disk_free_bytes
         from processes order by started_at, id limit 200"
    )
    .fetch_all(conn)
    .await?)
}

/// A job in a process.
pub struct JobRow {
    pub process_id: Uuid,
    pub job: String,
    pub every_seconds: Option<i64>,
    pub last_at: DateTime<Utc>,
    pub last_ok_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    pub last_error_at: Option<DateTime<Utc>>,
    pub runs: i64,
    pub failures: i64,
}

/// Every job of every process, by name.
pub async fn jobs(conn: &mut PgConnection) -> Result<Vec<JobRow>, StoreError> {
    Ok(sqlx::query_as!(
        JobRow,
        "select process_id, job, every_seconds, last_at, last_ok_at, last_error, last_error_at, runs, failures
         from job_runs order by job, process_id limit 2000"
    )
    .fetch_all(conn)
    .await?)
}

/// A topic of the outbox.
pub struct OutboxRow {
    pub topic: String,
    /// Waiting, those under way included.
    pub queued: i64,
    /// Waiting, after at least one try that failed.
    pub retrying: i64,
    /// Given up.
    pub dead: i64,
    /// When the longest waiting one was written down.
    pub oldest_at: Option<DateTime<Utc>>,
}

/// The outbox by topic.
pub async fn outbox(conn: &mut PgConnection) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(sqlx::query_as!(
        OutboxRow,
        r#"select topic, count(*) filter (where dead_at is null) as "queued!",
                  count(*) filter (where dead_at is null and last_error is not null) as "retrying!",
                  count(*) filter (where dead_at is not null) as "dead!",
                  min(created_at) filter (where dead_at is null) as oldest_at
           from outbox where delivered_at is null
           group by topic order by topic"#
    )
    .fetch_all(conn)
    .await?)
}

/// A table that is kept in time partitions.
pub struct PartitionRow {
    pub relation: String,
    pub partitions: i64,
    pub bytes: i64,
    /// Beginning of the oldest partition.
    pub oldest_at: Option<DateTime<Utc>>,
    /// End of the newest partition: rows of later times cannot be stored yet.
    pub ahead_until: Option<DateTime<Utc>>,
    /// How long rows are kept, in seconds.
    pub keep_seconds: i64,
    /// How far ahead partitions are made, in seconds.
    pub ahead_seconds: i64,
}

/// Every partitioned table.
pub async fn partitions(conn: &mut PgConnection) -> Result<Vec<PartitionRow>, StoreError> {
    Ok(sqlx::query_as!(
        PartitionRow,
        r#"select t.relation as "relation!", count(c.oid) as "partitions!", coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as "bytes!",
                  min(b.lower_bound) at time zone 'UTC' as oldest_at,
                  max(b.lower_bound + ('1 ' || t.span)::interval) at time zone 'UTC' as ahead_until,
                  extract(epoch from t.keep)::bigint as "keep_seconds!", extract(epoch from t.ahead)::bigint as "ahead_seconds!"
           from app.partitioned t
           left join pg_inherits i on i.inhparent = to_regclass('public.' || t.relation)
           left join pg_class c on c.oid = i.inhrelid and c.relname ~ '_p[0-9]{8}$'
           left join lateral (select to_date(right(c.relname::text, 8), 'YYYYMMDD')::timestamp as lower_bound) b on c.oid is not null
           group by t.relation, t.keep, t.ahead
           order by t.relation"#
    )
    .fetch_all(conn)
    .await?)
}
