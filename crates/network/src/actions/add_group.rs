//! Make a group of interfaces.

use kernel::{Ctx, Error, GroupId, Permission};
use serde_json::json;
use store::Store;

use super::group_views::group_fault;
use super::list_groups::MOST;
use crate::model::GroupForm;
use crate::rules::group_form;
use crate::store::{assignments, groups};

/// Makes a group without interfaces.
pub async fn add_group(store: &Store, ctx: &Ctx, form: GroupForm) -> kernel::Result<GroupId> {
    ctx.require(Permission::DeviceManage)?;
    let spec = group_form::read(&form).map_err(Error::Invalid)?;
    let id = GroupId::generate();
    let mut tx = store.tenant(ctx).await?;
    let org = spec.org.unwrap_or_else(|| ctx.org());
    if !assignments::org_in_sight(tx.conn(), ctx.tenant, org).await? {
        return Err(Error::field("org", "not-a-choice"));
    }
    groups::insert(tx.conn(), ctx.tenant, id, org, &spec, ctx.now).await.map_err(group_fault)?;
    if groups::count(tx.conn(), ctx.tenant).await? > MOST {
        return Err(Error::Conflict("group-limit".to_owned()));
    }
    tx.audit(ctx, "group.add", &format!("group:{id}"), json!({ "name": spec.name })).await?;
    tx.commit().await?;
    Ok(id)
}
