//! What an engine has done so far.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the start; all of them only grow.
#[derive(Debug, Default)]
pub struct Counters {
    counts: [AtomicU64; Count::ALL.len()],
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Pings that were sent.
    Sent,
    /// Pings that were answered in time.
    Answered,
    /// Pings that were not.
    Missed,
    /// Pings that could not be sent.
    Unsent,
    /// Second answers to a ping.
    Duplicate,
    /// Answers to a ping that was given up.
    Late,
    /// Replies that answer no ping of ours.
    Stray,
    /// Packets that are not what they should be.
    Malformed,
    /// Errors from routers about pings of ours.
    Errors,
    /// Packets that the kernel threw away because the socket's buffer was full.
    KernelDrops,
}

impl Count {
    /// Every count.
    pub const ALL: [Count; 10] =
        [Self::Sent, Self::Answered, Self::Missed, Self::Unsent, Self::Duplicate, Self::Late, Self::Stray, Self::Malformed, Self::Errors, Self::KernelDrops];

    /// As a label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Answered => "answered",
            Self::Missed => "missed",
            Self::Unsent => "unsent",
            Self::Duplicate => "duplicate",
            Self::Late => "late",
            Self::Stray => "stray",
            Self::Malformed => "malformed",
            Self::Errors => "errors",
            Self::KernelDrops => "kernel_drops",
        }
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|count| *count == self).unwrap_or_default()
    }
}

impl Counters {
    /// Adds to a count.
    pub fn add(&self, count: Count, more: u64) {
        if let Some(place) = self.counts.get(count.place()) {
            place.fetch_add(more, Ordering::Relaxed);
        }
    }

    /// One count.
    #[must_use]
    pub fn get(&self, count: Count) -> u64 {
        self.counts.get(count.place()).map_or(0, |place| place.load(Ordering::Relaxed))
    }
}
