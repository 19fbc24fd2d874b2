//! Postgres, and the only doors to it: the private cluster, the roles, tenant and platform transactions, partitions,
//! sealed secrets, the outbox, the queues of notices and the audit log.
//!
//! There is no raw pool outside this crate. [`Store::tenant`] opens a transaction behind one tenant's fence;
//! [`Store::platform`] opens one as the platform's own role, and every caller gives a reason.

pub mod audit;
pub mod catalogue;
pub mod cluster;
pub mod database;
pub mod dump;
pub mod erase;
pub mod guard;
pub mod health;
pub mod migrate;
pub mod notices;
pub mod outbox;
pub mod partitions;
pub mod roles;
pub mod secrets;

mod error;
mod pools;
mod scram;
mod tx;

pub use cluster::{ClusterError, ClusterOptions, PrivateCluster};
pub use database::{Database, DatabaseConfig, OpenError};
pub use error::StoreError;
pub use pools::{Connections, PoolConfig, Store};
pub use secrets::{KeyError, MasterKey, Place, SecretError, Secrets};
pub use tx::{PlatformTx, TenantTx};
pub use zeroize::Zeroizing;
