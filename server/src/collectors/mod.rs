//! What brings figures in: each collector only receives or polls, stamps and hands over.

pub mod ping;
pub mod snmp;
