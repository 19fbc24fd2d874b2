//! Sessions: rows that know only the hash of the id in the cookie, bound to tenant and host.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;

/// A session row.
pub struct SessionRow {
    /// Signed-in person.
    pub user: UserId,
    /// The membership's node.
    pub org: OrgId,
    /// End of it, whatever happens.
    pub expires_at: DateTime<Utc>,
    /// Last request seen (to the minute).
    pub last_seen_at: DateTime<Utc>,
}

/// Stores a session, or changes whose it is.
#[expect(clippy::too_many_arguments, reason = "one row, column by column")]
pub async fn upsert(
    conn: &mut PgConnection,
    tenant: TenantId,
    id_hash: &[u8],
    user: UserId,
    org: OrgId,
    host: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into sessions (tenant_id, id_hash, user_id, org_id, host, data, created_at, last_seen_at, expires_at)
           values ($1, $2, $3, $4, $5, '{}', $6, $6, $7)
           on conflict (tenant_id, id_hash) do update set user_id = excluded.user_id, org_id = excluded.org_id, expires_at = excluded.expires_at"#,
        tenant.0,
        id_hash,
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

/// The session of this id on this host, unless it is over.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, host: &str, id_hash: &[u8], now: DateTime<Utc>) -> Result<Option<SessionRow>, StoreError> {
    let row = sqlx::query!(
        r#"select user_id, org_id, expires_at, last_seen_at from sessions
           where tenant_id = $1 and id_hash = $2 and host = $3 and expires_at > $4"#,
        tenant.0,
        id_hash,
        host,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| SessionRow { user: UserId(row.user_id), org: OrgId(row.org_id), expires_at: row.expires_at, last_seen_at: row.last_seen_at }))
}

/// Whether this person's session is still there.
pub async fn exists(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8], user: UserId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from sessions where tenant_id = $1 and id_hash = $2 and user_id = $3 and expires_at > $4) as "found!""#,
        tenant.0,
        id_hash,
        user.0,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// Notes that the session is in use.
pub async fn touch(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update sessions set last_seen_at = $3 where tenant_id = $1 and id_hash = $2", tenant.0, id_hash, now).execute(conn).await?;
    Ok(())
}

/// Ends a session; the second time changes nothing.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("delete from sessions where tenant_id = $1 and id_hash = $2", tenant.0, id_hash).execute(conn).await?;
    Ok(())
}

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>, idle_before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from sessions where expires_at <= $1 or last_seen_at <= $2", now, idle_before).execute(conn).await?;
    Ok(done.rows_affected())
}
