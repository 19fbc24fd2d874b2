use ::store::Store;
use kernel::{Ctx, Permission, Result};

use crate::model::TreeSummary;
use crate::store::summary;

/// The viewer's part of the tree in figures. How many people there are is told to those who may see them.
pub async fn tree_summary(store: &Store, ctx: &Ctx) -> Result<TreeSummary> {
    ctx.require(Permission::OrgRead)?;
    let mut tx = store.tenant(ctx).await?;
    let row = summary::tree(tx.conn(), ctx.tenant, ctx.org(), ctx.now).await?;
    tx.commit().await?;
    let count = |count: i64| u32::try_from(count.max(0)).unwrap_or(u32::MAX);
    let sees_people = ctx.allows(Permission::PeopleRead);
    Ok(TreeSummary {
        branches: count(row.branches),
        resellers: count(row.resellers),
        customers: count(row.customers),
        people: if sees_people { count(row.people) } else { 0 },
        invited: if sees_people { count(row.invited) } else { 0 },
        branded: row.branded,
    })
}
