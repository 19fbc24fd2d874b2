//! Memberships as lists show them and as owners change them.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, Role, TenantId, UserId};
use sqlx::PgConnection;

use crate::model::{OrgKind, PersonItem};

/// Memberships at or below a node whose person's name or address holds `search`, by node and name.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, below: OrgId, search: &str, limit: i64) -> Result<Vec<PersonItem>, StoreError> {
    select(conn, tenant, below, None, search, limit).await
}

/// The person's memberships at or below a node.
pub async fn memberships(conn: &mut PgConnection, tenant: TenantId, below: OrgId, user: UserId) -> Result<Vec<PersonItem>, StoreError> {
    select(conn, tenant, below, Some(user), "", 100).await
}

async fn select(
    conn: &mut PgConnection,
    tenant: TenantId,
    below: OrgId,
    user: Option<UserId>,
    search: &str,
    limit: i64,
) -> Result<Vec<PersonItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select u.id, u.name, u.email, o.id as org, o.name as org_name, o.kind, m.role,
                  (select max(s.last_seen_at) from sessions s where s.tenant_id = u.tenant_id and s.user_id = u.id) as last_seen
           from memberships m
           join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
           join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           where m.tenant_id = $1 and o.path @> array[$2::uuid] and ($5::uuid is null or u.id = $5)
             and ($3 = '' or position(lower($3) in lower(u.name)) > 0 or position(lower($3) in u.email) > 0)
           order by cardinality(o.path), o.name, o.id, u.name, u.id limit $4"#,
        tenant.0,
        below.0,
        search,
        limit,
        user.map(|user| user.0)
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(PersonItem {
                user: UserId(row.id),
                name: row.name,
                email: row.email,
                org: OrgId(row.org),
                org_name: row.org_name,
                org_kind: OrgKind::parse(&row.kind)?,
                role: Role::parse(&row.role)?,
                last_seen_ms: row.last_seen.map(|at: DateTime<Utc>| at.timestamp_millis()),
            })
        })
        .collect())
}

/// One membership, locked until the transaction ends.
pub async fn role(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId) -> Result<Option<Role>, StoreError> {
    let role = sqlx::query_scalar!("select role from memberships where tenant_id = $1 and user_id = $2 and org_id = $3 for update", tenant.0, user.0, org.0)
        .fetch_optional(conn)
        .await?;
    Ok(role.as_deref().and_then(Role::parse))
}

/// Adds a membership; one that is there already gets the role.
pub async fn join(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId, role: Role, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into memberships (tenant_id, user_id, org_id, role, created_at) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, user_id, org_id) do update set role = excluded.role"#,
        tenant.0,
        user.0,
        org.0,
        role.as_str(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a membership away.
pub async fn leave(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId) -> Result<(), StoreError> {
    sqlx::query!("delete from memberships where tenant_id = $1 and user_id = $2 and org_id = $3", tenant.0, user.0, org.0).execute(conn).await?;
    Ok(())
}

/// How many hold this role at this node; locks them, so that two who go at the same time see each other.
pub async fn count_role(conn: &mut PgConnection, tenant: TenantId, org: OrgId, role: Role) -> Result<usize, StoreError> {
    let rows = sqlx::query_scalar!(
        "select user_id from memberships where tenant_id = $1 and org_id = $2 and role = $3 order by user_id for update",
        tenant.0,
        org.0,
        role.as_str()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.len())
}

/// People of the tenant who are no resellers or clients.
pub async fn count_staff(conn: &mut PgConnection, tenant: TenantId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(distinct user_id) as "count!" from memberships where tenant_id = $1 and role not in ('reseller', 'client')"#,
        tenant.0
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// How many staff the tenant may have; locks the row, so that two who come at the same time count each other.
pub async fn staff_limit(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<i64>, StoreError> {
    let limit = sqlx::query_scalar!("select staff from tenant_limits where tenant_id = $1 for update", tenant.0).fetch_optional(conn).await?;
    Ok(limit.flatten().map(i64::from))
}

/// Ends the person's sessions that stand on this membership; their hashes, for live sockets.
pub async fn end_sessions(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId) -> Result<(), StoreError> {
    sqlx::query!("delete from sessions where tenant_id = $1 and user_id = $2 and org_id = $3", tenant.0, user.0, org.0).execute(conn).await?;
    Ok(())
}

/// The e-mail addresses of the ISP's owners, each with the language that the person chose.
pub async fn owners(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<(String, Option<String>)>, StoreError> {
    let rows = sqlx::query!(
        r#"select u.email, u.locale from memberships m
           join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
           where m.tenant_id = $1 and m.org_id = $1 and m.role = 'isp_owner' order by u.email"#,
        tenant.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.email, row.locale)).collect())
}
