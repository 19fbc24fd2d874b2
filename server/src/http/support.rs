//! Acting as somebody else: the way over to the other portal, the beginning, the end, and the owner's say in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::FormState;
use axum::extract::{Path, Request, State as Shared};
use axum::http::{StatusCode, header, request};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Ctx, Error, ImpersonationId};
use tenancy::actions::{self, ActAs, HandOver};
use tenancy::model::{HostTenant, Member, Subject};
use tower_sessions::Session;

use super::forms::{Posted, failed};
use super::sessions::Proof;
use super::{State, sessions};

/// What a form asks for; the person is named by the field `subject`.
pub(super) fn asked(posted: &Posted) -> Result<ActAs<'_>, Error> {
    let subject = Subject::parse(posted.field("subject")).ok_or_else(|| Error::field("subject", "not-a-choice"))?;
    Ok(ActAs { subject, reason: posted.field("reason"), ticket: posted.field("ticket") })
}

/// The page that was posted to, with the way to the other portal in place of its form. No redirect: the content policy lets
/// forms lead nowhere else. The address stands in this answer and nowhere else.
pub(super) async fn answer(posted: Posted, state: &State, done: Result<HandOver, Error>) -> Response {
    match done {
        Ok(way) => {
            let address = format!("{}/support-access/{}", state.settings.portal_url(&way.host), way.token);
            let values = BTreeMap::from([("address".to_owned(), address), ("host".to_owned(), way.host)]);
            let form = FormState { form: "act".to_owned(), values, errors: Vec::new() };
            let mut response = posted.shown(state, form, StatusCode::OK).await;
            // The browser need not tell the next portal where it came from.
            response.headers_mut().insert(header::REFERRER_POLICY, header::HeaderValue::from_static("no-referrer"));
            response
        }
        Err(error) => failed(posted, state, "act", error).await,
    }
}

/// `POST /support-access/{token}`: the beginning, in a session of its own under a new id.
pub async fn begin(Shared(state): Shared<State>, session: Session, Path(token): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    // Somebody who acts as somebody else comes back to nothing, so that chains do not form.
    let signed_in = posted.ctx().ok().filter(|ctx| ctx.acting.is_none()).and_then(|ctx| ctx.person());
    let begun = match posted.asked() {
        Ok((host, request_id)) => actions::begin_acting(&state.store, &host, &token, signed_in, state.clock.now(), request_id).await,
        Err(error) => Err(error),
    };
    let begun = match begun {
        Ok(begun) => begun,
        Err(error) => return failed(posted, &state, "support-access", error).await,
    };
    if let Some(old) = session.id() {
        state.hub.end_session(&actions::session_hash(&old));
    }
    match sessions::start_acting(&session, &posted.head, &begun).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => {
            tracing::error!(%error, "starting a session");
            failed(posted, &state, "support-access", Error::Unavailable).await
        }
    }
}

/// `POST /acting/end`: back to the own session where there was one here, else to the sign-in page.
pub async fn end(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let (head, _body) = request.into_parts();
    let (Some(ctx), Some(host)) = (head.extensions.get::<Ctx>().cloned(), head.extensions.get::<Arc<HostTenant>>().cloned()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if ctx.acting.is_none() {
        // Pressed twice.
        return Redirect::to("/").into_response();
    }
    match actions::end_acting(&state.store, &ctx, &host).await {
        Ok(ended) => {
            for hash in &ended.sessions {
                state.hub.end_session(hash);
            }
            leave(&state, &session, &head, ended.back).await
        }
        Err(Error::NotFound) => leave(&state, &session, &head, None).await,
        // The text comes with the status, in the language of whoever acts.
        Err(error) => (super::forms::status_of(&error), [(header::RETRY_AFTER, "5")]).into_response(),
    }
}

async fn leave(state: &State, session: &Session, head: &request::Parts, back: Option<Member>) -> Response {
    if let Some(member) = back {
        // What that session had been shown is not known any more, so the least is assumed.
        match sessions::start(state, session, head, &member, Proof::MAIL, None).await {
            Ok(started) => return (started, Redirect::to("/people?done=acting-ended")).into_response(),
            Err(error) => tracing::error!(%error, "starting a session"),
        }
    }
    sessions::end(session, "/sign-in?done=acting-ended").await
}

/// `POST /settings/support-access`: the switch, or the end of one that runs (field `do`).
pub async fn change(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match posted.ctx() {
        Ok(ctx) => match posted.field("do") {
            "on" => actions::set_support_access(&state.store, &ctx, true).await.map(|ended| (ended, "support-on")),
            "off" => actions::set_support_access(&state.store, &ctx, false).await.map(|ended| (ended, "support-off")),
            "end" => match posted.field("id").parse::<ImpersonationId>() {
                Ok(id) => actions::end_support(&state.store, &ctx, id).await.map(|ended| (ended, "support-ended")),
                Err(_shape) => ctx.require(kernel::Permission::SupportAccess).and(Err(Error::NotFound)),
            },
            _ => ctx.require(kernel::Permission::SupportAccess).and(Err(Error::NotFound)),
        },
        Err(error) => Err(error),
    };
    match done {
        Ok((ended, code)) => {
            for hash in &ended {
                state.hub.end_session(hash);
            }
            Redirect::to(&format!("/settings/support-access?done={code}")).into_response()
        }
        Err(error) => failed(posted, &state, "support", error).await,
    }
}
