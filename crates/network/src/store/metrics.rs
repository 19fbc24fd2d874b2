//! What Prometheus reads of a tenant.

use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// An interface and its last figures.
pub struct InterfaceFigures {
    pub id: Uuid,
    pub if_name: String,
    pub if_alias: String,
    /// Where the viewer may see the device.
    pub device_name: Option<String>,
    pub org_name: Option<String>,
    pub oper_up: bool,
    /// The last poll that read its state.
    pub oper_at: Option<DateTime<Utc>>,
    pub speed_bps: Option<i64>,
    pub last_at: Option<DateTime<Utc>>,
    pub last_in_bps: Option<i64>,
    pub last_out_bps: Option<i64>,
    pub interval_seconds: i32,
}

/// At most `limit` interfaces in sight, by id.
pub async fn interfaces(conn: &mut PgConnection, tenant: TenantId, limit: i64) -> Result<Vec<InterfaceFigures>> {
    Ok(sqlx::query_as!(
        InterfaceFigures,
        r#"select i.id, i.if_name, i.if_alias, d.name as "device_name?", o.name as "org_name?", i.oper_up, i.oper_at,
                  coalesce(i.speed_override_bps, i.speed_bps) as speed_bps, i.last_at, i.last_in_bps, i.last_out_bps, i.interval_seconds
           from interfaces i
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           left join orgs o on o.tenant_id = $1 and o.id = i.org_id
           where i.tenant_id = $1 and i.gone_at is null and i.retired_at is null
           order by i.id limit $2"#,
        tenant.0,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// A device and how its pings do.
pub struct DeviceFigures {
    pub id: Uuid,
    pub name: String,
    pub state: Option<String>,
    pub last_at: Option<DateTime<Utc>>,
    pub round_trip_us: Option<i32>,
}

/// At most `limit` devices in sight, by id.
pub async fn devices(conn: &mut PgConnection, tenant: TenantId, limit: i64) -> Result<Vec<DeviceFigures>> {
    Ok(sqlx::query_as!(
        DeviceFigures,
        r#"select d.id, d.name, g.state as "state?", g.last_at as "last_at?", g.round_trip_us as "round_trip_us?"
           from devices d left join device_pings g on g.tenant_id = $1 and g.device_id = d.id
           where d.tenant_id = $1 and d.removed_at is null
           order by d.id limit $2"#,
        tenant.0,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// Open problems in sight by kind of rule.
pub async fn open_alerts(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"select r.kind, count(s.object_id) as "count!"
           from alert_rules r left join alert_states s on s.tenant_id = $1 and s.rule_id = r.id and s.since is not null
           where r.tenant_id = $1 group by r.kind order by r.kind"#,
        tenant.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.count)).collect())
}
