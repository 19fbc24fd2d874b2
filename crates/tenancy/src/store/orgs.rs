//! Nodes of the tenant tree.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::OrgKind;

/// A node as stored.
pub struct OrgRow {
    /// Its level.
    pub kind: OrgKind,
    /// Its name.
    pub name: String,
    /// Ids from the tenant's root down to itself.
    pub path: Vec<Uuid>,
}

/// A new node, ready to be stored.
pub struct NewOrg<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Its id; a root's equals `tenant`.
    pub id: OrgId,
    /// The node above; `None` for a root.
    pub parent: Option<OrgId>,
    /// Its level.
    pub kind: OrgKind,
    /// Its name.
    pub name: &'a str,
    /// Ids from the root down to itself.
    pub path: &'a [Uuid],
    /// Part of the demo world.
    pub simulated: bool,
    /// When it was made.
    pub now: DateTime<Utc>,
}

/// One node, if this transaction may see it.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<OrgRow>, StoreError> {
    let row = sqlx::query!("select kind, name, path from orgs where tenant_id = $1 and id = $2", tenant.0, org.0).fetch_optional(conn).await?;
    Ok(row.and_then(|row| Some(OrgRow { kind: OrgKind::parse(&row.kind)?, name: row.name, path: row.path })))
}

/// The oldest node of this name below `above`.
pub async fn find_below(conn: &mut PgConnection, tenant: TenantId, above: OrgId, name: &str) -> Result<Option<OrgId>, StoreError> {
    let id = sqlx::query_scalar!(
        "select id from orgs where tenant_id = $1 and path @> array[$2::uuid] and id <> $2 and name = $3 order by created_at, id limit 1",
        tenant.0,
        above.0,
        name
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(OrgId))
}

/// Stores a node.
pub async fn insert(conn: &mut PgConnection, new: &NewOrg<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into orgs (tenant_id, id, parent_id, kind, name, path, simulated, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        new.tenant.0,
        new.id.0,
        new.parent.map(|parent| parent.0),
        new.kind.as_str(),
        new.name,
        new.path,
        new.simulated,
        new.now
    )
    .execute(conn)
    .await?;
    Ok(())
}
