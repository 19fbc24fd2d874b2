use ::store::Store;
use kernel::{Actor, Ctx, Error, ImpersonationId, Permission, Result};
use serde_json::json;

use super::own::hashes;
use crate::model::SupportPage;
use crate::store::impersonations;

/// Who acted as somebody of this tenant, and whether the platform's people may.
pub async fn get_support_access(store: &Store, ctx: &Ctx) -> Result<SupportPage> {
    ctx.require(Permission::SupportAccess)?;
    let mut tx = store.tenant(ctx).await?;
    let items = impersonations::list(tx.conn(), ctx.tenant, ctx.now).await?;
    let allowed = impersonations::support_access(tx.conn(), ctx.tenant).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(SupportPage { items, allowed })
}

/// Ends what somebody does as somebody of this tenant; the hashes of the sessions that end with it.
pub async fn end_support(store: &Store, ctx: &Ctx, id: ImpersonationId) -> Result<Vec<[u8; 32]>> {
    ctx.require(Permission::SupportAccess)?;
    let mut tx = store.tenant(ctx).await?;
    if !impersonations::end(tx.conn(), ctx.tenant, id, person(ctx), ctx.now).await? {
        return Err(Error::NotFound);
    }
    let ended = hashes(impersonations::delete_sessions(tx.conn(), ctx.tenant).await?);
    tx.audit(ctx, "impersonation.end", &format!("impersonation:{id}"), json!({})).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Lets the platform's people act as this tenant's, or no longer: what runs then ends at once. The hashes of the sessions
/// that end with it.
pub async fn set_support_access(store: &Store, ctx: &Ctx, allowed: bool) -> Result<Vec<[u8; 32]>> {
    ctx.require(Permission::SupportAccess)?;
    let mut tx = store.tenant(ctx).await?;
    if !impersonations::set_support_access(tx.conn(), ctx.tenant, allowed).await? {
        return Ok(Vec::new());
    }
    let stopped = if allowed { 0 } else { impersonations::end_foreign(tx.conn(), ctx.tenant, person(ctx), ctx.now).await? };
    let ended = hashes(impersonations::delete_sessions(tx.conn(), ctx.tenant).await?);
    let detail = json!({ "allowed": allowed, "ended": stopped });
    tx.audit(ctx, "support_access.change", &format!("org:{}", ctx.tenant.root()), detail).await?;
    tx.commit().await?;
    Ok(ended)
}

fn person(ctx: &Ctx) -> Option<kernel::UserId> {
    match ctx.actor {
        Actor::User(user) => Some(user),
        Actor::Token(_) | Actor::System(_) => None,
    }
}
