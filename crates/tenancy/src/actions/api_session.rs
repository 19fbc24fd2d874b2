//! Sign-ins of apps: an access token for minutes, a refresh token that is another after each use.

use ::store::{Store, TenantTx};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Ctx, Error, Locale, MailRequest, MailTemplate, RequestId, Result};
use sha2::Sha256;
use uuid::Uuid;

use super::access_token::{self, ACCESS_TOKEN_LASTS};
use super::token;
use crate::model::{HostTenant, Member};
use crate::store::api_sessions::{self, HeldSession, NewSession};
use crate::store::users;

/// A sign-in ends after this, whatever happens.
const SESSION_LASTS: TimeDelta = TimeDelta::days(30);
/// A refresh token that is not used in this time is over, and the sign-in with it.
pub(super) const REFRESH_LASTS: TimeDelta = TimeDelta::days(7);
/// How long the client that used a token may use it again, with the same outcome: its answer may have been lost.
const GRACE: TimeDelta = TimeDelta::seconds(10);

/// What an app gets.
pub struct ApiTokenPair {
    /// For the requests of the next minutes.
    pub access: String,
    /// How long it works.
    pub access_lasts: TimeDelta,
    /// For the next pair.
    pub refresh: String,
    /// Until when.
    pub refresh_until: DateTime<Utc>,
}

