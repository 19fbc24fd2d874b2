//! What the page of alerts posts.

use axum::extract::{Request, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{DeviceId, Error, InterfaceId};
use network::model::{AlertKind, AlertObjectId, RuleForm};

use super::State;
use super::forms::{Posted, failed};

/// `POST /alerts`: somebody takes note of a problem of an interface or of a device.
pub async fn acknowledge(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let interface = posted.field("interface").parse::<InterfaceId>().ok().map(AlertObjectId::from);
    let object = interface.or_else(|| posted.field("device").parse::<DeviceId>().ok().map(AlertObjectId::from));
    let asked = AlertKind::parse(posted.field("rule")).zip(object);
    let done = match (posted.ctx(), asked) {
        (Ok(ctx), Some((kind, object))) => network::actions::acknowledge_alert(&state.store, &ctx, kind, object).await,
        (Ok(_), None) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to("/alerts?done=alert-acknowledged").into_response(),
        Err(error) => failed(posted, &state, "alert", error).await,
    }
}

/// `POST /alerts/rules/edit`.
pub async fn change_rule(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let field = |name: &str| posted.field(name).to_owned();
    let form = RuleForm {
        enabled: field("enabled"),
        raise_at: field("raise_at"),
        clear_below: field("clear_below"),
        raise_for: field("raise_for"),
        raise_of: field("raise_of"),
        clear_for: field("clear_for"),
        row_version: field("row_version"),
    };
    let done = match (posted.ctx(), AlertKind::parse(posted.field("kind"))) {
        (Ok(ctx), Some(kind)) => network::actions::change_rule(&state.store, &ctx, kind, &form).await,
        (Ok(_), None) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to("/alerts/rules?done=alert-rule-changed").into_response(),
        Err(error) => failed(posted, &state, "rule", error).await,
    }
}
