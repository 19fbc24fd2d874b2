//! What the pages of groups post.

use std::collections::BTreeMap;

use axum::extract::{Form, FromRequest, Path, Request, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, GroupId, InterfaceId};
use network::actions;
use network::model::{GroupForm, MemberChange};

use super::State;
use super::forms::{Posted, failed};

fn form(posted: &Posted) -> GroupForm {
    let field = |name: &str| posted.field(name).to_owned();
    GroupForm {
        name: field("name"),
        org: field("org"),
        capacity_mbps: field("capacity_mbps"),
        threshold_mbps: field("threshold_mbps"),
        row_version: field("row_version"),
    }
}

/// `POST /network/groups/new`. A new group's interfaces are chosen next.
pub async fn add(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match posted.ctx() {
        Ok(ctx) => actions::add_group(&state.store, &ctx, form(&posted)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => Redirect::to(&format!("/network/groups/{id}/members?done=group-added")).into_response(),
        Err(error) => failed(posted, &state, "group", error).await,
    }
}

/// `POST /network/groups/{id}/edit`.
pub async fn change(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id.parse::<GroupId>()) {
        (Ok(ctx), Ok(id)) => actions::change_group(&state.store, &ctx, id, form(&posted)).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/network/groups/{id}?done=group-changed")).into_response(),
        Err(error) => failed(posted, &state, "group", error).await,
    }
}

/// `POST /network/groups/{id}/remove`.
pub async fn remove(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id.parse::<GroupId>()) {
        (Ok(ctx), Ok(id)) => actions::remove_group(&state.store, &ctx, id, None).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to("/network/groups?done=group-removed").into_response(),
        Err(error) => failed(posted, &state, "remove", error).await,
    }
}

/// `POST /network/groups/{id}/members`: the ticked interfaces come in or go.
pub async fn members(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let again = Request::from_parts(head.clone(), body);
    // The same name many times: one for each tick.
    let Form(fields) = match Form::<Vec<(String, String)>>::from_request(again, &()).await {
        Ok(fields) => fields,
        Err(rejection) => return rejection.into_response(),
    };
    let posted = Posted { head, fields: BTreeMap::new() };
    let ticked: Vec<InterfaceId> = fields.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
    let change = match fields.iter().find(|(name, _)| name == "do").map(|(_, what)| what.as_str()) {
        Some("remove") => MemberChange::Remove(ticked),
        _ => MemberChange::Add(ticked),
    };
    let done = match (posted.ctx(), id.parse::<GroupId>()) {
        (Ok(ctx), Ok(id)) => actions::set_group_members(&state.store, &ctx, id, change).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/network/groups/{id}/members?done=group-changed")).into_response(),
        Err(error) => failed(posted, &state, "members", error).await,
    }
}
