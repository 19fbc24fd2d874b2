//! Figures for dashboards: sums over many lines, each bounded by the lines that it is given.

use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::lists::InterfaceRow;

/// A line with its present figures.
pub struct LineRow {
    pub id: Uuid,
    pub org_id: Uuid,
    pub speed_bps: Option<i64>,
    pub in_bps: Option<i64>,
    pub out_bps: Option<i64>,
}

/// The lines in sight that `root` does not hold itself; all of them with `all`. Figures older than three intervals count as
/// none. At most `limit`.
pub async fn lines(conn: &mut PgConnection, tenant: TenantId, root: OrgId, all: bool, now: DateTime<Utc>, limit: i64) -> Result<Vec<LineRow>> {
    Ok(sqlx::query_as!(
        LineRow,
        r#"select l.id as "id!", l.org_id as "org_id!", l.speed_bps,
                  case when l.fresh then l.last_in_bps end as in_bps, case when l.fresh then l.last_out_bps end as out_bps
           from (
               select i.id, i.org_id, coalesce(i.speed_override_bps, i.speed_bps) as speed_bps, i.last_in_bps, i.last_out_bps,
                      i.last_at > $4::timestamptz - make_interval(secs => 3 * i.interval_seconds) as fresh
               from interfaces i
               where i.tenant_id = $1 and i.gone_at is null and ($3 or i.org_id <> $2)
               limit $5
           ) l"#,
        tenant.0,
        root.0,
        all,
        now,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// One step of a sum.
pub struct SumRow {
    pub bucket: DateTime<Utc>,
    pub in_bps: i64,
    pub out_bps: i64,
}

macro_rules! sums {
    ($(#[$doc:meta])* $name:ident, $table:tt) => {
        $(#[$doc])*
        pub async fn $name(conn: &mut PgConnection, tenant: TenantId, lines: &[Uuid], from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<SumRow>> {
            Ok(sqlx::query_as!(
                SumRow,
                "select bucket,
                        least(round(sum(in_octets * 8000.0::float8 / greatest(measured_ms, 1))), 9.2e18)::bigint as \"in_bps!\",
                        least(round(sum(out_octets * 8000.0::float8 / greatest(measured_ms, 1))), 9.2e18)::bigint as \"out_bps!\"
                 from "
                    + $table
                    + "
                 where tenant_id = $1 and interface_id = any ($2) and bucket >= $3 and bucket < $4
                 group by bucket
                 order by bucket",
                tenant.0,
                lines,
                from,
                until,
            )
            .fetch_all(conn)
            .await?)
        }
    };
}

sums!(
    /// The lines' average rates added up, in steps of five minutes, oldest first. A line that was measured for a part of a
    /// step counts with the average of that part.
    sums_5m,
    "rollups_5m"
);
sums!(
    /// The same in steps of an hour.
    sums_1h,
    "rollups_1h"
);

/// What was measured of these lines: from `from` in steps of five minutes up to `whole`, then in steps of an hour. Both
/// must lie at the beginning of such a step.
pub async fn octets(conn: &mut PgConnection, tenant: TenantId, lines: &[Uuid], from: DateTime<Utc>, whole: DateTime<Utc>) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select least(coalesce(sum(p.in_octets), 0), 9223372036854775807)::bigint as "inward!",
                  least(coalesce(sum(p.out_octets), 0), 9223372036854775807)::bigint as "outward!"
           from (
               select in_octets, out_octets from rollups_5m
               where tenant_id = $1 and interface_id = any ($2) and bucket >= $3 and bucket < $4
               union all
               select in_octets, out_octets from rollups_1h
               where tenant_id = $1 and interface_id = any ($2) and bucket >= $4
           ) p"#,
        tenant.0,
        lines,
        from,
        whole,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.inward, row.outward))
}

/// Devices by state.
pub struct CountsRow {
    pub all: i64,
    pub down: i64,
    pub pending: i64,
}

/// The devices in sight, counted.
pub async fn counts(conn: &mut PgConnection, tenant: TenantId) -> Result<CountsRow> {
    Ok(sqlx::query_as!(
        CountsRow,
        r#"select count(*) as "all!", count(*) filter (where state = 'down') as "down!", count(*) filter (where state = 'pending') as "pending!"
           from device_polls where tenant_id = $1"#,
        tenant.0,
    )
    .fetch_one(conn)
    .await?)
}

/// A device that does not answer.
pub struct SilentRow {
    pub id: Uuid,
    pub name: String,
    pub since: DateTime<Utc>,
    pub last_error: Option<String>,
}

/// Devices in sight that do not answer, the longest first.
pub async fn silent(conn: &mut PgConnection, tenant: TenantId, limit: i64) -> Result<Vec<SilentRow>> {
    Ok(sqlx::query_as!(
        SilentRow,
        "select d.id, d.name, p.state_since as since, p.last_error
         from device_polls p
         join devices d on d.tenant_id = p.tenant_id and d.id = p.device_id
         where p.tenant_id = $1 and p.state = 'down' and d.removed_at is null
         order by p.state_since, d.name limit $2",
        tenant.0,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// The interfaces in sight that carry most of what they could, fullest first.
pub async fn fullest(conn: &mut PgConnection, tenant: TenantId, now: DateTime<Utc>, limit: i64) -> Result<Vec<InterfaceRow>> {
    Ok(sqlx::query_as!(
        InterfaceRow,
        r#"with full_first as (
               select i.id, greatest(i.last_in_bps, i.last_out_bps)::float8 / coalesce(i.speed_override_bps, i.speed_bps) as used
               from interfaces i
               where i.tenant_id = $1 and i.gone_at is null and coalesce(i.speed_override_bps, i.speed_bps) > 0
                 and i.last_at > $2::timestamptz - make_interval(secs => 3 * i.interval_seconds)
               order by used desc, i.id limit $3
           )
           select i.id, i.if_name, i.if_index, i.if_alias, i.mac, i.counter_kind, i.oper_up,
                  coalesce(i.speed_override_bps, i.speed_bps) as speed_bps, i.last_in_bps, i.last_out_bps, i.last_at,
                  i.interval_seconds, i.simulated, i.gone_at is not null as "gone!", i.org_id,
                  (select o.name from orgs o where o.tenant_id = $1 and o.id = i.org_id) as org_name,
                  d.id as "device_id?", d.name as "device_name?"
           from full_first f
           join interfaces i on i.tenant_id = $1 and i.id = f.id
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           order by f.used desc, i.id"#,
        tenant.0,
        now,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// The names of nodes in sight.
pub async fn names(conn: &mut PgConnection, tenant: TenantId, orgs: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!("select id, name from orgs where tenant_id = $1 and id = any ($2)", tenant.0, orgs).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
