//! Domains that tenants bring along.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{DomainId, OrgId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::DomainState;
use crate::rules::domain::Standing;

/// A domain in a list.
pub struct DomainListRow {
    pub id: Uuid,
    pub host: String,
    pub token: String,
    pub org_id: Uuid,
    pub org_name: String,
    pub state: String,
    pub is_primary: bool,
    pub last_result: Option<String>,
    pub checked_at: Option<DateTime<Utc>>,
}

/// The tenant's domains, by name.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, limit: i64) -> Result<Vec<DomainListRow>, StoreError> {
    Ok(sqlx::query_as!(
        DomainListRow,
        r#"select d.id, d.host, d.token, d.org_id, o.name as org_name, d.state, coalesce(h.is_primary, false) as "is_primary!", d.last_result, d.checked_at
           from domains d
           join orgs o on o.tenant_id = d.tenant_id and o.id = d.org_id
           left join hosts h on h.tenant_id = d.tenant_id and h.host = d.host
           where d.tenant_id = $1 order by d.host limit $2"#,
        tenant.0,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// How many there are; locked against another being added meanwhile.
pub async fn count(conn: &mut PgConnection, tenant: TenantId) -> Result<i64, StoreError> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('domains ' || $1::text, 0))", tenant.0.to_string()).execute(&mut *conn).await?;
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from domains where tenant_id = $1"#, tenant.0).fetch_one(conn).await?)
}

/// Stores a domain to be proved. `false` where the tenant has it already.
pub async fn insert(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: DomainId,
    org: OrgId,
    (host, token): (&str, &str),
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"insert into domains (tenant_id, id, org_id, host, token, created_at, next_check_at) values ($1, $2, $3, $4, $5, $6, $6)
           on conflict (tenant_id, host) do nothing"#,
        tenant.0,
        id.0,
        org.0,
        host,
        token,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A domain as a check needs it.
pub struct DomainRow {
    /// The node whose portal it is.
    pub org: OrgId,
    /// In its ASCII form.
    pub host: String,
    /// What the record must hold.
    pub token: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// How it stands.
    pub standing: Standing,
}

/// A domain, locked until the transaction ends: of two checks at once the second sees what the first found.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, id: DomainId) -> Result<Option<DomainRow>, StoreError> {
    let row = sqlx::query!(
        r#"select org_id, host, token, created_at, state, failures, clear_failures, next_check_at
           from domains where tenant_id = $1 and id = $2 for update"#,
        tenant.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let standing =
            Standing { state: DomainState::parse(&row.state)?, failures: row.failures, clear_failures: row.clear_failures, next_check_at: row.next_check_at };
        Some(DomainRow { org: OrgId(row.org_id), host: row.host, token: row.token, created_at: row.created_at, standing })
    }))
}

/// Notes how a check ended.
pub async fn note(conn: &mut PgConnection, tenant: TenantId, id: DomainId, standing: &Standing, result: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update domains
           set state = $3, failures = $4, clear_failures = $5, next_check_at = $6, last_result = $7, checked_at = $8, lease_until = null,
               verified_at = case when $3 = 'verified' then coalesce(verified_at, $8) else verified_at end
           where tenant_id = $1 and id = $2"#,
        tenant.0,
        id.0,
        standing.state.as_str(),
        standing.failures,
        standing.clear_failures,
        standing.next_check_at,
        result,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a domain away.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, id: DomainId) -> Result<(), StoreError> {
    sqlx::query!("delete from domains where tenant_id = $1 and id = $2", tenant.0, id.0).execute(conn).await?;
    Ok(())
}

/// Leases domains of tenants in use that are to be looked at, the longest waiting first. Runs in a platform transaction.
pub async fn claim_due(conn: &mut PgConnection, now: DateTime<Utc>, lease_until: DateTime<Utc>, limit: i64) -> Result<Vec<(TenantId, DomainId)>, StoreError> {
    let rows = sqlx::query!(
        r#"with due as (
               select d.tenant_id, d.id from domains d
               join orgs r on r.tenant_id = d.tenant_id and r.id = d.tenant_id and r.state <> 'closed'
               where d.next_check_at <= $1 and d.state <> 'lapsed' and (d.lease_until is null or d.lease_until < $1)
               order by d.next_check_at limit $3
               for update of d skip locked
           )
           update domains d set lease_until = $2, fence = d.fence + 1 from due
           where d.tenant_id = due.tenant_id and d.id = due.id
           returning d.tenant_id, d.id"#,
        now,
        lease_until,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (TenantId(row.tenant_id), DomainId(row.id))).collect())
}

/// Nodes that can have a portal, from the root down.
pub async fn places(conn: &mut PgConnection, tenant: TenantId, limit: i64) -> Result<Vec<(OrgId, String)>, StoreError> {
    let rows = sqlx::query!(
        "select id, name from orgs where tenant_id = $1 and kind in ('isp', 'branch', 'reseller') order by cardinality(path), name, id limit $2",
        tenant.0,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (OrgId(row.id), row.name)).collect())
}
