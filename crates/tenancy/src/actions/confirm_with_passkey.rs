use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, RequestId, Result};
use serde_json::Value;
use webauthn_rs::prelude::{Passkey, PublicKeyCredential};

use super::confirm_sign_in::{MOST_TRIES, finish};
use super::passkey::{Answer, LASTS, RelyingParty, challenge, read_back, refused, take, verify};
use super::soft_lock::{self, AttemptError};
use super::token;
use crate::model::{HostTenant, Member};
use crate::store::passkey_ceremonies::{self, Ceremony};
use crate::store::{passkeys, pending_sign_ins, users};

fn ceremony<'a>(host: &'a HostTenant, hash: &'a [u8; 32]) -> Ceremony<'a> {
    Ceremony { tenant: host.tenant, kind: "second_factor", bound_to: hash, host: &host.host }
}

/// Asks for one of the person's passkeys, whose password was right: what the browser hands to `navigator.credentials.get`.
/// [`Error::NotFound`]: nothing waits, or the person has no passkey on this portal.
pub async fn start_passkey_confirmation(
    store: &Store,
    host: &HostTenant,
    party: &RelyingParty<'_>,
    given: &str,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<Value> {
    let hash = token::hash(given).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(&Ctx::for_system(host.tenant, "sign-in", now, request_id)).await?;
    let pending = pending_sign_ins::get(tx.conn(), host.tenant, &hash, &host.host, now).await?.filter(|pending| pending.attempts < MOST_TRIES);
    let pending = pending.ok_or(Error::NotFound)?;
    let known = passkeys::credentials(tx.conn(), host.tenant, pending.user, &host.host).await?;
    let known = known.into_iter().map(read_back).collect::<Result<Vec<Passkey>>>()?;
    if known.is_empty() {
        return Err(Error::NotFound);
    }
    let (options, state) = challenge(party, &known)?;
    passkey_ceremonies::put(tx.conn(), &ceremony(host, &hash), Some(pending.user), &state, now, now + LASTS).await?;
    tx.commit().await?;
    Ok(options)
}

/// A passkey's answer in place of a code, and from where.
pub struct SecondFactor<'a> {
    /// What the browser's cookie says of the sign-in that waits.
    pub token: &'a str,
    /// The answer, as JSON.
    pub answer: &'a str,
    /// The cookie of a browser that was signed in with before.
    pub device: Option<&'a str>,
}

/// Ends a sign-in that waits for its second factor with a passkey. [`Error::NotFound`]: nothing waits (any more). The caller
/// starts the session.
pub async fn confirm_with_passkey(
    store: &Store,
    host: &HostTenant,
    party: &RelyingParty<'_>,
    given: &SecondFactor<'_>,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<Member, AttemptError> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let gone = || AttemptError::Fault(Error::NotFound);
    let hash = token::hash(given.token).ok_or_else(gone)?;
    let answer: PublicKeyCredential = serde_json::from_str(given.answer).map_err(|_fault| refused())?;
    let taken = take(store, &ctx, &ceremony(host, &hash)).await?;
    let mut tx = store.tenant(&ctx).await?;
    let pending = pending_sign_ins::get(tx.conn(), host.tenant, &hash, &host.host, now).await?.filter(|pending| pending.attempts < MOST_TRIES);
    let pending = pending.ok_or_else(gone)?;
    let account = users::account(tx.conn(), host.tenant, pending.user).await?.ok_or_else(gone)?;
    let key = soft_lock::key(tx.conn(), host.tenant, &account.email, given.device, now).await?;
    if let Err(until) = soft_lock::count(tx.conn(), host.tenant, &key, now).await? {
        return Err(AttemptError::Locked(until));
    }
    if !pending_sign_ins::try_once(tx.conn(), host.tenant, &hash, MOST_TRIES).await? {
        return Err(gone());
    }
    let outcome = match taken {
        Some((Some(user), state)) if user == pending.user => verify(&mut tx, party, user, state, &answer, now).await?,
        _ => Answer::Refused,
    };
    if outcome != Answer::Fits {
        let action = if outcome == Answer::Copied { "passkey.copied" } else { "sign_in.code_refused" };
        tx.audit(&ctx, action, &format!("user:{}", pending.user), serde_json::json!({ "host": host.host })).await?;
        tx.commit().await?;
        metrics::counter!("lastmile_sign_ins_total", "outcome" => "code_refused").increment(1);
        return Err(refused().into());
    }
    finish(tx, &ctx, host, &pending, &hash, &key, "passkey").await
}
