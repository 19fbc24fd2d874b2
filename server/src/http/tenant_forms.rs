//! What the forms of tenants post: ISPs, the tree, people, invitations.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form, FromRequest, Path, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Ctx, Error, Given, InvitationId, Locale, OrgId, RequestId, TenantId, UserId};
use tenancy::actions::{AcceptInvitation, AddOrg, AttemptError, HandOver, InvitePerson, MemberChange};
use tenancy::model::{HostTenant, TenantState};
use tenancy::rules::isp_form::{self, IspForm};
use tower_sessions::Session;

use super::account::{confirm_first, refused};
use super::forms::{Posted, failed};
use super::{State, exports, sessions, support};

/// Where to go when it is done; or which form it was, and what was wrong.
type Done = Result<String, (&'static str, Error)>;

async fn answer(posted: Posted, state: &State, done: Done) -> Response {
    match done {
        Ok(to) => Redirect::to(&to).into_response(),
        Err((form, error)) => failed(posted, state, form, error).await,
    }
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_shape| Error::NotFound)
}

/// `POST /platform/new`.
pub async fn create_isp(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let field = |name: &str| posted.field(name).to_owned();
    let form = IspForm {
        id: field("id"),
        name: field("name"),
        label: field("label"),
        currency: field("currency"),
        locale: field("locale"),
        time_zone: field("time_zone"),
        email: field("email"),
    };
    let done = match posted.ctx() {
        Ok(ctx) => tenancy::actions::create_isp(&state.store, &ctx, &form, &state.settings.http.base_domain).await,
        Err(error) => Err(error),
    };
    if let Ok(tenant) = done {
        state.hosts.forget(tenant);
    }
    answer(posted, &state, done.map(|tenant| format!("/platform/isps/{tenant}?done=isp-created")).map_err(|error| ("isp", error))).await
}

/// `POST /platform/isps/{id}`: which of the page's forms it is stands in the field `do`.
pub async fn change_isp(Shared(state): Shared<State>, Path(tenant): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    if posted.field("do") == "act" {
        let done = match (posted.ctx(), id::<TenantId>(&tenant)) {
            (Ok(ctx), Ok(tenant)) => act_in_isp(&state, &ctx, tenant, &posted).await,
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        return support::answer(posted, &state, done).await;
    }
    if matches!(posted.field("do"), "export" | "export-link") {
        return isp_export(&state, &tenant, posted).await;
    }
    if matches!(posted.field("do"), "close" | "erase") {
        return end_isp(&state, &tenant, posted).await;
    }
    let done = match (posted.ctx(), id::<TenantId>(&tenant)) {
        (Ok(ctx), Ok(tenant)) => {
            let done = isp_change(&state, &ctx, tenant, &posted).await;
            state.hosts.forget(tenant);
            done
        }
        (Err(error), _) | (_, Err(error)) => Err(("isp", error)),
    };
    answer(posted, &state, done.map(|code| format!("/platform/isps/{tenant}?done={code}"))).await
}

async fn act_in_isp(state: &State, ctx: &Ctx, tenant: TenantId, posted: &Posted) -> Result<HandOver, Error> {
    ctx.require(kernel::Permission::Impersonate)?;
    tenancy::actions::act_in_isp(&state.store, ctx, tenant, &support::asked(posted)?).await
}

/// Archives of an ISP, which ask the person of the platform for a proof.
async fn isp_export(state: &State, tenant: &str, posted: Posted) -> Response {
    match (posted.ctx(), id::<TenantId>(tenant)) {
        (Ok(ctx), Ok(id)) => exports::answer(state, &ctx, id, &format!("/platform/isps/{id}"), posted).await,
        (Err(error), _) | (_, Err(error)) => failed(posted, state, "export", error).await,
    }
}

/// Closing an ISP and erasing it: the person of the platform proves once more who it is, because neither is ever taken back.
async fn end_isp(state: &State, tenant: &str, posted: Posted) -> Response {
    let (form, said) = if posted.field("do") == "close" { ("close", "isp-closed") } else { ("erase", "isp-erasing") };
    let done = match (posted.ctx(), id::<TenantId>(tenant)) {
        (Ok(ctx), Ok(tenant)) => {
            let done = end_proven(state, &ctx, tenant, &posted).await;
            state.hosts.forget(tenant);
            done
        }
        (Err(error), _) | (_, Err(error)) => Err(error.into()),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/platform/isps/{tenant}?done={said}")).into_response(),
        Err(AttemptError::Fault(Error::Conflict(code))) if code == "confirm-first" => confirm_first(&format!("/platform/isps/{tenant}")),
        Err(error) => refused(posted, state, form, error).await,
    }
}

async fn end_proven(state: &State, ctx: &Ctx, tenant: TenantId, posted: &Posted) -> Result<(), AttemptError> {
    let (store, name) = (&state.store, posted.field("confirm").trim());
    ctx.require(kernel::Permission::PlatformManage)?;
    // A slip at the name costs no code.
    if tenancy::actions::get_isp(store, ctx, tenant).await?.name != name {
        return Err(Error::field("confirm", "not-the-name").into());
    }
    if posted.field("do") == "close" {
        let reason = isp_form::reason(posted.field("reason"), true).map_err(|code| Error::field("reason", code))?;
        tenancy::actions::step_up(store, ctx, posted.field("code")).await?;
        return Ok(tenancy::actions::set_isp_state(store, ctx, tenant, TenantState::Closed, reason).await?);
    }
    tenancy::actions::step_up(store, ctx, posted.field("code")).await?;
    Ok(tenancy::actions::erase_now(store, ctx, tenant, name).await?)
}

async fn isp_change(state: &State, ctx: &Ctx, tenant: TenantId, posted: &Posted) -> Result<&'static str, (&'static str, Error)> {
    let store = &state.store;
    let reason = posted.field("reason");
    match posted.field("do") {
        "limits" => tenancy::actions::set_isp_limits(store, ctx, tenant, posted.field("subscribers"), posted.field("devices"), posted.field("staff"))
            .await
            .map(|()| "isp-limits")
            .map_err(|error| ("limits", error)),
        "invite" => tenancy::actions::invite_owner(store, ctx, tenant, posted.field("email")).await.map(|_id| "invited").map_err(|error| ("invite", error)),
        "suspend" => tenancy::actions::set_isp_state(store, ctx, tenant, TenantState::Suspended, reason)
            .await
            .map(|()| "isp-suspended")
            .map_err(|error| ("suspend", error)),
        "reactivate" => tenancy::actions::set_isp_state(store, ctx, tenant, TenantState::Active, reason)
            .await
            .map(|()| "isp-reactivated")
            .map_err(|error| ("reactivate", error)),
        _ => {
            ctx.require(kernel::Permission::PlatformManage).map_err(|error| ("isp", error))?;
            Err(("isp", Error::NotFound))
        }
    }
}

