use ::store::{Store, TenantTx};
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, RequestId, Result};

use super::soft_lock::{self, AttemptError};
use super::{second_factor, token};
use crate::model::{HostTenant, Member, WaitingFor};
use crate::store::pending_sign_ins::PendingSignIn;
use crate::store::{attempts, passkeys, pending_sign_ins, totp, users};

/// Codes that may be tried before the password is asked for again.
pub(super) const MOST_TRIES: i32 = 5;

/// What the sign-in that waits under this token on this host can be ended with; `None` where none waits.
pub async fn is_sign_in_pending(store: &Store, host: &HostTenant, given: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<Option<WaitingFor>> {
    let Some(hash) = token::hash(given) else { return Ok(None) };
    let mut tx = store.tenant(&Ctx::for_system(host.tenant, "sign-in", now, request_id)).await?;
    let pending = pending_sign_ins::get(tx.conn(), host.tenant, &hash, &host.host, now).await?.filter(|pending| pending.attempts < MOST_TRIES);
    let Some(pending) = pending else { return Ok(None) };
    let authenticator = totp::secret(tx.conn(), host.tenant, pending.user).await?.is_some();
    let passkey = !passkeys::credentials(tx.conn(), host.tenant, pending.user, &host.host).await?.is_empty();
    tx.commit().await?;
    Ok(Some(WaitingFor { authenticator, passkey }))
}

/// Ends a sign-in that waits for its code: with the authenticator's or a recovery code. However many come with the same
/// code or the same token, one of them is let in. `device` is the cookie of a browser that was signed in with before.
/// [`Error::NotFound`]: nothing waits (any more), begin again with the
/// password. The caller starts the session.
pub async fn confirm_sign_in(
    store: &Store,
    host: &HostTenant,
    given: &str,
    code: &str,
    device: Option<&str>,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<Member, AttemptError> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let gone = || AttemptError::Fault(Error::NotFound);
    let hash = token::hash(given).ok_or_else(gone)?;
    let mut tx = store.tenant(&ctx).await?;
    let pending = pending_sign_ins::get(tx.conn(), host.tenant, &hash, &host.host, now).await?.filter(|pending| pending.attempts < MOST_TRIES);
    let pending = pending.ok_or_else(gone)?;
    let account = users::account(tx.conn(), host.tenant, pending.user).await?.ok_or_else(gone)?;
    // Everything that guesses at this person queues here; what was read before may have changed meanwhile.
    let key = soft_lock::key(tx.conn(), host.tenant, &account.email, device, now).await?;
    if let Err(until) = soft_lock::count(tx.conn(), host.tenant, &key, now).await? {
        return Err(AttemptError::Locked(until));
    }
    if !pending_sign_ins::try_once(tx.conn(), host.tenant, &hash, MOST_TRIES).await? {
        return Err(gone());
    }
    let Some(kind) = second_factor::spend(store, &mut tx, pending.user, code, now).await? else {
        tx.audit(&ctx, "sign_in.code_refused", &format!("user:{}", pending.user), serde_json::json!({ "host": host.host })).await?;
        tx.commit().await?;
        metrics::counter!("lastmile_sign_ins_total", "outcome" => "code_refused").increment(1);
        return Err(Error::field("code", "code-wrong").into());
    };
    finish(tx, &ctx, host, &pending, &hash, &key, kind).await
}

/// Lets the person in whose second factor was right, of however kind.
pub(super) async fn finish(
    mut tx: TenantTx,
    ctx: &Ctx,
    host: &HostTenant,
    pending: &PendingSignIn,
    hash: &[u8; 32],
    key: &[u8; 32],
    kind: &'static str,
) -> Result<Member, AttemptError> {
    let gone = || AttemptError::Fault(Error::NotFound);
    let member = users::membership(tx.conn(), host.tenant, pending.user, host.org, Some(pending.org)).await?.ok_or_else(gone)?;
    if !pending_sign_ins::delete(tx.conn(), host.tenant, hash).await? {
        return Err(gone());
    }
    attempts::forget(tx.conn(), host.tenant, key).await?;
    tx.audit(ctx, "sign_in", &format!("user:{}", member.user), serde_json::json!({ "host": host.host, "second_factor": kind })).await?;
    tx.commit().await?;
    metrics::counter!("lastmile_sign_ins_total", "outcome" => "ok").increment(1);
    Ok(member)
}
