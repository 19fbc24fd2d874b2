//! Browsers that people have signed in with, by the hash of what their cookie holds.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;

/// Whether the person with this e-mail address has signed in with this browser.
pub async fn is_of(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], email: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from known_devices d join users u on u.tenant_id = d.tenant_id and u.id = d.user_id
                          where d.tenant_id = $1 and d.token_hash = $2 and d.expires_at > $4 and u.email = $3) as "known!""#,
        tenant.0,
        token_hash,
        email,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(known)
}

/// Whether anybody has signed in with this browser.
pub async fn exists(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], now: DateTime<Utc>) -> Result<bool, StoreError> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from known_devices where tenant_id = $1 and token_hash = $2 and expires_at > $3) as "known!""#,
        tenant.0,
        token_hash,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(known)
}

/// Notes that a person has signed in with this browser; of more than `most`, those not seen longest are forgotten.
pub async fn note(
    conn: &mut PgConnection,
    tenant: TenantId,
    token_hash: &[u8],
    (user, org): (UserId, OrgId),
    most: i64,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into known_devices (tenant_id, user_id, token_hash, org_id, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)
           on conflict (tenant_id, user_id, token_hash) do update set seen_at = excluded.seen_at, expires_at = excluded.expires_at"#,
        tenant.0,
        user.0,
        token_hash,
        org.0,
        now,
        expires_at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"delete from known_devices where tenant_id = $1 and user_id = $2 and token_hash in (
               select token_hash from known_devices where tenant_id = $1 and user_id = $2 order by seen_at desc, token_hash offset $3)"#,
        tenant.0,
        user.0,
        most
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets all of a person's browsers.
pub async fn forget(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("delete from known_devices where tenant_id = $1 and user_id = $2", tenant.0, user.0).execute(conn).await?;
    Ok(())
}

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<u64, StoreError> {
    Ok(sqlx::query!("delete from known_devices where expires_at <= $1", now).execute(conn).await?.rows_affected())
}
