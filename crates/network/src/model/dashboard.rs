//! What dashboards show of the network.

use kernel::{DeviceId, InterfaceId, OrgId, TenantId};
use serde::{Deserialize, Serialize};

use super::{InterfaceItem, SparkPoint};

/// A line in a total, so that a screen can follow it and move the total on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineNow {
    /// Which.
    pub id: InterfaceId,
    /// Last measured rate in, bit/s; `None` where there is none or it is old.
    pub in_bps: Option<i64>,
    /// The same out.
    pub out_bps: Option<i64>,
}

/// Which interfaces a total adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TotalOf {
    /// Those that are assigned to a reseller or customer.
    #[default]
    Assigned,
    /// All in sight: nothing is assigned yet, and traffic that passes two ports counts twice.
    All,
}

/// The sum of many lines now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalNow {
    /// Which lines.
    pub of: TotalOf,
    /// How many they are.
    pub lines: u32,
    /// How many of them have fresh figures.
    pub fresh: u32,
    /// bit/s in.
    pub in_bps: i64,
    /// bit/s out.
    pub out_bps: i64,
    /// Every line, where they are few enough to be followed live; else empty.
    pub follow: Vec<LineNow>,
}

/// The sum of many lines over one step: the averages of what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalPoint {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End, Unix milliseconds.
    pub to_ms: i64,
    /// bit/s in.
    pub in_bps: i64,
    /// bit/s out.
    pub out_bps: i64,
}

/// The sum of many lines over the last 24 hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Packed", into = "Packed")]
pub struct TotalHistory {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End, Unix milliseconds.
    pub to_ms: i64,
    /// Oldest first; steps in which nothing was measured are left out.
    pub points: Vec<TotalPoint>,
}

/// A [`TotalHistory`] on its way to a browser, which has it twice: as a drawing and as figures. From, to, and of each point the
/// pause since the one before, its length (both in milliseconds) and its two rates.
#[derive(Serialize, Deserialize)]
struct Packed(i64, i64, Vec<[i64; 4]>);

impl From<TotalHistory> for Packed {
    fn from(history: TotalHistory) -> Self {
        let mut end = history.from_ms;
        let pack = |point: &TotalPoint| {
            let pause = point.from_ms.wrapping_sub(end);
            end = point.to_ms;
            [pause, point.to_ms.wrapping_sub(point.from_ms), point.in_bps, point.out_bps]
        };
        Self(history.from_ms, history.to_ms, history.points.iter().map(pack).collect())
    }
}

impl From<Packed> for TotalHistory {
    fn from(Packed(from_ms, to_ms, points): Packed) -> Self {
        let mut end = from_ms;
        let unpack = |[pause, length, in_bps, out_bps]: [i64; 4]| {
            let from_ms = end.wrapping_add(pause);
            end = from_ms.wrapping_add(length);
            TotalPoint { from_ms, to_ms: end, in_bps, out_bps }
        };
        Self { from_ms, to_ms, points: points.into_iter().map(unpack).collect() }
    }
}

/// Devices by the state of their polling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCounts {
    /// All that are polled.
    pub all: u32,
    /// Of these, how many do not answer.
    pub down: u32,
    /// Of these, how many wait for their first poll.
    pub pending: u32,
}

/// A device that does not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilentDevice {
    /// Identity.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Since when, Unix milliseconds.
    pub since_ms: i64,
    /// Why, as a message code.
    pub error: Option<String>,
}

/// The dashboard of an ISP's staff or a branch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkDashboard {
    /// Devices.
    pub devices: DeviceCounts,
    /// Those that do not answer, the longest first; at most five.
    pub silent: Vec<SilentDevice>,
    /// Traffic now.
    pub now: TotalNow,
    /// Traffic over 24 hours.
    pub history: TotalHistory,
    /// The fullest interfaces against their speed; at most five (`spark` is empty).
    pub fullest: Vec<InterfaceItem>,
}

