//! Memberships as lists show them and as owners change them.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Given, OrgId, Permission, Permissions, Role, RoleId, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::roles::permissions_at;
use crate::model::{CustomRole, OrgKind, PeopleQuery, PersonItem};

/// One page of the memberships at or below a node that fit the query; one with a place that does not is empty.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, below: OrgId, query: &PeopleQuery, limit: i64) -> Result<Vec<PersonItem>, StoreError> {
    let rows = sqlx::query_as!(
        MembershipRow,
        r#"with rows as (
               select u.id, u.name, u.email, o.id as org, o.name as org_name, o.kind, m.role, c.id as role_id, c.name as role_name,
                      c.permissions, seen.last_seen,
                      case $6::text when 'name' then lower(u.name)
                              when 'seen' then coalesce(to_char(seen.last_seen at time zone 'utc', 'YYYYMMDDHH24MISSUS'), '')
                              else lpad(cardinality(o.path)::text, 4, '0') || ' ' || o.name || ' ' || o.id || ' ' || u.name end as key
               from memberships m
               join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
               join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
               left join roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
               cross join lateral (
                   select max(s.last_seen_at) as last_seen from sessions s
                   where s.tenant_id = u.tenant_id and s.user_id = u.id and s.impersonation_id is null
               ) seen
               where m.tenant_id = $1 and o.path @> array[$2::uuid] and ($5 = '' or coalesce(m.role_id::text, m.role) = $5)
                 and ($3 = '' or position(lower($3) in lower(u.name)) > 0 or position(lower($3) in u.email) > 0)
           ), place as (
               select r.key, r.id, r.org from rows r where r.id = $8 and r.org = $9
           )
           select r.id as "id!", r.name as "name!", r.email as "email!", r.org as "org!", r.org_name as "org_name!", r.kind as "kind!", r.role as "role!",
                  r.role_id as "role_id?", r.role_name as "role_name?", r.permissions as "permissions?", r.last_seen
           from rows r
           where $8::uuid is null
              or (not $7 and (r.key, r.id, r.org) > (select p.key, p.id, p.org from place p))
              or ($7 and (r.key, r.id, r.org) < (select p.key, p.id, p.org from place p))
           order by case when $7 then r.key end desc, case when $7 then r.id end desc, case when $7 then r.org end desc, r.key, r.id, r.org
           limit $4"#,
        tenant.0,
        below.0,
        query.search.as_str(),
        limit,
        query.role.map_or_else(String::new, |given| given.to_string()),
        query.order.as_str(),
        query.descending,
        query.after.map(|place| place.user.0),
        query.after.map(|place| place.org.0),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(MembershipRow::item).map(|(item, _)| item).collect())
}

/// At most `limit` memberships at or below a node whose person's name or address holds `search`, by person and node,
/// beginning after `after`.
pub async fn page(
    conn: &mut PgConnection,
    tenant: TenantId,
    below: OrgId,
    search: &str,
    after: Option<(UserId, OrgId)>,
    limit: i64,
) -> Result<Vec<PersonItem>, StoreError> {
    let (after_user, after_org) = after.map(|(user, org)| (user.0, org.0)).unzip();
    let rows = sqlx::query_as!(
        MembershipRow,
        r#"select u.id, u.name, u.email, o.id as org, o.name as org_name, o.kind, m.role, c.id as "role_id?", c.name as "role_name?",
                  c.permissions as "permissions?",
                  (select max(s.last_seen_at) from sessions s
                   where s.tenant_id = u.tenant_id and s.user_id = u.id and s.impersonation_id is null) as last_seen
           from memberships m
           join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
           join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           left join roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
           where m.tenant_id = $1 and o.path @> array[$2::uuid]
             and ($3 = '' or position(lower($3) in lower(u.name)) > 0 or position(lower($3) in u.email) > 0)
             and ($4::uuid is null or (m.user_id, m.org_id) > ($4, $5::uuid))
           order by m.user_id, m.org_id limit $6"#,
        tenant.0,
        below.0,
        search,
        after_user,
        after_org,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(MembershipRow::item).map(|(item, _)| item).collect())
}

/// The person's memberships at or below a node, each with what it allows.
pub async fn memberships(conn: &mut PgConnection, tenant: TenantId, below: OrgId, user: UserId) -> Result<Vec<(PersonItem, Permissions)>, StoreError> {
    let rows = sqlx::query_as!(
        MembershipRow,
        r#"select u.id, u.name, u.email, o.id as org, o.name as org_name, o.kind, m.role, c.id as "role_id?", c.name as "role_name?",
                  c.permissions as "permissions?",
                  (select max(s.last_seen_at) from sessions s
                   where s.tenant_id = u.tenant_id and s.user_id = u.id and s.impersonation_id is null) as last_seen
           from memberships m
           join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
           join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           left join roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
           where m.tenant_id = $1 and o.path @> array[$2::uuid] and u.id = $3
           order by cardinality(o.path), o.name, o.id limit 100"#,
        tenant.0,
        below.0,
        user.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(MembershipRow::item).collect())
}

/// A membership as it is read.
struct MembershipRow {
    id: Uuid,
    name: String,
    email: String,
    org: Uuid,
    org_name: String,
    kind: String,
    role: String,
    role_id: Option<Uuid>,
    role_name: Option<String>,
    permissions: Option<Vec<String>>,
    last_seen: Option<DateTime<Utc>>,
}

