//! What is counted of those who want in: failures in a row, mails that were asked for, and refusals that wait to be told.
//! A row belongs to a hash ([`crate::actions`] says of what), whether or not anybody has the address behind it.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;

/// How what is counted has fared lately.
pub struct Attempts {
    /// In a row.
    pub failures: i32,
    /// No attempt is looked at before this time.
    pub locked_until: Option<DateTime<Utc>>,
}

/// Reads and locks a row, so that parallel guesses count one by one.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, key: &[u8], now: DateTime<Utc>) -> Result<Attempts, StoreError> {
    let row = sqlx::query!(
        r#"insert into sign_in_attempts (tenant_id, email_hash, failures, last_at) values ($1, $2, 0, $3)
           on conflict (tenant_id, email_hash) do update set last_at = excluded.last_at
           returning failures, locked_until"#,
        tenant.0,
        key,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(Attempts { failures: row.failures, locked_until: row.locked_until })
}

/// Notes how many there are now, and until when no other is looked at.
pub async fn note(conn: &mut PgConnection, tenant: TenantId, key: &[u8], failures: i32, locked_until: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    sqlx::query!(
        "update sign_in_attempts set failures = $3, locked_until = $4 where tenant_id = $1 and email_hash = $2",
        tenant.0,
        key,
        failures,
        locked_until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a failure back that turned out to be none, unless another was counted since.
pub async fn take_back(conn: &mut PgConnection, tenant: TenantId, key: &[u8], counted: i32) -> Result<(), StoreError> {
    sqlx::query!(
        "update sign_in_attempts set failures = $3 - 1, locked_until = null where tenant_id = $1 and email_hash = $2 and failures = $3 and $3 > 0",
        tenant.0,
        key,
        counted
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets the failures after a good sign-in; what waits to be told still waits.
pub async fn forget(conn: &mut PgConnection, tenant: TenantId, key: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("update sign_in_attempts set failures = 0, locked_until = null where tenant_id = $1 and email_hash = $2", tenant.0, key).execute(conn).await?;
    Ok(())
}

/// What no line of the audit log tells of yet.
pub struct Untold {
    /// Refusals since the last line.
    pub refused: i32,
    /// When that was.
    pub told_at: Option<DateTime<Utc>>,
}

/// Counts a refusal.
pub async fn refuse(conn: &mut PgConnection, tenant: TenantId, key: &[u8]) -> Result<Untold, StoreError> {
    let row =
        sqlx::query!("update sign_in_attempts set refused = refused + 1 where tenant_id = $1 and email_hash = $2 returning refused, told_at", tenant.0, key)
            .fetch_optional(conn)
            .await?;
    Ok(row.map_or(Untold { refused: 1, told_at: None }, |row| Untold { refused: row.refused, told_at: row.told_at }))
}

/// The refusals of a row are told.
pub async fn told(conn: &mut PgConnection, tenant: TenantId, key: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update sign_in_attempts set refused = 0, told_at = $3 where tenant_id = $1 and email_hash = $2", tenant.0, key, now).execute(conn).await?;
    Ok(())
}

/// Lines of these actions since then; counting ends at `most`.
pub async fn lines_since(conn: &mut PgConnection, tenant: TenantId, actions: &[String], since: DateTime<Utc>, most: i64) -> Result<i64, StoreError> {
    let lines = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select from audit_log where tenant_id = $1 and at > $2 and action = any ($3) limit $4) lines"#,
        tenant.0,
        since,
        actions,
        most
    )
    .fetch_one(conn)
    .await?;
    Ok(lines)
}

/// Tenants with refusals that wait since before `quiet_since`. Runs in a platform transaction.
pub async fn waiting(conn: &mut PgConnection, quiet_since: DateTime<Utc>) -> Result<Vec<TenantId>, StoreError> {
    let tenants =
        sqlx::query_scalar!("select distinct tenant_id from sign_in_attempts where refused > 0 and coalesce(told_at, '-infinity') <= $1", quiet_since)
            .fetch_all(conn)
            .await?;
    Ok(tenants.into_iter().map(TenantId).collect())
}

/// Takes the refusals of a tenant that wait since before `quiet_since`: how many, and of how many rows. Of two that come
/// at once, each takes others.
pub async fn collect(conn: &mut PgConnection, tenant: TenantId, quiet_since: DateTime<Utc>, now: DateTime<Utc>) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query!(
        r#"with waiting as (
               select email_hash, refused from sign_in_attempts
               where tenant_id = $1 and refused > 0 and coalesce(told_at, '-infinity') <= $2 for update skip locked),
           taken as (
               update sign_in_attempts a set refused = 0, told_at = $3 from waiting w where a.tenant_id = $1 and a.email_hash = w.email_hash
               returning w.refused)
           select coalesce(sum(refused), 0)::bigint as "refused!", count(*) as "rows!" from taken"#,
        tenant.0,
        quiet_since,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok((row.refused, row.rows))
}

/// Removes rows that have rested since before `quiet_since` and have nothing to tell, of all tenants. Runs in a platform
/// transaction.
pub async fn delete_quiet(conn: &mut PgConnection, quiet_since: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from sign_in_attempts where last_at <= $1 and refused = 0 and coalesce(locked_until, '-infinity') <= $2", quiet_since, now)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
