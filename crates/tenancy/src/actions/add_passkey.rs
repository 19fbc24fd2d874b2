use ::store::Store;
use kernel::{Ctx, Error, Result};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{CredentialID, Passkey, PasskeyRegistration, RegisterPublicKeyCredential};

use super::confirm_identity::require_fresh;
use super::own::{self, hashes, own};
use super::passkey::{LASTS, RelyingParty, kept, read_back, refused, take};
use super::second_factor::give_codes;
use crate::store::passkey_ceremonies::{self, Ceremony};
use crate::store::passkeys::{self, NewPasskey};
use crate::store::{pending_sign_ins, sessions, totp, users};

/// Passkeys that one person may have.
const MOST: i64 = 20;

/// Longest name of a passkey.
const LONGEST_NAME: usize = 60;

/// What adding a passkey gives.
pub struct PasskeyAdded {
    /// Recovery codes, to be shown this once; only with the first second factor.
    pub codes: Vec<String>,
    /// Hashes of the sessions that were ended.
    pub ended: Vec<[u8; 32]>,
}

fn ceremony<'a>(ctx: &Ctx, session: &'a [u8; 32], party: &RelyingParty<'a>) -> Ceremony<'a> {
    Ceremony { tenant: ctx.tenant, kind: "register", bound_to: session, host: party.host }
}

/// Asks for a new passkey on this portal: what the browser hands to `navigator.credentials.create`. The challenge belongs to
/// the session, and lasts five minutes.
pub async fn start_passkey(store: &Store, ctx: &Ctx, party: &RelyingParty<'_>) -> Result<Value> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    if passkeys::count(tx.conn(), ctx.tenant, me.user).await? >= MOST {
        return Err(Error::Conflict("too-many-passkeys".to_owned()));
    }
    let account = users::account(tx.conn(), ctx.tenant, me.user).await?.ok_or(Error::Unauthenticated)?;
    let name = users::name(tx.conn(), ctx.tenant, me.user).await?.unwrap_or_default();
    let known = passkeys::credentials(tx.conn(), ctx.tenant, me.user, party.host).await?;
    let known = known.into_iter().map(read_back::<Passkey>).map(|passkey| passkey.map(|passkey| passkey.cred_id().clone()));
    let known = known.collect::<Result<Vec<CredentialID>>>()?;
    let begun = party.webauthn()?.start_passkey_registration(me.user.0, &account.email, &name, Some(known));
    let (mut options, state) = begun.map_err(|error| {
        tracing::error!(%error, "asking for a passkey");
        Error::Internal
    })?;
    // One that signs in without a name typed before must be found by the authenticator itself.
    if let Some(selection) = options.public_key.authenticator_selection.as_mut() {
        selection.resident_key = None;
        selection.require_resident_key = true;
    }
    passkey_ceremonies::put(tx.conn(), &ceremony(ctx, &me.session, party), Some(me.user), &kept(&state)?, ctx.now, ctx.now + LASTS).await?;
    tx.commit().await?;
    kept(&options)
}

/// Adds the passkey that answers the session's challenge, and ends all other sessions; the person is told by mail. The first
/// second factor of a person brings recovery codes. The caller gives the session that stays a new id.
pub async fn add_passkey(store: &Store, ctx: &Ctx, party: &RelyingParty<'_>, name: &str, answer: &str) -> Result<PasskeyAdded> {
    let me = own(ctx)?;
    if name.trim().is_empty() {
        return Err(Error::field("name", "required"));
    }
    let name = kernel::validate::label(name, LONGEST_NAME)
        .ok_or_else(|| Error::field("name", if name.trim().chars().count() > LONGEST_NAME { "too-long" } else { "control-characters" }))?;
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_fault| refused())?;
    let (user, state) = take(store, &me.system, &ceremony(ctx, &me.session, party)).await?.ok_or_else(|| Error::field("", "passkey-over"))?;
    if user != Some(me.user) {
        return Err(refused());
    }
    let state: PasskeyRegistration = read_back(state)?;
    let passkey = party.webauthn()?.finish_passkey_registration(&answer, &state).map_err(|error| {
        tracing::info!(%error, "a new passkey is refused");
        refused()
    })?;

    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    let before = passkeys::count(tx.conn(), ctx.tenant, me.user).await?;
    if before >= MOST {
        return Err(Error::Conflict("too-many-passkeys".to_owned()));
    }
    let first = before == 0 && totp::secret(tx.conn(), ctx.tenant, me.user).await?.is_none();
    let (id, credential) = (Uuid::now_v7(), kept(&passkey)?);
    let new = NewPasskey {
        tenant: ctx.tenant,
        id,
        user: me.user,
        org: ctx.org(),
        host: party.host,
        credential_id: passkey.cred_id().as_slice(),
        credential: &credential,
        name: &name,
    };
    if !passkeys::insert(tx.conn(), &new, ctx.now).await? {
        return Err(refused());
    }
    let codes = if first { give_codes(&mut tx, me.user, ctx.org(), ctx.now).await? } else { Vec::new() };
    pending_sign_ins::delete_of(tx.conn(), ctx.tenant, me.user).await?;
    let ended = hashes(sessions::delete_others(tx.conn(), ctx.tenant, me.user, Some(&me.session)).await?);
    let detail = serde_json::json!({ "host": party.host, "sessions_ended": ended.len() });
    tx.audit(ctx, "passkey.add", &format!("passkey:{id}"), detail).await?;
    me.tell(&mut tx, store, ctx, party.host, "passkey-added").await?;
    tx.commit().await?;
    Ok(PasskeyAdded { codes, ended })
}
