//! Nodes of the tenant tree.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Locale, OrgId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::{Limits, OrgKind, OrgRecord, TenantState};

/// A node as stored.
pub struct OrgRow {
    /// Its level.
    pub kind: OrgKind,
    /// Its name.
    pub name: String,
    /// Ids from the tenant's root down to itself.
    pub path: Vec<Uuid>,
}

/// A new node, ready to be stored.
pub struct NewOrg<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Its id; a root's equals `tenant`.
    pub id: OrgId,
    /// The node above; `None` for a root.
    pub parent: Option<OrgId>,
    /// Its level.
    pub kind: OrgKind,
    /// Its name.
    pub name: &'a str,
    /// Ids from the root down to itself.
    pub path: &'a [Uuid],
    /// Part of the demo world.
    pub simulated: bool,
    /// ISO 4217; roots only.
    pub currency: Option<&'a str>,
    /// Language of its pages.
    pub locale: Option<Locale>,
    /// IANA name; `None` follows the node above, which a root does not have.
    pub time_zone: Option<&'a str>,
    /// When it was made.
    pub now: DateTime<Utc>,
}

/// One node, if this transaction may see it.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<OrgRow>, StoreError> {
    let row = sqlx::query!("select kind, name, path from orgs where tenant_id = $1 and id = $2", tenant.0, org.0).fetch_optional(conn).await?;
    Ok(row.and_then(|row| Some(OrgRow { kind: OrgKind::parse(&row.kind)?, name: row.name, path: row.path })))
}

/// The oldest node of this name below `above`.
pub async fn find_below(conn: &mut PgConnection, tenant: TenantId, above: OrgId, name: &str) -> Result<Option<OrgId>, StoreError> {
    let id = sqlx::query_scalar!(
        "select id from orgs where tenant_id = $1 and path @> array[$2::uuid] and id <> $2 and name = $3 order by created_at, id limit 1",
        tenant.0,
        above.0,
        name
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(OrgId))
}

/// Stores a node.
pub async fn insert(conn: &mut PgConnection, new: &NewOrg<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into orgs (tenant_id, id, parent_id, kind, name, path, simulated, currency, locale, time_zone, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        new.tenant.0,
        new.id.0,
        new.parent.map(|parent| parent.0),
        new.kind.as_str(),
        new.name,
        new.path,
        new.simulated,
        new.currency,
        new.locale.map(Locale::tag),
        new.time_zone,
        new.now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A node in a list.
pub struct OrgListRow {
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    /// Steps below the tenant's root.
    pub depth: i32,
    pub host: Option<String>,
    pub people: i64,
    pub below: i64,
}

/// `from` and what is below it, each node after the one above it, siblings by name; at most `limit` of those whose name
/// holds `search` and that are of this kind (empty: all).
pub async fn tree(conn: &mut PgConnection, tenant: TenantId, from: OrgId, search: &str, kind: &str, limit: i64) -> Result<Vec<OrgListRow>, StoreError> {
    Ok(sqlx::query_as!(
        OrgListRow,
        r#"with recursive tree as (
               select o.id, o.kind, o.name, o.path, array[o.name || ' ' || o.id::text] as place
               from orgs o where o.tenant_id = $1 and o.id = $2
               union all
               select o.id, o.kind, o.name, o.path, t.place || (o.name || ' ' || o.id::text)
               from tree t join orgs o on o.tenant_id = $1 and o.parent_id = t.id
           )
           select t.id as "id!", t.kind as "kind!", t.name as "name!", cardinality(t.path) - 1 as "depth!",
                  (select h.host from hosts h where h.tenant_id = $1 and h.org_id = t.id order by h.is_primary desc, h.created_at, h.host limit 1) as host,
                  (select count(*) from memberships m join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
                   where m.tenant_id = $1 and m.org_id = t.id) as "people!",
                  (select count(*) from orgs c where c.tenant_id = $1 and c.parent_id = t.id) as "below!"
           from tree t
           where ($4 = '' or strpos(lower(t.name), lower($4)) > 0) and ($5 = '' or t.kind = $5)
           order by t.place limit $3"#,
        tenant.0,
        from.0,
        limit,
        search,
        kind
    )
    .fetch_all(conn)
    .await?)
}

/// Which nodes are looked for.
pub struct OrgFilter<'a> {
    /// Only this one.
    pub only: Option<OrgId>,
    /// Only of this level.
    pub kind: Option<OrgKind>,
    /// Only directly below this one.
    pub parent: Option<OrgId>,
    /// Part of the name, any case; empty finds all.
    pub search: &'a str,
}