/// `POST /organisation/{id}`: which of the page's forms it is stands in the field `do`.
pub async fn change_org(Shared(state): Shared<State>, Path(org): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id::<OrgId>(&org)) {
        (Ok(ctx), Ok(org)) => org_change(&state, &ctx, org, &posted).await,
        (Err(error), _) | (_, Err(error)) => Err(("org", error)),
    };
    answer(posted, &state, done).await
}

async fn org_change(state: &State, ctx: &Ctx, org: OrgId, posted: &Posted) -> Done {
    let store = &state.store;
    match posted.field("do") {
        "add" => {
            let field = |name: &str| posted.field(name).to_owned();
            let new = AddOrg { id: field("id"), parent: org, kind: field("kind"), name: field("name"), label: field("label") };
            let made = tenancy::actions::add_org(store, ctx, &new, &state.settings.http.base_domain).await;
            state.hosts.forget(ctx.tenant);
            made.map(|id| format!("/organisation/{id}?done=org-added")).map_err(|error| ("add", error))
        }
        "rename" => {
            let done = tenancy::actions::rename_org(store, ctx, org, posted.field("name"), None).await;
            state.hosts.forget(ctx.tenant);
            done.map(|()| format!("/organisation/{org}?done=org-renamed")).map_err(|error| ("rename", error))
        }
        "move" => {
            let to = posted.field("to").parse::<OrgId>().map_err(|_shape| ("move", Error::field("to", "not-a-choice")))?;
            tenancy::actions::move_org(store, ctx, org, to).await.map(|()| format!("/organisation/{org}?done=org-moved")).map_err(|error| ("move", error))
        }
        _ => {
            ctx.require(kernel::Permission::OrgManage).map_err(|error| ("org", error))?;
            Err(("org", Error::NotFound))
        }
    }
}

/// `POST /people/invite`.
pub async fn invite(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let field = |name: &str| posted.field(name).to_owned();
    let done = match posted.ctx() {
        Ok(ctx) => match id::<OrgId>(posted.field("org")) {
            Ok(org) => {
                let new = InvitePerson { org, email: field("email"), name: field("name"), role: field("role") };
                tenancy::actions::invite_person(&state.store, &ctx, &new).await.map(|_id| ())
            }
            // Who may not invite hears that first.
            Err(error) => ctx.require(kernel::Permission::PeopleManage).and(Err(error)),
        },
        Err(error) => Err(error),
    };
    answer(posted, &state, done.map(|()| "/people?done=invited".to_owned()).map_err(|error| ("invite", error))).await
}

