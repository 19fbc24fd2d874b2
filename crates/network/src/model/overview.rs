//! The platform as its founder sees it.

use kernel::TenantId;
use serde::{Deserialize, Serialize};

/// One ISP in figures; nothing of its customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IspOverview {
    /// Identity.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// The first of its hosts by name; `None` while it has none.
    pub host: Option<String>,
    /// Part of the demo world.
    pub simulated: bool,
    /// Devices that are polled.
    pub devices: u32,
    /// Of these, how many do not answer.
    pub devices_down: u32,
    /// Of these, how many wait for their first poll.
    pub devices_pending: u32,
    /// Interfaces known and not gone.
    pub interfaces: u32,
    /// Sum of the interfaces' last measured rates in, bit/s; old figures are left out.
    pub in_bps: i64,
    /// The same out.
    pub out_bps: i64,
}
