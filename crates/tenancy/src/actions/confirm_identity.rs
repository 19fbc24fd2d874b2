//! Step-up: before a change of how one signs in, who one is must have been proved a moment ago.

use ::store::{Store, TenantTx};
use kernel::{Ctx, Error, Result};

use super::own::{Own, own};
use super::password;
use super::soft_lock::{self, AttemptError};
use crate::rules;
use crate::store::{attempts, sessions, users};

/// Refuses with the conflict `confirm-first` where the session has not proved lately who its person is.
pub(super) async fn require_fresh(tx: &mut TenantTx, me: &Own, ctx: &Ctx) -> Result<()> {
    if is_fresh(tx, me, ctx).await? { Ok(()) } else { Err(Error::Conflict("confirm-first".to_owned())) }
}

/// Whether the session has proved lately who its person is. The founder's way back in counts as long as it lets a password
/// be set: the old one is not known then.
pub(super) async fn is_fresh(tx: &mut TenantTx, me: &Own, ctx: &Ctx) -> Result<bool> {
    let standing = sessions::standing(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?.ok_or(Error::Unauthenticated)?;
    Ok(rules::is_fresh(standing.proven_at, ctx.now) || standing.password_until.is_some_and(|until| until > ctx.now))
}

/// Proves by the password who acts. A wrong one counts like a failed sign-in; a right one buys no new guesses at a code. The
/// caller notes the proof in the session and gives it a new id.
pub async fn confirm_identity(store: &Store, ctx: &Ctx, typed: &str) -> Result<(), AttemptError> {
    let me = own(ctx)?;
    if typed.is_empty() {
        return Err(Error::field("current_password", "required").into());
    }
    password::has_room()?;
    let mut tx = store.tenant(&me.system).await?;
    let account = users::account(tx.conn(), ctx.tenant, me.user).await?.ok_or(Error::Unauthenticated)?;
    let email_hash = soft_lock::email_hash(&account.email);
    let counted = soft_lock::count(tx.conn(), ctx.tenant, &email_hash, ctx.now).await?;
    tx.commit().await?;
    let failures = counted.map_err(AttemptError::Locked)?;
    // No connection is held while the hash is worked out.
    let fits = typed.len() <= rules::password::LONGEST && password::verify(typed.to_owned(), account.password_hash).await?;
    let mut tx = store.tenant(&me.system).await?;
    let object = format!("user:{}", me.user);
    if !fits {
        tx.audit(ctx, "identity.refused", &object, serde_json::json!({})).await?;
        tx.commit().await?;
        return Err(Error::field("current_password", "wrong-password").into());
    }
    super::own::still_stands(&mut tx, &me, ctx).await?;
    attempts::take_back(tx.conn(), ctx.tenant, &email_hash, failures).await?;
    tx.audit(ctx, "identity.confirm", &object, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Refuses with the conflict `confirm-first` where the present session has not proved lately who its person is: what outlives a
/// session must not be had by a stolen one.
pub async fn require_confirmed(store: &Store, ctx: &Ctx) -> Result<()> {
    if is_confirmed(store, ctx).await? { Ok(()) } else { Err(Error::Conflict("confirm-first".to_owned())) }
}

/// Whether the present session has proved lately who its person is.
pub async fn is_confirmed(store: &Store, ctx: &Ctx) -> Result<bool> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    let fresh = is_fresh(&mut tx, &me, ctx).await?;
    tx.commit().await?;
    Ok(fresh)
}
