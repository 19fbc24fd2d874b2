//! What the alert engine reads and writes: a few statements for all objects of a tenant at once.

use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use crate::model::AlertObjectId;
use crate::rules::alert::Rule;

/// Active ISPs whose links were last looked at before `until` or never, the longest waiting first.
pub async fn due(conn: &mut PgConnection, until: DateTime<Utc>) -> Result<Vec<TenantId>> {
    let tenants = sqlx::query_scalar!(
        "select o.tenant_id from orgs o
         left join alert_marks m on m.tenant_id = o.tenant_id
         where o.id = o.tenant_id and o.kind = 'isp' and o.state = 'active' and (m.looked_at is null or m.looked_at <= $1)
         order by m.looked_at nulls first, o.tenant_id",
        until,
    )
    .fetch_all(conn)
    .await?;
    Ok(tenants.into_iter().map(TenantId).collect())
}

/// How far a tenant's alerts are evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The last five minutes that were looked at.
    pub bucket: DateTime<Utc>,
    /// When links were looked at.
    pub looked_at: DateTime<Utc>,
}

/// Takes the tenant's mark under lock, which begins as `first`; `None` while another process holds it.
pub async fn take_mark(conn: &mut PgConnection, tenant: TenantId, first: Mark) -> Result<Option<Mark>> {
    sqlx::query!("insert into alert_marks (tenant_id, bucket, looked_at) values ($1, $2, $3) on conflict do nothing", tenant.0, first.bucket, first.looked_at)
        .execute(&mut *conn)
        .await?;
    Ok(sqlx::query_as!(Mark, "select bucket, looked_at from alert_marks where tenant_id = $1 for update skip locked", tenant.0).fetch_optional(conn).await?)
}

/// Moves the mark.
pub async fn move_mark(conn: &mut PgConnection, tenant: TenantId, mark: Mark) -> Result<()> {
    sqlx::query!("update alert_marks set bucket = $2, looked_at = $3 where tenant_id = $1", tenant.0, mark.bucket, mark.looked_at).execute(conn).await?;
    Ok(())
}

/// A rule as stored.
pub struct RuleRow {
    pub id: Uuid,
    pub kind: String,
    pub raise_at: i64,
    pub clear_below: i64,
    pub raise_for: i32,
    pub raise_of: i32,
    pub clear_for: i32,
}

