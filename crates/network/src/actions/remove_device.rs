//! Remove a device.

use kernel::{Ctx, DeviceId, Error, Permission};
use serde_json::json;
use store::Store;

use crate::store::{devices, schedule};

/// Removes a device from sight and from the schedule. What was measured stays stored; its name is free again. With `held`,
/// only while the device is still of that version; else `Conflict("changed")`.
pub async fn remove_device(store: &Store, ctx: &Ctx, id: DeviceId, held: Option<i32>) -> kernel::Result<()> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let device = devices::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    if held.is_some_and(|held| held != device.version) {
        return Err(Error::Conflict("changed".to_owned()));
    }
    // First out of the schedule: a poll that is just being written holds this row and then the interfaces.
    schedule::leave(tx.conn(), ctx.tenant, id).await?;
    devices::retire(tx.conn(), ctx.tenant, id, ctx.now).await?;
    tx.audit(ctx, "device.remove", &format!("device:{id}"), json!({})).await?;
    Ok(tx.commit().await?)
}
