//! Tenants' secrets at rest: each tenant has a random data key, wrapped by the master key; each value is bound to its
//! tenant, table, column and row, so that a copy elsewhere does not open.

mod envelope;
mod master;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use kernel::TenantId;
use sqlx::PgConnection;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{StoreError, TenantTx};
use envelope::Key;
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
    /// The tenant's data key was wrapped by a master key that this server does not have.
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
    unwrapped: RwLock<HashMap<TenantId, Arc<Key>>>,
}

impl Secrets {
    pub(crate) fn new(master: MasterKey) -> Self {
        Self { master, unwrapped: RwLock::default() }
    }

    /// Seals `plain` for `place` in the transaction's tenant. Makes the tenant's data key at first use, in the same
    /// transaction: if that rolls back, key and value are gone together.
    pub async fn seal(&self, tx: &mut TenantTx, place: Place, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let tenant = tx.tenant();
        // Always read, never taken from memory: a key that was made in a transaction rolled back since must seal nothing.
        let key = match self.read(tx.conn(), tenant).await? {
            Some(key) => key,
            None => {
                self.make(tx.conn(), tenant).await?;
                self.read(tx.conn(), tenant).await?.ok_or(SecretError::NoKey)?
            }
        };
        let aad = envelope::bound_to(tenant, place.table, place.column, place.row, key.id);
        Ok(key.seal(&aad, plain)?)
    }

    /// Opens what was sealed for `place` in `tenant`. `conn` must be allowed to see the tenant's row in `tenant_keys`.
    pub async fn open(&self, conn: &mut PgConnection, tenant: TenantId, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let id = envelope::key_id(sealed)?;
        let known = self.unwrapped.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).filter(|key| key.id == id).cloned();
        let key = match known {
            Some(key) => key,
            None => self.read(conn, tenant).await?.ok_or(SecretError::NoKey)?,
        };
        let aad = envelope::bound_to(tenant, place.table, place.column, place.row, key.id);
        Ok(key.open(&aad, sealed)?)
    }

    /// Reads and unwraps the tenant's data key; remembers it.
    async fn read(&self, conn: &mut PgConnection, tenant: TenantId) -> Result<Option<Arc<Key>>, StoreError> {
        let Some(row) = sqlx::query!("select key_id, wrapped from tenant_keys where tenant_id = $1", tenant.0).fetch_optional(conn).await? else {
            return Ok(None);
        };
        if row.key_id != self.master.id() {
            return Err(SecretError::OtherMaster { wrapped_by: row.key_id, own: self.master.id() }.into());
        }
        let plain = self.master.key().open(&self.wrap_aad(tenant), &row.wrapped)?;
        let bytes = <[u8; 32]>::try_from(plain.as_slice()).map(Zeroizing::new).map_err(|_length| SecretError::Sealed)?;
        let key = Arc::new(Key::new(bytes));
        self.unwrapped.write().unwrap_or_else(PoisonError::into_inner).insert(tenant, Arc::clone(&key));
        Ok(Some(key))
    }

    /// Makes the tenant's data key unless another transaction was first.
    async fn make(&self, conn: &mut PgConnection, tenant: TenantId) -> Result<(), StoreError> {
        let wrapped = self.master.key().seal(&self.wrap_aad(tenant), Key::random().bytes())?;
        sqlx::query!(
            "insert into tenant_keys (tenant_id, key_id, wrapped, created_at) values ($1, $2, $3, now()) on conflict (tenant_id) do nothing",
            tenant.0,
            self.master.id(),
            wrapped,
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    fn wrap_aad(&self, tenant: TenantId) -> Vec<u8> {
        envelope::bound_to(tenant, "tenant_keys", "wrapped", tenant.0, self.master.key().id)
    }
}
