//! All SQL of the tenant tree, its hosts, looks, people and sessions.

pub mod audit;
pub mod brandings;
pub mod hosts;
pub mod invitations;
pub mod orgs;
pub mod people;
pub mod sessions;
pub mod users;
