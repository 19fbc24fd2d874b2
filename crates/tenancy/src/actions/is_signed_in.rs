use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Actor, Ctx, Result};

use super::impersonate::still_running;
use crate::store::{sessions, users};

/// Whether the session that `ctx` came from still stands and the membership still allows the same: asked again and again on
/// connections that stay open.
pub async fn is_signed_in(store: &Store, ctx: &Ctx, now: DateTime<Utc>) -> Result<bool> {
    let (Actor::User(_), Some(user), Some(session)) = (ctx.actor, ctx.person(), ctx.session) else { return Ok(false) };
    let system = Ctx::for_system(ctx.tenant, "session", now, ctx.request_id);
    let mut tx = store.tenant(&system).await?;
    let stands = sessions::exists(tx.conn(), ctx.tenant, &session, user, now).await?;
    let member = users::membership(tx.conn(), ctx.tenant, user, ctx.org(), Some(ctx.org())).await?;
    tx.commit().await?;
    let same = stands && member.is_some_and(|member| Some(member.role) == ctx.role && member.permissions == ctx.permissions);
    match ctx.acting {
        Some(acting) if same => still_running(store, ctx.tenant, acting.id, now, ctx.request_id).await,
        _ => Ok(same),
    }
}
