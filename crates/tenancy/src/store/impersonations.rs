//! Acting as somebody else: who, as whom, why and until when.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{ImpersonationId, OrgId, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::SupportItem;

/// Who acts, and where that person is a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impersonator {
    /// The tenant of the person.
    pub tenant: TenantId,
    /// The node of the membership that gives the right.
    pub org: OrgId,
    /// The person.
    pub user: UserId,
    /// The person's name.
    pub name: String,
}

/// One time, ready to be stored.
pub struct NewImpersonation<'a> {
    pub tenant: TenantId,
    pub id: ImpersonationId,
    pub subject: UserId,
    pub org: OrgId,
    pub actor: &'a Impersonator,
    pub reason: &'a str,
    pub ticket: &'a str,
    pub token_hash: &'a [u8],
    pub token_expires_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// One time, as it stands.
pub struct ImpersonationRow {
    pub id: ImpersonationId,
    pub subject: UserId,
    pub org: OrgId,
    pub actor: Impersonator,
    pub reason: String,
    pub ticket: String,
    /// Once it began: the end of it, whatever happens.
    pub expires_at: Option<DateTime<Utc>>,
    /// It began where the actor was signed in at the same portal.
    pub returns: bool,
    /// Whether the platform's people may act as this tenant's.
    pub support_access: bool,
}

macro_rules! row {
    ($row:expr) => {
        ImpersonationRow {
            id: ImpersonationId($row.id),
            subject: UserId($row.subject_id),
            org: OrgId($row.org_id),
            actor: Impersonator { tenant: TenantId($row.actor_tenant), org: OrgId($row.actor_org), user: UserId($row.actor_id), name: $row.actor_name },
            reason: $row.reason,
            ticket: $row.ticket,
            expires_at: $row.expires_at,
            returns: $row.returns,
            support_access: $row.support_access,
        }
    };
}