/// Begins a sign-in of an app for somebody who has proven who it is. One person has `most` of them: the one that was used longest
/// ago ends for the newest.
pub async fn begin_api_session(
    store: &Store,
    host: &HostTenant,
    member: &Member,
    most: i64,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<ApiTokenPair> {
    let ctx = Ctx::for_system(host.tenant, "api session", now, request_id);
    let (refresh, hash) = token::new();
    let session = NewSession {
        tenant: host.tenant,
        id: Uuid::now_v7(),
        user: member.user,
        org: member.org,
        host: &host.host,
        seed: &rand::random::<[u8; 32]>(),
        now,
        expires_at: now + SESSION_LASTS,
    };
    let refresh_until = now + REFRESH_LASTS;
    let mut tx = store.tenant(&ctx).await?;
    api_sessions::insert(tx.conn(), &session).await?;
    api_sessions::revoke_beyond(tx.conn(), host.tenant, member.user, session.id, most - 1, now).await?;
    api_sessions::insert_token(tx.conn(), host.tenant, (session.id, member.org), &hash, now, refresh_until).await?;
    let access = access_token::sign(store, &mut tx, &host.host, member.user, member.org, session.id, now).await?;
    tx.audit(&ctx, "api_session.begin", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
    tx.commit().await?;
    Ok(ApiTokenPair { access, access_lasts: ACCESS_TOKEN_LASTS, refresh, refresh_until })
}

/// Changes a refresh token for a new pair. `client` is a hash of what tells clients apart. [`Error::Unauthenticated`]: sign in
/// again. A token that was used before ends the sign-in that it belongs to, and the person is told: either the client or a
/// thief holds a copy, and nobody can say who (RFC 9700 §4.14). Only right after its use, and by the client that used it, it
/// gives the same successor once more.
pub async fn refresh_api_session(
    store: &Store,
    host: &HostTenant,
    refresh: &str,
    client: &[u8; 32],
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<ApiTokenPair> {
    let ctx = Ctx::for_system(host.tenant, "api session", now, request_id);
    let hash = token::hash(refresh).ok_or(Error::Unauthenticated)?;
    let mut tx = store.tenant(&ctx).await?;
    let held = api_sessions::hold(tx.conn(), host.tenant, &host.host, &hash).await?.ok_or(Error::Unauthenticated)?;
    if held.revoked || held.expires_at <= now {
        return Err(Error::Unauthenticated);
    }
    let next = successor(&held.seed, refresh);
    let next_hash = token::hash(&next).ok_or(Error::Internal)?;
    match &held.used {
        Some((at, by)) => {
            let again = now <= *at + GRACE && by == client && !api_sessions::is_used(tx.conn(), host.tenant, &next_hash).await?;
            if !again {
                return reused(store, tx, &ctx, host, &held).await;
            }
        }
        None if held.token_expires_at <= now => return Err(Error::Unauthenticated),
        None => {
            api_sessions::use_token(tx.conn(), host.tenant, &hash, client, now).await?;
            api_sessions::insert_token(tx.conn(), host.tenant, (held.id, held.org), &next_hash, now, refresh_until(&held, now)).await?;
            api_sessions::touch(tx.conn(), host.tenant, held.id, now).await?;
        }
    }
    // Who is no member any more gets nothing, however good the token.
    users::membership(tx.conn(), host.tenant, held.user, host.org, Some(held.org)).await?.ok_or(Error::Unauthenticated)?;
    let access = access_token::sign(store, &mut tx, &host.host, held.user, held.org, held.id, now).await?;
    tx.commit().await?;
    let begun = held.used.as_ref().map_or(now, |(at, _)| *at);
    Ok(ApiTokenPair { access, access_lasts: ACCESS_TOKEN_LASTS, refresh: next, refresh_until: refresh_until(&held, begun) })
}

fn refresh_until(held: &HeldSession, now: DateTime<Utc>) -> DateTime<Utc> {
    (now + REFRESH_LASTS).min(held.expires_at)
}

/// The token after this one: the same for a repeated request. Made of the token and of what only the database knows, so that
/// neither alone gives it away.
fn successor(seed: &[u8], refresh: &str) -> String {
    use base64::Engine as _;
    // HMAC takes a key of any length (RFC 2104 §2), so the empty answer never happens; it would be no token.
    let mac = Hmac::<Sha256>::new_from_slice(seed).map(|mac| mac.chain_update(refresh).finalize().into_bytes());
    mac.map(|bytes| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_default()
}

async fn reused(store: &Store, mut tx: TenantTx, ctx: &Ctx, host: &HostTenant, held: &HeldSession) -> Result<ApiTokenPair> {
    api_sessions::revoke(tx.conn(), host.tenant, held.id, ctx.now).await?;
    let account = users::account(tx.conn(), host.tenant, held.user).await?;
    let locale = users::locale(tx.conn(), host.tenant, held.user).await?.or(host.locale).unwrap_or(Locale::ENGLISH);
    if let Some(account) = account {
        let args = [("path", "/account/security".to_owned()), ("event", "api-token-reused".to_owned())];
        tx.send_mail(store, ctx, &MailRequest::new(MailTemplate::SecurityNotice, account.email, locale, host.host.clone(), args)).await?;
    }
    tx.audit(ctx, "api_session.reuse", &format!("user:{}", held.user), serde_json::json!({ "host": host.host })).await?;
    tx.commit().await?;
    metrics::counter!("lastmile_api_refresh_reuse_total").increment(1);
    Err(Error::Unauthenticated)
}

/// Ends the sign-in that a refresh token belongs to. A token that is none, or of a sign-in that has ended, changes nothing.
pub async fn end_api_session(store: &Store, host: &HostTenant, refresh: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<()> {
    let ctx = Ctx::for_system(host.tenant, "api session", now, request_id);
    let Some(hash) = token::hash(refresh) else { return Ok(()) };
    let mut tx = store.tenant(&ctx).await?;
    if let Some(held) = api_sessions::hold(tx.conn(), host.tenant, &host.host, &hash).await?
        && api_sessions::revoke(tx.conn(), host.tenant, held.id, now).await?
    {
        tx.audit(&ctx, "api_session.end", &format!("user:{}", held.user), serde_json::json!({ "host": host.host })).await?;
    }
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_successor_is_a_token_and_needs_both_halves() {
        let (one, _) = token::new();
        let next = successor(&[1; 32], &one);
        assert_eq!(next, successor(&[1; 32], &one));
        assert!(token::hash(&next).is_some() && next != one);
        assert_ne!(next, successor(&[2; 32], &one));
        assert_ne!(next, successor(&[1; 32], &token::new().0));
    }
}
