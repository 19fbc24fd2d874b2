//! List devices and how their polling goes.

use kernel::{Ctx, Permission};
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
    rows.into_iter().map(views::device_item).collect()
}
