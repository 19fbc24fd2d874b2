use ::store::Store;
use kernel::{Ctx, Error, Result, SessionId};

use super::own::{hashes, own};
use crate::store::sessions;

/// Ends one of one's own sessions; returns its hash. What is another's answers like what does not exist.
pub async fn end_session(store: &Store, ctx: &Ctx, id: SessionId) -> Result<[u8; 32]> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    let ended = sessions::delete_one(tx.conn(), ctx.tenant, me.user, id).await?.ok_or(Error::NotFound)?;
    tx.audit(ctx, "session.end", &format!("session:{id}"), serde_json::json!({})).await?;
    tx.commit().await?;
    hashes(vec![ended]).pop().ok_or(Error::Internal)
}

/// Ends all of one's own sessions but the one that asks; returns their hashes.
pub async fn end_other_sessions(store: &Store, ctx: &Ctx) -> Result<Vec<[u8; 32]>> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, me.user, Some(&me.session)).await?);
    tx.audit(ctx, "session.end_others", &format!("user:{}", me.user), serde_json::json!({ "sessions_ended": ended.len() })).await?;
    tx.commit().await?;
    Ok(ended)
}
