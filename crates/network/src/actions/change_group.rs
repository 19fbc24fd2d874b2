//! Change a group of interfaces, or remove it.

use kernel::{Ctx, Error, GroupId, OrgId, Permission};
use serde_json::json;
use store::Store;

use super::group_views::group_fault;
use crate::model::GroupForm;
use crate::rules::group_form::{self, GroupSpec};
use crate::store::assignments;
use crate::store::groups::{self, HeldGroup};

/// Changes a group. Interfaces that do not serve its holder or somebody below stay in it without counting. A form that was
/// opened on an older version answers `Conflict("changed")`.
pub async fn change_group(store: &Store, ctx: &Ctx, id: GroupId, form: GroupForm) -> kernel::Result<()> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let held = groups::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    if form.row_version.trim() != held.version.to_string() {
        return Err(Error::Conflict("changed".to_owned()));
    }
    let spec = group_form::read(&form).map_err(Error::Invalid)?;
    let org = spec.org.unwrap_or(OrgId(held.org_id));
    if !assignments::org_in_sight(tx.conn(), ctx.tenant, org).await? {
        return Err(Error::field("org", "not-a-choice"));
    }
    let changed = changes(&held, org, &spec);
    if changed.is_empty() {
        return Ok(());
    }
    groups::update(tx.conn(), ctx.tenant, id, org, &spec, ctx.now).await.map_err(group_fault)?;
    tx.audit(ctx, "group.change", &format!("group:{id}"), json!({ "changed": changed })).await?;
    Ok(tx.commit().await?)
}

fn changes(held: &HeldGroup, org: OrgId, spec: &GroupSpec) -> Vec<&'static str> {
    let differs = [
        ("name", held.name != spec.name),
        ("org", held.org_id != org.0),
        ("capacity_bps", held.capacity_bps != spec.capacity_bps),
        ("threshold_bps", held.threshold_bps != spec.threshold_bps),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// Removes a group; its interfaces and what was measured stay. With `held`, only while it is still of that version; else
/// `Conflict("changed")`.
pub async fn remove_group(store: &Store, ctx: &Ctx, id: GroupId, held: Option<i32>) -> kernel::Result<()> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let group = groups::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    if held.is_some_and(|held| held != group.version) {
        return Err(Error::Conflict("changed".to_owned()));
    }
    groups::delete(tx.conn(), ctx.tenant, id).await?;
    tx.audit(ctx, "group.remove", &format!("group:{id}"), json!({ "name": group.name })).await?;
    Ok(tx.commit().await?)
}
