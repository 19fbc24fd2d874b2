//! What a pinging collector takes and hands over.

use chrono::{DateTime, Utc};
use kernel::{DeviceId, TenantId};

use super::{PingFigures, Reach};

/// A device that this process pings from now on, as long as it writes down what it finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PingTarget {
    /// Isolation root.
    pub tenant: TenantId,
    /// Which device.
    pub device: DeviceId,
    /// What the ISP calls it, for logs and for the demo world.
    pub name: String,
    /// Host name or address.
    pub address: String,
    /// Fencing token of the lease.
    pub fence: i64,
    /// How it did until now.
    pub state: PingState,
}

/// How a device does, as it is remembered from ping to ping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PingState {
    /// Whether it answers.
    pub reach: Reach,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Missed pings in a row.
    pub misses: u32,
    /// When the last ping ended.
    pub last_at: Option<DateTime<Utc>>,
    /// The last answer.
    pub answered_at: Option<DateTime<Utc>>,
    /// How long that took, in microseconds.
    pub round_trip_us: Option<u32>,
    /// What was said of the last miss, as a code.
    pub trouble: Option<String>,
}

/// What the pings of a minute came to, or of a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PingMinute {
    /// Start of the minute.
    pub bucket: DateTime<Utc>,
    /// The figures.
    pub figures: PingFigures,
}

/// What is written down of a device. Written again with the same number it changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PingWrite {
    /// Which device.
    pub device: DeviceId,
    /// The lease's fencing token.
    pub fence: i64,
    /// Counts from 1 under each lease.
    pub number: i64,
    /// How it does now.
    pub state: PingState,
    /// What came in since the write before.
    pub minutes: Vec<PingMinute>,
}
