//! Find devices and interfaces by a part of their name.

use kernel::{Ctx, Permission, SearchTerm};
use store::Store;

use crate::model::{FoundDevice, FoundInterface};
use crate::store::search;

/// At most `limit` devices in the viewer's sight.
pub async fn search_devices(store: &Store, ctx: &Ctx, term: &SearchTerm, limit: i64) -> kernel::Result<Vec<FoundDevice>> {
    ctx.require(Permission::DeviceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let found = search::devices(tx.conn(), ctx.tenant, term.as_str(), limit).await?;
    tx.commit().await?;
    Ok(found)
}

/// At most `limit` interfaces in the viewer's sight.
pub async fn search_interfaces(store: &Store, ctx: &Ctx, term: &SearchTerm, limit: i64) -> kernel::Result<Vec<FoundInterface>> {
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let found = search::interfaces(tx.conn(), ctx.tenant, term.as_str(), limit).await?;
    tx.commit().await?;
    Ok(found)
}
