use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, MailRequest, MailTemplate, RequestId, Result};

use super::own::hashes;
use super::sign_in::{self, SignedIn};
use super::{password, soft_lock, token};
use crate::model::{HostTenant, Member, PasswordResetView};
use crate::store::mailed_links::{self, LinkKind};
use crate::store::{api_tokens, known_devices, pending_sign_ins, sessions, users};

/// What someone who follows a link to a new password sees; [`Error::NotFound`] where the link was used, is over or counts
/// elsewhere. Changes nothing: programs open links too.
pub async fn find_password_reset(store: &Store, host: &HostTenant, given: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<PasswordResetView> {
    let ctx = Ctx::for_system(host.tenant, "password reset", now, request_id);
    let (_, member) = find(store, &ctx, host, given).await?;
    Ok(PasswordResetView { email: member.email })
}

/// What setting a new password by a link gives.
pub struct PasswordReset {
    /// In, or a code is still wanted: the link is no way past the second factor.
    pub signed_in: SignedIn,
    /// Hashes of the sessions that were ended.
    pub ended: Vec<[u8; 32]>,
}

/// Sets the password of whoever holds the link's token, ends all of the person's sessions and revokes the person's tokens. However many come with the
/// same token, one of them sets it. [`Error::NotFound`]: no such link, or no longer. The caller starts the session.
pub async fn reset_password(store: &Store, host: &HostTenant, given: &str, new: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<PasswordReset> {
    password::has_room()?;
    let ctx = Ctx::for_system(host.tenant, "password reset", now, request_id);
    let (token_hash, member) = find(store, &ctx, host, given).await?;
    let about = [member.name.as_str(), &member.email, &member.org_name, &host.name, &host.host];
    if let Err(code) = password::acceptable(new, &about).await? {
        return Err(Error::field("new_password", code));
    }
    // No connection is held while the hash is worked out.
    let hash = password::hash(new.to_owned()).await?;

    let mut tx = store.tenant(&ctx).await?;
    if !mailed_links::spend(tx.conn(), ctx.tenant, &token_hash, now).await? {
        return Err(Error::NotFound);
    }
    let member = users::membership(tx.conn(), ctx.tenant, member.user, host.org, None).await?.ok_or(Error::NotFound)?;
    let user = member.user;
    users::set_password(tx.conn(), ctx.tenant, user, &hash).await?;
    pending_sign_ins::delete_of(tx.conn(), ctx.tenant, user).await?;
    mailed_links::void(tx.conn(), ctx.tenant, user, now).await?;
    known_devices::forget(tx.conn(), ctx.tenant, user).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, user, None).await?);
    // Who forgot the password may have lost it to somebody.
    let tokens = api_tokens::revoke_of(tx.conn(), ctx.tenant, user, None, now).await?;
    let locale = member.locale.or(host.locale).unwrap_or_default();
    let args = [("path", "/account/security".to_owned()), ("event", "password-changed".to_owned())];
    let notice = MailRequest::new(MailTemplate::SecurityNotice, member.email.as_str(), locale, host.host.as_str(), args);
    tx.send_mail(store, &ctx, &notice).await?;
    let email_hash = soft_lock::email_hash(&member.email);
    // No password was guessed, so no failure is taken back; those that stand go once the person is all the way in.
    let signed_in = sign_in::admit(&mut tx, &ctx, host, member, &email_hash, 0).await?;
    let detail = serde_json::json!({ "host": host.host, "sessions_ended": ended.len(), "tokens_revoked": tokens });
    tx.audit(&ctx, "password_reset.use", &format!("user:{user}"), detail).await?;
    tx.commit().await?;
    sign_in::count("password_reset");
    Ok(PasswordReset { signed_in, ended })
}

async fn find(store: &Store, ctx: &Ctx, host: &HostTenant, given: &str) -> Result<([u8; 32], Member)> {
    let token_hash = token::hash(given).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(ctx).await?;
    let link = mailed_links::get(tx.conn(), ctx.tenant, LinkKind::PasswordReset, &token_hash, &host.host, ctx.now).await?.ok_or(Error::NotFound)?;
    let member = users::membership(tx.conn(), ctx.tenant, link.user, host.org, None).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok((token_hash, member))
}
