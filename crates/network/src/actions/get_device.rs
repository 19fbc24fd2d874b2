//! Show one device.

use kernel::{Ctx, DeviceId, Error, Permission};
use store::Store;

use super::{credential, views};
use crate::model::{Credential, DeviceDetail};
use crate::store::devices;

/// The device page. v3 user and algorithms are told to those who may change them; passphrases to nobody.
pub async fn get_device(store: &Store, ctx: &Ctx, id: DeviceId) -> kernel::Result<DeviceDetail> {
    ctx.require(Permission::DeviceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let page = devices::find(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    let opened = if ctx.allows(Permission::DeviceManage) { credential::open(store, tx.conn(), ctx.tenant, id, &page.credential).await? } else { None };
    tx.commit().await?;
    let (usm_user, usm_auth, usm_privacy) = match opened {
        Some(Credential::Usm { user, auth, privacy, .. }) => (Some(user), Some(auth), Some(privacy)),
        Some(Credential::Community { .. }) | None => (None, None, None),
    };
    Ok(DeviceDetail {
        item: views::device_item(ctx.now, page.view)?,
        sys_name: page.sys_name,
        sys_descr: page.sys_descr,
        row_version: page.version,
        usm_user,
        usm_auth,
        usm_privacy,
    })
}
