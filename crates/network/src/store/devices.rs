//! Devices: forms in, lists and pages out.

use chrono::{DateTime, Utc};
use kernel::{DeviceId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// A device as a form gives it, its credential sealed.
pub struct DeviceRow<'a> {
    pub id: DeviceId,
    pub name: &'a str,
    pub address: &'a str,
    pub port: i32,
    pub snmp_version: &'static str,
    pub credential: &'a [u8],
    pub interval_seconds: i32,
}

/// Stores a new device of `org`.
pub async fn insert(conn: &mut PgConnection, tenant: TenantId, org: Uuid, device: &DeviceRow<'_>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "insert into devices (tenant_id, id, org_id, name, address, port, snmp_version, credential, interval_seconds, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        tenant.0,
        device.id.0,
        org,
        device.name,
        device.address,
        device.port,
        device.snmp_version,
        device.credential,
        device.interval_seconds,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is changed under lock.
pub struct HeldDevice {
    pub name: String,
    pub address: String,
    pub port: i32,
    pub snmp_version: String,
    pub credential: Vec<u8>,
    pub interval_seconds: i32,
    pub version: i32,
}

/// Locks a device that is there and in sight.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, device: DeviceId) -> Result<Option<HeldDevice>> {
    Ok(sqlx::query_as!(
        HeldDevice,
        "select name, address, port, snmp_version, credential, interval_seconds, version
         from devices where tenant_id = $1 and id = $2 and removed_at is null for update",
        tenant.0,
        device.0,
    )
    .fetch_optional(conn)
    .await?)
}

