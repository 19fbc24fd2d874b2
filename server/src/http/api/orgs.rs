//! Branches, resellers and clients.

use axum::extract::State as Shared;
use axum::http::Uri;
use axum::response::Response;
use kernel::{OrgId, Permission};
use serde::{Deserialize, Serialize};
use tenancy::actions::{self, AddOrg};
use tenancy::model::{OrgKind, OrgRecord};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id, Input};
use super::once::once;
use super::page::{self, PageOf};
use super::precondition;
use super::problem::Answer;
use super::reply::Reply;
use super::time;
use crate::http::State;

/// A node of the tree.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198f3f2-7b1c-7c3e-9d55-0c1f6e0f2a11", "kind": "reseller", "name": "Metro", "parent_id": "0198f3f2-7b1c-7c3e-9d55-0c1f6e0f2a10",
    "hosts": ["metro.isp.example"], "created_at": "2026-11-21T09:00:00.000Z"
}))]
pub(super) struct Org {
    /// Identity.
    id: Uuid,
    // Its level.
    #[schema(inline)]
    kind: Kind,
    /// Its name.
    name: String,
    /// The node above, where the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    parent_id: Option<Uuid>,
    /// The hosts of its own portal.
    hosts: Vec<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

/// A level of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// Runs the platform.
    Founder,
    /// An internet provider.
    Isp,
    /// A part of an ISP.
    Branch,
    /// Sells an ISP's service onwards.
    Reseller,
    /// A subscriber.
    Client,
}

impl From<OrgKind> for Kind {
    fn from(kind: OrgKind) -> Self {
        match kind {
            OrgKind::Founder => Kind::Founder,
            OrgKind::Isp => Kind::Isp,
            OrgKind::Branch => Kind::Branch,
            OrgKind::Reseller => Kind::Reseller,
            OrgKind::Client => Kind::Client,
        }
    }
}

impl Kind {
    fn read(self) -> OrgKind {
        match self {
            Kind::Founder => OrgKind::Founder,
            Kind::Isp => OrgKind::Isp,
            Kind::Branch => OrgKind::Branch,
            Kind::Reseller => OrgKind::Reseller,
            Kind::Client => OrgKind::Client,
        }
    }
}

fn reply(org: OrgRecord) -> Answer<Reply> {
    let version = org.version;
    Ok(Reply::json(&Org::from(org))?.version(version))
}

impl From<OrgRecord> for Org {
    fn from(org: OrgRecord) -> Self {
        Self {
            id: org.id.0,
            kind: org.kind.into(),
            name: org.name,
            parent_id: org.parent.map(|parent| parent.0),
            hosts: org.hosts,
            created_at: time(org.created_ms),
        }
    }
}

/// Which nodes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OrgQuery {
    /// Only of this level.
    #[serde(default)]
    #[param(inline)]
    kind: Option<Kind>,
    /// Only directly below this one.
    #[serde(default)]
    parent_id: Option<Uuid>,
    /// Part of the name.
    #[serde(default)]
    search: Option<String>,
    /// Rows on the page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page before ended: in `next` of its answer.
    #[serde(default)]
    #[param(max_length = 400)]
    cursor: Option<String>,
}

/// List nodes
///
/// The caller's own node and all below it, by id.
#[utoipa::path(get, path = "/orgs", tag = "orgs", params(OrgQuery), security(("token" = ["org_read"])),
    responses((status = 200, description = "A page", body = PageOf<Org>)))]
pub(super) async fn list_orgs(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<OrgQuery>) -> Answer<Reply> {
    caller.require(&[Permission::OrgRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after = page::place("orgs", query.cursor.as_deref(), |id| id.parse().ok())?;
    let (kind, parent) = (query.kind.map(Kind::read), query.parent_id.map(OrgId));
    let found = actions::page_orgs(&state.store, &caller.ctx, kind, parent, query.search.as_deref().unwrap_or_default(), after, limit).await?;
    let next = found.items.last().filter(|_| found.more).map(|org| page::cursor("orgs", &org.id.to_string()));
    page::answer(&uri, found.items.into_iter().map(Org::from).collect(), next)
}

/// Show a node
#[utoipa::path(get, path = "/orgs/{id}", tag = "orgs", params(("id" = Uuid, Path, description = "The node")), security(("token" = ["org_read"])),
    responses((status = 200, description = "The node", body = Org, headers(("etag" = String, description = "Its version, for If-Match")))))]
