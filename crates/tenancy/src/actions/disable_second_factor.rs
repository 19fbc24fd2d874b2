use ::store::Store;
use kernel::{Ctx, Error, Result};

use super::confirm_identity::require_fresh;
use super::own::{self, hashes, own};
use super::second_factor::demand;
use super::soft_lock::AttemptError;
use crate::store::{passkeys, pending_sign_ins, recovery_codes, sessions, totp};

/// Takes one's own authenticator away, with one of its codes or a recovery code, and ends all other sessions, whose hashes
/// are returned. The caller gives the session that stays a new id.
pub async fn disable_second_factor(store: &Store, ctx: &Ctx, code: &str) -> Result<Vec<[u8; 32]>, AttemptError> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    let mut tx = demand(store, tx, ctx, me.user, code).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    if !totp::delete(tx.conn(), ctx.tenant, me.user).await? {
        return Err(Error::NotFound.into());
    }
    // A passkey still asks for them when it is not at hand.
    if passkeys::count(tx.conn(), ctx.tenant, me.user).await? == 0 {
        recovery_codes::delete(tx.conn(), ctx.tenant, me.user).await?;
    }
    pending_sign_ins::delete_of(tx.conn(), ctx.tenant, me.user).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, me.user, Some(&me.session)).await?);
    tx.audit(ctx, "second_factor.disable", &format!("user:{}", me.user), serde_json::json!({ "sessions_ended": ended.len() })).await?;
    tx.commit().await?;
    Ok(ended)
}
