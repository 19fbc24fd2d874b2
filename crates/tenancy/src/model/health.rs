//! How the product itself does, as the platform's people see it.

use serde::{Deserialize, Serialize};

/// Whether something needs a look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// As it should be.
    #[default]
    Fine,
    /// Needs a look soon.
    Warning,
    /// Needs a look now.
    Critical,
}

/// Postgres in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabaseHealth {
    /// Of Postgres.
    pub version: String,
    /// On disk, in octets.
    pub bytes: i64,
    /// When the server was started, Unix milliseconds.
    pub started_ms: i64,
    /// Connections to this database, of whomever.
    pub connections: u32,
    /// Connections that the whole server allows.
    pub connections_most: u32,
    /// Whether these are many.
    pub connections_level: Level,
    /// When the product's oldest open transaction began, Unix milliseconds.
    pub oldest_transaction_ms: Option<i64>,
    /// Whether that is long ago.
    pub transaction_level: Level,
    /// Standby servers that follow.
    pub standbys: u32,
    /// The write-ahead log is archived.
    pub archives: bool,
    /// When a segment was last archived, Unix milliseconds.
    pub archived_ms: Option<i64>,
    /// Whether archiving fails.
    pub archive_level: Level,
}

/// A pool of connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolHealth {
    /// In use.
    pub busy: u32,
    /// Open.
    pub open: u32,
    /// As many as there may be.
    pub most: u32,
}

/// A server process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessHealth {
    /// Machine and process number.
    pub name: String,
    /// What was built.
    pub version: String,
    /// When it started, Unix milliseconds.
    pub started_ms: i64,
    /// Its last heartbeat, Unix milliseconds.
    pub seen_ms: i64,
    /// Whether that is too long ago.
    pub level: Level,
    /// It polls devices.
    pub collects: bool,
    /// Polls under way.
    pub polls_in_flight: u32,
    /// Polls within a minute.
    pub polls: u32,
    /// Of these, how many failed.
    pub polls_failed: u32,
    /// Connections for tenants' work.
    pub app: PoolHealth,
    /// Connections for the platform's work.
    pub platform: PoolHealth,
    /// `off`, `up` or `away`.
    pub redis: String,
    /// Size of the disk that holds its data folder, in octets.
    pub disk_bytes: Option<i64>,
    /// What is free of it, in octets.
    pub disk_free_bytes: Option<i64>,
    /// Whether that is little.
    pub disk_level: Level,
}

/// A job in one process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobHealth {
    /// Its name.
    pub job: String,
    /// The process, as in [`ProcessHealth::name`].
    pub process: String,
    /// How often it runs, in seconds; `None`: when there is something to do.
    pub every_seconds: Option<u32>,
    /// When it last ended, Unix milliseconds.
    pub last_ms: i64,
    /// When its next turn comes, Unix milliseconds.
    pub next_ms: Option<i64>,
    /// The code of its last fault, and when that was, Unix milliseconds.
    pub last_error: Option<(String, i64)>,
    /// How often it ran.
    pub runs: u32,
    /// How often it failed.
    pub failures: u32,
    /// Whether it is late or fails.
    pub level: Level,
}

/// A channel of the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxHealth {
    /// Its topic.
    pub topic: String,
    /// Waiting.
    pub queued: u32,
    /// Waiting after a try that failed.
    pub retrying: u32,
    /// Given up.
    pub dead: u32,
    /// When the longest waiting one was written down, Unix milliseconds.
    pub oldest_ms: Option<i64>,
    /// Whether it needs a look.
    pub level: Level,
}

/// A table that is kept in time partitions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionHealth {
    /// Its name.
    pub relation: String,
    /// How many there are.
    pub partitions: u32,
    /// Octets on disk, indexes included.
    pub bytes: i64,
    /// Beginning of the oldest, Unix milliseconds.
    pub oldest_ms: Option<i64>,
    /// End of the newest, Unix milliseconds.
    pub ahead_ms: Option<i64>,
    /// How long rows are kept, in days.
    pub keep_days: u32,
    /// Whether the newest ends too soon.
    pub level: Level,
}

/// Everything on the page of the system's health.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemHealth {
    /// Postgres.
    pub database: DatabaseHealth,
    /// Every process heard of within a day.
    pub processes: Vec<ProcessHealth>,
    /// Their jobs.
    pub jobs: Vec<JobHealth>,
    /// The outbox, channel by channel.
    pub outbox: Vec<OutboxHealth>,
    /// Partitioned tables.
    pub partitions: Vec<PartitionHealth>,
}

/// The same in a few figures, for the founder's dashboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformSummary {
    /// ISPs in use.
    pub active: u32,
    /// ISPs that are paused.
    pub paused: u32,
    /// ISPs that are closed.
    pub closed: u32,
    /// Customers' nodes of all ISPs.
    pub customers: u32,
    /// Processes that send heartbeats.
    pub processes: u32,
    /// Processes that have fallen silent.
    pub processes_silent: u32,
    /// Polls within the last minute.
    pub polls: u32,
    /// Of these, how many failed.
    pub polls_failed: u32,
    /// Jobs, once for each process.
    pub jobs: u32,
    /// Of these, how many are late or fail.
    pub jobs_failing: u32,
    /// Waiting in the outbox.
    pub queued: u32,
    /// Given up there.
    pub dead: u32,
    /// When the longest waiting one was written down, Unix milliseconds.
    pub oldest_ms: Option<i64>,
    /// Whether jobs or outbox need a look.
    pub work_level: Level,
}
