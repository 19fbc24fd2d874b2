//! The founder's figures, one row per ISP.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// One ISP in figures.
pub struct IspRow {
    pub tenant: Uuid,
    pub name: String,
    pub host: Option<String>,
    pub simulated: bool,
    pub devices: i64,
    pub devices_down: i64,
    pub devices_pending: i64,
    pub interfaces: i64,
    pub in_bps: i64,
    pub out_bps: i64,
}

/// Every ISP, by name. Rates that are older than three intervals count as none.
pub async fn isps(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<IspRow>> {
    Ok(sqlx::query_as!(
        IspRow,
        r#"select o.tenant_id as tenant, o.name, o.simulated,
                  (select h.host from hosts h where h.tenant_id = o.tenant_id and h.org_id = o.id
                   order by h.is_primary desc, h.created_at, h.host limit 1) as host,
                  d.devices as "devices!", d.down as "devices_down!", d.pending as "devices_pending!", i.interfaces as "interfaces!",
                  i.in_bps as "in_bps!", i.out_bps as "out_bps!"
           from orgs o
           cross join lateral (
               select count(*) as devices, count(*) filter (where p.state = 'down') as down,
                      count(*) filter (where p.state = 'pending') as pending
               from device_polls p where p.tenant_id = o.tenant_id
           ) d
           cross join lateral (
               select count(*) as interfaces,
                      least(coalesce(sum(f.last_in_bps) filter (where f.fresh), 0), 9223372036854775807)::bigint as in_bps,
                      least(coalesce(sum(f.last_out_bps) filter (where f.fresh), 0), 9223372036854775807)::bigint as out_bps
               from (
                   select last_in_bps, last_out_bps, last_at > $1::timestamptz - make_interval(secs => 3 * interval_seconds) as fresh
                   from interfaces where tenant_id = o.tenant_id and gone_at is null
               ) f
           ) i
           where o.kind = 'isp'
           order by o.name, o.tenant_id"#,
        now,
    )
    .fetch_all(conn)
    .await?)
}
