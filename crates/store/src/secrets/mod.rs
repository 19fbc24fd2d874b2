//! Tenants' secrets at rest: each tenant has a random data key, wrapped by the master key; each value is bound to its
//! tenant, table, column and row, so that a copy elsewhere does not open.

mod envelope;
mod master;
pub mod rotate;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use kernel::TenantId;
use sqlx::PgConnection;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{StoreError, TenantTx};
use envelope::{KEY_ID, Key};
pub use master::{KeyError, MasterKey};

/// Where a sealed value stands; part of what it is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

/// Why a value could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// Changed, moved from where it was sealed, or sealed with another key.
    #[error("does not open: changed, moved or sealed with another key")]
    Sealed,
    /// The tenant's data key was wrapped by a master key that this server does not have, in its settings or its data folder.
    #[error("the tenant's key is wrapped by master key {wrapped_by}, this server has {own}")]
    OtherMaster {
        /// Id of the key that is needed.
        wrapped_by: String,
        /// Id of the key that is there.
        own: String,
    },
    /// The tenant has no data key, so nothing can have been sealed for it.
    #[error("the tenant has no key")]
    NoKey,
    /// Beyond what AES-GCM takes at once (64 GiB).
    #[error("too long to seal")]
    TooLong,
}

/// Seals and opens tenants' secrets. Unwrapped data keys stay in memory and are wiped with it.
pub struct Secrets {
    master: MasterKey,
    unwrapped: RwLock<Unwrapped>,
}

/// Data keys by tenant and id.
type Unwrapped = HashMap<(TenantId, [u8; KEY_ID]), Arc<Key>>;

/// A data key as stored.
struct Wrapped {
    key_id: String,
    wrapped: Vec<u8>,
}

impl Secrets {
    pub(crate) fn new(master: MasterKey) -> Self {
        Self { master, unwrapped: RwLock::default() }
    }

    /// The keys that wrap the tenants' data keys.
    #[must_use]
    pub fn master(&self) -> &MasterKey {
        &self.master
    }

    /// Seals `plain` for `place` in the transaction's tenant. Makes the tenant's data key at first use, in the same
    /// transaction: if that rolls back, key and value are gone together. Until the transaction ends the key stays in use.
    pub async fn seal(&self, tx: &mut TenantTx, place: Place, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let tenant = tx.tenant();
        // Always read, never taken from memory: a key that was made in a transaction rolled back since must seal nothing.
        let key = match self.sealing_key(tx.conn(), tenant).await? {
            Some(key) => key,
            None => {
                self.make(tx.conn(), tenant).await?;
                self.sealing_key(tx.conn(), tenant).await?.ok_or(SecretError::NoKey)?
            }
        };
        Ok(key.seal(&place.bound_to(tenant, &key), plain)?)
    }

    /// Opens what was sealed for `place` in `tenant`. `conn` must be allowed to see the tenant's row in `tenant_keys`.
    pub async fn open(&self, conn: &mut PgConnection, tenant: TenantId, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let id = envelope::key_id(sealed)?;
        let known = self.unwrapped.read().unwrap_or_else(PoisonError::into_inner).get(&(tenant, id)).cloned();
        let key = match known {
            Some(key) => key,
            None => self.find(conn, tenant, id).await?,
        };
        Ok(key.open(&place.bound_to(tenant, &key), sealed)?)
    }

    /// Forgets a tenant's keys: those that were unwrapped open nothing here any more.
    pub fn forget(&self, tenant: TenantId) {
        self.unwrapped.write().unwrap_or_else(PoisonError::into_inner).retain(|(of, _), _| *of != tenant);
    }

    /// Reads and unwraps the key that seals for the tenant now.
    async fn sealing_key(&self, conn: &mut PgConnection, tenant: TenantId) -> Result<Option<Arc<Key>>, StoreError> {
        let row =
            sqlx::query_as!(Wrapped, r#"select key_id as "key_id!", wrapped as "wrapped!" from app.sealing_key($1)"#, tenant.0).fetch_optional(conn).await?;
        Ok(row.map(|row| self.unwrap(tenant, &row)).transpose()?)
    }

    /// The key of this id among the tenant's present and former ones.
    async fn find(&self, conn: &mut PgConnection, tenant: TenantId, id: [u8; KEY_ID]) -> Result<Arc<Key>, StoreError> {
        let rows = sqlx::query_as!(
            Wrapped,
            r#"select key_id as "key_id!", wrapped as "wrapped!" from tenant_keys where tenant_id = $1
               union all select key_id, wrapped from tenant_keys_former where tenant_id = $1"#,
            tenant.0
        )
        .fetch_all(conn)
        .await?;
        let mut fault = if rows.is_empty() { SecretError::NoKey } else { SecretError::Sealed };
        for row in &rows {
            match self.unwrap(tenant, row) {
                Ok(key) if key.id == id => return Ok(key),
                Ok(_) => {}
                Err(error) => fault = error,
            }
        }
        Err(fault.into())
    }

    /// Unwraps a data key and remembers it.
    fn unwrap(&self, tenant: TenantId, row: &Wrapped) -> Result<Arc<Key>, SecretError> {
        let Some(master) = self.master.find(&row.key_id) else {
            return Err(SecretError::OtherMaster { wrapped_by: row.key_id.clone(), own: self.master.id() });
        };
        let plain = master.open(&wrap_aad(tenant, &master), &row.wrapped)?;
        let bytes = <[u8; 32]>::try_from(plain.as_slice()).map(Zeroizing::new).map_err(|_length| SecretError::Sealed)?;
        let key = Arc::new(Key::new(bytes));
        self.unwrapped.write().unwrap_or_else(PoisonError::into_inner).insert((tenant, key.id), Arc::clone(&key));
        Ok(key)
    }

    /// Makes the tenant's data key unless another transaction was first.
    async fn make(&self, conn: &mut PgConnection, tenant: TenantId) -> Result<(), StoreError> {
        // Held off while the master key changes: none is wrapped with one that is going out of use.
        sqlx::query!("select pg_advisory_xact_lock_shared($1)", rotate::LOCK).execute(&mut *conn).await?;
        let current = sqlx::query_scalar!("select id from master_keys where state = 'current'").fetch_optional(&mut *conn).await?;
        let master = self.wrapping(current)?;
        let wrapped = master.seal(&wrap_aad(tenant, &master), Key::random().bytes())?;
        sqlx::query!(
            "insert into tenant_keys (tenant_id, key_id, wrapped, created_at) values ($1, $2, $3, now()) on conflict (tenant_id) do nothing",
            tenant.0,
            master.name(),
            wrapped,
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    /// The key that the database says wraps now, else this server's first.
    fn wrapping(&self, current: Option<String>) -> Result<Arc<Key>, SecretError> {
        let own = self.master.id();
        let wrapped_by = current.unwrap_or_else(|| own.clone());
        self.master.find(&wrapped_by).ok_or(SecretError::OtherMaster { wrapped_by, own })
    }
}

impl Place {
    /// What a value that stands here and is sealed with `key` is bound to.
    fn bound_to(self, tenant: TenantId, key: &Key) -> Vec<u8> {
        envelope::bound_to(tenant, self.table, self.column, self.row, key.id)
    }
}

/// What a wrapped data key is bound to: its tenant and the key around it.
fn wrap_aad(tenant: TenantId, master: &Key) -> Vec<u8> {
    envelope::bound_to(tenant, "tenant_keys", "wrapped", tenant.0, master.id)
}
