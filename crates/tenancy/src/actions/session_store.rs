//! The store behind tower-sessions: it keeps the hash of the id, never the id, and binds a session to tenant and host.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use ::store::{Store, StoreError, TenantTx};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Ctx, OrgId, RequestId, UserId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tower_sessions_core::session::{Id, Record};
use tower_sessions_core::session_store::{Error, Result, SessionStore};

use crate::model::HostTenant;
use crate::store::sessions;

tokio::task_local! {
    /// The host of the request being served. Sessions of other hosts and tenants do not exist inside it.
    pub static CURRENT_HOST: Arc<HostTenant>;
}

/// Sessions in Postgres. The only data a session carries are `user` and `org`.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    clock: Clock,
    idle: TimeDelta,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Sessions that end after `idle` without a request, or at the record's own date.
    #[must_use]
    pub fn new(store: Store, clock: Clock, idle: TimeDelta) -> Self {
        Self { store, clock, idle }
    }

    async fn begin(&self) -> Result<(TenantTx, Arc<HostTenant>, DateTime<Utc>)> {
        let host = CURRENT_HOST.try_with(Arc::clone).map_err(|_none| Error::Backend("no host in this request".to_owned()))?;
        let now = self.clock.now();
        let ctx = Ctx::for_system(host.tenant, "session", now, RequestId::generate());
        Ok((self.store.tenant(&ctx).await.map_err(backend)?, host, now))
    }

    async fn write(&self, record: &Record) -> Result<()> {
        let (mut tx, host, now) = self.begin().await?;
        let user = field(record, "user").map(UserId);
        let org = field(record, "org").map(OrgId);
        let (Some(user), Some(org)) = (user, org) else {
            return Err(Error::Encode("a session belongs to a user".to_owned()));
        };
        let expires_at = DateTime::from_timestamp(record.expiry_date.unix_timestamp(), 0).unwrap_or(now);
        sessions::upsert(tx.conn(), host.tenant, &session_hash(&record.id), user, org, &host.host, now, expires_at).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.write(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.write(record).await
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (mut tx, host, now) = self.begin().await?;
        let hash = session_hash(id);
        let row = sessions::get(tx.conn(), host.tenant, &host.host, &hash, now).await.map_err(backend)?;
        let row = row.filter(|row| row.last_seen_at + self.idle > now);
        if row.as_ref().is_some_and(|row| row.last_seen_at + TimeDelta::seconds(60) < now) {
            sessions::touch(tx.conn(), host.tenant, &hash, now).await.map_err(backend)?;
        }
        tx.commit().await.map_err(backend)?;
        Ok(row.and_then(|row| {
            let data = HashMap::from([("user".to_owned(), Value::String(row.user.to_string())), ("org".to_owned(), Value::String(row.org.to_string()))]);
            let expiry_date = time::OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp()).ok()?;
            Some(Record { id: *id, data, expiry_date })
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let (mut tx, host, _now) = self.begin().await?;
        sessions::delete(tx.conn(), host.tenant, &session_hash(id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

/// Removes the sessions that are over, of all tenants; returns how many.
pub async fn expire_sessions(store: &Store, now: DateTime<Utc>, idle: TimeDelta) -> kernel::Result<u64> {
    let mut tx = store.platform("remove expired sessions").await?;
    let removed = sessions::delete_expired(tx.conn(), now, now - idle).await?;
    tx.commit().await?;
    Ok(removed)
}

fn field(record: &Record, name: &str) -> Option<uuid::Uuid> {
    record.data.get(name)?.as_str()?.parse().ok()
}

/// What is stored in place of a session id.
#[must_use]
pub fn session_hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.0.to_le_bytes()).into()
}

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}
