//! The tree and the platform in figures.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId};
use sqlx::PgConnection;

/// A part of the tree, counted.
pub struct TreeRow {
    pub branches: i64,
    pub resellers: i64,
    pub customers: i64,
    pub people: i64,
    pub invited: i64,
    pub branded: bool,
}

/// What is in sight at and below a node.
pub async fn tree(conn: &mut PgConnection, tenant: TenantId, own: OrgId, now: DateTime<Utc>) -> Result<TreeRow, StoreError> {
    Ok(sqlx::query_as!(
        TreeRow,
        r#"select count(*) filter (where o.kind = 'branch' and o.id <> $2) as "branches!",
                  count(*) filter (where o.kind = 'reseller' and o.id <> $2) as "resellers!",
                  count(*) filter (where o.kind = 'client' and o.id <> $2) as "customers!",
                  (select count(distinct m.user_id) from memberships m
                   join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
                   where m.tenant_id = $1) as "people!",
                  (select count(*) from invitations v
                   where v.tenant_id = $1 and v.accepted_at is null and v.revoked_at is null and v.expires_at > $3) as "invited!",
                  exists (select from brandings b where b.tenant_id = $1 and b.org_id = $2) as "branded!"
           from orgs o where o.tenant_id = $1"#,
        tenant.0,
        own.0,
        now
    )
    .fetch_one(conn)
    .await?)
}

/// All tenants, counted.
pub struct PlatformRow {
    pub active: i64,
    pub paused: i64,
    pub closed: i64,
    pub customers: i64,
}

/// ISPs by state, and the customers of all of them. Runs in a platform transaction.
pub async fn platform(conn: &mut PgConnection) -> Result<PlatformRow, StoreError> {
    Ok(sqlx::query_as!(
        PlatformRow,
        r#"select count(*) filter (where kind = 'isp' and state = 'active') as "active!",
                  count(*) filter (where kind = 'isp' and state = 'suspended') as "paused!",
                  count(*) filter (where kind = 'isp' and state = 'closed') as "closed!",
                  count(*) filter (where kind = 'client') as "customers!"
           from orgs"#
    )
    .fetch_one(conn)
    .await?)
}
