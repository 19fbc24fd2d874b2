use ::store::{Store, StoreError, TenantTx};
use kernel::{Ctx, Error, OrgId, Result, TenantId};

use crate::model::OrgKind;
use crate::rules;
use crate::store::{hosts, orgs};

/// A node to be made.
pub struct NewNode<'a> {
    /// Its level.
    pub kind: OrgKind,
    /// Its name, 1 to 120 characters.
    pub name: &'a str,
    /// Its portal's host names.
    pub hosts: &'a [&'a str],
    /// Part of the demo world.
    pub simulated: bool,
}

/// Makes a tenant's root: an ISP, or the founder's own. `ctx` is a system context of the new tenant's id.
pub async fn create_root(store: &Store, ctx: &Ctx, new: &NewNode<'_>) -> Result<TenantId> {
    require_platform_job(ctx)?;
    let mut tx = store.tenant(ctx).await?;
    write(&mut tx, ctx, ctx.tenant.root(), None, vec![ctx.tenant.0], new).await?;
    tx.commit().await?;
    Ok(ctx.tenant)
}

/// Makes a node below `parent`.
pub async fn create_org(store: &Store, ctx: &Ctx, parent: OrgId, new: &NewNode<'_>) -> Result<OrgId> {
    require_platform_job(ctx)?;
    let mut tx = store.tenant(ctx).await?;
    let above = orgs::get(tx.conn(), ctx.tenant, parent).await?.ok_or(Error::NotFound)?;
    if !rules::may_hold(above.kind, new.kind) {
        return Err(Error::field("kind", "wrong-level"));
    }
    let id = OrgId::generate();
    let mut path = above.path;
    path.push(id.0);
    write(&mut tx, ctx, id, Some(parent), path, new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Only the product's own jobs make nodes so far; the founder's and the ISPs' forms bring their permissions along.
fn require_platform_job(ctx: &Ctx) -> Result<()> {
    if ctx.role.is_none() { Ok(()) } else { Err(Error::Forbidden) }
}

async fn write(tx: &mut TenantTx, ctx: &Ctx, id: OrgId, parent: Option<OrgId>, path: Vec<uuid::Uuid>, new: &NewNode<'_>) -> Result<()> {
    let name = kernel::validate::label(new.name, 120).ok_or_else(|| Error::field("name", "required"))?;
    let node = orgs::NewOrg {
        tenant: ctx.tenant,
        id,
        parent,
        kind: new.kind,
        name: &name,
        path: &path,
        simulated: new.simulated,
        currency: None,
        locale: None,
        time_zone: parent.is_none().then_some("UTC"),
        now: ctx.now,
    };
    orgs::insert(tx.conn(), &node).await?;
    for raw in new.hosts {
        let host = kernel::validate::host_name(raw).ok_or_else(|| Error::field("host", "not-a-host"))?;
        hosts::insert(tx.conn(), ctx.tenant, id, &host, ctx.now).await.map_err(host_taken)?;
    }
    tx.audit(ctx, "org.create", &format!("org:{id}"), serde_json::json!({ "kind": new.kind.as_str(), "name": name, "hosts": new.hosts })).await?;
    Ok(())
}

fn host_taken(error: StoreError) -> Error {
    if hosts::is_taken(&error) { Error::field("host", "host-taken") } else { error.into() }
}
