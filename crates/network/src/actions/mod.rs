//! Use cases, one verb a file. Each asks for a permission first; what may not be seen answers like what does not exist.

mod add_device;
mod assign_interface;
mod change_device;
mod claim_due;
mod get_device;
mod get_interface;
mod get_series;
mod keep_partitions;
mod list_assignable_orgs;
mod list_devices;
mod list_interfaces;
mod platform_overview;
mod record_poll;
mod remove_device;
mod roll_up;
mod simulate;
mod topics_visible;

mod credential;
mod views;

pub use add_device::add_device;
pub use assign_interface::assign_interface;
pub use change_device::change_device;
pub use claim_due::claim_due;
pub use get_device::get_device;
pub use get_interface::get_interface;
pub use get_series::get_series;
pub use keep_partitions::keep_partitions;
pub use list_assignable_orgs::list_assignable_orgs;
pub use list_devices::{list_devices, page_devices};
pub use list_interfaces::list_interfaces;
pub use platform_overview::platform_overview;
pub use record_poll::record_poll;
pub use remove_device::remove_device;
pub use roll_up::{RollupStats, roll_up};
pub use simulate::{place_simulated, simulate_past, simulated_interface};
pub use topics_visible::topics_visible;
