use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, RequestId, UserId};
use sha2::{Digest, Sha256};

use super::password;
use crate::model::{HostTenant, Member};
use crate::rules;
use crate::store::users;

/// Longest password that is looked at, in bytes.
const LONGEST_PASSWORD: usize = 1024;

/// Why signing in did not work.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignInError {
    /// Unknown address, wrong password, disabled, or no membership on this host: all alike.
    #[error("these do not fit")]
    Credentials,
    /// Too many failures; attempts are not looked at before the given time.
    #[error("too many attempts")]
    Locked(DateTime<Utc>),
    /// A fault.
    #[error(transparent)]
    Fault(#[from] Error),
}

impl From<::store::StoreError> for SignInError {
    fn from(error: ::store::StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// Checks an e-mail address and a password on a portal. Known and unknown addresses cost the same work, count the same
/// failures and answer alike. The caller starts the session.
pub async fn sign_in(store: &Store, host: &HostTenant, email: &str, password: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<Member, SignInError> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let email = kernel::validate::email(email).unwrap_or_default();
    let credential = check_password(store, &ctx, host, &email, password).await?;

    let mut tx = store.tenant(&ctx).await?;
    let member = match credential {
        Some(user) => users::membership(tx.conn(), host.tenant, user, host.org, None).await?,
        None => None,
    };
    let Some(member) = member else {
        tx.audit(&ctx, "sign_in.refused", &format!("email-sha256:{}", short(&email_hash(&email))), serde_json::json!({ "host": host.host })).await?;
        tx.commit().await?;
        count("refused");
        return Err(SignInError::Credentials);
    };
    users::forget_failures(tx.conn(), host.tenant, &email_hash(&email)).await?;
    tx.audit(&ctx, "sign_in", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
    tx.commit().await?;
    count("ok");
    Ok(member)
}

/// Whose password this is: `None` where address and password do not fit together. Every attempt counts as a failure until
/// the caller forgets the failures.
pub(super) async fn check_password(store: &Store, ctx: &Ctx, host: &HostTenant, email: &str, password: &str) -> Result<Option<UserId>, SignInError> {
    let email_hash = email_hash(email);
    let mut tx = store.tenant(ctx).await?;
    let attempts = users::attempts(tx.conn(), host.tenant, &email_hash, ctx.now).await?;
    if let Some(until) = attempts.locked_until.filter(|until| *until > ctx.now) {
        tx.commit().await?;
        count("locked");
        return Err(SignInError::Locked(until));
    }
    // Counted as a failure before the password is checked: guesses sent in parallel cannot slip through together,
    // and no database connection is held while the hash is worked out.
    let failures = attempts.failures.saturating_add(1);
    users::note_failure(tx.conn(), host.tenant, &email_hash, failures, rules::lock_after(failures, ctx.now)).await?;
    let credential = users::credential(tx.conn(), host.tenant, email).await?;
    tx.commit().await?;
    let hash = credential.as_ref().and_then(|credential| credential.password_hash.clone());
    let fits = password.len() <= LONGEST_PASSWORD && password::verify(password.to_owned(), hash).await?;
    Ok(credential.filter(|_| fits).map(|credential| credential.user))
}

/// What stands for an address where failures are counted.
pub(super) fn email_hash(email: &str) -> [u8; 32] {
    Sha256::digest(email.as_bytes()).into()
}

fn count(outcome: &'static str) {
    metrics::counter!("lastmile_sign_ins_total", "outcome" => outcome).increment(1);
}

fn short(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
