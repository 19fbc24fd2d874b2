use ::store::Store;
use kernel::{Ctx, Error, Result};

use super::own::{own, still_stands};
use crate::rules::isp_form;
use crate::store::users;

/// Gives the signed-in person another name.
pub async fn change_name(store: &Store, ctx: &Ctx, name: &str) -> Result<()> {
    let me = own(ctx)?;
    let name = isp_form::name(name).map_err(|code| Error::field("name", code))?;
    let mut tx = store.tenant(&me.system).await?;
    still_stands(&mut tx, &me, ctx).await?;
    if users::rename(tx.conn(), ctx.tenant, me.user, &name).await? {
        // The name itself is personal data.
        tx.audit(ctx, "user.rename", &format!("user:{}", me.user), serde_json::json!({})).await?;
    }
    tx.commit().await?;
    Ok(())
}
