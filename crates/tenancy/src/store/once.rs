//! Requests that must take effect once.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Once, OrgId, TenantId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// A request under its key.
pub struct OnceRow {
    /// Identity.
    pub id: Uuid,
    /// SHA-256 of what was sent first.
    pub request_hash: Vec<u8>,
    /// Until then it counts as running.
    pub lease_until: DateTime<Utc>,
    /// It has taken effect.
    pub done: bool,
    /// On what.
    pub object: Option<String>,
    /// The answer's status.
    pub status: Option<i32>,
    /// The answer.
    pub reply: Option<Value>,
}

/// Under which key a request comes, and from whom.
pub struct OnceKey<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// The node of who asks.
    pub org: OrgId,
    /// Who asks: a person or a token.
    pub principal: Uuid,
    /// Method and path.
    pub operation: &'a str,
    /// As sent.
    pub key: &'a str,
    /// SHA-256 of what was sent.
    pub request_hash: &'a [u8],
}

/// Takes the key for a new request; `None` where it is taken.
pub async fn take(conn: &mut PgConnection, key: &OnceKey<'_>, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Option<Once>, StoreError> {
    let id = Uuid::now_v7();
    let done = sqlx::query!(
        r#"insert into idempotency_keys (tenant_id, id, org_id, principal, operation, key, request_hash, created_at, lease_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, principal, operation, key) do nothing"#,
        key.tenant.0,
        id,
        key.org.0,
        key.principal,
        key.operation,
        key.key,
        key.request_hash,
        now,
        lease_until
    )
    .execute(conn)
    .await?;
    Ok((done.rows_affected() == 1).then_some(Once { tenant: key.tenant, id, fence: 1 }))
}

/// What stands under the key.
pub async fn get(conn: &mut PgConnection, key: &OnceKey<'_>) -> Result<Option<OnceRow>, StoreError> {
    Ok(sqlx::query_as!(
        OnceRow,
        r#"select id, request_hash, lease_until, done, object, status, reply from idempotency_keys
           where tenant_id = $1 and principal = $2 and operation = $3 and key = $4"#,
        key.tenant.0,
        key.principal,
        key.operation,
        key.key
    )
    .fetch_optional(conn)
    .await?)
}

/// Takes the place of a request that was not heard of again; `None` where another was first, or it has taken effect.
pub async fn take_over(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: Uuid,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Once>, StoreError> {
    let fence = sqlx::query_scalar!(
        r#"update idempotency_keys set fence = fence + 1, lease_until = $4
           where tenant_id = $1 and id = $2 and not done and lease_until <= $3 returning fence"#,
        tenant.0,
        id,
        now,
        lease_until
    )
    .fetch_optional(conn)
    .await?;
    Ok(fence.map(|fence| Once { tenant, id, fence }))
}

/// Keeps the answer.
pub async fn keep(conn: &mut PgConnection, once: Once, status: i32, reply: &Value) -> Result<(), StoreError> {
    sqlx::query!(
        "update idempotency_keys set done = true, status = $4, reply = $5 where tenant_id = $1 and id = $2 and fence = $3",
        once.tenant.0,
        once.id,
        once.fence,
        status,
        reply
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Frees the key of a request that has not taken effect.
pub async fn release(conn: &mut PgConnection, once: Once) -> Result<(), StoreError> {
    sqlx::query!("delete from idempotency_keys where tenant_id = $1 and id = $2 and fence = $3 and not done", once.tenant.0, once.id, once.fence)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes what is older than this, of all tenants. Runs in a platform transaction.
pub async fn delete_old(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from idempotency_keys where created_at < $1", before).execute(conn).await?;
    Ok(done.rows_affected())
}
