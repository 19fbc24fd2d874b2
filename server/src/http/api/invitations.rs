//! Invitations that wait to be accepted.

use axum::extract::State as Shared;
use axum::http::Uri;
use axum::response::Response;
use kernel::{InvitationId, OrgId, Permission};
use serde::{Deserialize, Serialize};
use tenancy::actions::{self, InvitePerson};
use tenancy::model::InvitationItem;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id, Input};
use super::once::once;
use super::page::{self, PageOf, Paging};
use super::people::role_of;
use super::problem::Answer;
use super::reply::Reply;
use super::time;
use crate::http::State;

/// An invitation that waits.
#[derive(Serialize, ToSchema)]
pub(super) struct Invitation {
    /// Identity.
    id: Uuid,
    /// Where it was sent.
    #[schema(format = Email)]
    email: String,
    /// The name of the node to belong to.
    org_name: String,
    /// The role that it will give: a built-in one's name, or the id of one of the ISP's own. `custom`: one that was deleted.
    #[schema(example = "support")]
    role: String,
    /// That role's name, where the ISP made it itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    role_name: Option<String>,
    /// Until when it can be accepted.
    #[schema(format = DateTime)]
    expires_at: String,
    /// That time is over.
    expired: bool,
}

impl From<InvitationItem> for Invitation {
    fn from(item: InvitationItem) -> Self {
        let (expires_at, (role, role_name)) = (time(item.expires_ms), role_of(item.role, item.custom));
        Self { id: item.id.0, email: item.email, org_name: item.org_name, role, role_name, expires_at, expired: item.expired }
    }
}

/// List invitations
///
/// Open ones in the caller's part of the tree, by id.
#[utoipa::path(get, path = "/invitations", tag = "people", params(Paging), security(("token" = ["people_read"])),
    responses((status = 200, description = "A page", body = PageOf<Invitation>)))]
pub(super) async fn list_invitations(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<Paging>) -> Answer<Reply> {
    caller.require(&[Permission::PeopleRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after = page::place("invitations", query.cursor.as_deref(), |id| id.parse().ok())?;
    let found = actions::page_invitations(&state.store, &caller.ctx, after, limit).await?;
    let next = found.items.last().filter(|_| found.more).map(|item| page::cursor("invitations", &item.id.to_string()));
    page::answer(&uri, found.items.into_iter().map(Invitation::from).collect(), next)
}

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "org_id": "0198f3f2-7b1c-7c3e-9d55-0c1f6e0f2a10", "email": "ana@isp.example", "role": "support" }))]
pub(super) struct NewInvitation {
    /// The node to belong to.
    org_id: Uuid,
    /// Where to send it.
    #[schema(max_length = 254, format = Email)]
    email: String,
    /// The role that it will give: a built-in one's name, or the id of one of the ISP's own. Which there are depends on the
    /// node's level; nobody gives more than the caller may do.
    #[schema(max_length = 40)]
    role: String,
    /// The person's name; left out, the person writes it when accepting.
    #[serde(default)]
    #[schema(max_length = 120)]
    name: Option<String>,
}

/// Invite
///
/// Sends a mail with a link. An open invitation of the same address to the same node is made anew: it keeps its id, and its
/// earlier link opens nothing any more.
#[utoipa::path(post, path = "/invitations", tag = "people", request_body = NewInvitation, security(("token" = ["people_manage", "people_read"])),
    responses((status = 201, description = "On its way", body = Invitation)))]
pub(super) async fn create_invitation(caller: Caller, Shared(state): Shared<State>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::PeopleManage, Permission::PeopleRead])?;
    let new: NewInvitation = input.read()?;
    let invite = InvitePerson { org: OrgId(new.org_id), email: new.email, name: new.name.unwrap_or_default(), role: new.role };
    let store = &state.store;
    once(
        &state,
        &caller,
        &input,
        |ctx| async move { Ok(actions::invite_person(store, &ctx, &invite).await?) },
        |ctx, id: InvitationId| async move {
            let invitation = Invitation::from(actions::get_invitation(store, &ctx, id).await?);
            Ok(Reply::json(&invitation)?.created(None))
        },
    )
    .await
}

/// Take an invitation back
#[utoipa::path(delete, path = "/invitations/{id}", tag = "people", params(("id" = Uuid, Path, description = "The invitation")),
    security(("token" = ["people_manage"])), responses((status = 204, description = "Its link opens nothing any more")))]
pub(super) async fn revoke_invitation(caller: Caller, Shared(state): Shared<State>, Id(invitation): Id<InvitationId>) -> Answer<Reply> {
    caller.require(&[Permission::PeopleManage])?;
    actions::revoke_invitation(&state.store, &caller.ctx, invitation).await?;
    Ok(Reply::nothing())
}
