use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, RequestId};

use super::{password, soft_lock, token};
use crate::model::{HostTenant, Member};
use crate::rules::password::LONGEST;
use crate::store::{pending_sign_ins, users};

/// How long a right password waits for its code.
const PENDING: TimeDelta = TimeDelta::minutes(5);

/// What a right password gives.
pub enum SignedIn {
    /// A session may start.
    Member(Box<Member>),
    /// A code is still wanted. The token goes into a cookie of the browser that gave the password.
    CodeWanted(String),
}

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
/// failures and answer alike. The caller starts the session, or keeps the token for [`super::confirm_sign_in`].
pub async fn sign_in(
    store: &Store,
    host: &HostTenant,
    email: &str,
    password: &str,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<SignedIn, SignInError> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let email = kernel::validate::email(email).unwrap_or_default();
    let email_hash = soft_lock::email_hash(&email);

    let mut tx = store.tenant(&ctx).await?;
    let counted = match soft_lock::count(tx.conn(), host.tenant, &email_hash, now).await? {
        Ok(counted) => counted,
        Err(until) => {
            tx.commit().await?;
            count("locked");
            return Err(SignInError::Locked(until));
        }
    };
    let credential = users::credential(tx.conn(), host.tenant, &email).await?;
    // No database connection is held while the hash is worked out.
    tx.commit().await?;

    let hash = credential.as_ref().and_then(|credential| credential.password_hash.clone());
    let fits = password.len() <= LONGEST && password::verify(password.to_owned(), hash).await?;

    let mut tx = store.tenant(&ctx).await?;
    let member = match credential {
        Some(credential) if fits => users::membership(tx.conn(), host.tenant, credential.user, host.org, None).await?,
        _ => None,
    };
    let Some(member) = member else {
        tx.audit(&ctx, "sign_in.refused", &format!("email-sha256:{}", short(&email_hash)), serde_json::json!({ "host": host.host })).await?;
        tx.commit().await?;
        count("refused");
        return Err(SignInError::Credentials);
    };
    if member.second_factor {
        // Half of the way: the failures before it stand, or each right password would buy new guesses at the code.
        users::take_failure_back(tx.conn(), host.tenant, &email_hash, counted).await?;
        let (token, hash) = token::new();
        pending_sign_ins::insert(tx.conn(), host.tenant, &hash, (member.user, member.org), &host.host, now, now + PENDING).await?;
        tx.audit(&ctx, "sign_in.code_wanted", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
        tx.commit().await?;
        count("code_wanted");
        return Ok(SignedIn::CodeWanted(token));
    }
    users::forget_failures(tx.conn(), host.tenant, &email_hash).await?;
    tx.audit(&ctx, "sign_in", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
    tx.commit().await?;
    count("ok");
    Ok(SignedIn::Member(Box::new(member)))
}

fn count(outcome: &'static str) {
    metrics::counter!("lastmile_sign_ins_total", "outcome" => outcome).increment(1);
}

fn short(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
