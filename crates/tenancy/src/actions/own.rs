//! A person acting on their own account: every role may, and nobody for another.

use ::store::{Store, TenantTx};
use kernel::{Actor, Ctx, Error, MailRequest, MailTemplate, Result, UserId};

use crate::store::{sessions, users};

/// Who acts on their own account.
pub(super) struct Own {
    /// The person.
    pub(super) user: UserId,
    /// Hash of the session that asks.
    pub(super) session: [u8; 32],
    /// For the database. An account belongs to the person and not to a part of the tree, so it is not fenced by the
    /// membership's node; every query names the person instead.
    pub(super) system: Ctx,
}

impl Own {
    /// Has the person told by mail of `event`, one of [`kernel::mail::SECURITY_EVENTS`]: with the change itself or not at all.
    /// `host` is the portal at which it happened.
    pub(super) async fn tell(&self, tx: &mut TenantTx, store: &Store, ctx: &Ctx, host: &str, event: &'static str) -> Result<()> {
        let account = users::account(tx.conn(), ctx.tenant, self.user).await?.ok_or(Error::Unauthenticated)?;
        let locale = users::locale(tx.conn(), ctx.tenant, self.user).await?.unwrap_or(ctx.locale);
        let args = [("path", "/account/security".to_owned()), ("event", event.to_owned())];
        tx.send_mail(store, &self.system, &MailRequest::new(MailTemplate::SecurityNotice, account.email, locale, host, args)).await?;
        Ok(())
    }
}

/// The account of whoever `ctx` is; refuses jobs, contexts without a session, and whoever acts as somebody else.
pub(super) fn own(ctx: &Ctx) -> Result<Own> {
    ctx.require_in_person()?;
    let Actor::User(user) = ctx.actor else { return Err(ctx.refused("a person's account")) };
    let session = ctx.session.ok_or(Error::Unauthenticated)?;
    Ok(Own { user, session, system: Ctx::for_system(ctx.tenant, "account", ctx.now, ctx.request_id) })
}

/// Refuses where the session was ended meanwhile; keeps it from being ended until the transaction is.
pub(super) async fn still_stands(tx: &mut TenantTx, me: &Own, ctx: &Ctx) -> Result<()> {
    let stands = sessions::hold(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?;
    if stands { Ok(()) } else { Err(Error::Unauthenticated) }
}

/// The hashes of ended sessions, for ending their live connections.
pub(super) fn hashes(ended: Vec<Vec<u8>>) -> Vec<[u8; 32]> {
    ended.into_iter().filter_map(|hash| hash.try_into().ok()).collect()
}
