//! Pings: leases, how each device does, and what was measured.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{DeviceId, TenantId};
use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;
use uuid::Uuid;

use super::Result;
use crate::model::PingWrite;

/// A device just leased.
pub struct TargetRow {
    pub tenant_id: Uuid,
    pub device_id: Uuid,
    pub name: String,
    pub address: String,
    pub fence: i64,
    pub state: String,
    pub state_since: DateTime<Utc>,
    pub misses: i32,
    pub last_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub round_trip_us: Option<i32>,
    pub trouble: Option<String>,
}

/// Leases at most `limit` devices of any tenant that nobody pings until `lease_until`: real ones or simulated ones. Rows
/// that another worker is just leasing are passed over, not waited for.
pub async fn claim(conn: &mut PgConnection, now: DateTime<Utc>, simulated: bool, limit: i64, lease_until: DateTime<Utc>) -> Result<Vec<TargetRow>> {
    Ok(sqlx::query_as!(
        TargetRow,
        "with free as (
             select p.tenant_id, p.device_id, d.name, d.address
             from device_pings p
             join devices d on d.tenant_id = p.tenant_id and d.id = p.device_id
             where (p.lease_until is null or p.lease_until < $1) and d.simulated = $2 and d.removed_at is null
             order by p.lease_until nulls first
             limit $3
             for update of p skip locked
         )
         update device_pings p set lease_until = $4, fence = p.fence + 1, written = 0
         from free f
         where p.tenant_id = f.tenant_id and p.device_id = f.device_id
         returning p.tenant_id, p.device_id, f.name, f.address, p.fence, p.state, p.state_since, p.misses, p.last_at, p.answered_at,
                   p.round_trip_us, p.trouble",
        now,
        simulated,
        limit,
        lease_until,
    )
    .fetch_all(conn)
    .await?)
}

/// A device whose lease still holds.
pub struct HeldRow {
    pub device_id: Uuid,
    pub org_id: Uuid,
    /// The number of the last write.
    pub written: i64,
}

/// Locks those of the devices whose lease with this fencing token still holds.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, devices: &[Uuid], fences: &[i64]) -> Result<Vec<HeldRow>> {
    Ok(sqlx::query_as!(
        HeldRow,
        "select p.device_id, p.org_id, p.written
         from device_pings p
         join unnest($2::uuid[], $3::bigint[]) as g (device_id, fence) on g.device_id = p.device_id and g.fence = p.fence
         where p.tenant_id = $1
         order by p.device_id
         for update of p",
        tenant.0,
        devices,
        fences,
    )
    .fetch_all(conn)
    .await?)
}