impl MembershipRow {
    /// With what it allows. `None` where this version does not know the level or the role.
    fn item(self) -> Option<(PersonItem, Permissions)> {
        let (role, org_kind) = (held(&self.role, self.role_id)?, OrgKind::parse(&self.kind)?);
        let permissions = allowed(role, org_kind, self.permissions);
        let item = PersonItem {
            user: UserId(self.id),
            name: self.name,
            email: self.email,
            org: OrgId(self.org),
            org_name: self.org_name,
            org_kind,
            role,
            custom: self.role_id.zip(self.role_name).map(|(id, name)| CustomRole { id: RoleId(id), name }),
            last_seen_ms: self.last_seen.map(|at| at.timestamp_millis()),
        };
        Some((item, permissions))
    }
}

/// What stands in the columns `role` and `role_id`.
pub fn held(role: &str, custom: Option<Uuid>) -> Option<Role> {
    if custom.is_some() { Some(Role::Custom) } else { Role::parse(role) }
}

/// What a role allows at nodes of this level: `custom` are the stored names of one that the ISP made.
fn allowed(role: Role, kind: OrgKind, custom: Option<Vec<String>>) -> Permissions {
    custom.map_or_else(|| role.permissions(), |names| permissions_at(kind, &names))
}

/// What a membership gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// Which role.
    pub given: Given,
    /// Which built-in one, or that it is none.
    pub role: Role,
    /// Its name, where the ISP made it.
    pub name: Option<String>,
    /// What it allows.
    pub permissions: Permissions,
}

impl HeldRole {
    /// What audit rows call it.
    #[must_use]
    pub fn word(&self) -> &str {
        self.name.as_deref().unwrap_or(self.role.as_str())
    }
}

/// One membership, locked until the transaction ends.
pub async fn role(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId) -> Result<Option<HeldRole>, StoreError> {
    let row = sqlx::query!(
        r#"select m.role, m.role_id, o.kind, r.name as "name?", r.permissions as "permissions?"
           from memberships m
           join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
           where m.tenant_id = $1 and m.user_id = $2 and m.org_id = $3 for update of m"#,
        tenant.0,
        user.0,
        org.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let role = held(&row.role, row.role_id)?;
        let custom = row.permissions.map(|names| OrgKind::parse(&row.kind).map(|kind| permissions_at(kind, &names)).unwrap_or_default());
        let given = row.role_id.map_or(Given::BuiltIn(role), |id| Given::Custom(RoleId(id)));
        Some(HeldRole { given, role, name: row.name, permissions: custom.unwrap_or_else(|| role.permissions()) })
    }))
}

/// Adds a membership; one that is there already gets the role.
pub async fn join(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId, given: Given, now: DateTime<Utc>) -> Result<(), StoreError> {
    let (role, role_id) = given.stored();
    sqlx::query!(
        r#"insert into memberships (tenant_id, user_id, org_id, role, role_id, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, user_id, org_id) do update set role = excluded.role, role_id = excluded.role_id"#,
        tenant.0,
        user.0,
        org.0,
        role,
        role_id.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a membership away.
pub async fn leave(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId) -> Result<(), StoreError> {
    sqlx::query!("delete from memberships where tenant_id = $1 and user_id = $2 and org_id = $3", tenant.0, user.0, org.0).execute(conn).await?;
    Ok(())
}

/// How many hold this role at this node; locks them, so that two who go at the same time see each other.
pub async fn count_role(conn: &mut PgConnection, tenant: TenantId, org: OrgId, role: Role) -> Result<usize, StoreError> {
    let rows = sqlx::query_scalar!(
        "select user_id from memberships where tenant_id = $1 and org_id = $2 and role = $3 order by user_id for update",
        tenant.0,
        org.0,
        role.as_str()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.len())
}

/// People of the tenant who work at the ISP itself or at a branch.
pub async fn count_staff(conn: &mut PgConnection, tenant: TenantId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(distinct m.user_id) as "count!" from memberships m join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           where m.tenant_id = $1 and o.kind not in ('reseller', 'client')"#,
        tenant.0
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// How many staff the tenant may have; locks the row, so that two who come at the same time count each other.
pub async fn staff_limit(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<i64>, StoreError> {
    let limit = sqlx::query_scalar!("select staff from tenant_limits where tenant_id = $1 for update", tenant.0).fetch_optional(conn).await?;
    Ok(limit.flatten().map(i64::from))
}

/// Ends the person's sessions that stand on this membership, those of apps too.
pub async fn end_sessions(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: OrgId) -> Result<(), StoreError> {
    sqlx::query!("delete from sessions where tenant_id = $1 and user_id = $2 and org_id = $3", tenant.0, user.0, org.0).execute(&mut *conn).await?;
    super::api_sessions::revoke_of(conn, tenant, user, Some(org)).await
}

/// The e-mail addresses of everybody whose role at a node, built in or the ISP's own, holds `permission`, each with the language
/// that the person chose.
pub async fn holders(conn: &mut PgConnection, tenant: TenantId, org: OrgId, permission: Permission) -> Result<Vec<(String, Option<String>)>, StoreError> {
    let rows = sqlx::query!(
        r#"select u.email, u.locale, m.role, m.role_id, o.kind, r.permissions as "permissions?"
           from memberships m
           join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
           join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
           where m.tenant_id = $1 and m.org_id = $2 order by u.email"#,
        tenant.0,
        org.0
    )
    .fetch_all(conn)
    .await?;
    let holds = |role: &str, custom: Option<Uuid>, kind: &str, names: Option<Vec<String>>| {
        held(role, custom).zip(OrgKind::parse(kind)).is_some_and(|(role, kind)| allowed(role, kind, names).contains(permission))
    };
    Ok(rows.into_iter().filter_map(|row| holds(&row.role, row.role_id, &row.kind, row.permissions).then_some((row.email, row.locale))).collect())
}
