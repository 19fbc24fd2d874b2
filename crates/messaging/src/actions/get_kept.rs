//! Show one mail that was kept instead of sent.

use kernel::{Ctx, Error, Permission, Result};
use store::Store;
use uuid::Uuid;

use crate::model::KeptMail;
use crate::store::kept;

/// The kept mail with this id, links included.
pub async fn get_kept(store: &Store, ctx: &Ctx, id: Uuid) -> Result<KeptMail> {
    ctx.require(Permission::MailRead)?;
    let mut tx = store.tenant(ctx).await?;
    let mail = kept::get(store, &mut tx, id).await?;
    tx.commit().await?;
    mail.ok_or(Error::NotFound)
}
