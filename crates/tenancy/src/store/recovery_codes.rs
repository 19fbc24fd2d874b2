//! Recovery codes, by hash.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;

/// Replaces all codes of a person by these.
pub async fn replace(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId, hashes: &[Vec<u8>], now: DateTime<Utc>) -> Result<(), StoreError> {
    delete(&mut *conn, tenant, user).await?;
    sqlx::query!(
        r#"insert into recovery_codes (tenant_id, user_id, code_hash, org_id, created_at)
           select $1, $2, hash, $3, $4 from unnest($5::bytea[]) as hash"#,
        tenant.0,
        user.0,
        org.0,
        now,
        hashes
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Spends a code. `false` where it is none of the person's, or spent.
pub async fn spend(conn: &mut PgConnection, tenant: TenantId, user: UserId, hash: &[u8], now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update recovery_codes set used_at = $4 where tenant_id = $1 and user_id = $2 and code_hash = $3 and used_at is null",
        tenant.0,
        user.0,
        hash,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many are left.
pub async fn left(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<i64, StoreError> {
    let left =
        sqlx::query_scalar!(r#"select count(*) as "left!" from recovery_codes where tenant_id = $1 and user_id = $2 and used_at is null"#, tenant.0, user.0)
            .fetch_one(conn)
            .await?;
    Ok(left)
}

/// Removes all codes of a person.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("delete from recovery_codes where tenant_id = $1 and user_id = $2", tenant.0, user.0).execute(conn).await?;
    Ok(())
}
