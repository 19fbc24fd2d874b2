//! The interface list and the head of the interface page.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{DeviceId, InterfaceId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// An interface as lists and pages show it.
pub struct InterfaceRow {
    pub id: Uuid,
    pub if_name: String,
    pub if_index: i64,
    pub if_alias: String,
    pub mac: Option<String>,
    pub counter_kind: String,
    pub oper_up: bool,
    pub speed_bps: Option<i64>,
    pub last_in_bps: Option<i64>,
    pub last_out_bps: Option<i64>,
    pub last_at: Option<DateTime<Utc>>,
    pub interval_seconds: i32,
    pub simulated: bool,
    pub gone: bool,
    pub org_id: Uuid,
    pub org_name: Option<String>,
    /// Where the viewer may see the device.
    pub device_id: Option<Uuid>,
    pub device_name: Option<String>,
}

/// Where a page continues.
pub struct Place {
    pub device_name: String,
    pub if_name: String,
    pub id: Uuid,
}

/// The place of the row that a page continues after; `None` if that row is not in sight.
pub async fn place(conn: &mut PgConnection, tenant: TenantId, after: InterfaceId) -> Result<Option<Place>> {
    Ok(sqlx::query_as!(
        Place,
        r#"select coalesce(d.name, '') as "device_name!", i.if_name, i.id
           from interfaces i
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           where i.tenant_id = $1 and i.id = $2"#,
        tenant.0,
        after.0,
    )
    .fetch_optional(conn)
    .await?)
}

/// At most `limit` interfaces in (device name, ifName, id) order, beginning after `after`. `search` is looked for in any
/// case; empty finds all.
pub async fn page(
    conn: &mut PgConnection,
    tenant: TenantId,
    device: Option<DeviceId>,
    search: &str,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<InterfaceRow>> {
    Ok(sqlx::query_as!(
        InterfaceRow,
        r#"select i.id, i.if_name, i.if_index, i.if_alias, i.mac, i.counter_kind, i.oper_up,
                  coalesce(i.speed_override_bps, i.speed_bps) as speed_bps, i.last_in_bps, i.last_out_bps, i.last_at,
                  i.interval_seconds, i.simulated, i.gone_at is not null as "gone!", i.org_id,
                  (select o.name from orgs o where o.tenant_id = $1 and o.id = i.org_id) as org_name,
                  d.id as "device_id?", d.name as "device_name?"
           from interfaces i
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           where i.tenant_id = $1 and i.gone_at is null
             and ($2::uuid is null or d.id = $2)
             and ($3 = '' or strpos(lower(i.if_name), lower($3)) > 0 or strpos(lower(i.if_alias), lower($3)) > 0
                  or strpos(lower(d.name), lower($3)) > 0)
             and ($4::uuid is null or (coalesce(d.name, ''), i.if_name, i.id) > ($5::text, $6::text, $4))
           order by coalesce(d.name, ''), i.if_name, i.id
           limit $7"#,
        tenant.0,
        device.map(|device| device.0),
        search,
        after.map(|place| place.id),
        after.map(|place| place.device_name.as_str()),
        after.map(|place| place.if_name.as_str()),
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// One interface in sight. One that its device no longer has is still found, with its history.
pub async fn find(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId) -> Result<Option<InterfaceRow>> {
    Ok(sqlx::query_as!(
        InterfaceRow,
        r#"select i.id, i.if_name, i.if_index, i.if_alias, i.mac, i.counter_kind, i.oper_up,
                  coalesce(i.speed_override_bps, i.speed_bps) as speed_bps, i.last_in_bps, i.last_out_bps, i.last_at,
                  i.interval_seconds, i.simulated, i.gone_at is not null as "gone!", i.org_id,
                  (select o.name from orgs o where o.tenant_id = $1 and o.id = i.org_id) as org_name,
                  d.id as "device_id?", d.name as "device_name?"
           from interfaces i
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           where i.tenant_id = $1 and i.id = $2 and i.retired_at is null"#,
        tenant.0,
        interface.0,
    )
    .fetch_optional(conn)
    .await?)
}

/// Five minutes of one interface's sparkline.
pub struct SparkRow {
    pub interface_id: Uuid,
    pub bucket: DateTime<Utc>,
    pub in_octets: i64,
    pub out_octets: i64,
    pub measured_ms: i64,
}

/// The sparklines of a page's interfaces, in one query.
pub async fn sparks(conn: &mut PgConnection, tenant: TenantId, interfaces: &[Uuid], from: DateTime<Utc>, length: TimeDelta) -> Result<Vec<SparkRow>> {
    Ok(sqlx::query_as!(
        SparkRow,
        r#"select interface_id, bucket,
                  least(sum(in_octets), 9223372036854775807)::bigint as "in_octets!",
                  least(sum(out_octets), 9223372036854775807)::bigint as "out_octets!",
                  sum(measured_ms)::bigint as "measured_ms!"
           from rollups_5m
           where tenant_id = $1 and interface_id = any ($2) and bucket >= $3 and bucket < $4
           group by interface_id, bucket"#,
        tenant.0,
        interfaces,
        from,
        from + length,
    )
    .fetch_all(conn)
    .await?)
}
