//! Interfaces, their traffic, and the devices they sit on.

mod chart;
pub mod devices;
pub mod interfaces;
pub mod server_fns;
mod traffic;
pub mod voice;
