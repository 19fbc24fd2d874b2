//! All SQL of the tenant tree, its hosts, people and sessions.

pub mod audit;
pub mod hosts;
pub mod orgs;
pub mod sessions;
pub mod users;