/// The tenant's rules. One that is switched off is among them: its objects are watched no more.
pub async fn rules(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<RuleRow>> {
    Ok(sqlx::query_as!(RuleRow, "select id, kind, raise_at, clear_below, raise_for, raise_of, clear_for from alert_rules where tenant_id = $1", tenant.0)
        .fetch_all(conn)
        .await?)
}

/// Gives the tenant a rule that it begins with; one of this kind that is there stays as it is.
pub async fn insert_rule(conn: &mut PgConnection, tenant: TenantId, kind: &str, rule: &Rule, now: DateTime<Utc>) -> Result<()> {
    let small = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    sqlx::query!(
        "insert into alert_rules (tenant_id, id, kind, raise_at, clear_below, raise_for, raise_of, clear_for, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing",
        tenant.0,
        Uuid::now_v7(),
        kind,
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

/// An object to be looked at by a rule, and how it did until now. What is as it was, and nothing to remember, is not read.
pub struct SeenRow {
    pub rule_id: Uuid,
    pub object_id: Uuid,
    pub org_id: Uuid,
    pub watched: bool,
    /// `None`: nothing fresh is known.
    pub value: Option<i64>,
    /// What is remembered; all of it or nothing.
    pub held_by: Option<Uuid>,
    pub phase: Option<String>,
    pub silent: Option<bool>,
    pub flapping: Option<bool>,
    pub told: Option<bool>,
    pub problems: Option<i64>,
    pub calm: Option<i64>,
    pub history: Option<i64>,
    pub since: Option<DateTime<Utc>>,
    pub last_value: Option<i64>,
}

/// Utilisation over the five minutes from `bucket` on, in per mille of the speed; of what is polled less often than every
/// minute over the five minutes before, whose last part came in meanwhile. A step of which less than half was measured says
/// nothing.
pub async fn utilisation(conn: &mut PgConnection, tenant: TenantId, bucket: DateTime<Utc>) -> Result<Vec<SeenRow>> {
    Ok(sqlx::query_as!(
        SeenRow,
        r#"with used as materialized (
               select i.id, i.org_id, i.gone_at is null and i.retired_at is null and coalesce(i.speed_override_bps, i.speed_bps, 0) > 0 as there,
                      case when l.measured_ms >= 150000 then least(div(
                          greatest(l.in_octets, l.out_octets)::numeric * 8000000,
                          l.measured_ms::numeric * nullif(coalesce(i.speed_override_bps, i.speed_bps), 0)), 1000000)::bigint end as value
               from interfaces i
               left join rollups_5m l on l.tenant_id = $1 and l.interface_id = i.id and l.org_id = i.org_id
                   and l.bucket between $2::timestamptz - interval '5 minutes' and $2
                   and l.bucket = $2 - case when i.interval_seconds > 60 then interval '5 minutes' else interval '0' end
               where i.tenant_id = $1
           )
           select r.id as rule_id, u.id as object_id, u.org_id, u.there and r.enabled as "watched!", u.value as "value?",
                  s.org_id as "held_by?", s.phase as "phase?", s.silent as "silent?", s.flapping as "flapping?", s.told as "told?",
                  s.problems as "problems?", s.calm as "calm?", s.history as "history?", s.since as "since?", s.value as "last_value?"
           from alert_rules r
           cross join used u
           left join alert_states s on s.tenant_id = $1 and s.rule_id = r.id and s.object_id = u.id
           where r.tenant_id = $1 and r.kind in ('utilisation_high', 'utilisation_full')
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

/// How many polls in a row found each link down, of those that were polled since `since`. A link that was not polled for
/// two intervals and a minute says nothing, and neither does one of a device that fell silent since; a port that never was
/// up is not watched.
pub async fn links(conn: &mut PgConnection, tenant: TenantId, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<Vec<SeenRow>> {
    Ok(sqlx::query_as!(
        SeenRow,
        r#"with used as materialized (
               select i.id, i.org_id, i.gone_at is null and i.retired_at is null and i.seen_up as there, i.oper_at > $2 as polled,
                      case when i.oper_at >= $3::timestamptz - make_interval(secs => 2 * i.interval_seconds + 60)
                                and (g.device_id is null or i.oper_at > g.state_since)
                           then case when i.oper_up then 0 else i.oper_polls end end::bigint as value
               from interfaces i
               left join device_pings g on g.tenant_id = $1 and g.device_id = i.device_id and g.state = 'down' and g.answered_at is not null
               where i.tenant_id = $1
           )
           select r.id as rule_id, u.id as object_id, u.org_id, u.there and r.enabled as "watched!", u.value as "value?",
                  s.org_id as "held_by?", s.phase as "phase?", s.silent as "silent?", s.flapping as "flapping?", s.told as "told?",
                  s.problems as "problems?", s.calm as "calm?", s.history as "history?", s.since as "since?", s.value as "last_value?"
           from alert_rules r
           cross join used u
           left join alert_states s on s.tenant_id = $1 and s.rule_id = r.id and s.object_id = u.id
           where r.tenant_id = $1 and r.kind = 'link_down'
             and case
                 when s.org_id <> u.org_id then true
                 when not (u.there and r.enabled) then
                     coalesce(s.silent or s.flapping or s.phase <> 'ok' or s.problems <> 0 or s.history <> 0, false)
                 when u.value is null then not coalesce(s.silent, false)
                 else u.polled and (u.value >= r.raise_at or coalesce(s.silent or s.flapping or s.phase <> 'ok' or s.problems <> 0 or s.history <> 0, false))
             end"#,
        tenant.0,
        since,
        now,
    )
    .fetch_all(conn)
    .await?)
}

/// How many pings in a row each device missed, of those that were pinged since `since`. One that was not pinged since
/// `silent` says nothing; one that never answered, perhaps because something on the way forbids it, is not watched.
pub async fn devices(conn: &mut PgConnection, tenant: TenantId, since: DateTime<Utc>, silent: DateTime<Utc>) -> Result<Vec<SeenRow>> {
    Ok(sqlx::query_as!(
        SeenRow,
        r#"with used as materialized (
               select d.id, d.org_id, d.removed_at is null and g.answered_at is not null as there, g.last_at > $2 as polled,
                      case when g.last_at >= $3 then g.misses end::bigint as value
               from devices d
               left join device_pings g on g.tenant_id = $1 and g.device_id = d.id
               where d.tenant_id = $1
           )
           select r.id as rule_id, u.id as object_id, u.org_id, u.there and r.enabled as "watched!", u.value as "value?",
                  s.org_id as "held_by?", s.phase as "phase?", s.silent as "silent?", s.flapping as "flapping?", s.told as "told?",
                  s.problems as "problems?", s.calm as "calm?", s.history as "history?", s.since as "since?", s.value as "last_value?"
           from alert_rules r
           cross join used u
           left join alert_states s on s.tenant_id = $1 and s.rule_id = r.id and s.object_id = u.id
           where r.tenant_id = $1 and r.kind = 'device_down'
             and case
                 when s.org_id <> u.org_id then true
                 when not (u.there and r.enabled) then
                     coalesce(s.silent or s.flapping or s.phase <> 'ok' or s.problems <> 0 or s.history <> 0, false)
                 when u.value is null then not coalesce(s.silent, false)
                 else u.polled and (u.value >= r.raise_at or coalesce(s.silent or s.flapping or s.phase <> 'ok' or s.problems <> 0 or s.history <> 0, false))
             end"#,
        tenant.0,
        since,
        silent,
    )
    .fetch_all(conn)
    .await?)
}

/// What is remembered from now on.
pub struct StateRow {
    pub rule_id: Uuid,
    pub object: AlertObjectId,
    pub org_id: Uuid,
    pub phase: &'static str,
    pub silent: bool,
    pub flapping: bool,
    pub told: bool,
    pub problems: i64,
    pub calm: i64,
    pub history: i64,
    pub since: Option<DateTime<Utc>>,
    pub value: Option<i64>,
}

/// Writes states in one statement. That somebody took note holds as long as the problem does.
#[expect(clippy::as_conversions, reason = "how sqlx spells the type of an array that may hold NULL; nothing is converted")]
pub async fn upsert_states(conn: &mut PgConnection, tenant: TenantId, states: &[StateRow], now: DateTime<Utc>) -> Result<()> {
    if states.is_empty() {
        return Ok(());
    }
    let rules: Vec<Uuid> = states.iter().map(|row| row.rule_id).collect();
    let interfaces: Vec<Option<Uuid>> = states.iter().map(|row| row.object.interface()).collect();
    let devices: Vec<Option<Uuid>> = states.iter().map(|row| row.object.device()).collect();
    let orgs: Vec<Uuid> = states.iter().map(|row| row.org_id).collect();
    let phases: Vec<String> = states.iter().map(|row| row.phase.to_owned()).collect();
    let silent: Vec<bool> = states.iter().map(|row| row.silent).collect();
    let flapping: Vec<bool> = states.iter().map(|row| row.flapping).collect();
    let told: Vec<bool> = states.iter().map(|row| row.told).collect();
    let problems: Vec<i64> = states.iter().map(|row| row.problems).collect();
    let calm: Vec<i64> = states.iter().map(|row| row.calm).collect();
    let histories: Vec<i64> = states.iter().map(|row| row.history).collect();
    let since: Vec<Option<DateTime<Utc>>> = states.iter().map(|row| row.since).collect();
    let values: Vec<Option<i64>> = states.iter().map(|row| row.value).collect();
    sqlx::query!(
        "insert into alert_states as a (tenant_id, rule_id, interface_id, device_id, org_id, phase, silent, flapping, told, problems, calm, history,
             since, value, updated_at)
         select $1, s.*, $2
         from unnest($3::uuid[], $4::uuid[], $15::uuid[], $5::uuid[], $6::text[], $7::boolean[], $8::boolean[], $9::boolean[], $10::bigint[],
             $11::bigint[], $12::bigint[], $13::timestamptz[], $14::bigint[]) as s
         on conflict (tenant_id, rule_id, object_id) do update
         set org_id = excluded.org_id, phase = excluded.phase, silent = excluded.silent, flapping = excluded.flapping, told = excluded.told,
             problems = excluded.problems, calm = excluded.calm, history = excluded.history, since = excluded.since, value = excluded.value,
             acked_at = case when excluded.since = a.since then a.acked_at end, acked_by = case when excluded.since = a.since then a.acked_by end,
             updated_at = excluded.updated_at",
        tenant.0,
        now,
        &rules,
        &interfaces as &[Option<Uuid>],
        &orgs,
        &phases,
        &silent,
        &flapping,
        &told,
        &problems,
        &calm,
        &histories,
        &since as &[Option<DateTime<Utc>>],
        &values as &[Option<i64>],
        &devices as &[Option<Uuid>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A line of the timeline.
pub struct TransitionRow {
    pub rule_id: Uuid,
    pub object: AlertObjectId,
    pub org_id: Uuid,
    pub turn: &'static str,
    pub value: Option<i64>,
    pub notice: Option<&'static str>,
}

/// Writes lines of the timeline in one statement, all at the same time.
#[expect(clippy::as_conversions, reason = "how sqlx spells the type of an array that may hold NULL; nothing is converted")]
pub async fn insert_transitions(conn: &mut PgConnection, tenant: TenantId, rows: &[TransitionRow], at: DateTime<Utc>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = rows.iter().map(|_| Uuid::now_v7()).collect();
    let rules: Vec<Uuid> = rows.iter().map(|row| row.rule_id).collect();
    let interfaces: Vec<Option<Uuid>> = rows.iter().map(|row| row.object.interface()).collect();
    let devices: Vec<Option<Uuid>> = rows.iter().map(|row| row.object.device()).collect();
    let orgs: Vec<Uuid> = rows.iter().map(|row| row.org_id).collect();
    let turns: Vec<String> = rows.iter().map(|row| row.turn.to_owned()).collect();
    let values: Vec<Option<i64>> = rows.iter().map(|row| row.value).collect();
    let notices: Vec<Option<String>> = rows.iter().map(|row| row.notice.map(str::to_owned)).collect();
    sqlx::query!(
        "insert into alert_transitions (tenant_id, at, id, rule_id, interface_id, device_id, org_id, turn, value, notice)
         select $1, $2, t.*
         from unnest($3::uuid[], $4::uuid[], $5::uuid[], $10::uuid[], $6::uuid[], $7::text[], $8::bigint[], $9::text[]) as t",
        tenant.0,
        at,
        &ids,
        &rules,
        &interfaces as &[Option<Uuid>],
        &orgs,
        &turns,
        &values as &[Option<i64>],
        &notices as &[Option<String>],
        &devices as &[Option<Uuid>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What an object is called in a mail.
pub struct NameRow {
    pub id: Uuid,
    pub name: String,
}

/// The names of interfaces, with their devices', and of devices.
pub async fn names(conn: &mut PgConnection, tenant: TenantId, objects: &[Uuid]) -> Result<Vec<NameRow>> {
    Ok(sqlx::query_as!(
        NameRow,
        r#"select i.id as "id!", d.name || ' ' || i.if_name as "name!" from interfaces i join devices d on d.tenant_id = $1 and d.id = i.device_id
           where i.tenant_id = $1 and i.id = any ($2)
           union all
           select d.id, d.name from devices d where d.tenant_id = $1 and d.id = any ($2)"#,
        tenant.0,
        objects,
    )
    .fetch_all(conn)
    .await?)
}
