//! What the alert engine reads of groups.

use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;

use super::Result;
use super::alerts::SeenRow;

/// The groups' sums over the five minutes from `bucket` on, the busier direction, in per mille of their thresholds; over the
/// five minutes before where one of the interfaces is polled less often than every minute. A sum that lacks interfaces says
/// something only where it reaches the threshold all the same: with them it could not be less.
pub async fn totals(conn: &mut PgConnection, tenant: TenantId, bucket: DateTime<Utc>) -> Result<Vec<SeenRow>> {
    Ok(sqlx::query_as!(
        SeenRow,
        r#"with used as materialized (
               select g.id, g.org_id, g.threshold_bps is not null and c.members > 0 as there,
                      case when v.measured = c.members or v.bps >= g.threshold_bps
                           then least(div(v.bps * 1000, g.threshold_bps), 1000000)::bigint end as value
               from interface_groups g
               cross join lateral (
                   select count(*) as members, $2::timestamptz - case when bool_or(i.interval_seconds > 60) then interval '5 minutes' else interval '0' end as step
                   from interface_group_members n
                   join interfaces i on i.tenant_id = $1 and i.id = n.interface_id
                   join orgs o on o.tenant_id = $1 and o.id = i.org_id and g.org_id = any (o.path)
                   where n.tenant_id = $1 and n.group_id = g.id
               ) c
               cross join lateral (
                   select count(*) as measured, coalesce(greatest(sum(m.in_bps), sum(m.out_bps)), 0) as bps
                   from (
                       select div(sum(l.in_octets) * 8000, sum(l.measured_ms)) as in_bps, div(sum(l.out_octets) * 8000, sum(l.measured_ms)) as out_bps
                       from interface_group_members n
                       join interfaces i on i.tenant_id = $1 and i.id = n.interface_id
                       join orgs o on o.tenant_id = $1 and o.id = i.org_id and g.org_id = any (o.path)
                       join rollups_5m l on l.tenant_id = $1 and l.interface_id = n.interface_id and l.bucket = c.step
                           and l.bucket between $2::timestamptz - interval '5 minutes' and $2
                       join orgs h on h.tenant_id = $1 and h.id = l.org_id and g.org_id = any (h.path)
                       where n.tenant_id = $1 and n.group_id = g.id
                       group by n.interface_id
                       having sum(l.measured_ms) >= 150000
                   ) m
               ) v
               where g.tenant_id = $1
           )
           select r.id as rule_id, u.id as object_id, u.org_id, u.there and r.enabled as "watched!", u.value as "value?",
                  s.org_id as "held_by?", s.phase as "phase?", s.silent as "silent?", s.flapping as "flapping?", s.told as "told?",
                  s.problems as "problems?", s.calm as "calm?", s.history as "history?", s.since as "since?", s.value as "last_value?"
           from alert_rules r
           cross join used u
           left join alert_states s on s.tenant_id = $1 and s.rule_id = r.id and s.object_id = u.id
           where r.tenant_id = $1 and r.kind = 'group_total'
             and case
                 when s.org_id <> u.org_id then true
                 when not (u.there and r.enabled) then
                     coalesce(s.silent or s.flapping or s.phase <> 'ok' or s.problems <> 0 or s.history <> 0, false)
                 when u.value is null then not coalesce(s.silent, false)
                 else u.value >= r.raise_at or coalesce(s.silent or s.flapping or s.phase <> 'ok' or s.problems <> 0 or s.history <> 0, false)
             end"#,
        tenant.0,
        bucket,
    )
    .fetch_all(conn)
    .await?)
}
