//! What native HTML forms post. They work without JavaScript: success is a redirect, failure renders the page again with
//! what was typed and what is wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::FormState;
use axum::body::Body;
use axum::extract::{Form, FromRequest, Path, Request, State as Shared};
use axum::http::{StatusCode, request};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Ctx, DeviceId, Error, FieldError, InterfaceId, OrgId, RequestId};
use network::model::DeviceForm;
use tenancy::actions::{SignIn, SignInError};
use tenancy::model::HostTenant;
use tower_sessions::Session;

use super::{State, account, cookies, fence, flood, pages, sessions};

/// What is never sent back.
const SECRETS: [&str; 9] =
    ["password", "current_password", "new_password", "code", "credential", "community", "usm_auth_passphrase", "usm_privacy_passphrase", "token"];

/// A form as it came: the request's head and the fields.
pub(super) struct Posted {
    pub(super) head: request::Parts,
    pub(super) fields: BTreeMap<String, String>,
}

impl Posted {
    pub(super) async fn read(request: Request) -> Result<Self, Response> {
        let (head, body) = request.into_parts();
        let again = Request::from_parts(head.clone(), body);
        let Form(fields) = Form::<BTreeMap<String, String>>::from_request(again, &()).await.map_err(IntoResponse::into_response)?;
        Ok(Self { head, fields })
    }

    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub(super) fn ctx(&self) -> Result<Ctx, Error> {
        self.head.extensions.get::<Ctx>().cloned().ok_or(Error::Unauthenticated)
    }

    /// Of whom it was asked, and the request's id: for forms of people who are not signed in.
    pub(super) fn asked(&self) -> Result<(Arc<HostTenant>, RequestId), Error> {
        let known = self.head.extensions.get::<Arc<HostTenant>>().cloned().zip(self.head.extensions.get::<RequestId>().copied());
        known.ok_or(Error::Internal)
    }

    /// The page, with this to show.
    pub(super) async fn shown(self, state: &State, form: FormState, status: StatusCode) -> Response {
        pages::render(state, Request::from_parts(self.head, Body::empty()), Some(form), status).await
    }

    /// What this browser's cookie says of who has signed in with it before.
    pub(super) fn device(&self) -> Option<String> {
        cookies::value(&self.head.headers, cookies::DEVICE_COOKIE)
    }

    /// The page again, with what was typed (but no secrets) and what is wrong.
    pub(super) async fn again(mut self, state: &State, form: &str, errors: Vec<FieldError>, status: StatusCode) -> Response {
        let busy = status == StatusCode::SERVICE_UNAVAILABLE;
        if let Some(line) = busy.then(|| flood::too_busy(state, &self)).flatten() {
            return flood::after_busy(line);
        }
        for secret in SECRETS {
            self.fields.remove(secret);
        }
        let form = FormState { form: form.to_owned(), values: std::mem::take(&mut self.fields), errors };
        let page = self.shown(state, form, status).await;
        if busy { flood::after_busy(page) } else { page }
    }
}

