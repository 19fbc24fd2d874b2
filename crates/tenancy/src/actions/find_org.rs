use ::store::Store;
use kernel::{Ctx, OrgId, Result};

use crate::store::orgs;

/// The node of this name below `above`, at any depth, if the context may see it. The oldest, where several share the name.
pub async fn find_org(store: &Store, ctx: &Ctx, above: OrgId, name: &str) -> Result<Option<OrgId>> {
    let mut tx = store.tenant(ctx).await?;
    let found = orgs::find_below(tx.conn(), ctx.tenant, above, name).await?;
    tx.commit().await?;
    Ok(found)
}
