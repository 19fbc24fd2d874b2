use ::store::Store;
use kernel::{Ctx, Error, Permission, Result};
use serde_json::json;

use super::change_branding::held_version;
use crate::model::BrandingForm;
use crate::store::brandings;

/// Takes away the branding of the viewer's own node: its portal looks like the nearest node above that has one, else
/// neutral. A form that was opened on an older version answers `Conflict("changed")`.
pub async fn remove_branding(store: &Store, ctx: &Ctx, form: &BrandingForm) -> Result<()> {
    ctx.require(Permission::BrandingManage)?;
    let held = held_version(form)?;
    let mut tx = store.tenant(ctx).await?;
    if !brandings::delete(tx.conn(), ctx.tenant, ctx.org(), held).await? {
        return Err(Error::Conflict("changed".to_owned()));
    }
    tx.audit(ctx, "branding.remove", &format!("org:{}", ctx.org()), json!({})).await?;
    Ok(tx.commit().await?)
}
