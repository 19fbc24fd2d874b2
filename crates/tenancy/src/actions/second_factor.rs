//! What the use cases of the second factor share: where its secret lies, how a code is spent, how recovery codes are made.

use ::store::{Place, Store, StoreError, TenantTx};
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, OrgId, UserId};
use sha2::{Digest, Sha256};

use super::soft_lock::{self, AttemptError};
use crate::rules;
use crate::store::{attempts, recovery_codes, totp, users};

/// Where a confirmed secret lies.
pub(super) fn place(user: UserId) -> Place {
    Place { table: "totp", column: "secret", row: user.0 }
}

/// Where a secret that waits to be confirmed lies.
pub(super) fn enrolment_place(user: UserId) -> Place {
    Place { table: "totp_enrolments", column: "secret", row: user.0 }
}

/// Spends a typed code, the authenticator's or a recovery code; says which kind it was. `None` where it does not fit or is
/// spent.
pub(super) async fn spend(store: &Store, tx: &mut TenantTx, user: UserId, typed: &str, now: DateTime<Utc>) -> Result<Option<&'static str>, StoreError> {
    let tenant = tx.tenant();
    if let Some(code) = rules::totp::read(typed) {
        let Some(sealed) = totp::secret(tx.conn(), tenant, user).await? else { return Ok(None) };
        let secret = store.secrets().open(tx.conn(), tenant, place(user), &sealed).await?;
        let Some(step) = rules::totp::matching_step(&secret, &code, now) else { return Ok(None) };
        return Ok(totp::spend(tx.conn(), tenant, user, step).await?.then_some("totp"));
    }
    let Some(code) = rules::recovery_code::read(typed) else { return Ok(None) };
    Ok(recovery_codes::spend(tx.conn(), tenant, user, &Sha256::digest(code.as_bytes()), now).await?.then_some("recovery_code"))
}

/// Asks a signed-in person for a code, as part of the transaction that it allows. A wrong one counts like a failed sign-in.
pub(super) async fn demand(store: &Store, mut tx: TenantTx, ctx: &Ctx, user: UserId, typed: &str) -> Result<TenantTx, AttemptError> {
    let account = users::account(tx.conn(), ctx.tenant, user).await?.ok_or(Error::Unauthenticated)?;
    let email_hash = soft_lock::email_hash(&account.email);
    if let Err(until) = soft_lock::count(tx.conn(), ctx.tenant, &email_hash, ctx.now).await? {
        return Err(AttemptError::Locked(until));
    }
    if spend(store, &mut tx, user, typed, ctx.now).await?.is_none() {
        tx.audit(ctx, "second_factor.refused", &format!("user:{user}"), serde_json::json!({})).await?;
        tx.commit().await?;
        return Err(Error::field("code", "code-wrong").into());
    }
    attempts::forget(tx.conn(), ctx.tenant, &email_hash).await?;
    Ok(tx)
}

/// Gives a person new recovery codes in place of all others; returns them as they are shown, this once.
pub(super) async fn give_codes(tx: &mut TenantTx, user: UserId, org: OrgId, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    let shown: Vec<String> = (0..rules::recovery_code::HOW_MANY).map(|_| rules::recovery_code::shown(rand::random())).collect();
    let hashes: Vec<Vec<u8>> = shown.iter().filter_map(|code| rules::recovery_code::read(code)).map(|code| Sha256::digest(code.as_bytes()).to_vec()).collect();
    let tenant = tx.tenant();
    recovery_codes::replace(tx.conn(), tenant, user, org, &hashes, now).await?;
    Ok(shown)
}
