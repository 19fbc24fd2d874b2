//! Whom an interface serves.

use chrono::{DateTime, Utc};
use kernel::{InterfaceId, OrgId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// Locks an interface in sight and tells its holder.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId) -> Result<Option<OrgId>> {
    let org = sqlx::query_scalar!("select org_id from interfaces where tenant_id = $1 and id = $2 and retired_at is null for update", tenant.0, interface.0,)
        .fetch_optional(conn)
        .await?;
    Ok(org.map(OrgId))
}

/// Whether the node is there and in sight.
pub async fn org_in_sight(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select from orgs where tenant_id = $1 and id = $2) as "there!""#, tenant.0, org.0).fetch_one(conn).await?)
}

/// Hands the interface and its baseline over. What was measured stays the former holder's, and so does the time between
/// the last poll and `now`; if it changed hands within that time already, that time becomes the ISP's own.
pub async fn hand_over(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId, org: OrgId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update interfaces i
         set org_before = case
                 when i.org_since > (select c.at from interface_counters c where c.tenant_id = i.tenant_id and c.interface_id = i.id)
                 then i.tenant_id else i.org_id end,
             org_since = $4, org_id = $3, last_from = null, last_at = null, last_in_bps = null, last_out_bps = null
         where i.tenant_id = $1 and i.id = $2",
        tenant.0,
        interface.0,
        org.0,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update interface_counters set org_id = $3 where tenant_id = $1 and interface_id = $2", tenant.0, interface.0, org.0,).execute(conn).await?;
    Ok(())
}

/// A node of the tree that an interface can be assigned to.
pub struct OrgRow {
    pub id: Uuid,
    pub name: String,
}

/// Every node in sight: the viewer's own first, then by name.
pub async fn orgs(conn: &mut PgConnection, tenant: TenantId, own: OrgId) -> Result<Vec<OrgRow>> {
    Ok(sqlx::query_as!(OrgRow, "select id, name from orgs where tenant_id = $1 order by id <> $2, name, id", tenant.0, own.0,).fetch_all(conn).await?)
}

/// Those of `interfaces` that are in sight.
pub async fn in_sight(conn: &mut PgConnection, tenant: TenantId, interfaces: &[Uuid]) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!("select id from interfaces where tenant_id = $1 and id = any ($2) and retired_at is null", tenant.0, interfaces,)
        .fetch_all(conn)
        .await?)
}
