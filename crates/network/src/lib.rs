//! Devices and their interfaces: what is known, what was measured, what the counters mean.
//!
//! `model` is shared with the screens and compiles to WebAssembly; `rules` are pure; `store` holds the SQL; `actions`
//! are the use cases.

pub mod model;
pub mod rules;

#[cfg(feature = "server")]
pub mod actions;
#[cfg(feature = "server")]
pub mod store;
