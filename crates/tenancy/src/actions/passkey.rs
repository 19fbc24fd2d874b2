//! What the use cases of passkeys share (WebAuthn Level 2): who asks for them, and how an answer to a challenge is looked at.

use ::store::{Store, StoreError, TenantTx};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, Result, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use webauthn_rs::prelude::{DiscoverableAuthentication, Passkey, PublicKeyCredential, RequestChallengeResponse, Url, Webauthn, WebauthnBuilder, WebauthnError};

use crate::store::passkey_ceremonies::{self, Ceremony};
use crate::store::passkeys;

/// How long a challenge waits for its answer.
pub(super) const LASTS: TimeDelta = TimeDelta::minutes(5);

/// The portal as passkeys know it: a passkey that was made for one host is offered to no other.
#[derive(Clone, Copy, Debug)]
pub struct RelyingParty<'a> {
    /// The portal's host name, without port: the relying party's id.
    pub host: &'a str,
    /// What browsers say where they are: scheme, host and port.
    pub origin: &'a str,
    /// What the authenticator may show.
    pub name: &'a str,
}

impl RelyingParty<'_> {
    /// The library, asking for this portal only: no other port, no host below it.
    pub(super) fn webauthn(&self) -> Result<Webauthn> {
        let built = Url::parse(self.origin)
            .map_err(|_fault| WebauthnError::Configuration)
            .and_then(|origin| WebauthnBuilder::new(self.host, &origin)?.rp_name(self.name).build());
        built.map_err(|error| {
            tracing::error!(%error, host = self.host, origin = self.origin, "this portal cannot have passkeys");
            Error::Internal
        })
    }
}

/// As it is kept between the two halves of a ceremony. A fault here is ours.
pub(super) fn kept(state: &impl Serialize) -> Result<Value> {
    serde_json::to_value(state).map_err(|error| {
        tracing::error!(%error, "keeping a passkey's state");
        Error::Internal
    })
}

/// Reads back what [`kept`] made.
pub(super) fn read_back<T: DeserializeOwned>(kept: Value) -> Result<T> {
    serde_json::from_value(kept).map_err(|error| {
        tracing::error!(%error, "reading a passkey's state back");
        Error::Internal
    })
}

/// What answers every fault of an answer alike.
pub(super) fn refused() -> Error {
    Error::field("", "passkey-refused")
}

/// A challenge that any passkey of the portal, or one of `allowed`, may answer: for the browser, and to be kept.
pub(super) fn challenge(party: &RelyingParty<'_>, allowed: &[Passkey]) -> Result<(Value, Value)> {
    let (mut options, state) = party.webauthn()?.start_discoverable_authentication().map_err(|error| {
        tracing::error!(%error, "making a challenge");
        Error::Internal
    })?;
    // Asked for by a button, not while somebody types.
    options.mediation = None;
    Ok((for_browser(&options, allowed)?, kept(&state)?))
}

fn for_browser(options: &RequestChallengeResponse, allowed: &[Passkey]) -> Result<Value> {
    let mut options = kept(options)?;
    let credentials: Vec<Value> =
        allowed.iter().map(|passkey| serde_json::json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(passkey.cred_id()) })).collect();
    if let Some(list) = options.pointer_mut("/publicKey/allowCredentials") {
        *list = Value::Array(credentials);
    }
    Ok(options)
}

/// Takes the challenge that waits, once and for all: whatever becomes of the answer, it is spent.
pub(super) async fn take(store: &Store, ctx: &Ctx, ceremony: &Ceremony<'_>) -> Result<Option<(Option<UserId>, Value)>, StoreError> {
    let mut tx = store.tenant(ctx).await?;
    let taken = passkey_ceremonies::take(tx.conn(), ceremony, ctx.now).await?;
    tx.commit().await?;
    Ok(taken)
}

/// How an answer fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is this person's, here and now.
    Fits,
    /// It is not.
    Refused,
    /// The key answered, but its counter did not move on: there may be two of it.
    Copied,
}

/// Holds an answer against a person's passkey on this portal; notes its use, and its counter, where it fits.
pub(super) async fn verify(
    tx: &mut TenantTx,
    party: &RelyingParty<'_>,
    user: UserId,
    state: Value,
    answer: &PublicKeyCredential,
    now: DateTime<Utc>,
) -> Result<Answer> {
    let (tenant, credential_id) = (tx.tenant(), answer.get_credential_id());
    let Some(credential) = passkeys::hold(tx.conn(), tenant, user, party.host, credential_id).await? else { return Ok(Answer::Refused) };
    let mut passkey: Passkey = read_back(credential)?;
    let state: DiscoverableAuthentication = read_back(state)?;
    match party.webauthn()?.finish_discoverable_authentication_v2(answer, state, &passkey) {
        Ok(result) if result.user_verified() => {
            passkey.update_credential(&result);
            passkeys::used(tx.conn(), tenant, party.host, credential_id, &kept(&passkey)?, now).await?;
            Ok(Answer::Fits)
        }
        Ok(_) => Ok(Answer::Refused),
        Err(WebauthnError::CredentialPossibleCompromise) => Ok(Answer::Copied),
        Err(error) => {
            tracing::info!(%error, "a passkey's answer is refused");
            Ok(Answer::Refused)
        }
    }
}
