//! Passkeys over HTTP. The two halves of a ceremony are a script's question for a challenge, answered in JSON, and a form of
//! its page that brings the authenticator's answer; whatever goes wrong leads back to a page that says so.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State as Shared};
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use kernel::{Ctx, Error, RequestId};
use serde_json::Value;
use tenancy::actions::{self, AttemptError, RelyingParty, SecondFactor};
use tenancy::model::HostTenant;
use tower_sessions::Session;

use super::account::{confirm_first, end_live, plainly, show_codes, stay};
use super::forms::{Posted, failed, status_of};
use super::sessions::Proof;
use super::{State, cookies, fence, sessions};

/// Where a person's own are listed.
const PAGE: &str = "/account/security/passkeys";

/// The portal as browsers know it; kept here for what borrows from it.
struct Portal {
    host: Arc<HostTenant>,
    origin: String,
}

impl Portal {
    fn of(state: &State, host: Arc<HostTenant>) -> Self {
        let origin = state.settings.portal_url(&host.host);
        Self { host, origin }
    }

    fn party(&self) -> RelyingParty<'_> {
        RelyingParty { host: &self.host.host, origin: &self.origin, name: self.host.product_name() }
    }
}

fn asked(request: &Request) -> Result<(Arc<HostTenant>, RequestId), Error> {
    let known = request.extensions();
    known.get::<Arc<HostTenant>>().cloned().zip(known.get::<RequestId>().copied()).ok_or(Error::Internal)
}

/// What the script reads: the options, or a code.
fn told(options: Result<Value, Error>) -> Response {
    match options {
        Ok(options) => Json(options).into_response(),
        Err(error) => {
            let code = if let Error::Conflict(code) = &error { code.as_str() } else { error.code() };
            (status_of(&error), Json(serde_json::json!({ "code": code }))).into_response()
        }
    }
}

/// `POST /account/security/passkeys/start`.
pub async fn start_adding(Shared(state): Shared<State>, request: Request) -> Response {
    let options = match (request.extensions().get::<Ctx>().cloned(), asked(&request)) {
        (Some(ctx), Ok((host, _))) => actions::start_passkey(&state.store, &ctx, &Portal::of(&state, host).party()).await,
        _ => Err(Error::Unauthenticated),
    };
    told(options)
}

/// `POST /account/security/passkeys`: a new one. The first second factor brings recovery codes along, shown this once.
pub async fn add(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let added = match (posted.ctx(), posted.asked()) {
        (Ok(ctx), Ok((host, _))) => {
            let portal = Portal::of(&state, host);
            actions::add_passkey(&state.store, &ctx, &portal.party(), posted.field("name"), posted.field("credential")).await
        }
        _ => Err(Error::Unauthenticated),
    };
    match added {
        Ok(added) if added.codes.is_empty() => {
            stay(posted, &state, &session, &added.ended, Some(Proof::BOTH), "/account/security/passkeys?done=passkey-added").await
        }
        Ok(added) => {
            end_live(&state, &added.ended);
            if let Err(error) = sessions::renew(&state, &session, Some(Proof::BOTH)).await {
                // The codes matter more: they are shown only now.
                tracing::error!(%error, "giving a session a new id");
            }
            show_codes(posted, &state, &added.codes).await
        }
        Err(error) => failed(posted, &state, "passkey", error).await,
    }
}

/// `POST /account/security/passkeys/{id}/remove`.
pub async fn remove(Shared(state): Shared<State>, session: Session, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let removed = match (posted.ctx(), posted.asked(), id.parse()) {
        (Ok(ctx), Ok((host, _)), Ok(id)) => actions::remove_passkey(&state.store, &ctx, &host, id).await,
        (Ok(_), Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _, _) | (_, Err(error), _) => Err(error),
    };
    match removed {
        Ok(ended) => stay(posted, &state, &session, &ended, None, "/account/security/passkeys?done=passkey-removed").await,
        Err(Error::Conflict(code)) if code == "confirm-first" => confirm_first(PAGE),
        Err(Error::Conflict(code)) => Redirect::to(&format!("{PAGE}?again={code}")).into_response(),
        // Not here, or another's: the page that says so.
        Err(Error::NotFound) => failed(posted, &state, "", Error::NotFound).await,
        Err(error) => plainly(&error),
    }
}

