//! What the demo world needs of the database beyond what every ISP uses.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{DeviceId, InterfaceId, OrgId, TenantId};
use sqlx::PgConnection;

/// Marks a device as simulated and tells where its agent listens now. `None` where no such device stands.
pub async fn place(conn: &mut PgConnection, tenant: TenantId, name: &str, port: i32) -> Result<Option<DeviceId>, StoreError> {
    let id = sqlx::query_scalar!(
        "update devices set simulated = true, port = $3 where tenant_id = $1 and name = $2 and removed_at is null returning id",
        tenant.0,
        name,
        port
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(DeviceId))
}

/// The interface of a device by its ifName, and whom it is assigned to.
pub async fn interface(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, name: &str) -> Result<Option<(InterfaceId, OrgId)>, StoreError> {
    let row = sqlx::query!("select id, org_id from interfaces where tenant_id = $1 and device_id = $2 and if_name = $3", tenant.0, device.0, name)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (InterfaceId(row.id), OrgId(row.org_id))))
}

/// Notes when a simulated device answered last, and returns whose it is; `None` if an answer of it is known already.
pub async fn note_answer(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, at: DateTime<Utc>) -> Result<Option<uuid::Uuid>, StoreError> {
    let org = sqlx::query_scalar!(
        "update device_pings set answered_at = $3 where tenant_id = $1 and device_id = $2 and answered_at is null returning org_id",
        tenant.0,
        device.0,
        at
    )
    .fetch_optional(conn)
    .await?;
    Ok(org)
}

/// One step of a simulated past.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Start.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// Octets in.
    pub in_octets: i64,
    /// Octets out.
    pub out_octets: i64,
}

/// Writes 5-minute steps of an interface's past into the 5-minute, 1-hour and 1-day rollups. Steps must be whole
/// 5-minute buckets. Runs in a platform transaction; a second run changes nothing.
pub async fn insert_rollups(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId, org: OrgId, steps: &[Step]) -> Result<(), StoreError> {
    let buckets: Vec<DateTime<Utc>> = steps.iter().map(|step| step.from).collect();
    let in_octets: Vec<i64> = steps.iter().map(|step| step.in_octets).collect();
    let out_octets: Vec<i64> = steps.iter().map(|step| step.out_octets).collect();
    sqlx::query!(
        r#"with step as (
               select * from unnest($4::timestamptz[], $5::bigint[], $6::bigint[]) as s (bucket, i, o)),
           fine as (
               insert into rollups_5m (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
               select $1, $2, $3, bucket, i, o, 300000, i * 8 / 300, o * 8 / 300 from step
               on conflict do nothing),
           hour as (
               insert into rollups_1h (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
               select $1, $2, $3, date_trunc('hour', bucket, 'UTC'), sum(i)::bigint, sum(o)::bigint, count(*) * 300000, max(i * 8 / 300), max(o * 8 / 300)
               from step group by 4 on conflict do nothing)
           insert into rollups_1d (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
           select $1, $2, $3, date_trunc('day', bucket, 'UTC'), sum(i)::bigint, sum(o)::bigint, count(*) * 300000, max(i * 8 / 300), max(o * 8 / 300)
           from step group by 4 on conflict do nothing"#,
        tenant.0,
        interface.0,
        org.0,
        &buckets,
        &in_octets,
        &out_octets
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes steps of an interface's last hours as samples; each step must lie within one minute. A second run changes nothing.
pub async fn insert_samples(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId, org: OrgId, steps: &[Step]) -> Result<(), StoreError> {
    let from: Vec<DateTime<Utc>> = steps.iter().map(|step| step.from).collect();
    let to: Vec<DateTime<Utc>> = steps.iter().map(|step| step.to).collect();
    let in_octets: Vec<i64> = steps.iter().map(|step| step.in_octets).collect();
    let out_octets: Vec<i64> = steps.iter().map(|step| step.out_octets).collect();
    sqlx::query!(
        r#"insert into samples (tenant_id, interface_id, org_id, started_at, ended_at, in_octets, out_octets)
           select $1, $2, $3, s.* from unnest($4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::bigint[]) as s
           on conflict do nothing"#,
        tenant.0,
        interface.0,
        org.0,
        &from,
        &to,
        &in_octets,
        &out_octets
    )
    .execute(conn)
    .await?;
    Ok(())
}
