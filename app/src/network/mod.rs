//! Interfaces and their traffic.

pub(crate) mod chart;
pub mod interfaces;
pub mod server_fns;
pub(crate) mod traffic;
pub mod voice;
