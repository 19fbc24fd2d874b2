//! What a collector hands over: raw readings of one poll, before any rule has judged them.

use chrono::{DateTime, Utc};
use kernel::{DeviceId, OrgId, TenantId};
use serde::{Deserialize, Serialize};

use super::{Credential, SnmpVersion};

/// Which counters a series is made of (RFC 2863 §3.1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CounterKind {
    /// ifHCInOctets and ifHCOutOctets (Counter64).
    Hc64,
    /// ifInOctets and ifOutOctets (Counter32, wraps).
    C32,
}

impl CounterKind {
    /// As stored in `interfaces.counter_kind`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CounterKind::Hc64 => "hc64",
            CounterKind::C32 => "c32",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Hc64, Self::C32].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One interface's counters at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceReading {
    /// ifName as the agent gives it (made unique within the device by `rules::identity`).
    pub name: String,
    /// ifIndex in this poll.
    pub index: u32,
    /// Which counters were read.
    pub kind: CounterKind,
    /// Octets in, as the counter stands.
    pub in_octets: u64,
    /// Octets out.
    pub out_octets: u64,
    /// ifOperStatus is up(1).
    pub up: bool,
    /// ifCounterDiscontinuityTime in hundredths of a second; 0 where the agent does not have it.
    pub discontinuity: u32,
    /// sysUpTime in the same response, hundredths of a second.
    pub uptime_cs: u32,
    /// When that response arrived, Unix microseconds.
    pub at_us: i64,
}

/// What discovery learns of one interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceFacts {
    /// Identity within the device (unique; see `rules::identity`).
    pub name: String,
    /// ifIndex.
    pub index: u32,
    /// ifAlias.
    pub alias: String,
    /// ifType (IANAifType number).
    pub if_type: i32,
    /// ifPhysAddress as `aa:bb:cc:dd:ee:ff`.
    pub mac: Option<String>,
    /// ifHighSpeed × 10^6, else ifSpeed, where it can be believed.
    pub speed_bps: Option<i64>,
    /// Which counters this interface has.
    pub kind: CounterKind,
    /// ifOperStatus is up(1).
    pub up: bool,
}

/// Why a poll did not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PollFailure {
    /// No answer in time.
    Timeout,
    /// The port answers that nothing listens (ICMP port unreachable).
    Refused,
    /// The name does not resolve.
    Unresolved,
    /// Wrong v3 user, passphrase or algorithm.
    Auth,
    /// The agent answers, but with what no agent should: not increasing OIDs, wrong types, undecodable.
    Malformed,
    /// More interfaces than the device's limit, or the poll took longer than its budget.
    TooMuch,
    /// The sealed credential could not be opened or does not fit the version.
    Credential,
    /// The agent reports an error for the request (noAccess, genErr, …).
    AgentError,
}

impl PollFailure {
    /// The message code stored in `device_polls.last_error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PollFailure::Timeout => "timeout",
            PollFailure::Refused => "refused",
            PollFailure::Unresolved => "unresolved",
            PollFailure::Auth => "auth",
            PollFailure::Malformed => "malformed",
            PollFailure::TooMuch => "too_much",
            PollFailure::Credential => "credential",
            PollFailure::AgentError => "agent_error",
        }
    }
}

/// A device whose turn it is, with a lease on it and everything a poller needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDevice {
    /// Isolation root.
    pub tenant: TenantId,
    /// Which device.
    pub device_id: DeviceId,
    /// The tree node that owns it.
    pub org_id: OrgId,
    /// What the ISP calls it, for logs.
    pub name: String,
    /// Host name or address.
    pub address: String,
    /// UDP port.
    pub port: u16,
    /// Protocol version.
    pub version: SnmpVersion,
    /// Opened; `None` where the seal did not open (the poll then ends with [`PollFailure::Credential`]).
    pub credential: Option<Credential>,
    /// Seconds between polls.
    pub interval_seconds: u32,
    /// A device with more interfaces than this ends with [`PollFailure::TooMuch`].
    pub max_interfaces: u32,
    /// GETBULK max-repetitions that the agent stood last time.
    pub max_repetitions: u32,
    /// The lease's fencing token; goes back unchanged with the outcome.
    pub fence: i64,
    /// Interfaces are to be looked for again.
    pub discover: bool,
}

/// What discovery learns of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceFacts {
    /// sysName, where the agent has one.
    pub sys_name: Option<String>,
    /// sysDescr, where the agent has one.
    pub sys_descr: Option<String>,
    /// Every interface of the device; one that is not in here is gone.
    pub interfaces: Vec<InterfaceFacts>,
}

/// What a complete poll brings home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollData {
    /// Present when this poll looked for interfaces; to be stored before the readings.
    pub facts: Option<DeviceFacts>,
    /// One per interface whose counters were read; names as in the facts.
    pub readings: Vec<InterfaceReading>,
}

/// How one poll of one device ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollOutcome {
    /// Which device.
    pub device_id: DeviceId,
    /// The fencing token of the lease.
    pub fence: i64,
    /// When the poll began.
    pub started: DateTime<Utc>,
    /// How long it took, in milliseconds.
    pub duration_ms: u32,
    /// Seconds between polls that suit this device: its own interval, or fewer where its 32-bit counters could wrap
    /// unseen (`rules::pace::interval_seconds`).
    pub interval_seconds: u32,
    /// GETBULK max-repetitions to begin with next time.
    pub max_repetitions: u32,
    /// What was read, or why nothing was.
    pub result: Result<PollData, PollFailure>,
}
