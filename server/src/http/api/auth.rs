//! Signing apps in: a password (and code) for an access token and a refresh token.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use kernel::{Error, RequestId};
use serde::{Deserialize, Serialize};
use tenancy::actions::{self, ApiTokenPair, AttemptError, SignInError, SignedIn};
use tenancy::model::{HostTenant, Member};
use utoipa::ToSchema;

use super::caller::Asked;
use super::input::Input;
use super::problem::{Answer, Problem};
use super::reply::Reply;
use super::time;
use crate::http::{State, fence, flood};

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "owner@acme.example", "password": "correct horse battery staple", "code": "123456" }))]
pub(super) struct SignIn {
    /// The person's e-mail address.
    #[schema(max_length = 254)]
    email: String,
    /// The person's password.
    #[schema(max_length = 1000, format = Password)]
    password: String,
    /// The authenticator's code, or a recovery code; asked for where the person has a second factor.
    #[serde(default)]
    #[schema(max_length = 100)]
    code: Option<String>,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refresh {
    /// As it was given last.
    refresh_token: String,
}

/// An access token and the refresh token for the next one.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenPair {
    /// To be sent as `Authorization: Bearer …`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds that the access token works.
    expires_in: i64,
    /// For the next pair; works once.
    refresh_token: String,
    /// Until when the refresh token works.
    #[schema(format = DateTime)]
    refresh_expires_at: String,
}

fn pair(pair: ApiTokenPair) -> Answer<Reply> {
    Reply::json(&TokenPair {
        access_token: pair.access,
        token_type: "Bearer",
        expires_in: pair.access_lasts.num_seconds(),
        refresh_token: pair.refresh,
        refresh_expires_at: time(pair.refresh_until.timestamp_millis()),
    })
}

/// Sign in
///
/// Gives an access token for ten minutes and a refresh token. The same rules as on the sign-in page: after some failures an
/// address has to wait, and a second factor is asked for (`code-wanted`) where the person has one.
#[utoipa::path(post, path = "/auth/token", tag = "auth", request_body = SignIn, security(()),
    responses((status = 200, description = "Signed in", body = TokenPair)))]
pub(super) async fn create_token(Shared(state): Shared<State>, asked: Asked, input: Input) -> Answer<Reply> {
    let sign_in: SignIn = input.read()?;
    let (host, request_id) = (&asked.host, asked.request_id);
    let now = state.clock.now();
    if let Err(wait) = flood::attempt(&state, &asked.origin, host.tenant) {
        let wait = i64::try_from(wait.as_secs()).unwrap_or(i64::MAX).saturating_add(1);
        return Err(Problem::known(StatusCode::TOO_MANY_REQUESTS, "too-many-requests").retry_after(wait));
    }
    // Programs carry no cookie of a known browser: they wait like strangers.
    let typed = actions::SignIn { email: &sign_in.email, password: &sign_in.password, device: None };
    let signed_in = actions::sign_in(&state.store, host, &typed, now, request_id).await;
    let member = match signed_in {
        Ok(SignedIn::Member(member)) => *member,
        Ok(SignedIn::CodeWanted(token)) => with_code(&state, host, &token, sign_in.code.as_deref(), request_id).await?,
        Err(SignInError::Credentials) => return Err(Problem::known(StatusCode::UNAUTHORIZED, "credentials")),
        Err(SignInError::Locked(until)) => return Err(Problem::of_attempt(AttemptError::Locked(until), now)),
        Err(SignInError::Fault(error)) => return Err(error.into()),
    };
    if fence::must_enrol(&state, host, &member) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "second-factor-needed", "Set up a second factor on the portal first."));
    }
    pair(actions::begin_api_session(&state.store, host, &member, state.settings.session.most_per_person, now, request_id).await?)
}

/// The second half. A wrong code counts like a wrong password.
async fn with_code(state: &State, host: &HostTenant, token: &str, code: Option<&str>, request_id: RequestId) -> Answer<Member> {
    let Some(code) = code else {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "code-wanted", "Send the authenticator's code, or a recovery code, as `code` too."));
    };
    let now = state.clock.now();
    match actions::confirm_sign_in(&state.store, host, token, code, None, now, request_id).await {
        Ok(member) => Ok(member),
        Err(AttemptError::Fault(Error::Invalid(_) | Error::NotFound)) => {
            Err(Problem::new(StatusCode::UNAUTHORIZED, "code-wrong", "This code does not fit or was used already."))
        }
        Err(error) => Err(Problem::of_attempt(error, now)),
    }
}

/// Refresh
///
/// Changes a refresh token for a new pair. Each works once; sent again later, it ends the sign-in that it belongs to, because a
/// copy is in other hands. The client that used it may repeat the request for ten seconds and gets the same refresh token.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", request_body = Refresh, security(()),
    responses((status = 200, description = "A new pair", body = TokenPair)))]
pub(super) async fn refresh_token(Shared(state): Shared<State>, asked: Asked, input: Input) -> Answer<Reply> {
    let refresh: Refresh = input.read()?;
    let refreshed = actions::refresh_api_session(&state.store, &asked.host, &refresh.refresh_token, &asked.client, state.clock.now(), asked.request_id).await;
    match refreshed {
        Ok(refreshed) => pair(refreshed),
        Err(Error::Unauthenticated) => {
            Err(Problem::new(StatusCode::UNAUTHORIZED, "refresh-over", "This refresh token does not work (any more). Sign in again."))
        }
        Err(error) => Err(error.into()),
    }
}

/// Sign out
///
/// Ends the sign-in that a refresh token belongs to, with its access tokens. Unknown tokens are answered alike (RFC 7009).
#[utoipa::path(post, path = "/auth/revoke", tag = "auth", request_body = Refresh, security(()),
    responses((status = 204, description = "Nothing is signed in by this token any more")))]
pub(super) async fn revoke_token(Shared(state): Shared<State>, asked: Asked, input: Input) -> Answer<Reply> {
    let refresh: Refresh = input.read()?;
    actions::end_api_session(&state.store, &asked.host, &refresh.refresh_token, state.clock.now(), asked.request_id).await?;
    Ok(Reply::nothing())
}
