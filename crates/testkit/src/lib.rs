//! What tests stand on: a database for each test, a world of two ISPs, the application, real peers.

pub mod agent;
pub mod api;
pub mod app;
pub mod authenticator;
pub mod cluster;
pub mod db;
pub mod fixtures;
pub mod live_client;
pub mod live_load;
pub mod live_server;
pub mod responder;
pub mod smtp;
pub mod snmpd;

pub use db::TestDb;
