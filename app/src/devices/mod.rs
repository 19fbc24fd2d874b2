//! Devices: the list, one with its interfaces, and the forms that add, change and remove them.

mod arrange;
mod detail;
mod edit;
mod form;
mod list;
mod pings;
mod remove;
mod state;

pub use detail::DeviceRoute;
pub use edit::{EditDeviceRoute, NewDeviceRoute};
pub use list::DevicesRoute;
pub use remove::RemoveDeviceRoute;
