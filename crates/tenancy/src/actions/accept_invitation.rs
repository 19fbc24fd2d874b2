use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, FieldError, Locale, RequestId, Result, UserId};

use super::sign_in::{self, SignIn, SignInError, SignedIn};
use super::{password, soft_lock, token};
use crate::model::{HostTenant, InvitationView};
use crate::rules::isp_form;
use crate::store::invitations::OpenInvitation;
use crate::store::{invitations, people, settings, users};

/// What someone who follows an invitation's link sees; [`Error::NotFound`] where the token is unknown, used, taken back or
/// too old, or the portal is another.
pub async fn find_invitation(store: &Store, host: &HostTenant, token: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<InvitationView> {
    let ctx = Ctx::for_system(host.tenant, "invitation", now, request_id);
    let hash = token::hash(token).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(&ctx).await?;
    let open = invitations::open(tx.conn(), host.tenant, host.org, &hash, now).await?.ok_or(Error::NotFound)?;
    let known = users::credential(tx.conn(), host.tenant, &open.email).await?.is_some_and(|known| known.password_hash.is_some());
    tx.commit().await?;
    Ok(InvitationView { email: open.email, name: open.name, org_name: open.org_name, role: open.role, known })
}

/// What the invited person typed.
pub struct AcceptInvitation<'a> {
    /// From the link.
    pub token: &'a str,
    /// The person's name; not asked of someone who is known already.
    pub name: &'a str,
    /// A new password, or the present one of someone who is known already.
    pub password: &'a str,
    /// The language in which the page was read.
    pub locale: Locale,
}

/// Makes the invited person a member: a new person with this name and password, or one who is known here already and
/// proves it by the password. Of many that come with one token, one succeeds. The caller starts the session, or, where the
/// person has a second factor, keeps the token for [`super::confirm_sign_in`].
pub async fn accept_invitation(store: &Store, host: &HostTenant, accept: &AcceptInvitation<'_>, now: DateTime<Utc>, request_id: RequestId) -> Result<SignedIn> {
    let ctx = Ctx::for_system(host.tenant, "invitation", now, request_id);
    let hash = token::hash(accept.token).ok_or(Error::NotFound)?;

    // A first look without a lock: the password is worked on while no connection is held.
    let mut tx = store.tenant(&ctx).await?;
    let open = invitations::open(tx.conn(), host.tenant, host.org, &hash, now).await?.ok_or(Error::NotFound)?;
    let known = users::credential(tx.conn(), host.tenant, &open.email).await?;
    tx.commit().await?;
    let credential = match known.as_ref().and_then(|known| known.password_hash.clone()) {
        Some(present) => Credential::Known(prove(store, &ctx, host, &open, accept.password, present).await?),
        None => Credential::New(choose(accept, &open, host).await?),
    };

    let mut tx = store.tenant(&ctx).await?;
    let open = invitations::open(tx.conn(), host.tenant, host.org, &hash, now).await?.ok_or(Error::NotFound)?;
    let failures = if let Credential::Known((_, failures)) = &credential { *failures } else { 0 };
    let user = match (credential, users::credential(tx.conn(), host.tenant, &open.email).await?) {
        (Credential::Known((checked, _)), Some(known)) if known.password_hash.as_deref() == Some(checked.as_str()) => {
            people::join(tx.conn(), host.tenant, known.user, open.org, open.role, now).await?;
            known.user
        }
        (Credential::New((name, password_hash)), None) => {
            let id = UserId::generate();
            let time_zone = settings::time_zone(tx.conn(), host.tenant, open.org).await?;
            let row = users::NewUser {
                tenant: host.tenant,
                id,
                org: open.org,
                email: &open.email,
                name: &name,
                password_hash: &password_hash,
                time_zone: &time_zone,
                role: open.role,
                now,
            };
            users::insert(tx.conn(), &row).await?;
            users::set_locale(tx.conn(), host.tenant, id, accept.locale).await?;
            id
        }
        (Credential::New((name, password_hash)), Some(known)) if known.password_hash.is_none() => {
            users::set_name(tx.conn(), host.tenant, known.user, &name).await?;
            users::set_password(tx.conn(), host.tenant, known.user, &password_hash).await?;
            people::join(tx.conn(), host.tenant, known.user, open.org, open.role, now).await?;
            known.user
        }
        // Between the two looks the person came to be, or changed the password: the page tells anew what it asks for.
        _ => return Err(Error::Conflict("changed".to_owned())),
    };
    invitations::accepted(tx.conn(), host.tenant, open.id, user, now).await?;
    let member = users::membership(tx.conn(), host.tenant, user, host.org, Some(open.org)).await?.ok_or(Error::Internal)?;
    let signed_in = sign_in::admit(&mut tx, &ctx, host, member, &soft_lock::email_hash(&open.email), failures).await?;
    tx.audit(&ctx, "invitation.accept", &format!("invitation:{}", open.id), serde_json::json!({ "user": user })).await?;
    tx.commit().await?;
    Ok(signed_in)
}

enum Credential {
    /// The hash that the password was found to fit, and the failures counted so far.
    Known((String, i32)),
    /// Name and new hash.
    New((String, String)),
}

/// Whether the password is the one the person has. Failures count like those of signing in.
async fn prove(store: &Store, ctx: &Ctx, host: &HostTenant, open: &OpenInvitation, typed: &str, present: String) -> Result<(String, i32)> {
    match sign_in::check_password(store, ctx, host, &SignIn { email: &open.email, password: typed, device: None }).await {
        Ok(checked) if checked.user.is_some() => Ok((present, checked.failures)),
        Ok(_) | Err(SignInError::Credentials) => Err(Error::field("password", "wrong-password")),
        Err(SignInError::Locked(_)) => Err(Error::field("", "too-many-attempts")),
        Err(SignInError::Fault(error)) => Err(error),
    }
}

async fn choose(accept: &AcceptInvitation<'_>, open: &OpenInvitation, host: &HostTenant) -> Result<(String, String)> {
    let name = isp_form::name(accept.name);
    let password = password::acceptable(accept.password, &[&open.email, accept.name, &open.org_name, &host.name, &host.host]).await?;
    match (name, password) {
        (Ok(name), Ok(())) => Ok((name, password::hash(accept.password.to_owned()).await?)),
        (name, password) => {
            let mut faults = Vec::new();
            faults.extend(name.err().map(|code| FieldError::new("name", code)));
            faults.extend(password.err().map(|code| FieldError::new("password", code)));
            Err(Error::Invalid(faults))
        }
    }
}
