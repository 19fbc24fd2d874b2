//! Search for nodes, people and ISPs. Plain text is looked for anywhere in a name, in any case; nothing in it is special.

use ::store::StoreError;
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;

use crate::model::{FoundIsp, FoundOrg, FoundPerson, OrgKind};

/// Nodes in sight whose name holds `term`; those whose name begins with it first.
pub async fn orgs(conn: &mut PgConnection, tenant: TenantId, term: &str, limit: i64) -> Result<Vec<FoundOrg>, StoreError> {
    let rows = sqlx::query!(
        r#"select o.id, o.kind, o.name, p.name as "above?"
           from orgs o
           left join orgs p on p.tenant_id = $1 and p.id = o.parent_id
           where o.tenant_id = $1 and strpos(lower(o.name), lower($2)) > 0
           order by strpos(lower(o.name), lower($2)) <> 1, cardinality(o.path), o.name, o.id limit $3"#,
        tenant.0,
        term,
        limit
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().filter_map(|row| Some(FoundOrg { id: OrgId(row.id), kind: OrgKind::parse(&row.kind)?, name: row.name, above: row.above }));
    Ok(found.collect())
}

/// People with a membership at or below a node whose name or address holds `term`; those whose name begins with it first.
pub async fn people(conn: &mut PgConnection, tenant: TenantId, below: OrgId, term: &str, limit: i64) -> Result<Vec<FoundPerson>, StoreError> {
    let rows = sqlx::query!(
        "select u.id, u.name, u.email from users u
         where u.tenant_id = $1 and u.disabled_at is null and (strpos(lower(u.name), lower($3)) > 0 or strpos(u.email, lower($3)) > 0)
           and exists (
               select from memberships m
               join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
               where m.tenant_id = $1 and m.user_id = u.id and o.path @> array[$2::uuid])
         order by strpos(lower(u.name), lower($3)) <> 1, u.name, u.id limit $4",
        tenant.0,
        below.0,
        term,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| FoundPerson { id: UserId(row.id), name: row.name, email: row.email }).collect())
}

/// ISPs whose name, or a name of whose portals, holds `term`. Runs in a platform transaction.
pub async fn isps(conn: &mut PgConnection, term: &str, limit: i64) -> Result<Vec<FoundIsp>, StoreError> {
    let rows = sqlx::query!(
        "select o.tenant_id as id, o.name, (select h.host from hosts h where h.tenant_id = o.tenant_id and h.org_id = o.id order by h.is_primary desc, h.created_at, h.host limit 1) as host
         from orgs o
         where o.kind = 'isp' and (strpos(lower(o.name), lower($1)) > 0
             or exists (select from hosts h where h.tenant_id = o.tenant_id and h.org_id = o.id and strpos(h.host, lower($1)) > 0))
         order by strpos(lower(o.name), lower($1)) <> 1, o.name, o.id limit $2",
        term,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| FoundIsp { id: TenantId(row.id), name: row.name, host: row.host }).collect())
}
