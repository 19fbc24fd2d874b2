//! Slows guessing down: failures in a row per e-mail address, known or not, whatever is being guessed.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Error, TenantId};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::rules;
use crate::store::users;

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

/// Counts a failure before the guess is looked at, so that guesses sent in parallel cannot slip through together; answers
/// with the count, or with the time before which nothing is looked at. The address stays taken until the transaction ends.
pub(super) async fn count(conn: &mut PgConnection, tenant: TenantId, email_hash: &[u8], now: DateTime<Utc>) -> Result<Result<i32, DateTime<Utc>>, StoreError> {
    let attempts = users::attempts(&mut *conn, tenant, email_hash, now).await?;
    if let Some(until) = attempts.locked_until.filter(|until| *until > now) {
        return Ok(Err(until));
    }
    let failures = attempts.failures.saturating_add(1);
    users::note_failure(conn, tenant, email_hash, failures, rules::lock_after(failures, now)).await?;
    Ok(Ok(failures))
}
