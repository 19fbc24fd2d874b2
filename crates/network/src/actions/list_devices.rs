//! List devices and how their polling goes.

use kernel::{Ctx, DeviceId, Permission};
use store::Store;

use super::views;
use crate::model::DeviceItem;
use crate::store::devices;

/// Every device in the viewer's sight, by name.
pub async fn list_devices(store: &Store, ctx: &Ctx) -> kernel::Result<Vec<DeviceItem>> {
    ctx.require(Permission::DeviceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let rows = devices::list(tx.conn(), ctx.tenant).await?;
    tx.commit().await?;
    rows.into_iter().map(|row| views::device_item(ctx.now, row)).collect()
}

/// Longest search that is looked for, in characters.
const SEARCH_MAX: usize = 100;

/// At most `limit` devices in the viewer's sight, by id, beginning after `after`, and whether others follow.
pub async fn page_devices(store: &Store, ctx: &Ctx, search: &str, after: Option<DeviceId>, limit: usize) -> kernel::Result<(Vec<DeviceItem>, bool)> {
    ctx.require(Permission::DeviceRead)?;
    let search: String = search.trim().chars().filter(|c| !c.is_control()).take(SEARCH_MAX).collect();
    let mut tx = store.tenant(ctx).await?;
    // One more than a page tells whether another follows.
    let mut rows = devices::page(tx.conn(), ctx.tenant, &search, after, i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)).await?;
    tx.commit().await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok((rows.into_iter().map(|row| views::device_item(ctx.now, row)).collect::<kernel::Result<_>>()?, more))
}
