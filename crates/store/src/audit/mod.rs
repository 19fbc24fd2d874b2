//! The audit log: append-only (no role but the owner may change it), one row per act, each chained to the one before it.

mod append;
mod canonical;
mod verify;

pub(crate) use append::append;
pub use canonical::NotExact;
pub use verify::{AuditVerdict, Fault, verify, verify_within};
