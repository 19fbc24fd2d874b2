//! List groups of interfaces, and show one.

use kernel::{Ctx, Error, GroupId, OrgId, Permission};
use store::Store;

use super::group_views::{item, member};
use crate::model::{GroupDetail, GroupItem, OrgRef};
use crate::store::groups;

/// Groups that an ISP can have.
pub(super) const MOST: i64 = 1_000;

/// Every group in the viewer's sight, by name, with the sum of its last figures.
pub async fn list_groups(store: &Store, ctx: &Ctx) -> kernel::Result<Vec<GroupItem>> {
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let rows = groups::list(tx.conn(), ctx.tenant, None, ctx.now, MOST).await?;
    tx.commit().await?;
    Ok(rows.iter().map(|row| item(ctx, row)).collect())
}

/// A group with its interfaces.
pub async fn get_group(store: &Store, ctx: &Ctx, id: GroupId) -> kernel::Result<GroupDetail> {
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let row = groups::list(tx.conn(), ctx.tenant, Some(id), ctx.now, 1).await?.pop().ok_or(Error::NotFound)?;
    let members = groups::members(tx.conn(), ctx.tenant, id, ctx.now).await?;
    tx.commit().await?;
    Ok(GroupDetail {
        item: item(ctx, &row),
        org: row.org_id.into(),
        row_version: row.version,
        members: members.into_iter().map(|row| member(ctx, row)).collect(),
    })
}

/// The nodes that can hold a group: the viewer's own first, then branches and resellers by name.
pub async fn list_group_holders(store: &Store, ctx: &Ctx) -> kernel::Result<Vec<OrgRef>> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let orgs = groups::holders(tx.conn(), ctx.tenant, ctx.org()).await?;
    tx.commit().await?;
    Ok(orgs.into_iter().map(|(id, name)| OrgRef { id: OrgId(id), name }).collect())
}
