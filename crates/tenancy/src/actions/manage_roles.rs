use ::store::{Store, StoreError};
use kernel::{Ctx, Error, FieldError, Permission, Permissions, Result, RoleId};
use serde_json::json;

use crate::model::{RoleEditor, RoleList, RoleTemplate};
use crate::rules::roles as rules;
use crate::store::roles::{self, NewRole};

/// How many roles an ISP can make.
const MOST: i64 = 200;

/// The ISP's own roles.
pub async fn list_roles(store: &Store, ctx: &Ctx) -> Result<RoleList> {
    ctx.require(Permission::RolesManage)?;
    let mut tx = store.tenant(ctx).await?;
    let roles = roles::list(tx.conn(), ctx.tenant).await?;
    tx.commit().await?;
    Ok(RoleList { roles, templates: rules::templates() })
}

/// The form of a new role that begins as a built-in one, as far as the viewer holds what is in it.
pub fn new_role(ctx: &Ctx, template: &str) -> Result<RoleEditor> {
    ctx.require(Permission::RolesManage)?;
    let RoleTemplate { kind, role } = RoleTemplate::parse(template).filter(|template| rules::templates().contains(template)).ok_or(Error::NotFound)?;
    let grantable = rules::grantable(ctx, kind);
    let permissions = role.permissions().only(|permission| grantable.contains(&permission));
    Ok(RoleEditor { id: RoleId::generate(), name: String::new(), kind, permissions, grantable, beyond: false, version: 0, people: 0 })
}

/// The form of a role that is there.
pub async fn get_role(store: &Store, ctx: &Ctx, id: RoleId) -> Result<RoleEditor> {
    ctx.require(Permission::RolesManage)?;
    let mut tx = store.tenant(ctx).await?;
    let row = roles::hold(tx.conn(), ctx.tenant, id, ctx.now).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(RoleEditor {
        id,
        beyond: !row.permissions.within(&ctx.permissions),
        name: row.name,
        kind: row.kind,
        permissions: row.permissions,
        grantable: rules::grantable(ctx, row.kind),
        version: row.version,
        people: u32::try_from(row.people).unwrap_or_default(),
    })
}

/// A role, as typed.
pub struct RoleForm {
    /// The id that the form came with.
    pub id: String,
    /// What it began as; only a new role's.
    pub template: String,
    /// Its name.
    pub name: String,
    /// The names of the permissions that were ticked.
    pub permissions: Vec<String>,
    /// The version that the form was opened on.
    pub row_version: String,
}

/// Makes a role. Sent twice with the same id, it makes one. What the author does not hold is refused, not left out.
pub async fn create_role(store: &Store, ctx: &Ctx, form: &RoleForm) -> Result<RoleId> {
    ctx.require(Permission::RolesManage)?;
    let stale = || Error::field("", "stale-form");
    let id = form.id.parse::<RoleId>().ok().filter(|id| id.0.get_version_num() == 7).ok_or_else(stale)?;
    let kind = RoleTemplate::parse(&form.template).filter(|template| rules::templates().contains(template)).ok_or_else(stale)?.kind;
    let (name, permissions) = checked(ctx, form, &rules::grantable(ctx, kind))?;
    let mut tx = store.tenant(ctx).await?;
    if roles::count(tx.conn(), ctx.tenant).await? >= MOST {
        return Err(Error::field("", "role-limit"));
    }
    let new = NewRole { tenant: ctx.tenant, id, name: &name, kind, permissions: &permissions, now: ctx.now };
    if !roles::insert(tx.conn(), &new).await.map_err(name_taken)? {
        return Ok(id);
    }
    let detail = json!({ "name": name, "kind": kind.as_str(), "permissions": permissions });
    tx.audit(ctx, "role.create", &format!("role:{id}"), detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a role for everybody who holds it, from their next request on. A form that was opened on an older version
/// answers `Conflict("changed")`.
pub async fn change_role(store: &Store, ctx: &Ctx, id: RoleId, form: &RoleForm) -> Result<()> {
    ctx.require(Permission::RolesManage)?;
    let mut tx = store.tenant(ctx).await?;
    let held = roles::hold(tx.conn(), ctx.tenant, id, ctx.now).await?.ok_or(Error::NotFound)?;
    if !held.permissions.within(&ctx.permissions) {
        return Err(ctx.refused("a role of more rights"));
    }
    if form.row_version.trim() != held.version.to_string() {
        return Err(Error::Conflict("changed".to_owned()));
    }
    let (name, permissions) = checked(ctx, form, &rules::grantable(ctx, held.kind))?;
    if name == held.name && permissions == held.permissions {
        return Ok(());
    }
    let new = NewRole { tenant: ctx.tenant, id, name: &name, kind: held.kind, permissions: &permissions, now: ctx.now };
    if !roles::update(tx.conn(), held.version, &new).await.map_err(name_taken)? {
        return Err(Error::Conflict("changed".to_owned()));
    }
    let added = permissions.only(|permission| !held.permissions.contains(permission));
    let removed = held.permissions.only(|permission| !permissions.contains(permission));
    tx.audit(ctx, "role.change", &format!("role:{id}"), json!({ "name": name, "added": added, "removed": removed })).await?;
    tx.commit().await?;
    Ok(())
}

/// Deletes a role that nobody holds and no open invitation offers.
pub async fn delete_role(store: &Store, ctx: &Ctx, id: RoleId) -> Result<()> {
    ctx.require(Permission::RolesManage)?;
    let mut tx = store.tenant(ctx).await?;
    let held = roles::hold(tx.conn(), ctx.tenant, id, ctx.now).await?.ok_or(Error::NotFound)?;
    if !held.permissions.within(&ctx.permissions) {
        return Err(ctx.refused("a role of more rights"));
    }
    if held.people > 0 || held.invitations > 0 {
        return Err(Error::Conflict("role-in-use".to_owned()));
    }
    roles::delete(tx.conn(), ctx.tenant, id).await?;
    tx.audit(ctx, "role.delete", &format!("role:{id}"), json!({ "name": held.name })).await?;
    tx.commit().await?;
    Ok(())
}

fn checked(ctx: &Ctx, form: &RoleForm, grantable: &[Permission]) -> Result<(String, Permissions)> {
    let name = rules::role_name(&form.name);
    let ticked: Vec<Option<Permission>> = form.permissions.iter().map(|name| Permission::parse(name)).collect();
    let beyond = ticked.iter().any(|permission| permission.is_none_or(|permission| !grantable.contains(&permission)));
    let permissions: Permissions = ticked.into_iter().flatten().collect();
    if beyond {
        tracing::warn!(request = %ctx.request_id, "a role was to hold more than its author may give");
        return Err(Error::field("permissions", "beyond-own"));
    }
    let empty = permissions.is_empty();
    match name {
        Ok(name) if !empty => Ok((name, permissions)),
        name => {
            let mut faults = Vec::new();
            faults.extend(name.err().map(|code| FieldError::new("name", code)));
            faults.extend(empty.then(|| FieldError::new("permissions", "role-empty")));
            Err(Error::Invalid(faults))
        }
    }
}

fn name_taken(error: StoreError) -> Error {
    if error.constraint() == Some("roles_name_key") { Error::field("name", "role-name-taken") } else { error.into() }
}
