//! All SQL of the tenant tree, its hosts, looks, people and sessions.

pub mod brandings;
pub mod hosts;
pub mod orgs;
pub mod sessions;
pub mod users;