/// At most `limit` nodes in sight, by id, beginning after `after`.
pub async fn page(conn: &mut PgConnection, tenant: TenantId, filter: &OrgFilter<'_>, after: Option<OrgId>, limit: i64) -> Result<Vec<OrgRecord>, StoreError> {
    let rows = sqlx::query!(
        r#"select o.id, o.kind, o.name, o.created_at, o.version,
                  (select p.id from orgs p where p.tenant_id = $1 and p.id = o.parent_id) as parent,
                  array(select h.host from hosts h where h.tenant_id = $1 and h.org_id = o.id order by h.host) as "hosts!"
           from orgs o
           where o.tenant_id = $1 and ($2::uuid is null or o.id > $2) and ($3::uuid is null or o.id = $3)
             and ($4::text is null or o.kind = $4) and ($5::uuid is null or o.parent_id = $5)
             and ($6 = '' or strpos(lower(o.name), lower($6)) > 0)
           order by o.id limit $7"#,
        tenant.0,
        after.map(|after| after.0),
        filter.only.map(|only| only.0),
        filter.kind.map(OrgKind::as_str),
        filter.parent.map(|parent| parent.0),
        filter.search,
        limit
    )
    .fetch_all(conn)
    .await?;
    let records = rows.into_iter().filter_map(|row| {
        Some(OrgRecord {
            id: OrgId(row.id),
            kind: OrgKind::parse(&row.kind)?,
            name: row.name,
            parent: row.parent.map(OrgId),
            hosts: row.hosts,
            created_ms: row.created_at.timestamp_millis(),
            version: row.version,
        })
    });
    Ok(records.collect())
}

/// What a node's own page shows.
pub struct OrgDetailRow {
    pub kind: String,
    pub name: String,
    pub parent: Option<Uuid>,
    pub parent_name: Option<String>,
    pub hosts: Vec<String>,
    pub created_at: DateTime<Utc>,
}

/// One node with its hosts and, if this transaction may see it, the node above.
pub async fn detail(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<OrgDetailRow>, StoreError> {
    Ok(sqlx::query_as!(
        OrgDetailRow,
        r#"select o.kind, o.name, p.id as "parent?", p.name as "parent_name?", o.created_at,
                  array(select h.host from hosts h where h.tenant_id = o.tenant_id and h.org_id = o.id order by h.host) as "hosts!"
           from orgs o
           left join orgs p on p.tenant_id = o.tenant_id and p.id = o.parent_id
           where o.tenant_id = $1 and o.id = $2"#,
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Nodes of these levels that are not `org` and not below it: where it could be moved, by name.
pub async fn places_for(conn: &mut PgConnection, tenant: TenantId, org: OrgId, kinds: &[String]) -> Result<Vec<(OrgId, String)>, StoreError> {
    let rows = sqlx::query!(
        "select id, name from orgs where tenant_id = $1 and kind = any($2) and not path @> array[$3::uuid] order by name, id limit 500",
        tenant.0,
        kinds,
        org.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (OrgId(row.id), row.name)).collect())
}

/// Locks every node of the tenant against being moved or made meanwhile, until the transaction ends.
pub async fn lock_tree(conn: &mut PgConnection, tenant: TenantId) -> Result<(), StoreError> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('orgs ' || $1::text, 0))", tenant.0.to_string()).execute(conn).await?;
    Ok(())
}

/// Hangs a node and all below it under another; `path` is the new parent's. Returns how many nodes moved.
pub async fn move_below(conn: &mut PgConnection, tenant: TenantId, org: OrgId, parent: OrgId, path: &[Uuid]) -> Result<u64, StoreError> {
    let moved = sqlx::query!(
        r#"update orgs set
               parent_id = case when id = $2 then $3 else parent_id end,
               version = case when id = $2 then version + 1 else version end,
               path = $4::uuid[] || path[array_position(path, $2) : cardinality(path)]
           where tenant_id = $1 and path @> array[$2::uuid]"#,
        tenant.0,
        org.0,
        parent.0,
        path
    )
    .execute(conn)
    .await?;
    Ok(moved.rows_affected())
}

/// Locks a node and tells its version; `None` where it is not in sight.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!("select version from orgs where tenant_id = $1 and id = $2 for update", tenant.0, org.0).fetch_optional(conn).await?)
}

/// Renames a node.
pub async fn rename(conn: &mut PgConnection, tenant: TenantId, org: OrgId, name: &str) -> Result<(), StoreError> {
    sqlx::query!("update orgs set name = $3, version = version + 1 where tenant_id = $1 and id = $2", tenant.0, org.0, name).execute(conn).await?;
    Ok(())
}

