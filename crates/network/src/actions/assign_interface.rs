//! Assign an interface to the node of the tree that it serves.

use kernel::{Ctx, Error, InterfaceId, OrgId, Permission};
use serde_json::json;
use store::Store;

use crate::store::assignments;

/// Hands an interface to `org`. The new holder sees what is measured from now on, nothing of before.
pub async fn assign_interface(store: &Store, ctx: &Ctx, interface: InterfaceId, org: OrgId) -> kernel::Result<()> {
    ctx.require(Permission::InterfaceAssign)?;
    let mut tx = store.tenant(ctx).await?;
    let holder = assignments::hold(tx.conn(), ctx.tenant, interface).await?.ok_or(Error::NotFound)?;
    if !assignments::org_in_sight(tx.conn(), ctx.tenant, org).await? {
        return Err(Error::NotFound);
    }
    if holder == org {
        return Ok(());
    }
    assignments::hand_over(tx.conn(), ctx.tenant, interface, org, ctx.now).await?;
    tx.audit(ctx, "interface.assign", &format!("interface:{interface}"), json!({ "from": holder, "to": org })).await?;
    Ok(tx.commit().await?)
}
