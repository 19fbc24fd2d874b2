//! Archives of what a tenant has, and the links that open them.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{ExportId, OrgId, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::{ExportItem, ExportState};

/// Stores that an archive is asked for; `false` where one is waiting or being written already.
pub async fn insert(conn: &mut PgConnection, tenant: TenantId, id: ExportId, by: UserId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"insert into exports (tenant_id, id, org_id, requested_by, created_at) values ($1, $2, $1, $3, $4)
           on conflict (tenant_id) where state in ('waiting', 'running') do nothing"#,
        tenant.0,
        id.0,
        by.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The tenant's archives, newest first.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, limit: i64) -> Result<Vec<ExportItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select id, state, created_at, expires_at, tables_done, tables_all, rows_done, octets
           from exports where tenant_id = $1 order by created_at desc, id desc limit $2"#,
        tenant.0,
        limit
    )
    .fetch_all(conn)
    .await?;
    let count = |count: i32| u32::try_from(count).unwrap_or(0);
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(ExportItem {
                id: ExportId(row.id),
                state: ExportState::parse(&row.state)?,
                created_ms: row.created_at.timestamp_millis(),
                expires_ms: row.expires_at.map(|at| at.timestamp_millis()),
                tables_done: count(row.tables_done),
                tables_all: count(row.tables_all),
                rows: row.rows_done.unsigned_abs(),
                octets: row.octets.unsigned_abs(),
            })
        })
        .collect())
}

/// An archive to be written.
pub struct Claimed {
    /// Whose it is.
    pub tenant: TenantId,
    /// Its id.
    pub id: ExportId,
    /// Counts up with each lease.
    pub fence: i64,
    /// Leases so far, this one included.
    pub attempts: i32,
}

/// Leases one archive that waits to be written, or whose writer is gone. Runs in a platform transaction.
pub async fn claim(conn: &mut PgConnection, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Option<Claimed>, StoreError> {
    let row = sqlx::query!(
        r#"with due as (
               select tenant_id, id from exports
               where state in ('waiting', 'running') and (lease_until is null or lease_until < $1)
               order by created_at limit 1
               for update skip locked
           )
           update exports e
           set state = 'running', lease_until = $2, fence = e.fence + 1, attempts = e.attempts + 1, tables_done = 0, rows_done = 0, octets = 0
           from due where e.tenant_id = due.tenant_id and e.id = due.id
           returning e.tenant_id, e.id, e.fence, e.attempts"#,
        now,
        lease_until
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Claimed { tenant: TenantId(row.tenant_id), id: ExportId(row.id), fence: row.fence, attempts: row.attempts }))
}

/// How far an archive is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Tables written.
    pub tables_done: i32,
    /// Tables in all.
    pub tables_all: i32,
    /// Rows written.
    pub rows: i64,
    /// Octets written.
    pub octets: i64,
}

/// Notes how far an archive is and renews its lease; `false` where another worker has taken it over.
pub async fn progress(conn: &mut PgConnection, claimed: &Claimed, at: &Progress, lease_until: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"update exports set tables_done = $4, tables_all = $5, rows_done = $6, octets = $7, lease_until = $8
           where tenant_id = $1 and id = $2 and fence = $3 and state = 'running'"#,
        claimed.tenant.0,
        claimed.id.0,
        claimed.fence,
        at.tables_done,
        at.tables_all,
        at.rows,
        at.octets,
        lease_until
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that an archive is there; `false` where another worker has taken it over.
pub async fn finish(
    conn: &mut PgConnection,
    claimed: &Claimed,
    at: &Progress,
    sha256: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    // Holds the row until the transaction ends.
    let ours = progress(&mut *conn, claimed, at, now).await?;
    if ours {
        sqlx::query!(
            r#"update exports set state = 'ready', sha256 = $3, finished_at = $4, expires_at = $5, lease_until = null
               where tenant_id = $1 and id = $2"#,
            claimed.tenant.0,
            claimed.id.0,
            sha256,
            now,
            expires_at
        )
        .execute(conn)
        .await?;
    }
    Ok(ours)
}

/// Gives an archive up, or back to be tried again at once.
pub async fn give_back(conn: &mut PgConnection, claimed: &Claimed, give_up: bool) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update exports set state = case when $4 then 'failed' else state end, lease_until = null
           where tenant_id = $1 and id = $2 and fence = $3 and state = 'running'"#,
        claimed.tenant.0,
        claimed.id.0,
        claimed.fence,
        give_up
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks archives whose time is over, of all tenants, and takes their links away; returns which. Runs in a platform
/// transaction.
pub async fn expire(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<(TenantId, ExportId)>, StoreError> {
    let rows = sqlx::query!("update exports set state = 'expired' where state = 'ready' and expires_at <= $1 returning tenant_id, id", now)
        .fetch_all(&mut *conn)
        .await?;
    sqlx::query!("delete from export_links where expires_at <= $1", now).execute(conn).await?;
    Ok(rows.into_iter().map(|row| (TenantId(row.tenant_id), ExportId(row.id))).collect())
}

/// Until when an archive can be fetched; `None` where it cannot be.
pub async fn ready(conn: &mut PgConnection, tenant: TenantId, id: ExportId, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at = sqlx::query_scalar!(
        r#"select expires_at as "at!" from exports where tenant_id = $1 and id = $2 and state = 'ready' and expires_at > $3"#,
        tenant.0,
        id.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(at)
}

/// A link to be stored.
pub struct NewLink<'a> {
    /// SHA-256 of the token.
    pub token_hash: &'a [u8],
    /// What it opens.
    pub export: ExportId,
    /// At whose portals.
    pub portal: TenantId,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Stores a link.
pub async fn insert_link(conn: &mut PgConnection, tenant: TenantId, org: OrgId, link: &NewLink<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into export_links (tenant_id, token_hash, export_id, org_id, portal, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        tenant.0,
        link.token_hash,
        link.export.0,
        org.0,
        link.portal.0,
        now,
        link.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The archive that a link opens at the portals of `portal`, and its size.
pub async fn opened(
    conn: &mut PgConnection,
    tenant: TenantId,
    token_hash: &[u8],
    portal: TenantId,
    now: DateTime<Utc>,
) -> Result<Option<(Uuid, DateTime<Utc>)>, StoreError> {
    let row = sqlx::query!(
        r#"select e.id, e.created_at from export_links l
           join exports e on e.tenant_id = l.tenant_id and e.id = l.export_id and e.state = 'ready' and e.expires_at > $4
           where l.tenant_id = $1 and l.token_hash = $2 and l.portal = $3 and l.expires_at > $4"#,
        tenant.0,
        token_hash,
        portal.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.created_at)))
}