/// Stores a changed device; its interfaces learn the interval.
pub async fn update(conn: &mut PgConnection, tenant: TenantId, device: &DeviceRow<'_>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update devices
         set name = $3, address = $4, port = $5, snmp_version = $6, credential = $7, interval_seconds = $8, updated_at = $9,
             version = version + 1
         where tenant_id = $1 and id = $2",
        tenant.0,
        device.id.0,
        device.name,
        device.address,
        device.port,
        device.snmp_version,
        device.credential,
        device.interval_seconds,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update interfaces set interval_seconds = $3 where tenant_id = $1 and device_id = $2 and interval_seconds <> $3",
        tenant.0,
        device.id.0,
        device.interval_seconds,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a device and its interfaces as removed; what was measured stays.
pub async fn retire(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update devices set removed_at = $3, updated_at = $3, version = version + 1 where tenant_id = $1 and id = $2", tenant.0, device.0, now,)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "update interfaces set retired_at = $3, gone_at = coalesce(gone_at, $3), oper_up = false
         where tenant_id = $1 and device_id = $2 and retired_at is null",
        tenant.0,
        device.0,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What discovery learned of the device itself.
pub async fn note_system(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, sys_name: Option<&str>, sys_descr: Option<&str>) -> Result<()> {
    sqlx::query!(
        "update devices set sys_name = $3, sys_descr = $4
         where tenant_id = $1 and id = $2 and (sys_name, sys_descr) is distinct from ($3, $4)",
        tenant.0,
        device.0,
        sys_name,
        sys_descr,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A device with the state of its polling, as lists and pages show it.
pub struct DeviceView {
    pub id: Uuid,
    pub name: String,
    pub address: String,
    pub port: i32,
    pub snmp_version: String,
    pub interval_seconds: i32,
    pub simulated: bool,
    pub state: String,
    pub state_since: DateTime<Utc>,
    pub last_ok_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    pub duration_ms: Option<i32>,
    pub interfaces: i64,
    pub ping_state: Option<String>,
    pub ping_since: Option<DateTime<Utc>>,
    pub ping_last_at: Option<DateTime<Utc>>,
    pub ping_answered_at: Option<DateTime<Utc>>,
    pub ping_round_trip_us: Option<i32>,
}

/// Every device in sight, by name.
pub async fn list(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<DeviceView>> {
    Ok(sqlx::query_as!(
        DeviceView,
        r#"select d.id, d.name, d.address, d.port, d.snmp_version, d.interval_seconds, d.simulated, p.state, p.state_since,
                  p.last_ok_at, p.last_error, p.duration_ms, g.state as "ping_state?", g.state_since as "ping_since?", g.last_at as "ping_last_at?",
                  g.answered_at as "ping_answered_at?", g.round_trip_us as "ping_round_trip_us?",
                  coalesce(i.interfaces, 0) as "interfaces!"
           from devices d
           join device_polls p on p.tenant_id = d.tenant_id and p.device_id = d.id
           left join device_pings g on g.tenant_id = d.tenant_id and g.device_id = d.id
           left join (
               select device_id, count(*) as interfaces from interfaces
               where tenant_id = $1 and gone_at is null group by device_id
           ) i on i.device_id = d.id
           where d.tenant_id = $1 and d.removed_at is null
           order by d.name, d.id"#,
        tenant.0,
    )
    .fetch_all(conn)
    .await?)
}

/// At most `limit` devices in sight whose name or address holds `search`, by id, beginning after `after`.
pub async fn page(conn: &mut PgConnection, tenant: TenantId, search: &str, after: Option<DeviceId>, limit: i64) -> Result<Vec<DeviceView>> {
    Ok(sqlx::query_as!(
        DeviceView,
        r#"select d.id, d.name, d.address, d.port, d.snmp_version, d.interval_seconds, d.simulated, p.state, p.state_since,
                  p.last_ok_at, p.last_error, p.duration_ms, g.state as "ping_state?", g.state_since as "ping_since?", g.last_at as "ping_last_at?",
                  g.answered_at as "ping_answered_at?", g.round_trip_us as "ping_round_trip_us?",
                  (select count(*) from interfaces i
                   where i.tenant_id = $1 and i.device_id = d.id and i.gone_at is null) as "interfaces!"
           from devices d
           join device_polls p on p.tenant_id = d.tenant_id and p.device_id = d.id
           left join device_pings g on g.tenant_id = d.tenant_id and g.device_id = d.id
           where d.tenant_id = $1 and d.removed_at is null and ($2::uuid is null or d.id > $2)
             and ($3 = '' or strpos(lower(d.name), lower($3)) > 0 or strpos(lower(d.address), lower($3)) > 0)
           order by d.id limit $4"#,
        tenant.0,
        after.map(|after| after.0),
        search,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// The device page's facts.
pub struct DevicePage {
    pub view: DeviceView,
    pub sys_name: Option<String>,
    pub sys_descr: Option<String>,
    pub credential: Vec<u8>,
    pub version: i32,
}

/// One device in sight.
pub async fn find(conn: &mut PgConnection, tenant: TenantId, device: DeviceId) -> Result<Option<DevicePage>> {
    let row = sqlx::query!(
        r#"select d.id, d.name, d.address, d.port, d.snmp_version, d.interval_seconds, d.simulated, p.state, p.state_since,
                  p.last_ok_at, p.last_error, p.duration_ms, d.sys_name, d.sys_descr, d.credential, d.version,
                  g.state as "ping_state?", g.state_since as "ping_since?", g.last_at as "ping_last_at?",
                  g.answered_at as "ping_answered_at?", g.round_trip_us as "ping_round_trip_us?",
                  (select count(*) from interfaces i
                   where i.tenant_id = $1 and i.device_id = d.id and i.gone_at is null) as "interfaces!"
           from devices d
           join device_polls p on p.tenant_id = d.tenant_id and p.device_id = d.id
           left join device_pings g on g.tenant_id = d.tenant_id and g.device_id = d.id
           where d.tenant_id = $1 and d.id = $2 and d.removed_at is null"#,
        tenant.0,
        device.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| DevicePage {
        view: DeviceView {
            id: row.id,
            name: row.name,
            address: row.address,
            port: row.port,
            snmp_version: row.snmp_version,
            interval_seconds: row.interval_seconds,
            simulated: row.simulated,
            state: row.state,
            state_since: row.state_since,
            last_ok_at: row.last_ok_at,
            last_error: row.last_error,
            duration_ms: row.duration_ms,
            interfaces: row.interfaces,
            ping_state: row.ping_state,
            ping_since: row.ping_since,
            ping_last_at: row.ping_last_at,
            ping_answered_at: row.ping_answered_at,
            ping_round_trip_us: row.ping_round_trip_us,
        },
        sys_name: row.sys_name,
        sys_descr: row.sys_descr,
        credential: row.credential,
        version: row.version,
    }))
}

/// Devices of the tenant that were not removed.
pub async fn count(conn: &mut PgConnection, tenant: TenantId) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from devices where tenant_id = $1 and removed_at is null"#, tenant.0).fetch_one(conn).await?)
}
