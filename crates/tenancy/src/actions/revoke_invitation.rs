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
