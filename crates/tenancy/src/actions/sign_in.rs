use ::store::{Store, StoreError, TenantTx};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, RequestId, UserId};

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
    let checked = check_password(store, &ctx, host, &email, password).await?;

    let mut tx = store.tenant(&ctx).await?;
    let member = match checked.user {
        Some(user) => users::membership(tx.conn(), host.tenant, user, host.org, None).await?,
        None => None,
    };
    let Some(member) = member else {
        tx.audit(&ctx, "sign_in.refused", &format!("email-sha256:{}", short(&email_hash)), serde_json::json!({ "host": host.host })).await?;
        tx.commit().await?;
        count("refused");
        return Err(SignInError::Credentials);
    };
    let signed_in = admit(&mut tx, &ctx, host, member, &email_hash, checked.failures).await?;
    if let SignedIn::Member(member) = &signed_in {
        tx.audit(&ctx, "sign_in", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
    }
    tx.commit().await?;
    count(if matches!(signed_in, SignedIn::Member(_)) { "ok" } else { "code_wanted" });
    Ok(signed_in)
}

/// What is known once a password was looked at.
pub(super) struct Checked {
    /// Whose password this is; `None` where address and password do not fit together.
    pub(super) user: Option<UserId>,
    /// Failures in a row, this attempt among them until [`admit`] says otherwise.
    pub(super) failures: i32,
}

/// Whose password this is. Every attempt counts as a failure until [`admit`] lets the person in.
pub(super) async fn check_password(store: &Store, ctx: &Ctx, host: &HostTenant, email: &str, password: &str) -> Result<Checked, SignInError> {
    let mut tx = store.tenant(ctx).await?;
    let failures = match soft_lock::count(tx.conn(), host.tenant, &soft_lock::email_hash(email), ctx.now).await? {
        Ok(failures) => failures,
        Err(until) => {
            tx.commit().await?;
            count("locked");
            return Err(SignInError::Locked(until));
        }
    };
    let credential = users::credential(tx.conn(), host.tenant, email).await?;
    // No database connection is held while the hash is worked out.
    tx.commit().await?;
    let hash = credential.as_ref().and_then(|credential| credential.password_hash.clone());
    let fits = password.len() <= LONGEST && password::verify(password.to_owned(), hash).await?;
    Ok(Checked { user: credential.filter(|_| fits).map(|credential| credential.user), failures })
}

/// Lets a member in whose password was right, or new: all the way, or with a second factor half of it.
pub(super) async fn admit(tx: &mut TenantTx, ctx: &Ctx, host: &HostTenant, member: Member, email_hash: &[u8], failures: i32) -> Result<SignedIn, StoreError> {
    if !member.second_factor {
        users::forget_failures(tx.conn(), host.tenant, email_hash).await?;
        return Ok(SignedIn::Member(Box::new(member)));
    }
    // The failures before it stand, or each right password would buy new guesses at the code.
    users::take_failure_back(tx.conn(), host.tenant, email_hash, failures).await?;
    Ok(SignedIn::CodeWanted(wait_for_code(tx, ctx, host, &member).await?))
}

/// Keeps a sign-in until its second factor comes; the token goes into a cookie.
pub(super) async fn wait_for_code(tx: &mut TenantTx, ctx: &Ctx, host: &HostTenant, member: &Member) -> Result<String, StoreError> {
    let (token, hash) = token::new();
    pending_sign_ins::insert(tx.conn(), host.tenant, &hash, (member.user, member.org), &host.host, ctx.now, ctx.now + PENDING).await?;
    tx.audit(ctx, "sign_in.code_wanted", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
    Ok(token)
}

fn count(outcome: &'static str) {
    metrics::counter!("lastmile_sign_ins_total", "outcome" => outcome).increment(1);
}

fn short(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
