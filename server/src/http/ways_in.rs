//! Ways in for those who have no password at hand: a link to a new one, and a link that signs in. Both go out by mail.

use axum::extract::{Path, Request, State as Shared};
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use kernel::{Error, Locale};
use tenancy::actions::{self, LinkRequest};
use tower_sessions::Session;

use super::forms::{Posted, failed};
use super::sessions::Proof;
use super::{State, account, cookies, fence, sessions};

/// The form that asks for either mail.
const ASK: &str = "mail-link";

/// `POST /forgot-password`: the same answer for every address.
pub async fn forgot_password(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let asked = match posted.asked() {
        Ok((host, request_id)) => {
            let request = LinkRequest { email: posted.field("email"), locale: locale_of(&posted), now: state.clock.now(), request_id };
            actions::request_password_reset(&state.store, &host, &request).await
        }
        Err(error) => Err(error),
    };
    match asked {
        Ok(()) => Redirect::to("/forgot-password?asked=yes").into_response(),
        Err(error) => failed(posted, &state, ASK, error).await,
    }
}

/// `POST /forgot-password/{token}`: a new password. Whoever sets it is signed in, as far as a password goes.
pub async fn reset_password(Shared(state): Shared<State>, session: Session, Path(token): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let reset = match posted.asked() {
        Ok((host, request_id)) => actions::reset_password(&state.store, &host, &token, posted.field("new_password"), state.clock.now(), request_id).await,
        Err(error) => Err(error),
    };
    let let_in = match reset {
        Ok(reset) => {
            account::end_live(&state, &reset.ended);
            sessions::let_in(&state, &session, &posted.head, reset.signed_in, Proof::PASSWORD, "/account/security?done=password-changed").await
        }
        Err(error) => Err(error),
    };
    match let_in {
        Ok(response) => response,
        Err(error) => failed(posted, &state, "reset", error).await,
    }
}

/// `POST /sign-in/link`: the same answer for every address, and a cookie that binds the link to this browser.
pub async fn ask_link(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let asked = match posted.asked() {
        Ok((host, request_id)) => {
            let request = LinkRequest { email: posted.field("email"), locale: locale_of(&posted), now: state.clock.now(), request_id };
            actions::request_magic_link(&state.store, &host, &request).await
        }
        Err(error) => Err(error),
    };
    match asked {
        Ok(browser) => (AppendHeaders([(header::SET_COOKIE, cookies::set_link(&browser))]), Redirect::to("/sign-in/link?asked=yes")).into_response(),
        Err(error) => failed(posted, &state, ASK, error).await,
    }
}

/// `POST /sign-in/link/{token}`: in, or on to the second factor.
pub async fn use_link(Shared(state): Shared<State>, session: Session, Path(token): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let browser = cookies::value(&posted.head.headers, cookies::LINK_COOKIE);
    let used = match posted.asked() {
        Ok((host, request_id)) => actions::use_magic_link(&state.store, &host, &token, browser.as_deref(), state.clock.now(), request_id).await,
        Err(error) => Err(error),
    };
    let let_in = match used {
        Ok(signed_in) => sessions::let_in(&state, &session, &posted.head, signed_in, Proof::MAIL, fence::safe_next(None)).await,
        // Used, over and never made answer alike.
        Err(Error::NotFound) => Err(Error::field("", "link-used")),
        Err(error) => Err(error),
    };
    match let_in {
        Ok(response) => (AppendHeaders([(header::SET_COOKIE, cookies::remove_link())]), response).into_response(),
        Err(error) => failed(posted, &state, "link", error).await,
    }
}

fn locale_of(posted: &Posted) -> Locale {
    posted.head.extensions.get::<Locale>().copied().unwrap_or_default()
}
