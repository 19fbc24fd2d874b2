use ::store::Store;
use kernel::{Ctx, Error, Result, SessionId};
use uuid::Uuid;

use super::confirm_identity::require_fresh;
use super::own::{hashes, own};
use crate::store::{api_sessions, sessions};

/// Ends one of one's own sessions; returns its hash. What is another's answers like what does not exist. Conflict `confirm-first`
/// where this session has not proved lately who its person is: a stolen one must not turn its person out.
pub async fn end_session(store: &Store, ctx: &Ctx, id: SessionId) -> Result<[u8; 32]> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    let ended = sessions::delete_one(tx.conn(), ctx.tenant, me.user, id).await?.ok_or(Error::NotFound)?;
    tx.audit(ctx, "session.end", &format!("session:{id}"), serde_json::json!({})).await?;
    tx.commit().await?;
    hashes(vec![ended]).pop().ok_or(Error::Internal)
}

/// Ends one of one's own sign-ins of apps: neither its access token nor its refresh token opens anything any more. The same proof
/// as for [`end_session`].
pub async fn end_app(store: &Store, ctx: &Ctx, id: Uuid) -> Result<()> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    if !api_sessions::revoke_one(tx.conn(), ctx.tenant, me.user, id, ctx.now).await? {
        return Err(Error::NotFound);
    }
    tx.audit(ctx, "api_session.end", &format!("user:{}", me.user), serde_json::json!({})).await?;
    Ok(tx.commit().await?)
}

/// Ends all of one's own sessions but the one that asks, and all sign-ins of apps; returns the hashes of those in browsers. The same
/// proof as for [`end_session`].
pub async fn end_other_sessions(store: &Store, ctx: &Ctx) -> Result<Vec<[u8; 32]>> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, me.user, Some(&me.session)).await?);
    tx.audit(ctx, "session.end_others", &format!("user:{}", me.user), serde_json::json!({ "sessions_ended": ended.len() })).await?;
    tx.commit().await?;
    Ok(ended)
}
