//! The founder's way back in, by the hash of the link's token; and where the founder's portal is.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;

/// The founder's tenant and the host of its portal. Runs in a platform transaction: the console names no tenant.
pub async fn founder(conn: &mut PgConnection) -> Result<Option<(TenantId, String)>, StoreError> {
    let row = sqlx::query!(
        r#"select o.tenant_id, h.host from orgs o join hosts h on h.tenant_id = o.tenant_id and h.org_id = o.id
           where o.kind = 'founder' order by o.created_at, h.created_at, h.host limit 1"#
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (TenantId(row.tenant_id), row.host)))
}

/// Stores a link; those made before for the same person are worth nothing any more.
pub async fn insert(
    conn: &mut PgConnection,
    tenant: TenantId,
    token_hash: &[u8],
    (user, org): (UserId, OrgId),
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!("update recovery_links set used_at = $3 where tenant_id = $1 and user_id = $2 and used_at is null", tenant.0, user.0, now)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into recovery_links (tenant_id, token_hash, user_id, org_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        tenant.0,
        token_hash,
        user.0,
        org.0,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Spends a link. `None` where there is none, or it is spent or over: of many who come at once, one gets the person.
pub async fn spend(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<(UserId, OrgId)>, StoreError> {
    let row = sqlx::query!(
        r#"update recovery_links set used_at = $3 where tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > $3
           returning user_id, org_id"#,
        tenant.0,
        token_hash,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (UserId(row.user_id), OrgId(row.org_id))))
}
