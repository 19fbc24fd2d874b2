//! Sites whose pages may call the API.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;

/// All of a tenant's, sorted.
pub async fn list(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!("select origin from api_origins where tenant_id = $1 order by origin", tenant.0).fetch_all(conn).await?)
}

/// Whether this one is among them.
pub async fn is_allowed(conn: &mut PgConnection, tenant: TenantId, origin: &str) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(r#"select exists (select from api_origins where tenant_id = $1 and origin = $2) as "found!""#, tenant.0, origin)
        .fetch_one(conn)
        .await?;
    Ok(found)
}

/// Takes the place of all that stand there.
pub async fn replace(conn: &mut PgConnection, tenant: TenantId, origins: &[String], now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("delete from api_origins where tenant_id = $1 and not origin = any ($2)", tenant.0, origins).execute(&mut *conn).await?;
    sqlx::query!(
        "insert into api_origins (tenant_id, origin, created_at) select $1, origin, $3 from unnest($2::text[]) as origin on conflict (tenant_id, origin) do nothing",
        tenant.0,
        origins,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
