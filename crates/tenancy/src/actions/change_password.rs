use ::store::Store;
use kernel::{Ctx, Error, FieldError, Result};

use super::own::{hashes, own};
use super::password;
use super::soft_lock::{self, AttemptError};
use crate::store::{account_links, api_tokens, attempts, mailed_links, pending_sign_ins, sessions, users};

/// A new password, as the form sent it.
pub struct ChangePassword<'a> {
    /// The present one; not asked for shortly after the founder's way back in.
    pub current: &'a str,
    /// The one to come.
    pub new: &'a str,
    /// What others know of the person and the portal.
    pub about: &'a [&'a str],
    /// Revoke the person's tokens too.
    pub end_tokens: bool,
}

/// Sets one's own password and ends all of one's other sessions, those of apps too; returns the hashes of those in browsers. A wrong present password
/// counts like a failed sign-in. The caller gives the session that stays a new id.
pub async fn change_password(store: &Store, ctx: &Ctx, change: &ChangePassword<'_>) -> Result<Vec<[u8; 32]>, AttemptError> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    let standing = sessions::standing(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?.ok_or(Error::Unauthenticated)?;
    let account = users::account(tx.conn(), ctx.tenant, me.user).await?.ok_or(Error::Unauthenticated)?;
    tx.commit().await?;

    let recovered = standing.password_until.is_some_and(|until| until > ctx.now);
    let mut faults = Vec::new();
    if !recovered && change.current.is_empty() {
        faults.push(FieldError::new("current_password", "required"));
    }
    if let Err(code) = password::acceptable(change.new, change.about).await? {
        faults.push(FieldError::new("new_password", code));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults).into());
    }

    let email_hash = soft_lock::email_hash(&account.email);
    if !recovered {
        let mut tx = store.tenant(&me.system).await?;
        let counted = soft_lock::count(tx.conn(), ctx.tenant, &email_hash, ctx.now).await?;
        tx.commit().await?;
        if let Err(until) = counted {
            return Err(AttemptError::Locked(until));
        }
        // No connection is held while the hash is worked out.
        if !password::verify(change.current.to_owned(), account.password_hash.clone()).await? {
            return refuse(store, ctx, &me.system, &format!("user:{}", me.user)).await;
        }
    }
    let hash = password::hash(change.new.to_owned()).await?;

    let mut tx = store.tenant(&me.system).await?;
    if !recovered {
        attempts::forget(tx.conn(), ctx.tenant, &email_hash).await?;
    }
    // The session may have been ended, or the password changed elsewhere, while the hashes were worked out.
    let held = sessions::hold(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?;
    let changed = users::change_password(tx.conn(), ctx.tenant, me.user, account.password_hash.as_deref(), &hash).await?;
    if !held || !changed {
        return Err(Error::Unauthenticated.into());
    }
    if let (false, Some(from)) = (recovered, &account.password_hash) {
        account_links::prove_again(tx.conn(), ctx.tenant, me.user, from, &hash).await?;
    }
    sessions::ask_password(tx.conn(), ctx.tenant, &me.session).await?;
    pending_sign_ins::delete_of(tx.conn(), ctx.tenant, me.user).await?;
    mailed_links::void(tx.conn(), ctx.tenant, me.user, ctx.now).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, me.user, Some(&me.session)).await?);
    let tokens = if change.end_tokens { api_tokens::revoke_of(tx.conn(), ctx.tenant, me.user, None, ctx.now).await? } else { 0 };
    let detail = serde_json::json!({ "recovered": recovered, "sessions_ended": ended.len(), "tokens_revoked": tokens });
    tx.audit(ctx, "password.change", &format!("user:{}", me.user), detail).await?;
    tx.commit().await?;
    Ok(ended)
}

async fn refuse<T>(store: &Store, ctx: &Ctx, system: &Ctx, object: &str) -> Result<T, AttemptError> {
    let mut tx = store.tenant(system).await?;
    tx.audit(ctx, "password.refused", object, serde_json::json!({})).await?;
    tx.commit().await?;
    Err(Error::field("current_password", "wrong-password").into())
}