/// `POST /people/{id}`: a role, or none any more, at the node in the field `org`; or acting as the person.
pub async fn change_member(Shared(state): Shared<State>, Path(user): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    if posted.field("do") == "act" {
        let done = match posted.ctx() {
            Ok(ctx) => act_as(&state, &ctx, &user, &posted).await,
            Err(error) => Err(error),
        };
        return support::answer(posted, &state, done).await;
    }
    let leaves = posted.field("do") == "leave";
    let done = match (posted.ctx(), id::<UserId>(&user), id::<OrgId>(posted.field("org"))) {
        (Ok(ctx), Ok(user), Ok(org)) => {
            let change =
                if leaves { Ok(MemberChange::Leave) } else { posted.field("role").parse::<Given>().map(MemberChange::Role).map_err(|()| "not-a-choice") };
            match change {
                Ok(change) => tenancy::actions::change_member(&state.store, &ctx, user, org, change).await,
                Err(code) => ctx.require(kernel::Permission::PeopleManage).and(Err(Error::field("role", code))),
            }
        }
        (Err(error), _, _) => Err(error),
        (Ok(ctx), _, _) => ctx.require(kernel::Permission::PeopleManage).and(Err(Error::NotFound)),
    };
    let to = if leaves { "/people?done=member-left".to_owned() } else { format!("/people/{user}?done=member-changed") };
    answer(posted, &state, done.map(|()| to).map_err(|error| ("member", error))).await
}

async fn act_as(state: &State, ctx: &Ctx, user: &str, posted: &Posted) -> Result<HandOver, Error> {
    ctx.require(kernel::Permission::Impersonate)?;
    let ask = support::asked(posted)?;
    if id::<UserId>(user)? != ask.subject.user {
        return Err(Error::NotFound);
    }
    tenancy::actions::act_as(&state.store, ctx, &ask).await
}

/// `POST /invitations/{id}/revoke`. There is no page at this address: what cannot be taken back is shown in the list.
pub async fn revoke_invitation(Shared(state): Shared<State>, Path(invitation): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id::<InvitationId>(&invitation)) {
        (Ok(ctx), Ok(invitation)) => tenancy::actions::revoke_invitation(&state.store, &ctx, invitation).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    answer(posted, &state, done.map(|()| "/people?done=invitation-revoked".to_owned()).map_err(|error| ("revoke", error))).await
}

/// `POST /invitations/revoke`: those that were chosen in the list, each under the name `id`.
pub async fn revoke_invitations(Shared(state): Shared<State>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let again = Request::from_parts(head.clone(), body);
    let Form(fields) = match Form::<Vec<(String, String)>>::from_request(again, &()).await {
        Ok(fields) => fields,
        Err(rejection) => return rejection.into_response(),
    };
    let posted = Posted { head, fields: BTreeMap::new() };
    let ids: Vec<InvitationId> = fields.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
    let done = match posted.ctx() {
        Ok(ctx) => tenancy::actions::revoke_invitations(&state.store, &ctx, &ids).await,
        Err(error) => Err(error),
    };
    let done = done.map(|revoked| if revoked == 0 { "/people" } else { "/people?done=invitation-revoked" }.to_owned());
    answer(posted, &state, done.map_err(|error| ("revoke", error))).await
}

/// `POST /invitation/{token}`: the one form that makes a person. Whoever accepts is signed in.
pub async fn accept_invitation(Shared(state): Shared<State>, session: Session, Path(token): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let known = &posted.head.extensions;
    let (Some(host), Some(request_id)) = (known.get::<Arc<HostTenant>>().cloned(), known.get::<RequestId>().copied()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let locale = known.get::<Locale>().copied().unwrap_or_default();
    let accept = AcceptInvitation { token: &token, name: posted.field("name"), password: posted.field("password"), locale };
    let accepted = match tenancy::actions::accept_invitation(&state.store, &host, &accept, state.clock.now(), request_id).await {
        Ok(signed_in) => sessions::let_in(&state, &session, &posted.head, signed_in, sessions::Proof::PASSWORD, "/").await,
        Err(error) => Err(error),
    };
    match accepted {
        Ok(response) => response,
        Err(error) => answer(posted, &state, Err(("invitation", error))).await,
    }
}