/// `POST /sign-in`.
pub async fn sign_in(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let (host, request_id) = match posted.asked() {
        Ok(asked) => asked,
        Err(error) => return failed(posted, &state, "sign-in", error).await,
    };
    let device = posted.device();
    let typed = SignIn { email: posted.field("email"), password: posted.field("password"), device: device.as_deref() };
    let signed_in = tenancy::actions::sign_in(&state.store, &host, &typed, state.clock.now(), request_id).await;
    let next = fence::safe_next(Some(posted.field("next"))).to_owned();
    match signed_in {
        Ok(signed_in) => match sessions::let_in(&state, &session, &posted.head, signed_in, sessions::Proof::PASSWORD, &next).await {
            Ok(response) => response,
            Err(error) => posted.again(&state, "sign-in", vec![FieldError::new("", error.code())], status_of(&error)).await,
        },
        Err(SignInError::Credentials) => posted.again(&state, "sign-in", vec![FieldError::new("", "credentials")], StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(SignInError::Locked(until)) => account::locked(posted, &state, "sign-in", until).await,
        Err(SignInError::Fault(error)) => posted.again(&state, "sign-in", vec![FieldError::new("", error.code())], status_of(&error)).await,
    }
}

/// `POST /sign-out`. Whoever acts as somebody else ends that.
pub async fn sign_out(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    if let Some(id) = session.id() {
        state.hub.end_session(&tenancy::actions::session_hash(&id));
    }
    let known = (request.extensions().get::<Ctx>(), request.extensions().get::<Arc<HostTenant>>());
    if let (Some(ctx), Some(host)) = known
        && ctx.acting.is_some()
        && let Err(error) = tenancy::actions::end_acting(&state.store, ctx, host).await
    {
        tracing::error!(%error, "ending what somebody does as somebody else");
    }
    sessions::end(&session, "/sign-in").await
}

/// `POST /network/devices/new`.
pub async fn add_device(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match posted.ctx() {
        Ok(ctx) => network::actions::add_device(&state.store, &ctx, device_form(&posted)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => Redirect::to(&format!("/network/devices/{id}?done=device-added")).into_response(),
        Err(error) => failed(posted, &state, "device", error).await,
    }
}

/// `POST /network/devices/{id}/edit`.
pub async fn change_device(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id.parse::<DeviceId>()) {
        (Ok(ctx), Ok(id)) => network::actions::change_device(&state.store, &ctx, id, device_form(&posted)).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/network/devices/{id}?done=device-changed")).into_response(),
        Err(error) => failed(posted, &state, "device", error).await,
    }
}

/// `POST /network/devices/{id}/remove`.
pub async fn remove_device(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id.parse::<DeviceId>()) {
        (Ok(ctx), Ok(id)) => network::actions::remove_device(&state.store, &ctx, id, None).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to("/network/devices?done=device-removed").into_response(),
        Err(error) => failed(posted, &state, "remove", error).await,
    }
}

/// `POST /network/interfaces/{id}/assign`.
pub async fn assign_interface(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id.parse::<InterfaceId>(), posted.field("org").parse::<OrgId>()) {
        (Ok(ctx), Ok(interface), Ok(org)) => network::actions::assign_interface(&state.store, &ctx, interface, org).await,
        (Ok(_), Ok(_), Err(_)) => Err(Error::field("org", "required")),
        (Ok(_), Err(_), _) => Err(Error::NotFound),
        (Err(error), _, _) => Err(error),
    };
    // Whom it served before, so that the page can offer to take it back.
    let undo = posted.field("was").parse::<OrgId>().map(|was| format!("&undo={was}")).unwrap_or_default();
    match done {
        Ok(()) => Redirect::to(&format!("/network/interfaces/{id}?done=interface-assigned{undo}")).into_response(),
        Err(error) => failed(posted, &state, "assign", error).await,
    }
}

fn device_form(posted: &Posted) -> DeviceForm {
    let field = |name: &str| posted.field(name).to_owned();
    DeviceForm {
        name: field("name"),
        address: field("address"),
        port: field("port"),
        version: field("version"),
        interval_seconds: field("interval_seconds"),
        community: field("community"),
        usm_user: field("usm_user"),
        usm_auth: field("usm_auth"),
        usm_auth_passphrase: field("usm_auth_passphrase"),
        usm_privacy: field("usm_privacy"),
        usm_privacy_passphrase: field("usm_privacy_passphrase"),
        row_version: field("row_version"),
    }
}

/// The page again with what an action refused.
pub(super) async fn failed(posted: Posted, state: &State, form: &str, error: Error) -> Response {
    let status = status_of(&error);
    let errors = match error {
        Error::Invalid(fields) => fields,
        Error::Conflict(code) => vec![FieldError::new("", code)],
        other => vec![FieldError::new("", other.code())],
    };
    posted.again(state, form, errors, status).await
}

pub(super) fn status_of(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