pub(super) async fn get_org(caller: Caller, Shared(state): Shared<State>, Id(org): Id<OrgId>) -> Answer<Reply> {
    caller.require(&[Permission::OrgRead])?;
    reply(actions::get_org_record(&state.store, &caller.ctx, org).await?)
}

/// A node to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "parent_id": "0198f3f2-7b1c-7c3e-9d55-0c1f6e0f2a10", "kind": "client", "name": "Corner bakery" }))]
pub(super) struct NewOrg {
    /// The node above.
    parent_id: Uuid,
    // Its level: below an ISP or a branch `branch`, `reseller` or `client`; below a reseller `client`.
    #[schema(inline)]
    kind: Kind,
    /// Its name.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// First label of its own portal's host name; left out for none.
    #[serde(default)]
    #[schema(max_length = 40)]
    label: Option<String>,
}

/// Make a node
#[utoipa::path(post, path = "/orgs", tag = "orgs", request_body = NewOrg, security(("token" = ["org_manage", "org_read"])),
    responses((status = 201, description = "Made", body = Org, headers(("location" = String, description = "Where it is"), ("etag" = String, description = "Its version")))))]
pub(super) async fn create_org(caller: Caller, Shared(state): Shared<State>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::OrgManage, Permission::OrgRead])?;
    let new: NewOrg = input.read()?;
    let add = AddOrg {
        id: OrgId::generate().to_string(),
        parent: OrgId(new.parent_id),
        kind: new.kind.read().as_str().to_owned(),
        name: new.name,
        label: new.label.unwrap_or_default(),
    };
    let (store, domain) = (&state.store, &state.settings.http.base_domain);
    let made = once(
        &state,
        &caller,
        &input,
        |ctx| async move { Ok(actions::add_org(store, &ctx, &add, domain).await?) },
        |ctx, id: OrgId| async move { Ok(reply(actions::get_org_record(store, &ctx, id).await?)?.created(Some(format!("{}/orgs/{id}", super::BASE)))) },
    );
    let made = made.await;
    state.hosts.forget(caller.ctx.tenant);
    made
}

/// What changes of a node.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Metro North" }))]
pub(super) struct OrgChange {
    /// Its new name.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
}

/// Rename a node
#[utoipa::path(patch, path = "/orgs/{id}", tag = "orgs", request_body = OrgChange, security(("token" = ["org_manage", "org_read"])),
    params(("id" = Uuid, Path, description = "The node"), ("if-match" = String, Header, description = "The ETag that the change was made of")),
    responses((status = 200, description = "Renamed", body = Org, headers(("etag" = String, description = "Its new version")))))]
pub(super) async fn change_org(caller: Caller, Shared(state): Shared<State>, Id(org): Id<OrgId>, input: Input) -> Answer<Reply> {
    caller.require(&[Permission::OrgManage, Permission::OrgRead])?;
    // What is not there has no version either.
    actions::get_org_record(&state.store, &caller.ctx, org).await?;
    let held = precondition::held(&input.headers)?;
    let change: OrgChange = input.read()?;
    actions::rename_org(&state.store, &caller.ctx, org, &change.name, Some(held)).await.map_err(precondition::failed)?;
    state.hosts.forget(caller.ctx.tenant);
    reply(actions::get_org_record(&state.store, &caller.ctx, org).await?)
}

/// Where a node goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrgMove {
    /// The node to hang it under.
    to: Uuid,
}

/// Move a node
///
/// Hangs it, with all below it, under another one.
#[utoipa::path(post, path = "/orgs/{id}/move", tag = "orgs", request_body = OrgMove, security(("token" = ["org_manage", "org_read"])),
    params(("id" = Uuid, Path, description = "The node")),
    responses((status = 200, description = "Moved", body = Org, headers(("etag" = String, description = "Its new version")))))]
pub(super) async fn move_org(caller: Caller, Shared(state): Shared<State>, Id(org): Id<OrgId>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::OrgManage, Permission::OrgRead])?;
    actions::get_org_record(&state.store, &caller.ctx, org).await?;
    let to = OrgId(input.read::<OrgMove>()?.to);
    let store = &state.store;
    let moved = once(
        &state,
        &caller,
        &input,
        |ctx| async move { Ok(actions::move_org(store, &ctx, org, to).await.map(|()| org)?) },
        |ctx, id: OrgId| async move { reply(actions::get_org_record(store, &ctx, id).await?) },
    );
    let moved = moved.await;
    state.hosts.forget(caller.ctx.tenant);
    moved
}
