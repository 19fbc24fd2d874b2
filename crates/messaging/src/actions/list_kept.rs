//! List the mails that were kept instead of sent.

use kernel::{Ctx, Permission, Result};
use store::Store;

use crate::model::KeptList;
use crate::store::kept;

/// How many are listed.
const SHOWN: u8 = 100;

/// The newest kept mails in the viewer's sight.
pub async fn list_kept(store: &Store, ctx: &Ctx) -> Result<KeptList> {
    ctx.require(Permission::MailRead)?;
    let mut tx = store.tenant(ctx).await?;
    let mut items = kept::list(store, &mut tx, i64::from(SHOWN) + 1).await?;
    tx.commit().await?;
    let more = items.len() > usize::from(SHOWN);
    items.truncate(usize::from(SHOWN));
    Ok(KeptList { items, more })
}
