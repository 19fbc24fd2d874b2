//! Sign-ins whose password was right and whose code is still to come, by the hash of what the browser holds.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;

/// A sign-in that waits for its code.
pub struct PendingSignIn {
    /// Who gave the right password.
    pub user: UserId,
    /// The membership's node.
    pub org: OrgId,
    /// Codes tried.
    pub attempts: i32,
}

/// Keeps a sign-in until `expires_at`.
pub async fn insert(
    conn: &mut PgConnection,
    tenant: TenantId,
    token_hash: &[u8],
    (user, org): (UserId, OrgId),
    host: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into pending_sign_ins (tenant_id, token_hash, user_id, org_id, host, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7)"#,
        tenant.0,
        token_hash,
        user.0,
        org.0,
        host,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The sign-in that waits on this host, unless it is over.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], host: &str, now: DateTime<Utc>) -> Result<Option<PendingSignIn>, StoreError> {
    let row = sqlx::query!(
        "select user_id, org_id, attempts from pending_sign_ins where tenant_id = $1 and token_hash = $2 and host = $3 and expires_at > $4",
        tenant.0,
        token_hash,
        host,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| PendingSignIn { user: UserId(row.user_id), org: OrgId(row.org_id), attempts: row.attempts }))
}

/// Counts a try. `false` where the sign-in is gone or has had `most` tries.
pub async fn try_once(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], most: i32) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update pending_sign_ins set attempts = attempts + 1 where tenant_id = $1 and token_hash = $2 and attempts < $3",
        tenant.0,
        token_hash,
        most
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends it. `false` where it was gone: of many who come at once, one is told `true`.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8]) -> Result<bool, StoreError> {
    let done = sqlx::query!("delete from pending_sign_ins where tenant_id = $1 and token_hash = $2", tenant.0, token_hash).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all that wait for a person: what they were begun with has changed.
pub async fn delete_of(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("delete from pending_sign_ins where tenant_id = $1 and user_id = $2", tenant.0, user.0).execute(conn).await?;
    Ok(())
}

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("delete from pending_sign_ins where expires_at <= $1", now).execute(conn).await?;
    Ok(())
}
