//! Remove a device.

use kernel::{Ctx, DeviceId, Error, Permission};
use serde_json::json;
use store::Store;

use crate::store::{devices, schedule};

/// Removes a device from sight and from the schedule. What was measured stays stored; its name is free again.
pub async fn remove_device(store: &Store, ctx: &Ctx, id: DeviceId) -> kernel::Result<()> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    devices::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    // First out of the schedule: a poll that is just being written holds this row and then the interfaces.
    schedule::leave(tx.conn(), ctx.tenant, id).await?;
    devices::retire(tx.conn(), ctx.tenant, id, ctx.now).await?;
    tx.audit(ctx, "device.remove", &format!("device:{id}"), json!({})).await?;
    Ok(tx.commit().await?)
}
