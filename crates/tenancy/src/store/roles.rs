//! Roles that an ISP made itself.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Permission, Permissions, RoleId, TenantId};
use sqlx::PgConnection;

use crate::model::{OrgKind, RoleItem};
use crate::rules;

/// A role as stored, cut down to what fits its level.
pub struct RoleRow {
    /// Its name.
    pub name: String,
    /// The level of the nodes at which it can be given.
    pub kind: OrgKind,
    /// What it allows.
    pub permissions: Permissions,
    /// Counts changes.
    pub version: i64,
    /// Memberships that give it.
    pub people: i64,
    /// Invitations that offer it and can still be accepted.
    pub invitations: i64,
}

/// A role to be stored.
pub struct NewRole<'a> {
    pub tenant: TenantId,
    pub id: RoleId,
    pub name: &'a str,
    pub kind: OrgKind,
    pub permissions: &'a Permissions,
    pub now: DateTime<Utc>,
}

/// What stored names allow at nodes of this level.
pub fn permissions_at(kind: OrgKind, names: &[String]) -> Permissions {
    let level = rules::level_of(kind);
    names.iter().filter_map(|name| Permission::parse(name)).filter(|permission| permission.fits(level)).collect()
}

fn names(permissions: &Permissions) -> Vec<String> {
    permissions.iter().map(|permission| permission.as_str().to_owned()).collect()
}

/// All roles of the tenant, from the top level down, by name.
pub async fn list(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<RoleItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select r.id, r.name, r.kind, r.permissions,
                  (select count(*) from memberships m where m.tenant_id = r.tenant_id and m.role_id = r.id) as "people!"
           from roles r where r.tenant_id = $1
           order by array_position(array['isp', 'branch', 'reseller', 'client'], r.kind), lower(r.name), r.id limit 500"#,
        tenant.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let kind = OrgKind::parse(&row.kind)?;
            Some(RoleItem {
                id: RoleId(row.id),
                name: row.name,
                kind,
                permissions: permissions_at(kind, &row.permissions),
                people: u32::try_from(row.people).unwrap_or_default(),
            })
        })
        .collect())
}

/// One role, locked until the transaction ends: who edits, deletes or gives it waits for the others.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, id: RoleId, now: DateTime<Utc>) -> Result<Option<RoleRow>, StoreError> {
    let row = sqlx::query!(
        r#"select r.name, r.kind, r.permissions, r.version,
                  (select count(*) from memberships m where m.tenant_id = r.tenant_id and m.role_id = r.id) as "people!",
                  (select count(*) from invitations i where i.tenant_id = r.tenant_id and i.role_id = r.id
                      and i.accepted_at is null and i.revoked_at is null and i.expires_at > $3) as "invitations!"
           from roles r where r.tenant_id = $1 and r.id = $2 for update of r"#,
        tenant.0,
        id.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let kind = OrgKind::parse(&row.kind)?;
        let permissions = permissions_at(kind, &row.permissions);
        Some(RoleRow { name: row.name, kind, permissions, version: row.version, people: row.people, invitations: row.invitations })
    }))
}

/// How many roles the tenant has.
pub async fn count(conn: &mut PgConnection, tenant: TenantId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from roles where tenant_id = $1"#, tenant.0).fetch_one(conn).await?)
}

/// Stores a role; `false` where one of this id is there already.
pub async fn insert(conn: &mut PgConnection, new: &NewRole<'_>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"insert into roles (tenant_id, id, name, kind, permissions, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)
           on conflict (tenant_id, id) do nothing"#,
        new.tenant.0,
        new.id.0,
        new.name,
        new.kind.as_str(),
        &names(new.permissions),
        new.now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes a role of this version; `false` where it has another by now.
pub async fn update(conn: &mut PgConnection, version: i64, new: &NewRole<'_>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"update roles set name = $4, permissions = $5, updated_at = $6, version = version + 1
           where tenant_id = $1 and id = $2 and version = $3"#,
        new.tenant.0,
        new.id.0,
        version,
        new.name,
        &names(new.permissions),
        new.now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a role away.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, id: RoleId) -> Result<(), StoreError> {
    sqlx::query!("delete from roles where tenant_id = $1 and id = $2", tenant.0, id.0).execute(conn).await?;
    Ok(())
}
