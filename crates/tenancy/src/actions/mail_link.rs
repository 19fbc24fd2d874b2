//! Mailing somebody a link who cannot, or does not want to, type a password. Whoever asks learns nothing: known and unknown
//! addresses take the same statements, leave as many rows and are answered alike.

use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, Locale, MailRequest, MailTemplate, RequestId, Result};

use super::{refusal, soft_lock, token};
use crate::model::{HostTenant, OrgKind};
use crate::rules;
use crate::store::mailed_links::LinkKind;
use crate::store::{attempts, mailed_links};

/// How long a link is good for.
pub(super) const LINK_LASTS: TimeDelta = TimeDelta::minutes(10);

/// Who asks for a mail, and where.
pub struct LinkRequest<'a> {
    /// As typed.
    pub email: &'a str,
    /// The language of the page; a person's own choice wins over it.
    pub locale: Locale,
    /// When.
    pub now: DateTime<Utc>,
    /// The request's number.
    pub request_id: RequestId,
}

/// Mails a link that leads to choosing a new password. [`Error::Invalid`] only where what was typed is no address.
pub async fn request_password_reset(store: &Store, host: &HostTenant, request: &LinkRequest<'_>) -> Result<()> {
    mail_link(store, host, LinkKind::PasswordReset, None, request).await
}

/// Mails a link that signs in; returns what only the browser that asked may hold. The platform's own portal offers none
/// ([`Error::NotFound`]): its people need more than a mailbox (ASVS 5.0, 6.3.6).
pub async fn request_magic_link(store: &Store, host: &HostTenant, request: &LinkRequest<'_>) -> Result<String> {
    if host.kind == OrgKind::Founder {
        return Err(Error::NotFound);
    }
    let (browser, browser_hash) = token::new();
    mail_link(store, host, LinkKind::MagicLink, Some(browser_hash), request).await?;
    Ok(browser)
}

async fn mail_link(store: &Store, host: &HostTenant, kind: LinkKind, browser_hash: Option<[u8; 32]>, request: &LinkRequest<'_>) -> Result<()> {
    let email = kernel::validate::email(request.email).ok_or_else(|| Error::field("email", "not-an-email"))?;
    let (part, action, folder, template) = match kind {
        LinkKind::PasswordReset => ("password reset", "password_reset.request", "/forgot-password", MailTemplate::PasswordReset),
        LinkKind::MagicLink => ("sign-in", "magic_link.request", "/sign-in/link", MailTemplate::MagicLink),
    };
    let ctx = Ctx::for_system(host.tenant, part, request.now, request.request_id).with_locale(request.locale);
    let key = soft_lock::mail_key(kind, &email);
    let mut tx = store.tenant(&ctx).await?;
    let held = attempts::hold(tx.conn(), ctx.tenant, &key, ctx.now).await?;
    if held.locked_until.is_some_and(|until| until > ctx.now) {
        tx.commit().await?;
        count(kind, "held back");
        return Ok(());
    }
    let mails = held.failures.saturating_add(1);
    attempts::note(tx.conn(), ctx.tenant, &key, mails, rules::mail_again(mails, ctx.now)).await?;
    let who = mailed_links::addressee(tx.conn(), ctx.tenant, host.org, &email).await?;
    let (token, token_hash) = token::new();
    let new = mailed_links::NewLink {
        tenant: ctx.tenant,
        org: host.org,
        kind,
        token_hash: &token_hash,
        user: who.as_ref().map(|who| who.user),
        host: &host.host,
        browser_hash: browser_hash.as_ref().map(<[u8; 32]>::as_slice),
        now: ctx.now,
        expires_at: ctx.now + LINK_LASTS,
    };
    mailed_links::insert(tx.conn(), &new).await?;
    let args = [("path", format!("{folder}/{token}")), ("minutes", LINK_LASTS.num_minutes().to_string())];
    let locale = who.as_ref().and_then(|who| who.locale).unwrap_or(ctx.locale);
    let mail = MailRequest::new(template, email.as_str(), locale, host.host.as_str(), args);
    match who {
        Some(_) => tx.send_mail(store, &ctx, &mail).await?,
        None => tx.send_no_mail(store, &ctx, &mail).await?,
    };
    if refusal::may_tell(&mut tx, &ctx, &[action]).await? {
        let object = refusal::object(&soft_lock::email_hash(&email));
        tx.audit(&ctx, action, &object, serde_json::json!({ "host": host.host })).await?;
    }
    tx.commit().await?;
    count(kind, "asked");
    Ok(())
}

fn count(kind: LinkKind, outcome: &'static str) {
    metrics::counter!("lastmile_mailed_links_total", "kind" => kind.as_str(), "outcome" => outcome).increment(1);
}
