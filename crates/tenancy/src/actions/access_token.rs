//! Access tokens: JSON Web Tokens (RFC 9068) with one algorithm, signed with the tenant's newest key.

use ::store::{Place, Store, TenantTx};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use kernel::{Error, OrgId, Result, TenantId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::api_keys;

/// How long an access token works.
pub const ACCESS_TOKEN_LASTS: TimeDelta = TimeDelta::minutes(10);
/// How long a key signs.
const KEY_SIGNS: TimeDelta = TimeDelta::days(30);
/// How long a key is kept: until all that it has signed is over.
pub(super) const KEY_KEPT: TimeDelta = TimeDelta::days(31);
/// The only algorithm (RFC 8037), whatever a token says of itself.
const ALGORITHM: Algorithm = Algorithm::EdDSA;
/// RFC 9068 §2.1.
const TYPE: &str = "at+jwt";
/// Who these tokens are for.
const AUDIENCE: &str = "api";
/// Longest text that is looked at.
const LONGEST: usize = 2_000;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claims {
    /// The portal's host.
    pub(super) iss: String,
    pub(super) aud: String,
    pub(super) sub: UserId,
    /// The session that it came from.
    pub(super) sid: Uuid,
    /// The membership's node.
    pub(super) org: OrgId,
    pub(super) jti: Uuid,
    pub(super) iat: i64,
    pub(super) nbf: i64,
    pub(super) exp: i64,
}

fn place(key: Uuid) -> Place {
    Place { table: "api_signing_keys", column: "private_key", row: key }
}

fn fault(error: impl std::fmt::Display) -> Error {
    tracing::error!(%error, "signing an access token");
    Error::Internal
}

/// A token for a person's session on a host.
pub(super) async fn sign(store: &Store, tx: &mut TenantTx, host: &str, user: UserId, org: OrgId, session: Uuid, now: DateTime<Utc>) -> Result<String> {
    let tenant = tx.tenant();
    let (kid, private) = match api_keys::newest(tx.conn(), tenant, now - KEY_SIGNS).await? {
        Some(key) => (key.id, store.secrets().open(tx.conn(), tenant, place(key.id), &key.private_key).await?),
        None => {
            let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(fault)?;
            let public = Ed25519KeyPair::from_pkcs8(pair.as_ref()).map_err(fault)?;
            let id = Uuid::now_v7();
            let sealed = store.secrets().seal(tx, place(id), pair.as_ref()).await?;
            api_keys::insert(tx.conn(), tenant, id, public.public_key().as_ref(), &sealed, now).await?;
            (id, ::store::Zeroizing::new(pair.as_ref().to_vec()))
        }
    };
    let at = now.timestamp();
    let claims = Claims {
        iss: host.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: user,
        sid: session,
        org,
        jti: Uuid::now_v7(),
        iat: at,
        nbf: at,
        exp: at.saturating_add(ACCESS_TOKEN_LASTS.num_seconds()),
    };
    encode(&claims, kid, &private).map_err(fault)
}

fn encode(claims: &Claims, kid: Uuid, private: &[u8]) -> jsonwebtoken::errors::Result<String> {
    let mut header = Header::new(ALGORITHM);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(kid.to_string());
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(private))
}

/// What a token says, if one of the tenant's own keys has signed it for this host and now is its time. The key is found by
/// its id among the tenant's own; what else the head says of keys is not read.
pub(super) async fn read(conn: &mut PgConnection, tenant: TenantId, host: &str, token: &str, now: DateTime<Utc>) -> Result<Option<Claims>> {
    let Some(kid) = key_id(token) else { return Ok(None) };
    let Some(public) = api_keys::public(conn, tenant, kid).await? else { return Ok(None) };
    Ok(decode(token, host, &public, now))
}

fn key_id(token: &str) -> Option<Uuid> {
    if token.len() > LONGEST {
        return None;
    }
    let header = jsonwebtoken::decode_header(token).ok()?;
    let typed = header.typ.is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE));
    (header.alg == ALGORITHM && typed).then_some(header.kid)??.parse().ok()
}

