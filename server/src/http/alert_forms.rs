//! What the page of alerts posts.

use axum::extract::{Request, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{DeviceId, Error, GroupId, InterfaceId};
use network::model::{AlertKind, AlertObjectId};

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
    let object = object.or_else(|| posted.field("group").parse::<GroupId>().ok().map(AlertObjectId::from));
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
