//! What the forms of an ISP's own roles post. A ticked permission comes as `p_` and its name.

use axum::extract::{Path, Request, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, Permission, RoleId};
use tenancy::actions::{self, RoleForm};

use super::State;
use super::forms::{Posted, failed};

fn role_form(posted: &Posted) -> RoleForm {
    let field = |name: &str| posted.field(name).to_owned();
    let ticked = posted.fields.keys().filter_map(|name| name.strip_prefix("p_").map(str::to_owned));
    RoleForm { id: field("id"), template: field("template"), name: field("name"), permissions: ticked.collect(), row_version: field("row_version") }
}

/// `POST /settings/roles/new`.
pub async fn create(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match posted.ctx() {
        Ok(ctx) => actions::create_role(&state.store, &ctx, &role_form(&posted)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_id) => Redirect::to("/settings/roles?done=role-created").into_response(),
        Err(error) => failed(posted, &state, "role", error).await,
    }
}

/// `POST /settings/roles/{id}`: saved, or deleted (field `do`).
pub async fn change(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let deletes = posted.field("do") == "delete";
    let done = match (posted.ctx(), id.parse::<RoleId>()) {
        (Ok(ctx), Ok(id)) if deletes => actions::delete_role(&state.store, &ctx, id).await,
        (Ok(ctx), Ok(id)) => actions::change_role(&state.store, &ctx, id, &role_form(&posted)).await,
        // Who may not hears that first.
        (Ok(ctx), Err(_shape)) => ctx.require(Permission::RolesManage).and(Err(Error::NotFound)),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to(if deletes { "/settings/roles?done=role-deleted" } else { "/settings/roles?done=role-changed" }).into_response(),
        Err(error) => failed(posted, &state, if deletes { "delete" } else { "role" }, error).await,
    }
}
