//! What the page of alerts posts.

use axum::extract::{Request, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, InterfaceId};
use network::model::AlertKind;

use super::State;
use super::forms::{Posted, failed};

/// `POST /alerts`: somebody takes note of an interface's problem.
pub async fn acknowledge(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let asked = AlertKind::parse(posted.field("rule")).zip(posted.field("interface").parse::<InterfaceId>().ok());
    let done = match (posted.ctx(), asked) {
        (Ok(ctx), Some((kind, interface))) => network::actions::acknowledge_alert(&state.store, &ctx, kind, interface).await,
        (Ok(_), None) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to("/alerts?done=alert-acknowledged").into_response(),
        Err(error) => failed(posted, &state, "alert", error).await,
    }
}