/// `POST /sign-in/passkey/start`: a challenge for whoever comes, bound to the browser by a cookie.
pub async fn start_sign_in(Shared(state): Shared<State>, request: Request) -> Response {
    let begun = match asked(&request) {
        Ok((host, request_id)) => {
            let portal = Portal::of(&state, Arc::clone(&host));
            actions::start_passkey_sign_in(&state.store, &host, &portal.party(), state.clock.now(), request_id).await
        }
        Err(error) => Err(error),
    };
    match begun {
        Ok((options, token)) => (AppendHeaders([(header::SET_COOKIE, cookies::set_passkey(&token))]), told(Ok(options))).into_response(),
        Err(error) => told(Err(error)),
    }
}

/// `POST /sign-in/passkey`: signs in by it alone.
pub async fn sign_in(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let token = cookies::value(&posted.head.headers, cookies::PASSKEY_COOKIE).unwrap_or_default();
    let known = match posted.asked() {
        Ok((host, request_id)) => {
            let portal = Portal::of(&state, Arc::clone(&host));
            let (party, answer) = (portal.party(), posted.field("credential"));
            actions::sign_in_with_passkey(&state.store, &host, &party, &token, answer, state.clock.now(), request_id).await
        }
        Err(error) => Err(error),
    };
    let next = fence::safe_next(Some(posted.field("next"))).to_owned();
    let spent = AppendHeaders([(header::SET_COOKIE, cookies::remove_passkey())]);
    let again = |code: &str| format!("/sign-in?again={code}&next={}", fence::percent_encoded(&next));
    match known {
        Ok(member) => match sessions::start(&state, &session, &posted.head, &member, Proof::BOTH, None).await {
            Ok(started) => (started, spent, Redirect::to(&next)).into_response(),
            Err(error) => {
                tracing::error!(%error, "starting a session");
                plainly(&Error::Unavailable)
            }
        },
        Err(Error::Invalid(_)) => (spent, Redirect::to(&again("passkey-refused"))).into_response(),
        Err(error) => plainly(&error),
    }
}

/// `POST /sign-in/code/passkey/start`: a challenge for the person whose password was right.
pub async fn start_confirming(Shared(state): Shared<State>, request: Request) -> Response {
    let token = cookies::value(request.headers(), cookies::CODE_COOKIE).unwrap_or_default();
    let options = match asked(&request) {
        Ok((host, request_id)) => {
            let portal = Portal::of(&state, Arc::clone(&host));
            actions::start_passkey_confirmation(&state.store, &host, &portal.party(), &token, state.clock.now(), request_id).await
        }
        Err(error) => Err(error),
    };
    told(options)
}

/// `POST /sign-in/code/passkey`: the second half of signing in, by a passkey in place of a code.
pub async fn confirm(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let token = cookies::value(&posted.head.headers, cookies::CODE_COOKIE).unwrap_or_default();
    let device = posted.device();
    let confirmed = match posted.asked() {
        Ok((host, request_id)) => {
            let portal = Portal::of(&state, Arc::clone(&host));
            let answer = SecondFactor { token: &token, answer: posted.field("credential"), device: device.as_deref() };
            actions::confirm_with_passkey(&state.store, &host, &portal.party(), &answer, state.clock.now(), request_id).await
        }
        Err(error) => Err(error.into()),
    };
    let next = fence::safe_next(Some(posted.field("next"))).to_owned();
    let again = |code: &str| Redirect::to(&format!("/sign-in/code?again={code}&next={}", fence::percent_encoded(&next))).into_response();
    match confirmed {
        Ok(member) => match sessions::start(&state, &session, &posted.head, &member, Proof::BOTH, None).await {
            Ok(started) => (started, AppendHeaders([(header::SET_COOKIE, cookies::remove_code())]), Redirect::to(&next)).into_response(),
            Err(error) => {
                tracing::error!(%error, "starting a session");
                plainly(&Error::Unavailable)
            }
        },
        Err(AttemptError::Fault(Error::NotFound)) => {
            (AppendHeaders([(header::SET_COOKIE, cookies::remove_code())]), Redirect::to("/sign-in?again=code")).into_response()
        }
        Err(AttemptError::Fault(Error::Invalid(_))) => again("passkey-refused"),
        Err(AttemptError::Locked(_)) => again("too-many-attempts"),
        Err(AttemptError::Fault(error)) => plainly(&error),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn a_script_reads_why_there_is_no_challenge() {
        assert_eq!(told(Err(Error::Conflict("confirm-first".to_owned()))).status(), StatusCode::CONFLICT);
        assert_eq!(told(Err(Error::NotFound)).status(), StatusCode::NOT_FOUND);
        assert_eq!(told(Ok(Value::Null)).status(), StatusCode::OK);
    }
}