/// Stores one that waits to begin.
pub async fn insert(conn: &mut PgConnection, new: &NewImpersonation<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into impersonations
               (tenant_id, id, org_id, subject_id, actor_tenant, actor_org, actor_id, actor_name, reason, ticket, token_hash, token_expires_at, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"#,
        new.tenant.0,
        new.id.0,
        new.org.0,
        new.subject.0,
        new.actor.tenant.0,
        new.actor.org.0,
        new.actor.user.0,
        new.actor.name,
        new.reason,
        new.ticket,
        new.token_hash,
        new.token_expires_at,
        new.now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The one that waits for this token.
pub async fn waiting(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<ImpersonationRow>, StoreError> {
    let row = sqlx::query!(
        r#"select i.id, i.subject_id, i.org_id, i.actor_tenant, i.actor_org, i.actor_id, i.actor_name, i.reason, i.ticket, i.expires_at, i.returns,
                  r.support_access
           from impersonations i join orgs r on r.tenant_id = i.tenant_id and r.id = i.tenant_id
           where i.tenant_id = $1 and i.token_hash = $2 and i.started_at is null and i.ended_at is null and i.token_expires_at > $3"#,
        tenant.0,
        token_hash,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row!(row)))
}

/// The one of this id, if it began and is not over.
pub async fn running(conn: &mut PgConnection, tenant: TenantId, id: ImpersonationId, now: DateTime<Utc>) -> Result<Option<ImpersonationRow>, StoreError> {
    let row = sqlx::query!(
        r#"select i.id, i.subject_id, i.org_id, i.actor_tenant, i.actor_org, i.actor_id, i.actor_name, i.reason, i.ticket, i.expires_at, i.returns,
                  r.support_access
           from impersonations i join orgs r on r.tenant_id = i.tenant_id and r.id = i.tenant_id
           where i.tenant_id = $1 and i.id = $2 and i.started_at is not null and i.ended_at is null and i.expires_at > $3"#,
        tenant.0,
        id.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row!(row)))
}

/// Spends the token: of many that come with it, one begins. `false` for all the others.
pub async fn begin(
    conn: &mut PgConnection,
    tenant: TenantId,
    token_hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    returns: bool,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"update impersonations set started_at = $3, expires_at = $4, returns = $5
           where tenant_id = $1 and token_hash = $2 and started_at is null and ended_at is null and token_expires_at > $3"#,
        tenant.0,
        token_hash,
        now,
        expires_at,
        returns
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends one that runs or waits; `false` where it is over already.
pub async fn end(conn: &mut PgConnection, tenant: TenantId, id: ImpersonationId, by: Option<UserId>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"update impersonations set ended_at = $3, ended_by = $4
           where tenant_id = $1 and id = $2 and ended_at is null and coalesce(expires_at, token_expires_at) > $3"#,
        tenant.0,
        id.0,
        now,
        by.map(|user| user.0)
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all of other tenants' people that run or wait; how many there were.
pub async fn end_foreign(conn: &mut PgConnection, tenant: TenantId, by: Option<UserId>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"update impersonations set ended_at = $2, ended_by = $3
           where tenant_id = $1 and actor_tenant <> $1 and ended_at is null and coalesce(expires_at, token_expires_at) > $2"#,
        tenant.0,
        now,
        by.map(|user| user.0)
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Removes the sessions of what is over; their hashes, for live connections.
pub async fn delete_sessions(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<Vec<u8>>, StoreError> {
    let hashes = sqlx::query_scalar!(
        r#"delete from sessions s using impersonations i
           where s.tenant_id = $1 and i.tenant_id = $1 and i.id = s.impersonation_id and i.ended_at is not null returning s.id_hash"#,
        tenant.0
    )
    .fetch_all(conn)
    .await?;
    Ok(hashes)
}

/// The latest times that somebody acted as somebody of this tenant, running ones first; at most 200.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, now: DateTime<Utc>) -> Result<Vec<SupportItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select i.id, i.actor_name, i.actor_tenant <> i.tenant_id as "platform!", u.name as subject, o.name as org_name, i.reason, i.ticket,
                  i.started_at as "started_at!", least(i.expires_at, coalesce(i.ended_at, i.expires_at)) as "over_at!",
                  i.ended_at is null and i.expires_at > $2 as "running!",
                  i.ended_by is not null and i.ended_by <> i.actor_id as "cut_short!"
           from impersonations i
           join users u on u.tenant_id = i.tenant_id and u.id = i.subject_id
           join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           where i.tenant_id = $1 and i.started_at is not null
           order by i.ended_at is null and i.expires_at > $2 desc, i.started_at desc, i.id limit 200"#,
        tenant.0,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SupportItem {
            id: ImpersonationId(row.id),
            actor: row.actor_name,
            platform: row.platform,
            subject: row.subject,
            org_name: row.org_name,
            reason: row.reason,
            ticket: row.ticket,
            started_ms: row.started_at.timestamp_millis(),
            over_ms: row.over_at.timestamp_millis(),
            running: row.running,
            cut_short: row.cut_short,
        })
        .collect())
}

/// What these people were called when they last acted as somebody here.
pub async fn actor_names(conn: &mut PgConnection, tenant: TenantId, users: &[Uuid]) -> Result<Vec<(Uuid, String)>, StoreError> {
    let rows = sqlx::query!(
        "select distinct on (actor_id) actor_id, actor_name from impersonations where tenant_id = $1 and actor_id = any ($2) order by actor_id, created_at desc",
        tenant.0,
        users
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.actor_id, row.actor_name)).collect())
}

/// Whether the platform's people may act as this tenant's. `None` where there is no such tenant.
pub async fn support_access(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<bool>, StoreError> {
    Ok(sqlx::query_scalar!("select support_access from orgs where tenant_id = $1 and id = $1", tenant.0).fetch_optional(conn).await?)
}

/// Switches it; `false` where it stood like that already.
pub async fn set_support_access(conn: &mut PgConnection, tenant: TenantId, allowed: bool) -> Result<bool, StoreError> {
    let done =
        sqlx::query!("update orgs set support_access = $2 where tenant_id = $1 and id = $1 and support_access <> $2", tenant.0, allowed).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}