/// One of a reseller's customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerLines {
    /// The customer's node.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// Its lines.
    pub lines: Vec<LineNow>,
    /// The last two hours of all of them in 24 steps of five minutes, oldest first.
    pub spark: Vec<SparkPoint>,
}

/// A reseller's dashboard.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResellerDashboard {
    /// Traffic of all customers now (`follow` is empty where some customer is not among `customers`).
    pub now: TotalNow,
    /// What the traffic is held against, bit/s.
    pub capacity_bps: Option<i64>,
    /// The capacity is that of the reseller's own lines; else it is the sum of its customers' line speeds.
    pub own_capacity: bool,
    /// Customers, the busiest first; at most [`ResellerDashboard::MOST`].
    pub customers: Vec<CustomerLines>,
    /// There are more.
    pub more: bool,
    /// Traffic over 24 hours.
    pub history: TotalHistory,
}

impl ResellerDashboard {
    /// How many customers a page shows at most.
    pub const MOST: usize = 100;
}

/// Octets that were measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Octets {
    /// In.
    pub inward: i64,
    /// Out.
    pub outward: i64,
}

/// A customer's dashboard.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerDashboard {
    /// Its lines; at most 20 (`spark` is empty).
    pub lines: Vec<InterfaceItem>,
    /// Traffic now.
    pub now: TotalNow,
    /// Since midnight in the viewer's time zone.
    pub today: Octets,
    /// Since the first of the month in the viewer's time zone.
    pub month: Octets,
    /// Traffic over 24 hours.
    pub history: TotalHistory,
}

/// How the collectors keep up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectorFigures {
    /// Devices in the schedule.
    pub devices: u32,
    /// Polls that the schedule asks for in a minute.
    pub polls_due_a_minute: u32,
    /// Devices whose turn came more than 30 seconds ago and that nobody polls.
    pub late: u32,
    /// Devices whose last poll failed.
    pub failing: u32,
    /// Devices that are being polled just now.
    pub leased: u32,
}

/// An ISP with what ails it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IspTrouble {
    /// Identity.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Its devices.
    pub devices: DeviceCounts,
    /// bit/s in on all its ports.
    pub in_bps: i64,
    /// bit/s out on all its ports.
    pub out_bps: i64,
}

/// The network's part of the founder's dashboard; nothing of any ISP's customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformDashboard {
    /// The devices of all ISPs.
    pub devices: DeviceCounts,
    /// Interfaces of all ISPs that are not gone.
    pub interfaces: u32,
    /// bit/s in on all ports.
    pub in_bps: i64,
    /// bit/s out on all ports.
    pub out_bps: i64,
    /// How the collectors keep up.
    pub collectors: CollectorFigures,
    /// Those with most trouble first; at most ten.
    pub isps: Vec<IspTrouble>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_history_arrives_as_it_was_sent(from_ms: i64, to_ms: i64, points: Vec<(i64, i64, i64, i64)>) {
            let point = |(from_ms, to_ms, in_bps, out_bps)| TotalPoint { from_ms, to_ms, in_bps, out_bps };
            let sent = TotalHistory { from_ms, to_ms, points: points.into_iter().map(point).collect() };
            let arrived: TotalHistory = serde_json::from_str(&serde_json::to_string(&sent).unwrap()).unwrap();
            prop_assert_eq!(sent, arrived);
        }
    }

    #[test]
    fn steps_one_after_another_say_their_length_only() {
        let point = |from_ms| TotalPoint { from_ms, to_ms: from_ms + 300_000, in_bps: 7, out_bps: 8 };
        let history = TotalHistory { from_ms: 1_000, to_ms: 901_000, points: vec![point(1_000), point(301_000)] };
        assert_eq!(serde_json::to_string(&history).unwrap(), "[1000,901000,[[0,300000,7,8],[0,300000,7,8]]]");
    }
}
