//! Pings for a whole network: one ICMP socket for each family however many hosts there are, one thread that sends at a
//! measured pace, one that reads with the kernel's own time stamps. Knows nothing of devices, databases or runtimes.
//!
//! [`wire`] is the format, [`table`] what is remembered of pings under way, [`pace`] when the next may go: all three pure.
//! [`Engine`] joins them to sockets.

mod counters;
mod engine;
pub mod pace;
mod receive;
mod send;
mod socket;
pub mod table;
pub mod wire;

use std::net::IpAddr;
use std::time::Duration;

pub use counters::{Count, Counters};
pub use engine::{Engine, Full};
pub use socket::{Access, StartError};

/// How an engine works.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// After so long without an answer a ping is missed.
    pub patience: Duration,
    /// Pings a second at most, over both families.
    pub rate: u32,
    /// Pings under way at most for each family, rounded up to a power of two; 65,536 at most, since a sequence number has
    /// 16 bits. A place is given away again only when its time is over, so `capacity / patience` bounds the rate too.
    pub capacity: usize,
    /// Octets that the kernel may hold for each socket until they are read; less where the system allows less.
    pub receive_buffer: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { patience: Duration::from_secs(3), rate: 2_000, capacity: 65_536, receive_buffer: 4 << 20 }
    }
}

/// A host to be pinged once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The asker's own number, which the answer bears.
    pub key: u64,
    /// Where.
    pub to: IpAddr,
}

/// How a ping ended. Every [`Ask`] gets exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The asker's number.
    pub key: u64,
    /// How.
    pub outcome: Outcome,
}

/// How a ping ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The host answered.
    Answered {
        /// From just before it was sent until the kernel took the answer in.
        round_trip: Duration,
    },
    /// It did not within the time, or there is no way to it.
    Missed {
        /// What a router or this machine said of it.
        trouble: Option<Trouble>,
    },
    /// Nothing was sent, for a reason that lies here: nothing is known of the host.
    Unasked,
}

/// What was said of a ping that did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Nobody knows a way, or the host does not answer in its own network (ICMP type 3, ICMPv6 type 1).
    Unreachable,
    /// Something on the way forbids it.
    Prohibited,
    /// It went in circles (time exceeded).
    TimeExceeded,
    /// Anything else: a parameter problem, a packet too big.
    Refused,
}

impl Trouble {
    /// As a code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Prohibited => "prohibited",
            Self::TimeExceeded => "time_exceeded",
            Self::Refused => "refused",
        }
    }
}
