//! What the forms of the page of tokens post.

use std::collections::BTreeMap;

use app::FormState;
use axum::extract::{Path, Request, State as Shared};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{ApiTokenId, Ctx, Error, Permission};
use tenancy::actions::{self, NewApiToken};
use tenancy::rules::api_token::TokenForm;

use crate::http::State;
use crate::http::account::confirm_first;
use crate::http::forms::{Posted, failed};

/// Where tokens are made and listed.
const PAGE: &str = "/settings/api-tokens";

/// `POST /settings/api-tokens`: which of the page's forms it is stands in the field `do`. A new token is told in the answer, this
/// once.
pub async fn save(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    if posted.field("do") == "origins" {
        return origins(&state, posted).await;
    }
    let form = token_form(&posted);
    let machine = posted.field("do") == "machine";
    let made = match posted.ctx() {
        Ok(ctx) => make(&state, &ctx, &form, machine).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(NewApiToken { token, .. }) => {
            let form = FormState { form: "token-made".to_owned(), values: BTreeMap::from([("token".to_owned(), token)]), errors: Vec::new() };
            posted.shown(&state, form, StatusCode::OK).await
        }
        Err(Error::Conflict(code)) if code == "confirm-first" => confirm_first(PAGE),
        Err(error) => failed(posted, &state, if machine { "machine" } else { "personal" }, error).await,
    }
}

/// A token outlives the session that makes it, so the person proves once more who it is.
async fn make(state: &State, ctx: &Ctx, form: &TokenForm, machine: bool) -> Result<NewApiToken, Error> {
    if machine {
        ctx.require(Permission::ApiManage)?;
    }
    actions::require_confirmed(&state.store, ctx).await?;
    if machine { actions::create_machine_token(&state.store, ctx, form).await } else { actions::create_personal_token(&state.store, ctx, form).await }
}

/// Each scope is a box of its own, named `scope-<permission>`.
fn token_form(posted: &Posted) -> TokenForm {
    let scopes = posted.fields.iter().filter(|(_, value)| value.as_str() == "yes").filter_map(|(name, _)| name.strip_prefix("scope-"));
    TokenForm { name: posted.field("name").to_owned(), days: posted.field("days").to_owned(), scopes: scopes.map(str::to_owned).collect() }
}

/// `POST /settings/api-tokens/{id}/revoke`.
pub async fn revoke(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let mut posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let revoked = match (posted.ctx(), id.parse::<ApiTokenId>()) {
        (Ok(ctx), Ok(id)) => actions::revoke_api_token(&state.store, &ctx, id).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match revoked {
        Ok(()) => Redirect::to("/settings/api-tokens?done=token-revoked").into_response(),
        Err(error) => {
            // The form has no page of its own.
            posted.head.uri = Uri::from_static(PAGE);
            failed(posted, &state, "revoke", error).await
        }
    }
}

/// Which sites' pages may call the API.
async fn origins(state: &State, posted: Posted) -> Response {
    let set = match posted.ctx() {
        Ok(ctx) => actions::set_api_origins(&state.store, &ctx, posted.field("origins")).await,
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => Redirect::to("/settings/api-tokens?done=origins-changed").into_response(),
        Err(error) => failed(posted, state, "origins", error).await,
    }
}
