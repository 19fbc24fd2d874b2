//! Wiring: processes, HTTP, collectors, jobs. Rules live in the domain crates.

pub mod audit;
pub mod channels;
pub mod cli;
pub mod collectors;
pub mod demo;
pub mod dns;
pub mod erased;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod live;
pub mod mail;
pub mod observe;
pub mod run;
pub mod settings;
pub mod tenants;
pub mod vitals;

pub use run::{Running, demo_only, invite_founder, migrate, recover_founder, serve, start};
