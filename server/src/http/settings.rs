//! What the forms of settings post.

use axum::extract::{Request, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Error;
use tenancy::rules::settings_form::SettingsForm;

use super::State;
use super::forms::{Posted, failed};

/// `POST /settings/general`.
pub async fn save(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let field = |name: &str| posted.field(name).to_owned();
    let form = SettingsForm {
        locale: field("locale"),
        time_zone: field("time_zone"),
        currency: field("currency"),
        first_day: field("first_day"),
        row_version: field("row_version"),
    };
    let done = match posted.ctx() {
        Ok(ctx) => {
            let done = tenancy::actions::change_settings(&state.store, &ctx, &form).await;
            // A fault may have come after the change was made.
            if matches!(done, Ok(()) | Err(Error::Unavailable | Error::Internal)) {
                state.hosts.forget(ctx.tenant);
            }
            done
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to("/settings/general?done=settings-changed").into_response(),
        Err(error) => failed(posted, &state, "settings", error).await,
    }
}
