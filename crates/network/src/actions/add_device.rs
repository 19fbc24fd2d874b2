//! Add a device.

use kernel::{Ctx, DeviceId, Error, Permission};
use serde_json::json;
use store::Store;

use super::{credential, views};
use crate::model::DeviceForm;
use crate::rules::device_form;
use crate::store::{devices, schedule};

/// Adds a device to the viewer's part of the tree and polls it at once, beginning with a search for interfaces.
pub async fn add_device(store: &Store, ctx: &Ctx, form: DeviceForm) -> kernel::Result<DeviceId> {
    ctx.require(Permission::DeviceManage)?;
    let spec = device_form::read(&form, None).map_err(Error::Invalid)?;
    let id = DeviceId::generate();
    let mut tx = store.tenant(ctx).await?;
    let sealed = credential::seal(store, &mut tx, id, &spec.credential).await?;
    let row = devices::DeviceRow {
        id,
        name: &spec.name,
        address: &spec.address,
        port: spec.port.into(),
        snmp_version: spec.version.as_str(),
        credential: &sealed,
        interval_seconds: spec.interval_seconds,
    };
    devices::insert(tx.conn(), ctx.tenant, ctx.org().0, &row, ctx.now).await.map_err(views::device_fault)?;
    // The row of limits is locked, so that two who add at the same time count each other.
    if let Some(limit) = tenancy::actions::limits_of(&mut tx).await?.devices
        && devices::count(tx.conn(), ctx.tenant).await? > i64::from(limit)
    {
        return Err(Error::field("", "device-limit"));
    }
    schedule::enter(tx.conn(), ctx.tenant, id, ctx.org().0, ctx.now).await?;
    tx.audit(ctx, "device.add", &format!("device:{id}"), json!({ "version": spec.version.as_str() })).await?;
    tx.commit().await?;
    Ok(id)
}
