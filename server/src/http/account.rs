//! What the forms of a person's own account post, and the two ways in beside the password: a code, and the founder's link.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::FormState;
use axum::extract::{Path, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, FieldError, SessionId};
use tenancy::actions::{self, AttemptError, ChangePassword};
use tenancy::model::{HostTenant, Member, WaitingFor};
use tower_sessions::Session;

use super::forms::{Posted, failed, status_of};
use super::sessions::Proof;
use super::{State, cookies, fence, sessions};

/// Where all of it is shown.
const SECURITY: &str = "/account/security";

/// Where an authenticator is set up.
const AUTHENTICATOR: &str = "/account/security/authenticator";

/// `POST /sign-in/code`: the second half of signing in.
pub async fn sign_in_code(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let (host, request_id) = match posted.asked() {
        Ok(asked) => asked,
        Err(error) => return failed(posted, &state, "code", error).await,
    };
    let token = cookies::value(&posted.head.headers, cookies::CODE_COOKIE).unwrap_or_default();
    let confirmed =
        actions::confirm_sign_in(&state.store, &host, &token, posted.field("code"), posted.device().as_deref(), state.clock.now(), request_id).await;
    let member = match confirmed {
        Ok(member) => member,
        Err(AttemptError::Fault(Error::NotFound)) => {
            return ([(header::SET_COOKIE, cookies::remove_code())], Redirect::to("/sign-in?again=code")).into_response();
        }
        Err(error) => return refused(posted, &state, "code", error).await,
    };
    match sessions::start(&state, &session, &posted.head, &member, Proof::BOTH, None).await {
        Ok(started) => {
            let next = fence::safe_next(Some(posted.field("next"))).to_owned();
            (started, AppendHeaders([(header::SET_COOKIE, cookies::remove_code())]), Redirect::to(&next)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "starting a session");
            failed(posted, &state, "code", Error::Unavailable).await
        }
    }
}

/// `POST /recover/{token}`: the founder's way back in.
pub async fn recover(Shared(state): Shared<State>, session: Session, Path(token): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let used = match posted.asked() {
        Ok((host, request_id)) => actions::use_recovery_link(&state.store, &host, &token, state.clock.now(), request_id).await,
        Err(error) => Err(error),
    };
    let recovered = match used {
        Ok(recovered) => recovered,
        // Used, over and never made answer alike.
        Err(Error::NotFound) => return failed(posted, &state, "recover", Error::field("", "link-over")).await,
        Err(error) => return failed(posted, &state, "recover", error).await,
    };
    end_live(&state, &recovered.ended);
    match sessions::start(&state, &session, &posted.head, &recovered.member, Proof::PASSWORD, Some(recovered.password_until)).await {
        Ok(started) => (started, Redirect::to("/account/security?done=recovered")).into_response(),
        Err(error) => {
            tracing::error!(%error, "starting a session");
            failed(posted, &state, "recover", Error::Unavailable).await
        }
    }
}

/// `POST /account`: one's own name.
pub async fn change_name(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let changed = match posted.ctx() {
        Ok(ctx) => actions::change_name(&state.store, &ctx, posted.field("name")).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Redirect::to("/account?done=profile-saved").into_response(),
        Err(error) => failed(posted, &state, "profile", error).await,
    }
}

/// `POST /account/security/password`.
pub async fn change_password(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let known = (posted.ctx(), posted.head.extensions.get::<Arc<Member>>().cloned(), posted.head.extensions.get::<Arc<HostTenant>>().cloned());
    let changed = match known {
        (Ok(ctx), Some(member), Some(host)) => {
            let about = [member.name.as_str(), &member.email, &member.org_name, &host.name, &host.host];
            let change = ChangePassword {
                current: posted.field("current_password"),
                new: posted.field("new_password"),
                about: &about,
                end_tokens: posted.field("end_tokens") == "yes",
            };
            actions::change_password(&state.store, &ctx, &change).await
        }
        _ => Err(Error::Unauthenticated.into()),
    };
    match changed {
        Ok(ended) => stay(posted, &state, &session, &ended, Some(Proof::PASSWORD), "/account/security?done=password-changed").await,
        Err(error) => refused(posted, &state, "password", error).await,
    }
}

