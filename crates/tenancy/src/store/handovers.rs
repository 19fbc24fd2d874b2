//! People on their way over from a linked account, by the hash of what they carry.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

/// Somebody who comes over.
pub struct HandoverRow {
    /// Who it is here.
    pub user: UserId,
    /// The session that was left had shown a second factor.
    pub two_factor: bool,
}

/// Keeps a handover to this side of a link until `expires_at`.
pub async fn insert(
    conn: &mut PgConnection,
    tenant: TenantId,
    token_hash: &[u8],
    link: Uuid,
    two_factor: bool,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into handovers (tenant_id, token_hash, link_id, org_id, host, two_factor, expires_at)
           select $1, $2, l.id, l.org_id, l.host, $4, $5 from account_links l where l.tenant_id = $1 and l.id = $3"#,
        tenant.0,
        token_hash,
        link,
        two_factor,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who would come over with this on this host; it stays.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], host: &str, now: DateTime<Utc>) -> Result<Option<HandoverRow>, StoreError> {
    let row = sqlx::query!(
        r#"select l.user_id, h.two_factor from handovers h join account_links l on l.tenant_id = h.tenant_id and l.id = h.link_id
           where h.tenant_id = $1 and h.token_hash = $2 and h.host = $3 and h.expires_at > $4"#,
        tenant.0,
        token_hash,
        host,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| HandoverRow { user: UserId(row.user_id), two_factor: row.two_factor }))
}

/// Takes a handover away. `false` where it was gone: of many who come at once, one is told `true`.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8]) -> Result<bool, StoreError> {
    let done = sqlx::query!("delete from handovers where tenant_id = $1 and token_hash = $2", tenant.0, token_hash).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("delete from handovers where expires_at <= $1", now).execute(conn).await?;
    Ok(())
}
