//! Interfaces, their traffic, and the devices they sit on.

pub(crate) mod chart;
pub mod devices;
pub mod interfaces;
pub mod server_fns;
pub(crate) mod traffic;
pub mod voice;
