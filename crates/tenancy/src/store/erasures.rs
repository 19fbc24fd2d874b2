//! Closed tenants on their way out, and what is left of them.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::TenantId;
use serde_json::Value;
use sqlx::PgConnection;

use crate::model::ErasurePlan;

/// Notes closed tenants that are not noted yet, to be erased at `due_at`; returns how many. Runs in a platform transaction.
pub async fn note_closed(conn: &mut PgConnection, now: DateTime<Utc>, due_at: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"insert into erasures (tenant_id, noted_at, due_at)
           select o.tenant_id, $1, $2 from orgs o where o.id = o.tenant_id and o.state = 'closed'
           on conflict (tenant_id) do nothing"#,
        now,
        due_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Has the tenant erased as soon as can be.
pub async fn hasten(conn: &mut PgConnection, tenant: TenantId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into erasures (tenant_id, noted_at, due_at) values ($1, $2, $2) on conflict (tenant_id) do update set due_at = least(erasures.due_at, excluded.due_at)",
        tenant.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is planned for the tenant.
pub async fn plan(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<ErasurePlan>, StoreError> {
    let row = sqlx::query!("select due_at, started_at from erasures where tenant_id = $1", tenant.0).fetch_optional(conn).await?;
    Ok(row.map(|row| ErasurePlan { due_ms: row.due_at.timestamp_millis(), begun: row.started_at.is_some() }))
}

/// A tenant to be erased.
pub struct Claimed {
    /// Which.
    pub tenant: TenantId,
    /// Counts up with each lease.
    pub fence: i64,
    /// Nothing of it was removed before this lease.
    pub fresh: bool,
}

/// Leases one closed tenant whose time has come, or whose eraser is gone. Runs in a platform transaction.
pub async fn claim(conn: &mut PgConnection, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Option<Claimed>, StoreError> {
    let row = sqlx::query!(
        r#"with due as (
               select e.tenant_id, e.started_at is null as fresh from erasures e
               where e.due_at <= $1 and (e.lease_until is null or e.lease_until < $1)
                 and not exists (select from orgs o where o.tenant_id = e.tenant_id and o.id = e.tenant_id and o.state <> 'closed')
               order by e.due_at limit 1
               for update skip locked
           )
           update erasures e set started_at = coalesce(e.started_at, $1), lease_until = $2, fence = e.fence + 1
           from due where e.tenant_id = due.tenant_id
           returning e.tenant_id, e.fence, due.fresh as "fresh!""#,
        now,
        lease_until
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Claimed { tenant: TenantId(row.tenant_id), fence: row.fence, fresh: row.fresh }))
}

/// Keeps what the log will say, read before anything is removed; what was kept by an earlier attempt stays.
pub async fn keep_facts(conn: &mut PgConnection, claimed: &Claimed, slug_hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update erasures e
           set slug_hash = $3, audit_seq = coalesce(h.seq, 0), audit_hash = coalesce(h.hash, decode(repeat('00', 32), 'hex'))
           from (select 1) one left join audit_heads h on h.tenant_id = $1
           where e.tenant_id = $1 and e.fence = $2 and e.slug_hash is null"#,
        claimed.tenant.0,
        claimed.fence,
        slug_hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds to the count of a table and renews the lease, in the transaction that removed the rows; `false` where another worker
/// has taken over.
pub async fn count(conn: &mut PgConnection, claimed: &Claimed, table: &str, gone: i64, lease_until: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"update erasures set lease_until = $5,
               counts = case when $4::bigint = 0 then counts else counts || jsonb_build_object($3::text, coalesce((counts ->> $3)::bigint, 0) + $4) end
           where tenant_id = $1 and fence = $2"#,
        claimed.tenant.0,
        claimed.fence,
        table,
        gone,
        lease_until
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives the lease back, so that the next turn goes on.
pub async fn give_back(conn: &mut PgConnection, claimed: &Claimed) -> Result<(), StoreError> {
    sqlx::query!("update erasures set lease_until = null where tenant_id = $1 and fence = $2", claimed.tenant.0, claimed.fence).execute(conn).await?;
    Ok(())
}

/// Turns the note into an entry of the log; `false` where another worker has taken over.
pub async fn finish(conn: &mut PgConnection, claimed: &Claimed, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"with over as (delete from erasures where tenant_id = $1 and fence = $2 returning *)
           insert into erasure_log (tenant_id, erased_at, slug_hash, audit_seq, audit_hash, counts)
           select tenant_id, $3, coalesce(slug_hash, decode(repeat('00', 32), 'hex')), coalesce(audit_seq, 0),
                  coalesce(audit_hash, decode(repeat('00', 32), 'hex')), counts
           from over"#,
        claimed.tenant.0,
        claimed.fence,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An entry of the log.
pub struct LogRow {
    pub tenant_id: uuid::Uuid,
    pub erased_at: DateTime<Utc>,
    pub slug_hash: Vec<u8>,
    pub audit_seq: i64,
    pub audit_hash: Vec<u8>,
    pub counts: Value,
}

/// The whole log, oldest first. Runs in a platform transaction.
pub async fn log(conn: &mut PgConnection) -> Result<Vec<LogRow>, StoreError> {
    Ok(sqlx::query_as!(LogRow, "select tenant_id, erased_at, slug_hash, audit_seq, audit_hash, counts from erasure_log order by erased_at, tenant_id")
        .fetch_all(conn)
        .await?)
}

/// Closes a tenant and has it erased at once: for a backup that still holds it. `false` where it is not there, or is the
/// platform's own. Runs in a platform transaction.
pub async fn replay(conn: &mut PgConnection, tenant: TenantId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let closed = sqlx::query!("update orgs set state = 'closed', state_since = $2 where tenant_id = $1 and id = $1 and kind = 'isp'", tenant.0, now)
        .execute(&mut *conn)
        .await?;
    if closed.rows_affected() == 0 {
        return Ok(false);
    }
    hasten(conn, tenant, now).await?;
    Ok(true)
}
