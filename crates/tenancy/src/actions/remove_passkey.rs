use ::store::Store;
use kernel::{Ctx, Error, Result};
use uuid::Uuid;

use super::confirm_identity::require_fresh;
use super::own::{self, hashes, own};
use crate::model::HostTenant;
use crate::store::{passkeys, pending_sign_ins, recovery_codes, sessions, totp, users};

/// Removes one of one's own passkeys and ends all other sessions, whose hashes are returned; the person is told by mail, in the
/// name of the portal at `host`. The last way in stays; another's passkey answers like one that does not exist. The caller gives
/// the session that stays a new id.
pub async fn remove_passkey(store: &Store, ctx: &Ctx, host: &HostTenant, id: Uuid) -> Result<Vec<[u8; 32]>> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    if !passkeys::delete(tx.conn(), ctx.tenant, me.user, id).await? {
        return Err(Error::NotFound);
    }
    let account = users::account(tx.conn(), ctx.tenant, me.user).await?.ok_or(Error::Unauthenticated)?;
    if passkeys::count(tx.conn(), ctx.tenant, me.user).await? == 0 {
        if account.password_hash.is_none() {
            return Err(Error::Conflict("last-way-in".to_owned()));
        }
        if totp::secret(tx.conn(), ctx.tenant, me.user).await?.is_none() {
            recovery_codes::delete(tx.conn(), ctx.tenant, me.user).await?;
        }
    }
    pending_sign_ins::delete_of(tx.conn(), ctx.tenant, me.user).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, me.user, Some(&me.session)).await?);
    tx.audit(ctx, "passkey.remove", &format!("passkey:{id}"), serde_json::json!({ "sessions_ended": ended.len() })).await?;
    me.tell(&mut tx, store, ctx, &host.host, "passkey-removed").await?;
    tx.commit().await?;
    Ok(ended)
}
