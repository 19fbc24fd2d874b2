use ::store::{Store, StoreError, TenantTx};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, RequestId, UserId};

use super::{password, refusal, soft_lock, token};
use crate::model::{HostTenant, Member};
use crate::rules::password::LONGEST;
use crate::store::{attempts, pending_sign_ins, users};

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

/// What was typed to sign in, and from where.
pub struct SignIn<'a> {
    /// E-mail address.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
    /// What the browser's cookie says of who has signed in with it before.
    pub device: Option<&'a str>,
}

/// Checks an e-mail address and a password on a portal. Known and unknown addresses cost the same work, count the same
/// failures and answer alike. The caller starts the session, or keeps the token for [`super::confirm_sign_in`].
pub async fn sign_in(store: &Store, host: &HostTenant, typed: &SignIn<'_>, now: DateTime<Utc>, request_id: RequestId) -> Result<SignedIn, SignInError> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let email = kernel::validate::email(typed.email).unwrap_or_default();
    let checked = check_password(store, &ctx, host, &SignIn { email: &email, ..*typed }).await?;

    let mut tx = store.tenant(&ctx).await?;
    let member = match checked.user {
        Some(user) => users::membership(tx.conn(), host.tenant, user, host.org, None).await?,
        None => None,
    };
    let Some(member) = member else {
        refusal::note(&mut tx, &ctx, host, &checked.key, &soft_lock::email_hash(&email), checked.failures).await?;
        tx.commit().await?;
        count("refused");
        return Err(SignInError::Credentials);
    };
    let signed_in = admit(&mut tx, &ctx, host, member, &checked.key, checked.failures).await?;
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
    /// What the failures count under.
    pub(super) key: [u8; 32],
    /// Failures in a row, this attempt among them until [`admit`] says otherwise.
    pub(super) failures: i32,
}

/// Whose password this is. Every attempt counts as a failure until [`admit`] lets the person in.
pub(super) async fn check_password(store: &Store, ctx: &Ctx, host: &HostTenant, typed: &SignIn<'_>) -> Result<Checked, SignInError> {
    password::has_room()?;
    let mut tx = store.tenant(ctx).await?;
    let key = soft_lock::key(tx.conn(), host.tenant, typed.email, typed.device, ctx.now).await?;
    let failures = match soft_lock::count(tx.conn(), host.tenant, &key, ctx.now).await? {
        Ok(failures) => failures,
        Err(until) => {
            tx.commit().await?;
            count("locked");
            return Err(SignInError::Locked(until));
        }
    };
    let credential = users::credential(tx.conn(), host.tenant, typed.email).await?;
    // No database connection is held while the hash is worked out.
    tx.commit().await?;
    let hash = credential.as_ref().and_then(|credential| credential.password_hash.clone());
    let fits = typed.password.len() <= LONGEST && password::verify(typed.password.to_owned(), hash).await?;
    Ok(Checked { user: credential.filter(|_| fits).map(|credential| credential.user), key, failures })
}

/// Lets a member in whose password was right, or new: all the way, or with a second factor half of it.
pub(super) async fn admit(tx: &mut TenantTx, ctx: &Ctx, host: &HostTenant, member: Member, key: &[u8; 32], failures: i32) -> Result<SignedIn, StoreError> {
    if !member.second_factor {
        attempts::forget(tx.conn(), host.tenant, key).await?;
        return Ok(SignedIn::Member(Box::new(member)));
    }
    // The failures before it stand, or each right password would buy new guesses at the code.
    attempts::take_back(tx.conn(), host.tenant, key, failures).await?;
    Ok(SignedIn::CodeWanted(wait_for_code(tx, ctx, host, &member).await?))
}

/// Keeps a sign-in until its second factor comes; the token goes into a cookie.
pub(super) async fn wait_for_code(tx: &mut TenantTx, ctx: &Ctx, host: &HostTenant, member: &Member) -> Result<String, StoreError> {
    let (token, hash) = token::new();
    pending_sign_ins::insert(tx.conn(), host.tenant, &hash, (member.user, member.org), &host.host, ctx.now, ctx.now + PENDING).await?;
    tx.audit(ctx, "sign_in.code_wanted", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
    Ok(token)
}

/// Counts how an attempt to come in ended.
pub(super) fn count(outcome: &'static str) {
    metrics::counter!("lastmile_sign_ins_total", "outcome" => outcome).increment(1);
}