/// Notes how devices do and keeps their leases until `lease_until`; `None` gives them back.
#[expect(clippy::as_conversions, reason = "how sqlx spells the type of an array that may hold NULL; nothing is converted")]
pub async fn note(conn: &mut PgConnection, tenant: TenantId, writes: &[&PingWrite], lease_until: Option<DateTime<Utc>>) -> Result<()> {
    let devices: Vec<Uuid> = writes.iter().map(|write| write.device.0).collect();
    let numbers: Vec<i64> = writes.iter().map(|write| write.number).collect();
    let states: Vec<String> = writes.iter().map(|write| write.state.reach.as_str().to_owned()).collect();
    let since: Vec<DateTime<Utc>> = writes.iter().map(|write| write.state.since).collect();
    let misses: Vec<i32> = writes.iter().map(|write| small(write.state.misses)).collect();
    let last: Vec<Option<DateTime<Utc>>> = writes.iter().map(|write| write.state.last_at).collect();
    let answered: Vec<Option<DateTime<Utc>>> = writes.iter().map(|write| write.state.answered_at).collect();
    let trips: Vec<Option<i32>> = writes.iter().map(|write| write.state.round_trip_us.map(small)).collect();
    let troubles: Vec<Option<String>> = writes.iter().map(|write| write.state.trouble.clone()).collect();
    sqlx::query!(
        "update device_pings p
         set written = g.number, state = g.state, state_since = g.since, misses = g.misses, last_at = g.last_at, answered_at = g.answered_at,
             round_trip_us = g.round_trip_us, trouble = g.trouble, lease_until = $2
         from unnest($3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[], $7::integer[], $8::timestamptz[], $9::timestamptz[], $10::integer[],
             $11::text[]) as g (device_id, number, state, since, misses, last_at, answered_at, round_trip_us, trouble)
         where p.tenant_id = $1 and p.device_id = g.device_id",
        tenant.0,
        lease_until,
        &devices,
        &numbers,
        &states,
        &since,
        &misses,
        &last as &[Option<DateTime<Utc>>],
        &answered as &[Option<DateTime<Utc>>],
        &trips as &[Option<i32>],
        &troubles as &[Option<String>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn small(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// What the pings of a device came to within a minute.
pub struct MinuteRow {
    pub device_id: Uuid,
    pub org_id: Uuid,
    pub bucket: DateTime<Utc>,
    pub sent: i32,
    pub received: i32,
    pub least_us: Option<i32>,
    pub sum_us: i64,
    pub most_us: Option<i32>,
}

/// Rows by column, as statements take them.
#[derive(Default)]
struct Columns {
    devices: Vec<Uuid>,
    orgs: Vec<Uuid>,
    buckets: Vec<DateTime<Utc>>,
    sent: Vec<i32>,
    received: Vec<i32>,
    least: Vec<Option<i32>>,
    sums: Vec<i64>,
    most: Vec<Option<i32>>,
}

impl Columns {
    fn of(rows: &[MinuteRow]) -> Self {
        let mut columns = Self::default();
        for row in rows {
            columns.devices.push(row.device_id);
            columns.orgs.push(row.org_id);
            columns.buckets.push(row.bucket);
            columns.sent.push(row.sent);
            columns.received.push(row.received);
            columns.least.push(row.least_us);
            columns.sums.push(row.sum_us);
            columns.most.push(row.most_us);
        }
        columns
    }
}

/// Adds to the minutes and to the hours that they lie in. No device may have a minute twice.
#[expect(clippy::as_conversions, reason = "how sqlx spells the type of an array that may hold NULL; nothing is converted")]
pub async fn add(conn: &mut PgConnection, tenant: TenantId, rows: &[MinuteRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = Columns::of(rows);
    sqlx::query!(
        "insert into pings_1m as p (tenant_id, device_id, org_id, bucket, sent, received, least_us, sum_us, most_us)
         select $1, g.* from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::integer[], $6::integer[], $7::integer[], $8::bigint[], $9::integer[]) as g
         on conflict (tenant_id, device_id, bucket) do update
         set sent = p.sent + excluded.sent, received = p.received + excluded.received, least_us = least(p.least_us, excluded.least_us),
             sum_us = p.sum_us + excluded.sum_us, most_us = greatest(p.most_us, excluded.most_us)",
        tenant.0,
        &columns.devices,
        &columns.orgs,
        &columns.buckets,
        &columns.sent,
        &columns.received,
        &columns.least as &[Option<i32>],
        &columns.sums,
        &columns.most as &[Option<i32>],
    )
    .execute(&mut *conn)
    .await?;
    add_hours(conn, tenant, rows).await
}

/// Adds to the hours that the rows lie in.
#[expect(clippy::as_conversions, reason = "how sqlx spells the type of an array that may hold NULL; nothing is converted")]
pub async fn add_hours(conn: &mut PgConnection, tenant: TenantId, rows: &[MinuteRow]) -> Result<()> {
    let columns = Columns::of(rows);
    sqlx::query!(
        "insert into pings_1h as p (tenant_id, device_id, org_id, bucket, sent, received, least_us, sum_us, most_us)
         select $1, g.device_id, g.org_id, date_trunc('hour', g.bucket, 'UTC'), sum(g.sent)::integer, sum(g.received)::integer, min(g.least_us),
                sum(g.sum_us)::bigint, max(g.most_us)
         from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::integer[], $6::integer[], $7::integer[], $8::bigint[], $9::integer[])
             as g (device_id, org_id, bucket, sent, received, least_us, sum_us, most_us)
         group by 2, 3, 4
         on conflict (tenant_id, device_id, bucket) do update
         set sent = p.sent + excluded.sent, received = p.received + excluded.received, least_us = least(p.least_us, excluded.least_us),
             sum_us = p.sum_us + excluded.sum_us, most_us = greatest(p.most_us, excluded.most_us)",
        tenant.0,
        &columns.devices,
        &columns.orgs,
        &columns.buckets,
        &columns.sent,
        &columns.received,
        &columns.least as &[Option<i32>],
        &columns.sums,
        &columns.most as &[Option<i32>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What pings came to within a step.
pub struct StepRow {
    pub started_at: DateTime<Utc>,
    pub sent: i64,
    pub received: i64,
    pub least_us: Option<i32>,
    pub sum_us: i64,
    pub most_us: Option<i32>,
}

/// A device's minutes since `from`, put together into steps, oldest first.
pub async fn minutes(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, from: DateTime<Utc>, step: TimeDelta) -> Result<Vec<StepRow>> {
    let step = PgInterval::try_from(step).map_err(sqlx::Error::Encode)?;
    Ok(sqlx::query_as!(
        StepRow,
        r#"select date_bin($4::interval, bucket, timestamptz 'epoch') as "started_at!", sum(sent)::bigint as "sent!", sum(received)::bigint as "received!",
                  min(least_us) as least_us, sum(sum_us)::bigint as "sum_us!", max(most_us) as most_us
           from pings_1m
           where tenant_id = $1 and device_id = $2 and bucket >= $3
           group by 1
           order by 1"#,
        tenant.0,
        device.0,
        from,
        step,
    )
    .fetch_all(conn)
    .await?)
}

/// A device's hours since `from`, oldest first.
pub async fn hours(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, from: DateTime<Utc>) -> Result<Vec<StepRow>> {
    Ok(sqlx::query_as!(
        StepRow,
        r#"select bucket as started_at, sent::bigint as "sent!", received::bigint as "received!", least_us, sum_us, most_us
           from pings_1h
           where tenant_id = $1 and device_id = $2 and bucket >= $3
           order by 1"#,
        tenant.0,
        device.0,
        from,
    )
    .fetch_all(conn)
    .await?)
}

/// A device in a list of link states.
pub struct DeviceLinkRow {
    pub id: Uuid,
    pub name: String,
    pub ping_state: Option<String>,
    pub ping_since: Option<DateTime<Utc>>,
    pub ping_last_at: Option<DateTime<Utc>>,
    pub ping_answered_at: Option<DateTime<Utc>>,
    pub ping_round_trip_us: Option<i32>,
    pub sent: i64,
    pub received: i64,
    pub least_us: Option<i32>,
    pub sum_us: i64,
    pub most_us: Option<i32>,
}

/// At most `limit` devices in sight by id, beginning after `after`, with their pings since `lately`.
pub async fn device_links(conn: &mut PgConnection, tenant: TenantId, after: Option<DeviceId>, lately: DateTime<Utc>, limit: i64) -> Result<Vec<DeviceLinkRow>> {
    Ok(sqlx::query_as!(
        DeviceLinkRow,
        r#"select d.id, d.name, g.state as "ping_state?", g.state_since as "ping_since?", g.last_at as "ping_last_at?",
                  g.answered_at as "ping_answered_at?", g.round_trip_us as "ping_round_trip_us?",
                  coalesce(l.sent, 0) as "sent!", coalesce(l.received, 0) as "received!", l.least_us as "least_us?", coalesce(l.sum_us, 0) as "sum_us!",
                  l.most_us as "most_us?"
           from devices d
           left join device_pings g on g.tenant_id = $1 and g.device_id = d.id
           left join lateral (
               select sum(sent)::bigint as sent, sum(received)::bigint as received, min(least_us) as least_us, sum(sum_us)::bigint as sum_us,
                      max(most_us) as most_us
               from pings_1m where tenant_id = $1 and device_id = d.id and bucket >= $3
           ) l on true
           where d.tenant_id = $1 and d.removed_at is null and ($2::uuid is null or d.id > $2)
           order by d.id limit $4"#,
        tenant.0,
        after.map(|after| after.0),
        lately,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// An interface in a list of link states.
pub struct InterfaceLinkRow {
    pub id: Uuid,
    pub if_name: String,
    /// Where the viewer may see the device.
    pub device_id: Option<Uuid>,
    pub oper_up: bool,
    pub oper_at: Option<DateTime<Utc>>,
    pub oper_since: Option<DateTime<Utc>>,
    pub interval_seconds: i32,
    pub ping_state: Option<String>,
    pub ping_since: Option<DateTime<Utc>>,
    pub ping_last_at: Option<DateTime<Utc>>,
    /// bit/s in and out together since `lately`; `None` where less than half of it was measured.
    pub traffic_bps: Option<i64>,
}

/// At most `limit` interfaces in sight by id, beginning after `after`, with their traffic since `lately`, five minutes back.
pub async fn interface_links(
    conn: &mut PgConnection,
    tenant: TenantId,
    after: Option<kernel::InterfaceId>,
    lately: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<InterfaceLinkRow>> {
    Ok(sqlx::query_as!(
        InterfaceLinkRow,
        r#"select i.id, i.if_name, d.id as "device_id?", i.oper_up, i.oper_at, i.oper_since, i.interval_seconds, g.state as "ping_state?",
                  g.state_since as "ping_since?", g.last_at as "ping_last_at?",
                  case when l.measured_ms >= 150000 then least(div(l.octets * 8000, l.measured_ms), 9223372036854775807)::bigint end as "traffic_bps?"
           from interfaces i
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           left join device_pings g on g.tenant_id = $1 and g.device_id = i.device_id
           left join lateral (
               select sum(in_octets::numeric + out_octets) as octets, sum(measured_ms) as measured_ms
               from rollups_1m where tenant_id = $1 and interface_id = i.id and bucket >= $3
           ) l on true
           where i.tenant_id = $1 and i.gone_at is null and i.retired_at is null and ($2::uuid is null or i.id > $2)
           order by i.id limit $4"#,
        tenant.0,
        after.map(|after| after.0),
        lately,
        limit,
    )
    .fetch_all(conn)
    .await?)
}
