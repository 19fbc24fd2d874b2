//! Interfaces as screens see them.

use kernel::{DeviceId, InterfaceId, OrgId};
use serde::{Deserialize, Serialize};

/// A node of the tenant tree, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgRef {
    /// Identity.
    pub id: OrgId,
    /// Its name.
    pub name: String,
}

/// One step of a sparkline: an average over five minutes; `None` where nothing was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SparkPoint {
    /// bit/s in.
    pub in_bps: Option<i64>,
    /// bit/s out.
    pub out_bps: Option<i64>,
}

/// A row of the interface list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InterfaceItem {
    /// Identity.
    pub id: InterfaceId,
    /// ifName.
    pub name: String,
    /// ifAlias, what the operator wrote on the port; may be empty.
    pub alias: String,
    /// The device, where the viewer may see it.
    pub device: Option<(DeviceId, String)>,
    /// Whom it serves; `None` where it is the ISP's own or the viewer's own node.
    pub assigned: Option<OrgRef>,
    /// ifOperStatus is up.
    pub up: bool,
    /// Line speed in bit/s, where known.
    pub speed_bps: Option<i64>,
    /// Last measured rate in, bit/s.
    pub in_bps: Option<i64>,
    /// Last measured rate out, bit/s.
    pub out_bps: Option<i64>,
    /// End of the last measured interval, Unix milliseconds.
    pub at_ms: Option<i64>,
    /// Nothing was measured for three poll intervals: the figures are old.
    pub stale: bool,
    /// Part of the simulated network of the demo world.
    pub simulated: bool,
    /// The last two hours in 24 steps of five minutes, oldest first.
    pub spark: Vec<SparkPoint>,
}

/// The interface page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InterfaceDetail {
    /// The list's facts (`spark` is empty here: the page has the whole chart).
    pub item: InterfaceItem,
    /// ifIndex at the last discovery.
    pub if_index: u32,
    /// Physical address, where there is one.
    pub mac: Option<String>,
    /// Seconds between polls of its device.
    pub interval_seconds: u32,
    /// Made of 64-bit counters (else 32-bit ones).
    pub high_capacity: bool,
}

/// What the interface list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InterfaceQuery {
    /// Only of this device.
    pub device: Option<DeviceId>,
    /// Part of name, alias or device name, any case.
    pub search: String,
    /// Continue after this row: `(device name, ifName)` order, opaque to the screen.
    pub after: Option<InterfaceId>,
}

/// One page of the interface list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InterfacePage {
    /// At most 100 rows, ordered by device name, ifName and id.
    pub items: Vec<InterfaceItem>,
    /// What `after` continues with; `None` on the last page.
    pub next: Option<InterfaceId>,
}
