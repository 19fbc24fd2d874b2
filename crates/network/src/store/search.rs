//! Search for devices and interfaces. Plain text is looked for anywhere in a name, in any case; nothing in it is special.

use super::Result;
use crate::model::{FoundDevice, FoundInterface};
use kernel::TenantId;
use sqlx::PgConnection;

/// Devices in sight whose name or address holds `term`; those whose name begins with it first.
pub async fn devices(conn: &mut PgConnection, tenant: TenantId, term: &str, limit: i64) -> Result<Vec<FoundDevice>> {
    Ok(sqlx::query_as!(
        FoundDevice,
        "select id, name, address from devices
         where tenant_id = $1 and removed_at is null and (strpos(lower(name), lower($2)) > 0 or strpos(lower(address), lower($2)) > 0)
         order by strpos(lower(name), lower($2)) <> 1, name, id limit $3",
        tenant.0,
        term,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// Interfaces in sight whose name or description holds `term`; those whose name begins with it first.
pub async fn interfaces(conn: &mut PgConnection, tenant: TenantId, term: &str, limit: i64) -> Result<Vec<FoundInterface>> {
    Ok(sqlx::query_as!(
        FoundInterface,
        r#"select i.id, i.if_name as name, i.if_alias as alias, d.name as "device?"
           from interfaces i
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           where i.tenant_id = $1 and i.gone_at is null
             and (strpos(lower(i.if_name), lower($2)) > 0 or strpos(lower(i.if_alias), lower($2)) > 0)
           order by strpos(lower(i.if_name), lower($2)) <> 1, coalesce(d.name, ''), i.if_name, i.id limit $3"#,
        tenant.0,
        term,
        limit,
    )
    .fetch_all(conn)
    .await?)
}
