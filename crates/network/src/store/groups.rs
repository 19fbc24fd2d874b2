//! Groups of interfaces, and their traffic added up.

use chrono::{DateTime, Utc};
use kernel::{GroupId, OrgId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use crate::rules::group_form::GroupSpec;

/// A group with its present figures.
pub struct GroupRow {
    pub id: Uuid,
    pub name: String,
    pub org_id: Uuid,
    pub org_name: Option<String>,
    pub capacity_bps: Option<i64>,
    pub threshold_bps: Option<i64>,
    pub version: i32,
    /// Interfaces that count, those with a fresh figure, and those whose speed is known.
    pub members: i64,
    pub fresh: i64,
    pub speeds: i64,
    pub in_bps: Option<i64>,
    pub out_bps: Option<i64>,
    pub speed_bps: Option<i64>,
}

/// The groups in sight by name, or the one with this id; at most `limit`. An interface counts while it serves the group's
/// holder or somebody below, as far as it is in sight.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, group: Option<GroupId>, now: DateTime<Utc>, limit: i64) -> Result<Vec<GroupRow>> {
    Ok(sqlx::query_as!(
        GroupRow,
        r#"select g.id, g.name, g.org_id, (select o.name from orgs o where o.tenant_id = $1 and o.id = g.org_id) as org_name,
                  g.capacity_bps, g.threshold_bps, g.version,
                  m.members as "members!", m.fresh as "fresh!", m.speeds as "speeds!", m.in_bps, m.out_bps, m.speed_bps
           from interface_groups g
           cross join lateral (
               select count(*) as members, count(*) filter (where f.fresh) as fresh, count(f.speed) as speeds,
                      least(sum(f.last_in_bps) filter (where f.fresh), 9223372036854775807)::bigint as in_bps,
                      least(sum(f.last_out_bps) filter (where f.fresh), 9223372036854775807)::bigint as out_bps,
                      least(sum(f.speed), 9223372036854775807)::bigint as speed_bps
               from (
                   select i.last_in_bps, i.last_out_bps, coalesce(i.speed_override_bps, i.speed_bps) as speed,
                          i.gone_at is null and i.last_in_bps is not null
                              and i.last_at > $3::timestamptz - make_interval(secs => 3 * i.interval_seconds) as fresh
                   from interface_group_members n
                   join interfaces i on i.tenant_id = $1 and i.id = n.interface_id
                   join orgs o on o.tenant_id = $1 and o.id = i.org_id and g.org_id = any (o.path)
                   where n.tenant_id = $1 and n.group_id = g.id
               ) f
           ) m
           where g.tenant_id = $1 and ($2::uuid is null or g.id = $2)
           order by g.name, g.id limit $4"#,
        tenant.0,
        group.map(|group| group.0),
        now,
        limit,
    )
    .fetch_all(conn)
    .await?)
}

/// An interface of a group.
pub struct MemberRow {
    pub id: Uuid,
    pub if_name: String,
    pub if_alias: String,
    pub device_id: Option<Uuid>,
    pub device_name: Option<String>,
    pub counts: bool,
    pub fresh: bool,
    pub speed_bps: Option<i64>,
    pub in_bps: Option<i64>,
    pub out_bps: Option<i64>,
}

/// The interfaces of a group in sight, by device and name.
pub async fn members(conn: &mut PgConnection, tenant: TenantId, group: GroupId, now: DateTime<Utc>) -> Result<Vec<MemberRow>> {
    Ok(sqlx::query_as!(
        MemberRow,
        r#"select i.id, i.if_name, i.if_alias, d.id as "device_id?", d.name as "device_name?",
                  exists (select from orgs o where o.tenant_id = $1 and o.id = i.org_id and n.org_id = any (o.path)) as "counts!",
                  i.gone_at is null and coalesce(i.last_at > $3::timestamptz - make_interval(secs => 3 * i.interval_seconds), false) as "fresh!",
                  coalesce(i.speed_override_bps, i.speed_bps) as speed_bps, i.last_in_bps as in_bps, i.last_out_bps as out_bps
           from interface_group_members n
           join interfaces i on i.tenant_id = $1 and i.id = n.interface_id
           left join devices d on d.tenant_id = $1 and d.id = i.device_id
           where n.tenant_id = $1 and n.group_id = $2
           order by coalesce(d.name, ''), i.if_name, i.id"#,
        tenant.0,
        group.0,
        now,
    )
    .fetch_all(conn)
    .await?)
}

/// Stores a new group of `org`.
pub async fn insert(conn: &mut PgConnection, tenant: TenantId, group: GroupId, org: OrgId, spec: &GroupSpec, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "insert into interface_groups (tenant_id, id, org_id, name, capacity_bps, threshold_bps, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)",
        tenant.0,
        group.0,
        org.0,
        spec.name,
        spec.capacity_bps,
        spec.threshold_bps,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The nodes in sight that sell onwards, which can hold a group: the viewer's own first, then by name.
pub async fn holders(conn: &mut PgConnection, tenant: TenantId, own: OrgId) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!("select id, name from orgs where tenant_id = $1 and (kind <> 'client' or id = $2) order by id <> $2, name, id", tenant.0, own.0)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// How many groups the tenant has.
pub async fn count(conn: &mut PgConnection, tenant: TenantId) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from interface_groups where tenant_id = $1"#, tenant.0).fetch_one(conn).await?)
}

