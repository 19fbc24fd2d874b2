//! Slows guessing down: failures in a row per e-mail address, known or not, whatever is being guessed. A browser that the
//! address's person has signed in with counts for itself, so that failures of others do not lock the person out of it.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Error, TenantId};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::token;
use crate::rules;
use crate::store::mailed_links::LinkKind;
use crate::store::{attempts, known_devices};

/// Why something that can be guessed at was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AttemptError {
    /// Too many failures; attempts are not looked at before the given time.
    #[error("too many attempts")]
    Locked(DateTime<Utc>),
    /// Anything else, a wrong guess included.
    #[error(transparent)]
    Fault(#[from] Error),
}

impl From<StoreError> for AttemptError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// What stands for an e-mail address where failures are counted.
pub(super) fn email_hash(email: &str) -> [u8; 32] {
    Sha256::digest(email.as_bytes()).into()
}

/// What stands for mails to an e-mail address where they are counted.
pub(super) fn mail_key(kind: LinkKind, email: &str) -> [u8; 32] {
    hash_of(email, kind.as_str().as_bytes())
}

/// Where failures of this browser count: for the address, or, where `device` (its cookie) is one that the address's person
/// has signed in with, for the two together.
pub(super) async fn key(conn: &mut PgConnection, tenant: TenantId, email: &str, device: Option<&str>, now: DateTime<Utc>) -> Result<[u8; 32], StoreError> {
    match device.and_then(token::hash) {
        Some(device) if known_devices::is_of(conn, tenant, &device, email, now).await? => Ok(hash_of(email, &device)),
        _ => Ok(email_hash(email)),
    }
}

/// No address holds a zero byte: such a hash is never that of an address alone.
fn hash_of(email: &str, what: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(email.as_bytes()).chain_update([0]).chain_update(what).finalize().into()
}

/// Counts a failure before the guess is looked at, so that guesses sent in parallel cannot slip through together; answers
/// with the count, or with the time before which nothing is looked at. The key stays taken until the transaction ends.
pub(super) async fn count(conn: &mut PgConnection, tenant: TenantId, key: &[u8], now: DateTime<Utc>) -> Result<Result<i32, DateTime<Utc>>, StoreError> {
    let held = attempts::hold(&mut *conn, tenant, key, now).await?;
    if let Some(until) = held.locked_until.filter(|until| *until > now) {
        return Ok(Err(until));
    }
    let failures = held.failures.saturating_add(1);
    attempts::note(conn, tenant, key, failures, rules::lock_after(failures, now)).await?;
    Ok(Ok(failures))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_counted_counts_for_another() {
        let keys = [
            email_hash("a@b.example"),
            email_hash("b@b.example"),
            mail_key(LinkKind::PasswordReset, "a@b.example"),
            mail_key(LinkKind::MagicLink, "a@b.example"),
            hash_of("a@b.example", &[1; 32]),
            hash_of("a@b.example", &[2; 32]),
        ];
        for (nth, key) in keys.iter().enumerate() {
            assert!(!keys[..nth].contains(key), "{nth}");
        }
    }
}
