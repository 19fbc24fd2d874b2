use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, RequestId, Result};

use super::own::hashes;
use super::token;
use crate::model::{HostTenant, Member, OrgKind};
use crate::store::{account_links, api_tokens, hosts, mailed_links, passkeys, pending_sign_ins, recovery_codes, recovery_links, sessions, totp, users};

/// How long a link is good for, and how long the session that it opens may set a password without the present one.
pub const RECOVERY_LASTS: TimeDelta = TimeDelta::minutes(10);

/// The founder's way back in.
pub struct RecoveryLink {
    /// The founder's portal.
    pub host: String,
    /// The end of the link's path; it is nowhere else.
    pub token: String,
}

/// What using a link gives.
pub struct Recovered {
    /// Who is back.
    pub member: Member,
    /// Hashes of the sessions that were ended.
    pub ended: Vec<[u8; 32]>,
    /// Until then a new password may be set without the present one.
    pub password_until: DateTime<Utc>,
}

/// Makes a link for a person of the founder's tenant: single use, ten minutes. Only the server's console may call this.
/// [`Error::NotFound`]: no founder's tenant, or no such person in it.
pub async fn recover_founder(store: &Store, email: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<RecoveryLink> {
    let email = kernel::validate::email(email).ok_or_else(|| Error::field("email", "not-an-email"))?;
    let mut tx = store.platform("find the founder's tenant").await?;
    let (tenant, host) = recovery_links::founder(tx.conn()).await?.ok_or(Error::NotFound)?;
    let portal = hosts::find(tx.conn(), &host).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;

    let ctx = Ctx::for_system(tenant, "console", now, request_id);
    let (token, hash) = token::new();
    let mut tx = store.tenant(&ctx).await?;
    let known = users::credential(tx.conn(), tenant, &email).await?.ok_or(Error::NotFound)?;
    let member = users::membership(tx.conn(), tenant, known.user, portal.org, None).await?.ok_or(Error::NotFound)?;
    recovery_links::insert(tx.conn(), tenant, &hash, (member.user, member.org), now, now + RECOVERY_LASTS).await?;
    tx.audit(&ctx, "recovery_link.create", &format!("user:{}", member.user), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(RecoveryLink { host, token })
}

/// Uses a link on the founder's host: takes the second factor away, ends every session of the person and revokes the person's tokens. However many
/// come with the same link, one of them is let in. [`Error::NotFound`]: no such link, or no longer. The caller starts the
/// session.
pub async fn use_recovery_link(store: &Store, host: &HostTenant, given: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<Recovered> {
    let hash = token::hash(given).filter(|_| host.kind == OrgKind::Founder).ok_or(Error::NotFound)?;
    let ctx = Ctx::for_system(host.tenant, "recovery link", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let (user, org) = recovery_links::spend(tx.conn(), host.tenant, &hash, now).await?.ok_or(Error::NotFound)?;
    let member = users::membership(tx.conn(), host.tenant, user, host.org, Some(org)).await?.ok_or(Error::NotFound)?;
    pending_sign_ins::delete_of(tx.conn(), host.tenant, user).await?;
    mailed_links::void(tx.conn(), host.tenant, user, now).await?;
    let had_second_factor = member.second_factor;
    totp::delete(tx.conn(), host.tenant, user).await?;
    recovery_codes::delete(tx.conn(), host.tenant, user).await?;
    passkeys::delete_of(tx.conn(), host.tenant, user).await?;
    // Who comes in this way has proved nothing of the person's other accounts.
    account_links::delete_of(tx.conn(), host.tenant, user).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), host.tenant, user, None).await?);
    let tokens = api_tokens::revoke_of(tx.conn(), host.tenant, user, None, now).await?;
    let detail = serde_json::json!({ "host": host.host, "second_factor_removed": had_second_factor, "sessions_ended": ended.len(), "tokens_revoked": tokens });
    tx.audit(&ctx, "recovery_link.use", &format!("user:{user}"), detail).await?;
    tx.commit().await?;
    metrics::counter!("lastmile_sign_ins_total", "outcome" => "recovered").increment(1);
    Ok(Recovered { member: Member { second_factor: false, ..member }, ended, password_until: now + RECOVERY_LASTS })
}
