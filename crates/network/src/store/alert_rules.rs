//! Rules of alerts: reading and changing them, and what the past says of one.

use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use crate::rules::alert::Rule;

/// A rule as its page shows it.
pub struct StoredRule {
    pub kind: String,
    pub enabled: bool,
    pub raise_at: i64,
    pub clear_below: i64,
    pub raise_for: i32,
    pub raise_of: i32,
    pub clear_for: i32,
    pub version: i64,
}

/// The tenant's rules.
pub async fn list(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<StoredRule>> {
    Ok(sqlx::query_as!(
        StoredRule,
        "select kind, enabled, raise_at, clear_below, raise_for, raise_of, clear_for, version from alert_rules where tenant_id = $1 order by kind",
        tenant.0
    )
    .fetch_all(conn)
    .await?)
}

/// The tenant's rule of a kind, locked until the transaction ends.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, kind: &str) -> Result<Option<StoredRule>> {
    Ok(sqlx::query_as!(
        StoredRule,
        "select kind, enabled, raise_at, clear_below, raise_for, raise_of, clear_for, version from alert_rules
         where tenant_id = $1 and kind = $2 for update",
        tenant.0,
        kind
    )
    .fetch_optional(conn)
    .await?)
}

/// Changes the tenant's rule of a kind.
pub async fn update(conn: &mut PgConnection, tenant: TenantId, kind: &str, enabled: bool, rule: &Rule, now: DateTime<Utc>) -> Result<()> {
    let small = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    sqlx::query!(
        "update alert_rules set enabled = $3, raise_at = $4, clear_below = $5, raise_for = $6, raise_of = $7, clear_for = $8, updated_at = $9,
             version = version + 1
         where tenant_id = $1 and kind = $2",
        tenant.0,
        kind,
        enabled,
        rule.raise_at,
        rule.clear_below,
        small(rule.raise_for),
        small(rule.raise_of),
        small(rule.clear_for),
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many interfaces the tenant has whose speed is known.
pub async fn measured_interfaces(conn: &mut PgConnection, tenant: TenantId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from interfaces
           where tenant_id = $1 and gone_at is null and retired_at is null and coalesce(speed_override_bps, speed_bps, 0) > 0"#,
        tenant.0
    )
    .fetch_one(conn)
    .await?)
}

/// An interface that had high values.
pub struct BusyRow {
    pub id: Uuid,
    pub if_name: String,
    pub if_alias: String,
    pub device_id: Option<Uuid>,
    pub device_name: Option<String>,
}

/// At most `limit` interfaces whose use of their speed was `permille` or more in the most steps of five minutes since `from`.
pub async fn busiest(conn: &mut PgConnection, tenant: TenantId, from: DateTime<Utc>, to: DateTime<Utc>, permille: i64, limit: i64) -> Result<Vec<BusyRow>> {
    Ok(sqlx::query_as!(
        BusyRow,
        r#"with busy as materialized (
               select l.interface_id, count(*) as steps
               from rollups_5m l
               join interfaces i on i.tenant_id = $1 and i.id = l.interface_id and i.org_id = l.org_id
                   and i.gone_at is null and i.retired_at is null and coalesce(i.speed_override_bps, i.speed_bps, 0) > 0
               where l.tenant_id = $1 and l.bucket >= $2 and l.bucket < $3 and l.measured_ms >= 150000
                 and greatest(l.in_octets, l.out_octets)::float8 * 8000000 >= $4::bigint::float8 * 0.999 * l.measured_ms * coalesce(i.speed_override_bps, i.speed_bps)
               group by l.interface_id
           )
           select i.id, i.if_name, i.if_alias, d.id as "device_id?", d.name as "device_name?"
           from busy b
           join interfaces i on i.tenant_id = $1 and i.id = b.interface_id
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           order by b.steps desc, i.id limit $5"#,
        tenant.0,
        from,
        to,
        permille,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// A step of an interface.
pub struct StepRow {
    pub interface_id: Uuid,
    pub bucket: DateTime<Utc>,
    /// Per mille of the speed; `None` where less than half was measured.
    pub value: Option<i64>,
}

/// The steps of five minutes of these interfaces, by interface and time, as the evaluation of alerts values them.
pub async fn steps(conn: &mut PgConnection, tenant: TenantId, interfaces: &[Uuid], from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<StepRow>> {
    Ok(sqlx::query_as!(
        StepRow,
        r#"select l.interface_id, l.bucket,
                  case when l.measured_ms >= 150000 then least(div(
                      greatest(l.in_octets, l.out_octets)::numeric * 8000000,
                      l.measured_ms::numeric * nullif(coalesce(i.speed_override_bps, i.speed_bps), 0)), 1000000)::bigint end as value
           from rollups_5m l
           join interfaces i on i.tenant_id = $1 and i.id = l.interface_id and i.org_id = l.org_id
           where l.tenant_id = $1 and l.interface_id = any ($2) and l.bucket >= $3 and l.bucket < $4
           order by l.interface_id, l.bucket"#,
        tenant.0,
        interfaces,
        from,
        to,
    )
    .fetch_all(conn)
    .await?)
}

/// How often a rule of this kind fired since `from`.
pub async fn fired(conn: &mut PgConnection, tenant: TenantId, kind: &str, from: DateTime<Utc>) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from alert_transitions t join alert_rules r on r.tenant_id = $1 and r.id = t.rule_id
           where t.tenant_id = $1 and t.at >= $3 and t.turn = 'fired' and r.kind = $2"#,
        tenant.0,
        kind,
        from,
    )
    .fetch_one(conn)
    .await?)
}
