//! What was measured, what could not be, and the baselines for the next time.

use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// A measured difference within one minute.
pub struct SampleRow {
    pub interface_id: Uuid,
    pub org_id: Uuid,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub in_octets: i64,
    pub out_octets: i64,
}

/// Writes samples in one statement; returns how many. `COPY` is refused under row level security.
pub async fn insert_samples(conn: &mut PgConnection, tenant: TenantId, samples: &[SampleRow]) -> Result<u64> {
    if samples.is_empty() {
        return Ok(0);
    }
    let interfaces: Vec<Uuid> = samples.iter().map(|row| row.interface_id).collect();
    let orgs: Vec<Uuid> = samples.iter().map(|row| row.org_id).collect();
    let started: Vec<DateTime<Utc>> = samples.iter().map(|row| row.started_at).collect();
    let ended: Vec<DateTime<Utc>> = samples.iter().map(|row| row.ended_at).collect();
    let in_octets: Vec<i64> = samples.iter().map(|row| row.in_octets).collect();
    let out_octets: Vec<i64> = samples.iter().map(|row| row.out_octets).collect();
    let done = sqlx::query!(
        "insert into samples (tenant_id, interface_id, org_id, started_at, ended_at, in_octets, out_octets)
         select $1, s.interface_id, s.org_id, s.started_at, s.ended_at, s.in_octets, s.out_octets
         from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::bigint[])
             as s (interface_id, org_id, started_at, ended_at, in_octets, out_octets)
         on conflict do nothing",
        tenant.0,
        &interfaces,
        &orgs,
        &started,
        &ended,
        &in_octets,
        &out_octets,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A stretch without figures.
pub struct GapRow {
    pub interface_id: Uuid,
    pub org_id: Uuid,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub reason: &'static str,
}

/// Writes gaps in one statement.
pub async fn insert_gaps(conn: &mut PgConnection, tenant: TenantId, gaps: &[GapRow]) -> Result<()> {
    if gaps.is_empty() {
        return Ok(());
    }
    let interfaces: Vec<Uuid> = gaps.iter().map(|row| row.interface_id).collect();
    let orgs: Vec<Uuid> = gaps.iter().map(|row| row.org_id).collect();
    let started: Vec<DateTime<Utc>> = gaps.iter().map(|row| row.started_at).collect();
    let ended: Vec<DateTime<Utc>> = gaps.iter().map(|row| row.ended_at).collect();
    let reasons: Vec<String> = gaps.iter().map(|row| row.reason.to_owned()).collect();
    sqlx::query!(
        "insert into gaps (tenant_id, interface_id, org_id, started_at, ended_at, reason)
         select $1, g.interface_id, g.org_id, g.started_at, g.ended_at, g.reason
         from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[])
             as g (interface_id, org_id, started_at, ended_at, reason)
         on conflict do nothing",
        tenant.0,
        &interfaces,
        &orgs,
        &started,
        &ended,
        &reasons,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Counters as read, from which the next difference is taken.
pub struct BaselineRow {
    pub interface_id: Uuid,
    pub org_id: Uuid,
    pub at: DateTime<Utc>,
    pub uptime_cs: i64,
    pub discontinuity: i64,
    pub counter_kind: &'static str,
    pub in_octets: i64,
    pub out_octets: i64,
    pub suspect: bool,
}

/// Moves the baselines, in one statement.
pub async fn upsert_baselines(conn: &mut PgConnection, tenant: TenantId, baselines: &[BaselineRow]) -> Result<()> {
    if baselines.is_empty() {
        return Ok(());
    }
    let interfaces: Vec<Uuid> = baselines.iter().map(|row| row.interface_id).collect();
    let orgs: Vec<Uuid> = baselines.iter().map(|row| row.org_id).collect();
    let at: Vec<DateTime<Utc>> = baselines.iter().map(|row| row.at).collect();
    let uptimes: Vec<i64> = baselines.iter().map(|row| row.uptime_cs).collect();
    let discontinuities: Vec<i64> = baselines.iter().map(|row| row.discontinuity).collect();
    let kinds: Vec<String> = baselines.iter().map(|row| row.counter_kind.to_owned()).collect();
    let in_octets: Vec<i64> = baselines.iter().map(|row| row.in_octets).collect();
    let out_octets: Vec<i64> = baselines.iter().map(|row| row.out_octets).collect();
    let suspects: Vec<bool> = baselines.iter().map(|row| row.suspect).collect();
    sqlx::query!(
        "insert into interface_counters (tenant_id, interface_id, org_id, at, uptime_cs, discontinuity, counter_kind, in_octets, out_octets, suspect)
         select $1, b.interface_id, b.org_id, b.at, b.uptime_cs, b.discontinuity, b.counter_kind, b.in_octets, b.out_octets, b.suspect
         from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[], $10::boolean[])
             as b (interface_id, org_id, at, uptime_cs, discontinuity, counter_kind, in_octets, out_octets, suspect)
         on conflict (tenant_id, interface_id) do update
         set org_id = excluded.org_id, at = excluded.at, uptime_cs = excluded.uptime_cs, discontinuity = excluded.discontinuity,
             counter_kind = excluded.counter_kind, in_octets = excluded.in_octets, out_octets = excluded.out_octets,
             suspect = excluded.suspect",
        tenant.0,
        &interfaces,
        &orgs,
        &at,
        &uptimes,
        &discontinuities,
        &kinds,
        &in_octets,
        &out_octets,
        &suspects,
    )
    .execute(conn)
    .await?;
    Ok(())
}
