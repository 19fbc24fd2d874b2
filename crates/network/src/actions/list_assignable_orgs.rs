//! List the nodes that an interface can be assigned to.

use kernel::{Ctx, OrgId, Permission};
use store::Store;

use crate::model::OrgRef;
use crate::store::assignments;

/// The nodes in the viewer's sight: the viewer's own first (to take an interface back), the others by name.
pub async fn list_assignable_orgs(store: &Store, ctx: &Ctx) -> kernel::Result<Vec<OrgRef>> {
    ctx.require(Permission::InterfaceAssign)?;
    let mut tx = store.tenant(ctx).await?;
    let orgs = assignments::orgs(tx.conn(), ctx.tenant, ctx.org()).await?;
    tx.commit().await?;
    Ok(orgs.into_iter().map(|org| OrgRef { id: OrgId(org.id), name: org.name }).collect())
}