/// What the founder sees of an ISP.
pub struct IspRow {
    pub name: String,
    pub hosts: Vec<String>,
    pub state: String,
    pub state_since: Option<DateTime<Utc>>,
    pub state_reason: String,
    pub currency: Option<String>,
    pub locale: Option<String>,
    pub time_zone: String,
    pub created_at: DateTime<Utc>,
    pub simulated: bool,
    pub subscribers: Option<i32>,
    pub devices_limit: Option<i32>,
    pub staff_limit: Option<i32>,
    pub support_access: bool,
    pub staff: i64,
    pub nodes: i64,
    pub clients: i64,
}

/// The ISP that this transaction stands in; `None` where the tenant is none.
pub async fn isp(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<IspRow>, StoreError> {
    Ok(sqlx::query_as!(
        IspRow,
        r#"select o.name, o.state, o.state_since, o.state_reason, o.currency, o.locale, o.time_zone as "time_zone!", o.created_at, o.simulated,
                  o.support_access,
                  array(select h.host from hosts h where h.tenant_id = o.tenant_id order by h.host) as "hosts!",
                  l.subscribers as "subscribers?", l.devices as "devices_limit?", l.staff as "staff_limit?",
                  (select count(distinct m.user_id) from memberships m join orgs w on w.tenant_id = m.tenant_id and w.id = m.org_id
                   where m.tenant_id = o.tenant_id and w.kind not in ('reseller', 'client')) as "staff!",
                  (select count(*) from orgs c where c.tenant_id = o.tenant_id and c.id <> o.tenant_id) as "nodes!",
                  (select count(*) from orgs c where c.tenant_id = o.tenant_id and c.kind = 'client') as "clients!"
           from orgs o
           left join tenant_limits l on l.tenant_id = o.tenant_id
           where o.tenant_id = $1 and o.id = $1 and o.kind = 'isp'"#,
        tenant.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Sets the tenant's state unless it has it already; `false` where nothing changed.
pub async fn set_state(conn: &mut PgConnection, tenant: TenantId, state: TenantState, reason: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"update orgs set state = $2, state_reason = $3, state_since = $4
           where tenant_id = $1 and id = $1 and kind = 'isp' and state <> $2 and state <> 'closed'"#,
        tenant.0,
        state.as_str(),
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets how much the tenant may have.
pub async fn set_limits(conn: &mut PgConnection, tenant: TenantId, limits: &Limits, now: DateTime<Utc>) -> Result<(), StoreError> {
    let count = |limit: Option<u32>| limit.map(|limit| i32::try_from(limit).unwrap_or(i32::MAX));
    sqlx::query!(
        r#"insert into tenant_limits (tenant_id, subscribers, devices, staff, updated_at) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id) do update set subscribers = excluded.subscribers, devices = excluded.devices,
               staff = excluded.staff, updated_at = excluded.updated_at"#,
        tenant.0,
        count(limits.subscribers),
        count(limits.devices),
        count(limits.staff),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How much the tenant may have; locked until the transaction ends, so that two who add something count each other.
pub async fn limits(conn: &mut PgConnection, tenant: TenantId) -> Result<Limits, StoreError> {
    let row = sqlx::query!("select subscribers, devices, staff from tenant_limits where tenant_id = $1 for update", tenant.0).fetch_optional(conn).await?;
    let count = |limit: Option<i32>| limit.and_then(|limit| u32::try_from(limit).ok());
    Ok(row.map_or_else(Limits::default, |row| Limits { subscribers: count(row.subscribers), devices: count(row.devices), staff: count(row.staff) }))
}

/// How many clients the tenant has: what its limit of subscribers counts.
pub async fn count_clients(conn: &mut PgConnection, tenant: TenantId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(r#"select count(*) as "count!" from orgs where tenant_id = $1 and kind = 'client'"#, tenant.0).fetch_one(conn).await?;
    Ok(count)
}

/// The roots of all tenants with their names, by name. Runs in a platform transaction.
pub async fn roots(conn: &mut PgConnection) -> Result<Vec<(TenantId, String)>, StoreError> {
    let rows = sqlx::query!("select tenant_id, name from orgs where id = tenant_id order by name, tenant_id").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (TenantId(row.tenant_id), row.name)).collect())
}

/// The names of these nodes, where they can be seen.
pub async fn names(conn: &mut PgConnection, tenant: TenantId, orgs: &[Uuid]) -> Result<Vec<(Uuid, String)>, StoreError> {
    let rows = sqlx::query!("select id, name from orgs where tenant_id = $1 and id = any ($2)", tenant.0, orgs).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