/// What is changed under lock.
pub struct HeldGroup {
    pub name: String,
    pub org_id: Uuid,
    pub capacity_bps: Option<i64>,
    pub threshold_bps: Option<i64>,
    pub version: i32,
}

/// Locks a group in sight.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, group: GroupId) -> Result<Option<HeldGroup>> {
    Ok(sqlx::query_as!(
        HeldGroup,
        "select name, org_id, capacity_bps, threshold_bps, version from interface_groups where tenant_id = $1 and id = $2 for update",
        tenant.0,
        group.0,
    )
    .fetch_optional(conn)
    .await?)
}

/// Stores a changed group; its members follow the holder.
pub async fn update(conn: &mut PgConnection, tenant: TenantId, group: GroupId, org: OrgId, spec: &GroupSpec, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update interface_groups set name = $3, org_id = $4, capacity_bps = $5, threshold_bps = $6, updated_at = $7, version = version + 1
         where tenant_id = $1 and id = $2",
        tenant.0,
        group.0,
        spec.name,
        org.0,
        spec.capacity_bps,
        spec.threshold_bps,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a group; its interfaces and what was measured stay.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, group: GroupId) -> Result<()> {
    sqlx::query!("delete from interface_groups where tenant_id = $1 and id = $2", tenant.0, group.0).execute(conn).await?;
    Ok(())
}

/// Which interfaces a group has, in sight or not.
pub async fn member_ids(conn: &mut PgConnection, tenant: TenantId, group: GroupId) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!("select interface_id from interface_group_members where tenant_id = $1 and group_id = $2", tenant.0, group.0)
        .fetch_all(conn)
        .await?)
}

/// Takes interfaces in and lets others go; the group counts the change.
pub async fn change_members(conn: &mut PgConnection, tenant: TenantId, group: GroupId, (added, removed): (&[Uuid], &[Uuid]), now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("delete from interface_group_members where tenant_id = $1 and group_id = $2 and interface_id = any ($3)", tenant.0, group.0, removed)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into interface_group_members (tenant_id, group_id, interface_id, org_id)
         select $1, $2, added.id, g.org_id from unnest($3::uuid[]) as added (id)
         join interface_groups g on g.tenant_id = $1 and g.id = $2
         on conflict do nothing",
        tenant.0,
        group.0,
        added,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update interface_groups set updated_at = $3, version = version + 1 where tenant_id = $1 and id = $2", tenant.0, group.0, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Whose figures are added up.
pub struct Added<'a> {
    /// The interfaces, none twice.
    pub interfaces: &'a [Uuid],
    /// What this node or one below it held then; the tenant's root: all of it.
    pub holder: Uuid,
}

/// A step of a sum.
pub struct SumRow {
    pub bucket: DateTime<Utc>,
    /// Of the interfaces that were measured for at least half of the step.
    pub in_bps: Option<i64>,
    pub out_bps: Option<i64>,
    pub measured: i64,
    /// All that was measured.
    pub in_octets: i64,
    pub out_octets: i64,
}

macro_rules! sums {
    ($(#[$doc:meta])* $name:ident, $table:tt, $half:tt) => {
        $(#[$doc])*
        pub async fn $name(conn: &mut PgConnection, tenant: TenantId, added: &Added<'_>, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<SumRow>> {
            Ok(sqlx::query_as!(
                SumRow,
                "select s.bucket,
                        least(sum(div(s.in_octets * 8000, s.measured_ms)) filter (where s.measured_ms >= " + $half + "), 9223372036854775807)::bigint as in_bps,
                        least(sum(div(s.out_octets * 8000, s.measured_ms)) filter (where s.measured_ms >= " + $half + "), 9223372036854775807)::bigint as out_bps,
                        count(*) filter (where s.measured_ms >= " + $half + ") as \"measured!\",
                        least(sum(s.in_octets), 9223372036854775807)::bigint as \"in_octets!\",
                        least(sum(s.out_octets), 9223372036854775807)::bigint as \"out_octets!\"
                 from (
                     select bucket, sum(in_octets) as in_octets, sum(out_octets) as out_octets, sum(measured_ms) as measured_ms
                     from "
                    + $table
                    + "
                     where tenant_id = $1 and interface_id = any ($2) and bucket >= $3 and bucket < $4
                       and ($5::uuid = $1 or org_id in (select o.id from orgs o where o.tenant_id = $1 and $5 = any (o.path)))
                     group by bucket, interface_id
                 ) s
                 where s.measured_ms > 0
                 group by s.bucket
                 order by s.bucket",
                tenant.0,
                added.interfaces,
                from,
                until,
                added.holder,
            )
            .fetch_all(conn)
            .await?)
        }
    };
}

sums!(
    /// The averages of each interface added up, by minutes, oldest first.
    sums_1m,
    "rollups_1m",
    "30000"
);
sums!(
    /// Likewise by five minutes.
    sums_5m,
    "rollups_5m",
    "150000"
);
sums!(
    /// Likewise by hours.
    sums_1h,
    "rollups_1h",
    "1800000"
);
