//! Keys that sign access tokens; the private halves are sealed.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;
use uuid::Uuid;

/// A key as stored.
pub struct SigningKey {
    /// Stands in the tokens as `kid`.
    pub id: Uuid,
    /// PKCS #8, sealed.
    pub private_key: Vec<u8>,
}

/// The tenant's newest key that was made after `since`.
pub async fn newest(conn: &mut PgConnection, tenant: TenantId, since: DateTime<Utc>) -> Result<Option<SigningKey>, StoreError> {
    let key = sqlx::query_as!(
        SigningKey,
        "select id, private_key from api_signing_keys where tenant_id = $1 and created_at > $2 order by created_at desc, id desc limit 1",
        tenant.0,
        since
    )
    .fetch_optional(conn)
    .await?;
    Ok(key)
}

/// Stores a key.
pub async fn insert(conn: &mut PgConnection, tenant: TenantId, id: Uuid, public: &[u8], private: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into api_signing_keys (tenant_id, id, public_key, private_key, created_at) values ($1, $2, $3, $4, $5)",
        tenant.0,
        id,
        public,
        private,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The public half of one of the tenant's own keys.
pub async fn public(conn: &mut PgConnection, tenant: TenantId, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar!("select public_key from api_signing_keys where tenant_id = $1 and id = $2", tenant.0, id).fetch_optional(conn).await?)
}

/// Removes keys of all tenants made before this time. Runs in a platform transaction.
pub async fn delete_old(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from api_signing_keys where created_at < $1", before).execute(conn).await?;
    Ok(done.rows_affected())
}
