use ::store::Store;
use kernel::{Ctx, Result};

use super::confirm_identity::is_fresh;
use super::own::own;
use crate::model::{LinkItem, Links};
use crate::store::account_links;

/// One's own links, also those that need to be proved anew.
pub async fn list_links(store: &Store, ctx: &Ctx) -> Result<Links> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    let fresh = is_fresh(&mut tx, &me, ctx).await?;
    let links = account_links::list(tx.conn(), ctx.tenant, me.user).await?;
    tx.commit().await?;
    let links = links.into_iter().map(|link| LinkItem { id: link.id, host: link.peer_host, stands: link.stands }).collect();
    Ok(Links { fresh, links })
}
