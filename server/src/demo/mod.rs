//! The demo world and its simulated network.

pub mod agent;
pub mod curve;
pub mod mib;
pub mod pings;
pub mod plan;
pub mod world;
