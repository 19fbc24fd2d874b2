//! Change a device.

use kernel::{Ctx, DeviceId, Error, Permission};
use serde_json::json;
use store::Store;

use super::{credential, views};
use crate::model::{Credential, DeviceForm};
use crate::rules::device_form::{self, DeviceSpec};
use crate::store::devices::{self, HeldDevice};
use crate::store::schedule;

/// Changes a device and polls it at once. Secrets left empty stay as they were. A form that was opened on an older
/// version answers `Conflict("changed")`.
pub async fn change_device(store: &Store, ctx: &Ctx, id: DeviceId, form: DeviceForm) -> kernel::Result<()> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let held = devices::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    if form.row_version.trim() != held.version.to_string() {
        return Err(Error::Conflict("changed".to_owned()));
    }
    let kept = credential::open(store, tx.conn(), ctx.tenant, id, &held.credential).await?;
    let spec = device_form::read(&form, kept.as_ref()).map_err(Error::Invalid)?;
    let changed = changes(&held, kept.as_ref(), &spec);
    if changed.is_empty() {
        return Ok(());
    }
    let sealed = if changed.contains(&"credential") { credential::seal(store, &mut tx, id, &spec.credential).await? } else { held.credential };
    let row = devices::DeviceRow {
        id,
        name: &spec.name,
        address: &spec.address,
        port: spec.port.into(),
        snmp_version: spec.version.as_str(),
        credential: &sealed,
        interval_seconds: spec.interval_seconds,
    };
    devices::update(tx.conn(), ctx.tenant, &row, ctx.now).await.map_err(views::device_fault)?;
    if changed != ["name"] {
        schedule::hasten(tx.conn(), ctx.tenant, id, ctx.now).await?;
    }
    tx.audit(ctx, "device.change", &format!("device:{id}"), json!({ "changed": changed })).await?;
    Ok(tx.commit().await?)
}

/// The names of what differs, never the values: a credential is among them.
fn changes(held: &HeldDevice, kept: Option<&Credential>, spec: &DeviceSpec) -> Vec<&'static str> {
    let mut changed = Vec::new();
    let mut note = |differs: bool, name| {
        if differs {
            changed.push(name);
        }
    };
    note(held.name != spec.name, "name");
    note(held.address != spec.address, "address");
    note(held.port != i32::from(spec.port), "port");
    note(held.snmp_version != spec.version.as_str(), "version");
    note(held.interval_seconds != spec.interval_seconds, "interval_seconds");
    note(kept != Some(&spec.credential), "credential");
    changed
}
