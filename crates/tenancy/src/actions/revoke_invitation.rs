use ::store::Store;
use kernel::{Ctx, Error, InvitationId, Permission, Result};

use crate::store::invitations;

/// Takes an open invitation back: its link opens nothing any more.
pub async fn revoke_invitation(store: &Store, ctx: &Ctx, id: InvitationId) -> Result<()> {
    ctx.require(Permission::PeopleManage)?;
    let mut tx = store.tenant(ctx).await?;
    if !invitations::revoke(tx.conn(), ctx.tenant, id, ctx.now).await? {
        return Err(Error::NotFound);
    }
    tx.audit(ctx, "invitation.revoke", &format!("invitation:{id}"), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// How many can be taken back at once.
const MOST: usize = 100;

/// Takes several open invitations back, all or none. What is no open invitation of the viewer's part of the tree any more is
/// passed over, so that it is safe to send twice; answers how many there were.
pub async fn revoke_invitations(store: &Store, ctx: &Ctx, ids: &[InvitationId]) -> Result<usize> {
    ctx.require(Permission::PeopleManage)?;
    let mut tx = store.tenant(ctx).await?;
    let mut revoked: usize = 0;
    for id in ids.iter().take(MOST) {
        if invitations::revoke(tx.conn(), ctx.tenant, *id, ctx.now).await? {
            tx.audit(ctx, "invitation.revoke", &format!("invitation:{id}"), serde_json::json!({})).await?;
            revoked = revoked.saturating_add(1);
        }
    }
    tx.commit().await?;
    Ok(revoked)
}
