//! Decide which interfaces a viewer may follow live.

use kernel::{Ctx, InterfaceId, Permission};
use store::Store;

use crate::store::assignments;

/// Those of `interfaces` that the viewer may see; what is foreign, removed or unknown is left out alike.
pub async fn topics_visible(store: &Store, ctx: &Ctx, interfaces: &[InterfaceId]) -> kernel::Result<Vec<InterfaceId>> {
    ctx.require(Permission::InterfaceRead)?;
    let ids: Vec<_> = interfaces.iter().map(|interface| interface.0).collect();
    let mut tx = store.tenant(ctx).await?;
    let seen = assignments::in_sight(tx.conn(), ctx.tenant, &ids).await?;
    tx.commit().await?;
    Ok(seen.into_iter().map(InterfaceId).collect())
}
