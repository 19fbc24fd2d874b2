//! Tenants: the tree, the hosts that lead to it, the people in it, how they sign in and stay signed in.

pub mod model;
pub mod rules;

#[cfg(feature = "server")]
pub mod actions;
#[cfg(feature = "server")]
pub mod store;
