//! Every number that bounds the live part, in one place.

use std::time::Duration;

/// Bounds of the hub and of each connection. The defaults are what the product runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveLimits {
    /// Shortest time between two flushes of one topic; the first event after quiet goes out at once.
    pub flush: Duration,
    /// Distinct intervals of one topic that wait for its next flush; beyond that the oldest is lost and `seq` jumps.
    pub pending: usize,
    /// Frames that wait for one viewer, or two of each topic it follows when that is more (one poll of a large device
    /// reaches all of them at once).
    pub queue_frames: usize,
    /// Octets that wait for one viewer.
    pub queue_bytes: usize,
    /// Connections of one session.
    pub per_session: usize,
    /// Connections of one tenant to this process.
    pub per_tenant: usize,
    /// Topics that one connection may follow.
    pub topics: usize,
    /// Requests and pings that one connection may send in a second.
    pub requests_per_second: u32,
    /// Octets of one request.
    pub message_bytes: usize,
    /// A ping goes out this often, and a heartbeat frame when nothing else did.
    pub heartbeat: Duration,
    /// A peer that sends nothing for this long, pongs included, is gone.
    pub silence: Duration,
    /// A write that takes longer ends the connection.
    pub stall: Duration,
    /// The session and the followed topics are checked again within this time.
    pub recheck: Duration,
    /// How soon a check that could not be made is tried again.
    pub recheck_again: Duration,
    /// A connection whose session could not be checked for this long is ended.
    pub recheck_patience: Duration,
    /// How long one check may take.
    pub lookup: Duration,
}

impl Default for LiveLimits {
    fn default() -> Self {
        Self {
            flush: Duration::from_millis(250),
            pending: 8,
            queue_frames: 256,
            queue_bytes: 1 << 20,
            per_session: 20,
            per_tenant: 20_000,
            topics: 500,
            requests_per_second: 20,
            message_bytes: 64 << 10,
            heartbeat: Duration::from_secs(15),
            silence: Duration::from_secs(40),
            stall: Duration::from_secs(10),
            recheck: Duration::from_secs(50),
            recheck_again: Duration::from_secs(10),
            recheck_patience: Duration::from_secs(180),
            lookup: Duration::from_secs(5),
        }
    }
}
