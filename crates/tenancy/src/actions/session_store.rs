//! The store behind tower-sessions: it keeps the hash of the id, never the id, and binds a session to tenant and host.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use ::store::{Store, StoreError, TenantTx};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Ctx, ImpersonationId, OrgId, RequestId, UserId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tower_sessions_core::session::{Id, Record};
use tower_sessions_core::session_store::{Error, Result, SessionStore};

use crate::model::HostTenant;
use crate::store::sessions::{NewSession, SessionRow};
use crate::store::{account_links, handovers, passkey_ceremonies, pending_sign_ins, sessions, totp};

tokio::task_local! {
    /// The host of the request being served. Sessions of other hosts and tenants do not exist inside it.
    pub static CURRENT_HOST: Arc<HostTenant>;
}

/// Sessions in Postgres. The only data a session carries are `user` and `org`, from what it was opened (`browser`, `system`),
/// since when (`since`), until when a password may be set without the present one (`password_until`), when its person last
/// proved who it is (`proven_at`) whether with a second factor (`two_factor`) or by nothing but a mail (`mailed`), and whether it
/// is somebody else who acts as `user` (`impersonation`); times in microseconds since 1970. A change of the session's id takes
/// all of them along, and what was proved is written by that alone.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    clock: Clock,
    idle: TimeDelta,
    most: i64,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Sessions that end after `idle` without a request, or at the record's own date. One person has `most` of them: who signs in
    /// once more is signed out where that was longest ago.
    #[must_use]
    pub fn new(store: Store, clock: Clock, idle: TimeDelta, most: i64) -> Self {
        Self { store, clock, idle, most }
    }

    async fn begin(&self) -> Result<(TenantTx, Arc<HostTenant>, DateTime<Utc>)> {
        let host = CURRENT_HOST.try_with(Arc::clone).map_err(|_none| Error::Backend("no host in this request".to_owned()))?;
        let now = self.clock.now();
        let ctx = Ctx::for_system(host.tenant, "session", now, RequestId::generate());
        Ok((self.store.tenant(&ctx).await.map_err(backend)?, host, now))
    }

    /// The row for a record that is to be written at `now`.
    fn row(record: &Record, now: DateTime<Utc>) -> Result<SessionRow> {
        let (Some(user), Some(org)) = (field(record, "user"), field(record, "org")) else {
            return Err(Error::Encode("a session belongs to a user".to_owned()));
        };
        let text = |name: &str| record.data.get(name).and_then(Value::as_str).unwrap_or("unknown").to_owned();
        let flag = |name: &str| record.data.get(name).and_then(Value::as_bool).unwrap_or_default();
        Ok(SessionRow {
            user: UserId(user),
            org: OrgId(org),
            browser: text("browser"),
            system: text("system"),
            since: time(record, "since").unwrap_or(now),
            password_until: time(record, "password_until"),
            impersonation: field(record, "impersonation").map(ImpersonationId),
            proven_at: time(record, "proven_at"),
            two_factor: flag("two_factor"),
            mailed: flag("mailed"),
            expires_at: DateTime::from_timestamp(record.expiry_date.unix_timestamp(), 0).unwrap_or(now),
            last_seen_at: now,
        })
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (mut tx, host, now) = self.begin().await?;
        let (id_hash, row) = (session_hash(&record.id), Self::row(record, now)?);
        sessions::insert(tx.conn(), &NewSession { tenant: host.tenant, id_hash: &id_hash, host: &host.host, row: &row }).await.map_err(backend)?;
        if row.impersonation.is_none() {
            let ended = sessions::delete_beyond(tx.conn(), host.tenant, row.user, &id_hash, self.most - 1, now).await.map_err(backend)?;
            if ended > 0 {
                tracing::info!(user = %row.user, ended, "a person's oldest sessions are ended: there were too many");
            }
        }
        tx.commit().await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (mut tx, host, now) = self.begin().await?;
        let (id_hash, row) = (session_hash(&record.id), Self::row(record, now)?);
        sessions::change(tx.conn(), &NewSession { tenant: host.tenant, id_hash: &id_hash, host: &host.host, row: &row }).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
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
            let mut data = HashMap::from([
                ("user".to_owned(), Value::String(row.user.to_string())),
                ("org".to_owned(), Value::String(row.org.to_string())),
                ("browser".to_owned(), Value::String(row.browser)),
                ("system".to_owned(), Value::String(row.system)),
                ("since".to_owned(), Value::from(row.since.timestamp_micros())),
            ]);
            if let Some(until) = row.password_until {
                data.insert("password_until".to_owned(), Value::from(until.timestamp_micros()));
            }
            if let Some(id) = row.impersonation {
                data.insert("impersonation".to_owned(), Value::String(id.to_string()));
            }
            if let Some(at) = row.proven_at {
                data.insert("proven_at".to_owned(), Value::from(at.timestamp_micros()));
            }
            data.insert("two_factor".to_owned(), Value::Bool(row.two_factor));
            data.insert("mailed".to_owned(), Value::Bool(row.mailed));
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

/// Removes the sessions that are over, of all tenants, and whatever waited too long for its second half; returns how many sessions.
pub async fn expire_sessions(store: &Store, now: DateTime<Utc>, idle: TimeDelta) -> kernel::Result<u64> {
    let mut tx = store.platform("remove expired sessions").await?;
    let removed = sessions::delete_expired(tx.conn(), now, now - idle).await?;
    pending_sign_ins::delete_expired(tx.conn(), now).await?;
    totp::delete_expired_enrolments(tx.conn(), now).await?;
    passkey_ceremonies::delete_expired(tx.conn(), now).await?;
    account_links::delete_expired_steps(tx.conn(), now).await?;
    handovers::delete_expired(tx.conn(), now).await?;
    tx.commit().await?;
    Ok(removed)
}

fn field(record: &Record, name: &str) -> Option<uuid::Uuid> {
    record.data.get(name)?.as_str()?.parse().ok()
}

fn time(record: &Record, name: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(record.data.get(name)?.as_i64()?)
}

/// What is stored in place of a session id.
#[must_use]
pub fn session_hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.0.to_le_bytes()).into()
}

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}
