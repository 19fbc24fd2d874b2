//! What the forms of `/settings/domains` post.

use axum::extract::{Path, Request, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Ctx, DomainId, Error};
use tenancy::actions;
use tenancy::model::DomainState;

use super::State;
use super::forms::{Posted, failed};

/// `POST /settings/domains`.
pub async fn add(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match posted.ctx() {
        Ok(ctx) => actions::add_domain(&state.store, &ctx, posted.field("host"), posted.field("org"), &state.settings.http.base_domain).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to("/settings/domains?done=domain-added").into_response(),
        Err(error) => failed(posted, &state, "domain", error).await,
    }
}

/// `POST /settings/domains/{id}`: which of its buttons it is stands in the field `do`. There is no page at this address: the
/// answer is the list, or a plain page that says what is wrong.
pub async fn change(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id.parse::<DomainId>()) {
        (Ok(ctx), Ok(id)) => {
            let done = changed(&state, &ctx, id, posted.field("do")).await;
            // A fault may have come after the change was made.
            state.hosts.forget(ctx.tenant);
            done
        }
        (Ok(ctx), Err(_shape)) => ctx.require(kernel::Permission::DomainsManage).and(Err(Error::NotFound)),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(code) => Redirect::to(&format!("/settings/domains?done={code}")).into_response(),
        Err(Error::Conflict(code)) if code == "domain-not-verified" => Redirect::to("/settings/domains?done=domain-not-verified").into_response(),
        Err(error) => failed(posted, &state, "domain-change", error).await,
    }
}

async fn changed(state: &State, ctx: &Ctx, id: DomainId, what: &str) -> Result<&'static str, Error> {
    let store = &state.store;
    match what {
        "check" => Ok(match actions::check_domain(store, &*state.dns, ctx, id).await? {
            DomainState::Verified => "domain-verified",
            DomainState::Pending | DomainState::Suspended | DomainState::Lapsed => "domain-checked",
        }),
        "primary" => actions::set_primary_domain(store, ctx, id, true).await.map(|()| "domain-primary"),
        "not-primary" => actions::set_primary_domain(store, ctx, id, false).await.map(|()| "domain-not-primary"),
        "remove" => actions::remove_domain(store, ctx, id).await.map(|()| "domain-removed"),
        _ => ctx.require(kernel::Permission::DomainsManage).and(Err(Error::NotFound)),
    }
}
