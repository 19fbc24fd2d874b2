//! What a search finds in the network.

use kernel::{DeviceId, InterfaceId};

/// A device that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDevice {
    /// Identity.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Host name or IP address.
    pub address: String,
}

/// An interface that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundInterface {
    /// Identity.
    pub id: InterfaceId,
    /// ifName.
    pub name: String,
    /// ifAlias; may be empty.
    pub alias: String,
    /// The device's name, where the viewer may see it.
    pub device: Option<String>,
}