fn decode(token: &str, host: &str, public: &[u8], now: DateTime<Utc>) -> Option<Claims> {
    let mut validation = Validation::new(ALGORITHM);
    validation.set_issuer(&[host]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    // The library asks the system for the time; here it comes from the request, and without leeway: both ends are ours.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_ed_der(public), &validation).ok()?.claims;
    let (at, longest) = (now.timestamp(), ACCESS_TOKEN_LASTS.num_seconds());
    let fits = claims.nbf <= at && at < claims.exp && claims.exp.saturating_sub(claims.nbf) <= longest;
    fits.then_some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (Vec<u8>, Vec<u8>) {
        let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let public = Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap().public_key().as_ref().to_vec();
        (pair.as_ref().to_vec(), public)
    }

    fn claims(at: i64) -> Claims {
        let id = Uuid::from_u128(1);
        Claims {
            iss: "acme.localhost".to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: UserId(id),
            sid: id,
            org: OrgId(id),
            jti: id,
            iat: at,
            nbf: at,
            exp: at + 600,
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn a_token_is_good_for_its_host_and_its_time() {
        let (private, public) = pair();
        let token = encode(&claims(1_000), Uuid::from_u128(9), &private).unwrap();
        assert_eq!(key_id(&token), Some(Uuid::from_u128(9)));
        assert_eq!(decode(&token, "acme.localhost", &public, at(1_000)), Some(claims(1_000)));
        assert!(decode(&token, "acme.localhost", &public, at(1_599)).is_some());
        assert_eq!(decode(&token, "acme.localhost", &public, at(1_600)), None, "over");
        assert_eq!(decode(&token, "acme.localhost", &public, at(999)), None, "not yet");
        assert_eq!(decode(&token, "zenith.localhost", &public, at(1_000)), None, "another host's");
        assert_eq!(decode(&token, "acme.localhost", &pair().1, at(1_000)), None, "another key");
    }

    #[test]
    fn a_token_cannot_say_of_itself_that_it_is_good() {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let (private, public) = pair();
        let token = encode(&claims(1_000), Uuid::from_u128(9), &private).unwrap();
        let (_, rest) = token.split_once('.').unwrap();
        let payload = rest.split_once('.').unwrap().0;
        for head in [
            r#"{"alg":"none","typ":"at+jwt","kid":"00000000-0000-0000-0000-000000000009"}"#,
            r#"{"alg":"HS256","typ":"at+jwt","kid":"00000000-0000-0000-0000-000000000009"}"#,
            r#"{"alg":"EdDSA","typ":"JWT","kid":"00000000-0000-0000-0000-000000000009"}"#,
            r#"{"alg":"EdDSA","typ":"at+jwt"}"#,
            r#"{"alg":"EdDSA","typ":"at+jwt","kid":"../../etc/passwd"}"#,
        ] {
            let forged = format!("{}.{payload}.", URL_SAFE_NO_PAD.encode(head));
            assert_eq!(key_id(&forged), None, "{head}");
        }
        // The public key, which anybody may know, used as a shared secret.
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(Uuid::from_u128(9).to_string());
        let forged = jsonwebtoken::encode(&header, &claims(1_000), &EncodingKey::from_secret(&public)).unwrap();
        assert_eq!(key_id(&forged), None);
        assert_eq!(decode(&forged, "acme.localhost", &public, at(1_000)), None);
        let long = Claims { exp: 1_000 + 86_400, ..claims(1_000) };
        assert_eq!(decode(&encode(&long, Uuid::from_u128(9), &private).unwrap(), "acme.localhost", &public, at(1_000)), None, "longer than any of ours");
        for text in ["", ".", "..", "a.b.c", &"x".repeat(3_000)] {
            assert_eq!(key_id(text), None);
        }
    }
}
