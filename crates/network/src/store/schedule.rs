//! Whose turn it is: leases, fencing tokens and the state of each device's polling.

use chrono::{DateTime, Utc};
use kernel::{DeviceId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// A device just leased.
pub struct DueRow {
    pub tenant_id: Uuid,
    pub device_id: Uuid,
    pub org_id: Uuid,
    pub name: String,
    pub address: String,
    pub port: i32,
    pub snmp_version: String,
    pub credential: Vec<u8>,
    pub interval_seconds: i32,
    pub max_interfaces: i32,
    pub max_repetitions: i32,
    pub fence: i64,
    pub discover: bool,
}

/// Leases at most `limit` devices of any tenant until `lease_until`, the longest waiting first. Rows that another worker
/// is just leasing are passed over, not waited for.
pub async fn claim(conn: &mut PgConnection, now: DateTime<Utc>, limit: i64, lease_until: DateTime<Utc>) -> Result<Vec<DueRow>> {
    Ok(sqlx::query_as!(
        DueRow,
        r#"with due as (
               select p.tenant_id, p.device_id
               from device_polls p
               where p.next_at <= $1 and (p.lease_until is null or p.lease_until < $1)
               order by p.next_at
               limit $2
               for update skip locked
           ), claimed as (
               update device_polls p set lease_until = $3, fence = p.fence + 1
               from due
               where p.tenant_id = due.tenant_id and p.device_id = due.device_id
               returning p.tenant_id, p.device_id, p.next_at, p.discover_at, p.max_repetitions, p.fence
           )
           select d.tenant_id, d.id as device_id, d.org_id, d.name, d.address, d.port, d.snmp_version, d.credential,
                  d.interval_seconds, d.max_interfaces, c.max_repetitions, c.fence, c.discover_at <= $1 as "discover!"
           from claimed c
           join devices d on d.tenant_id = c.tenant_id and d.id = c.device_id
           where d.removed_at is null
           order by c.next_at"#,
        now,
        limit,
        lease_until,
    )
    .fetch_all(conn)
    .await?)
}

/// What the writer of a poll must know, under lock until the transaction ends.
pub struct HeldPoll {
    pub org_id: Uuid,
    pub interval_seconds: i32,
    pub simulated: bool,
    pub next_at: DateTime<Utc>,
    pub discover_at: DateTime<Utc>,
    pub failures: i32,
}

/// Locks the device's place in the schedule if the lease with this fencing token still holds; `None` if it was taken
/// over, or the device is gone.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, fence: i64) -> Result<Option<HeldPoll>> {
    Ok(sqlx::query_as!(
        HeldPoll,
        "select d.org_id, d.interval_seconds, d.simulated, p.next_at, p.discover_at, p.failures
         from device_polls p
         join devices d on d.tenant_id = p.tenant_id and d.id = p.device_id
         where p.tenant_id = $1 and p.device_id = $2 and p.fence = $3 and d.removed_at is null
         for update of p",
        tenant.0,
        device.0,
        fence,
    )
    .fetch_optional(conn)
    .await?)
}

/// A complete poll: the device is up and the lease given back.
pub async fn succeeded(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, poll: &Succeeded) -> Result<()> {
    sqlx::query!(
        "update device_polls
         set next_at = $3, discover_at = $4, lease_until = null,
             state_since = case when state = 'up' then state_since else $5 end, state = 'up',
             last_ok_at = $5, last_error = null, failures = 0, duration_ms = $6, max_repetitions = $7
         where tenant_id = $1 and device_id = $2",
        tenant.0,
        device.0,
        poll.next_at,
        poll.discover_at,
        poll.at,
        poll.duration_ms,
        poll.max_repetitions,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is noted of a complete poll.
pub struct Succeeded {
    pub at: DateTime<Utc>,
    pub next_at: DateTime<Utc>,
    pub discover_at: DateTime<Utc>,
    pub duration_ms: i32,
    pub max_repetitions: i32,
}

/// What is noted of a failed poll.
pub struct Failed {
    pub at: DateTime<Utc>,
    pub next_at: DateTime<Utc>,
    pub error: &'static str,
    pub down: bool,
    pub max_repetitions: i32,
}

/// A failed poll: counted, and the lease given back.
pub async fn failed(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, poll: &Failed) -> Result<()> {
    sqlx::query!(
        "update device_polls
         set next_at = $3, lease_until = null, failures = failures + 1, last_error = $4, last_error_at = $5,
             state_since = case when $6 and state <> 'down' then $5 else state_since end,
             state = case when $6 then 'down' else state end, max_repetitions = $7
         where tenant_id = $1 and device_id = $2",
        tenant.0,
        device.0,
        poll.next_at,
        poll.error,
        poll.at,
        poll.down,
        poll.max_repetitions,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a new device its place in both schedules: polled at once, beginning with a search for interfaces, and pinged.
pub async fn enter(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, org: Uuid, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "insert into device_polls (tenant_id, device_id, org_id, next_at, discover_at, state_since) values ($1, $2, $3, $4, $4, $4)",
        tenant.0,
        device.0,
        org,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("insert into device_pings (tenant_id, device_id, org_id, state_since) values ($1, $2, $3, $4)", tenant.0, device.0, org, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// A changed device is polled anew at once; whoever polls or pings it just now does so on old facts and is fenced off.
pub async fn hasten(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update device_polls set next_at = $3, discover_at = $3, lease_until = null, fence = fence + 1
         where tenant_id = $1 and device_id = $2",
        tenant.0,
        device.0,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update device_pings set lease_until = null, fence = fence + 1 where tenant_id = $1 and device_id = $2", tenant.0, device.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a removed device out of both schedules; an outcome still under way finds no lease.
pub async fn leave(conn: &mut PgConnection, tenant: TenantId, device: DeviceId) -> Result<()> {
    sqlx::query!("delete from device_polls where tenant_id = $1 and device_id = $2", tenant.0, device.0).execute(&mut *conn).await?;
    sqlx::query!("delete from device_pings where tenant_id = $1 and device_id = $2", tenant.0, device.0).execute(conn).await?;
    Ok(())
}