/// `POST /account/security/sessions/{id}/end`.
pub async fn end_session(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let ended = match (posted.ctx(), id.parse::<SessionId>()) {
        (Ok(ctx), Ok(id)) => actions::end_session(&state.store, &ctx, id).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match ended {
        Ok(ended) => {
            end_live(&state, &[ended]);
            Redirect::to("/account/security?done=session-ended").into_response()
        }
        Err(Error::Conflict(code)) if code == "confirm-first" => confirm_first(SECURITY),
        // Not here, or another's: the page that says so.
        Err(Error::NotFound) => failed(posted, &state, "", Error::NotFound).await,
        Err(error) => plainly(&error),
    }
}

/// `POST /account/security/apps/{id}/end`.
pub async fn end_app(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let ended = match (posted.ctx(), id.parse()) {
        (Ok(ctx), Ok(id)) => actions::end_app(&state.store, &ctx, id).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match ended {
        Ok(()) => Redirect::to("/account/security?done=app-ended").into_response(),
        Err(Error::Conflict(code)) if code == "confirm-first" => confirm_first(SECURITY),
        Err(Error::NotFound) => failed(posted, &state, "", Error::NotFound).await,
        Err(error) => plainly(&error),
    }
}

/// `POST /account/security/sessions/end-others`.
pub async fn end_other_sessions(Shared(state): Shared<State>, request: Request) -> Response {
    let ended = match request.extensions().get::<Ctx>().cloned().ok_or(Error::Unauthenticated) {
        Ok(ctx) => actions::end_other_sessions(&state.store, &ctx).await,
        Err(error) => Err(error),
    };
    match ended {
        Ok(ended) => {
            end_live(&state, &ended);
            Redirect::to("/account/security?done=sessions-ended").into_response()
        }
        Err(Error::Conflict(code)) if code == "confirm-first" => confirm_first(SECURITY),
        Err(error) => plainly(&error),
    }
}

/// `POST /account/security/authenticator/start`: a secret to be confirmed.
pub async fn start_enrolment(Shared(state): Shared<State>, request: Request) -> Response {
    let started = match request.extensions().get::<Ctx>().cloned().ok_or(Error::Unauthenticated) {
        Ok(ctx) => actions::start_enrolment(&state.store, &ctx).await,
        Err(error) => Err(error),
    };
    match started {
        Ok(()) => Redirect::to(AUTHENTICATOR).into_response(),
        Err(Error::Conflict(code)) if code == "confirm-first" => confirm_first(AUTHENTICATOR),
        // Where one is set up already, the page says so.
        Err(Error::Conflict(_)) => Redirect::to(AUTHENTICATOR).into_response(),
        Err(error) => plainly(&error),
    }
}

/// `POST /account/security/authenticator`: the first code. Answers with the recovery codes, this once.
pub async fn confirm_enrolment(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let confirmed = match posted.ctx() {
        Ok(ctx) => actions::confirm_enrolment(&state.store, &ctx, posted.field("code")).await,
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(enrolled) => {
            end_live(&state, &enrolled.ended);
            if let Err(error) = sessions::renew(&state, &session, Some(Proof::BOTH)).await {
                // The codes matter more: they are shown only now.
                tracing::error!(%error, "giving a session a new id");
            }
            show_codes(posted, &state, &enrolled.codes).await
        }
        Err(error) => failed(posted, &state, "authenticator", error).await,
    }
}

/// `POST /account/security/recovery-codes`: new ones, shown this once.
pub async fn renew_recovery_codes(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let renewed = match posted.ctx() {
        Ok(ctx) => actions::renew_recovery_codes(&state.store, &ctx, posted.field("code")).await,
        Err(error) => Err(error.into()),
    };
    match renewed {
        Ok(codes) => show_codes(posted, &state, &codes).await,
        Err(AttemptError::Fault(Error::Conflict(code))) if code == "confirm-first" => confirm_first("/account/security/recovery-codes"),
        Err(error) => refused(posted, &state, "authenticator", error).await,
    }
}

/// `POST /account/security/authenticator/off`.
pub async fn disable_second_factor(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let disabled = match posted.ctx() {
        Ok(ctx) => actions::disable_second_factor(&state.store, &ctx, posted.field("code")).await,
        Err(error) => Err(error.into()),
    };
    match disabled {
        Ok(ended) => stay(posted, &state, &session, &ended, None, "/account/security?done=second-factor-off").await,
        Err(AttemptError::Fault(Error::Conflict(code))) if code == "confirm-first" => confirm_first("/account/security/authenticator/off"),
        Err(error) => refused(posted, &state, "authenticator", error).await,
    }
}

/// Ends the live connections of ended sessions; the sessions themselves are gone from the database.
pub(super) fn end_live(state: &State, ended: &[[u8; 32]]) {
    for session in ended {
        state.hub.end_session(session);
    }
}

/// What has changed ended all other sessions; this one goes on under a new id.
pub(super) async fn stay(posted: Posted, state: &State, session: &Session, ended: &[[u8; 32]], proof: Option<Proof>, next: &str) -> Response {
    end_live(state, ended);
    match sessions::renew(state, session, proof).await {
        Ok(()) => Redirect::to(next).into_response(),
        Err(error) => {
            tracing::error!(%error, "giving a session a new id");
            failed(posted, state, "", Error::Unavailable).await
        }
    }
}

/// Who one is must be proved first; then back to `page`.
pub(super) fn confirm_first(page: &str) -> Response {
    Redirect::to(&format!("/account/security/confirm?next={}", fence::percent_encoded(page))).into_response()
}

/// `POST /account/security/confirm`: the password again, before a change of how one signs in.
pub async fn confirm_identity(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let confirmed = match posted.ctx() {
        Ok(ctx) => actions::confirm_identity(&state.store, &ctx, posted.field("current_password")).await,
        Err(error) => Err(error.into()),
    };
    let next = match fence::safe_next(Some(posted.field("next"))) {
        "/" => "/account/security".to_owned(),
        next => next.to_owned(),
    };
    match confirmed {
        Ok(()) => stay(posted, &state, &session, &[], Some(Proof::PASSWORD), &next).await,
        Err(error) => refused(posted, &state, "confirm", error).await,
    }
}

/// The page that was posted to, with recovery codes in place of its form. They stand in this answer and nowhere else.
pub(super) async fn show_codes(posted: Posted, state: &State, codes: &[String]) -> Response {
    let form = FormState { form: "codes".to_owned(), values: BTreeMap::from([("codes".to_owned(), codes.join("\n"))]), errors: Vec::new() };
    posted.shown(state, form, StatusCode::OK).await
}

/// A fault of a button that has no form to show it in.
pub(super) fn plainly(error: &Error) -> Response {
    (status_of(error), [(header::RETRY_AFTER, "5")]).into_response()
}

pub(super) async fn refused(posted: Posted, state: &State, form: &str, error: AttemptError) -> Response {
    match error {
        AttemptError::Locked(until) => locked(posted, state, form, until).await,
        AttemptError::Fault(error) => failed(posted, state, form, error).await,
    }
}

/// The page again, saying that attempts are not looked at before `until`.
pub(super) async fn locked(posted: Posted, state: &State, form: &str, until: DateTime<Utc>) -> Response {
    let seconds = (until - state.clock.now()).num_seconds().max(1);
    let mut response = posted.again(state, form, vec![FieldError::new("", "too-many-attempts")], StatusCode::TOO_MANY_REQUESTS).await;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// What the sign-in of this browser that waits on this host can be ended with; `None` where none waits.
pub(super) async fn waiting_for(state: &State, headers: &HeaderMap, host: &HostTenant, request_id: kernel::RequestId) -> kernel::Result<Option<WaitingFor>> {
    let Some(token) = cookies::value(headers, cookies::CODE_COOKIE) else { return Ok(None) };
    actions::is_sign_in_pending(&state.store, host, &token, state.clock.now(), request_id).await
}
