use ::store::Store;
use kernel::{Ctx, Error, Result};

use super::confirm_identity::require_fresh;
use super::own::own;
use super::second_factor::{demand, give_codes};
use super::soft_lock::AttemptError;
use crate::store::{passkeys, totp};

/// Makes new recovery codes in place of all others; with a code, where there is an authenticator. Returns them, to be shown
/// this once.
pub async fn renew_recovery_codes(store: &Store, ctx: &Ctx, code: &str) -> Result<Vec<String>, AttemptError> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    let authenticator = totp::secret(tx.conn(), ctx.tenant, me.user).await?.is_some();
    let passkey = passkeys::count(tx.conn(), ctx.tenant, me.user).await? > 0;
    if authenticator || !passkey {
        tx = demand(store, tx, ctx, me.user, code).await?;
    }
    if !authenticator && !passkey {
        return Err(Error::NotFound.into());
    }
    let codes = give_codes(&mut tx, me.user, ctx.org(), ctx.now).await?;
    tx.audit(ctx, "second_factor.recovery_codes", &format!("user:{}", me.user), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(codes)
}
