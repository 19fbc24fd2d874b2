use ::store::Store;
use chrono::TimeDelta;
use kernel::{Ctx, Error, Result};

use super::confirm_identity::{is_fresh, require_fresh};
use super::own::{self, hashes, own};
use super::second_factor::{enrolment_place, give_codes, place};
use crate::model::{Enrolment, EnrolmentStep};
use crate::rules;
use crate::store::totp::NewTotp;
use crate::store::{pending_sign_ins, sessions, totp, users};

/// How long a shown secret waits for its first code.
const LASTS: TimeDelta = TimeDelta::minutes(15);

/// What turning the second factor on gives.
pub struct Enrolled {
    /// Recovery codes, to be shown this once.
    pub codes: Vec<String>,
    /// Hashes of the sessions that were ended.
    pub ended: Vec<[u8; 32]>,
}

/// Makes a secret that waits in this session to be confirmed; one that waits already stays.
pub async fn start_enrolment(store: &Store, ctx: &Ctx) -> Result<()> {
    let me = own(ctx)?;
    let secret = ::store::Zeroizing::new(rand::random::<[u8; rules::totp::SECRET_BYTES]>());
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    if totp::secret(tx.conn(), ctx.tenant, me.user).await?.is_some() {
        return Err(Error::Conflict("second-factor-on".to_owned()));
    }
    let sealed = store.secrets().seal(&mut tx, enrolment_place(me.user), secret.as_slice()).await?;
    let new = NewTotp { tenant: ctx.tenant, user: me.user, org: ctx.org(), secret: &sealed };
    totp::insert_enrolment(tx.conn(), &new, &me.session, ctx.now, ctx.now + LASTS).await?;
    tx.audit(ctx, "second_factor.begin", &format!("user:{}", me.user), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// How far one's own second factor has come; with what waits in this session, to be scanned or typed. `issuer` is the name
/// that the authenticator shows.
pub async fn get_enrolment(store: &Store, ctx: &Ctx, issuer: &str) -> Result<EnrolmentStep> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    if totp::secret(tx.conn(), ctx.tenant, me.user).await?.is_some() {
        return Ok(EnrolmentStep::Done);
    }
    let waiting = totp::enrolment(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?;
    let Some(sealed) = waiting else {
        return Ok(if is_fresh(&mut tx, &me, ctx).await? { EnrolmentStep::Begin } else { EnrolmentStep::Confirm });
    };
    let secret = store.secrets().open(tx.conn(), ctx.tenant, enrolment_place(me.user), &sealed).await?;
    let account = users::account(tx.conn(), ctx.tenant, me.user).await?.ok_or(Error::Unauthenticated)?;
    tx.commit().await?;
    let qr = rules::totp::uri(&secret, issuer, &account.email).and_then(|uri| rules::qr::draw(&uri)).ok_or(Error::Internal)?;
    Ok(EnrolmentStep::Waiting(Enrolment { secret: rules::totp::shown(&secret), qr }))
}

/// Turns the second factor on with the first code of the authenticator, and ends all other sessions. The caller gives the
/// session that stays a new id.
pub async fn confirm_enrolment(store: &Store, ctx: &Ctx, code: &str) -> Result<Enrolled> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    let waiting = totp::enrolment(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?;
    let sealed = waiting.ok_or_else(|| Error::Conflict("enrolment-over".to_owned()))?;
    let secret = store.secrets().open(tx.conn(), ctx.tenant, enrolment_place(me.user), &sealed).await?;
    // A wrong code here guesses at nothing: whoever types it has seen the secret.
    let step = rules::totp::read(code).and_then(|code| rules::totp::matching_step(&secret, &code, ctx.now));
    let step = step.ok_or_else(|| Error::field("code", "code-wrong"))?;
    let sealed = store.secrets().seal(&mut tx, place(me.user), &secret).await?;
    let new = NewTotp { tenant: ctx.tenant, user: me.user, org: ctx.org(), secret: &sealed };
    if !totp::insert(tx.conn(), &new, step, ctx.now).await? {
        return Err(Error::Conflict("second-factor-on".to_owned()));
    }
    totp::delete_enrolments(tx.conn(), ctx.tenant, me.user).await?;
    let codes = give_codes(&mut tx, me.user, ctx.org(), ctx.now).await?;
    pending_sign_ins::delete_of(tx.conn(), ctx.tenant, me.user).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, me.user, Some(&me.session)).await?);
    tx.audit(ctx, "second_factor.enable", &format!("user:{}", me.user), serde_json::json!({ "sessions_ended": ended.len() })).await?;
    tx.commit().await?;
    Ok(Enrolled { codes, ended })
}
