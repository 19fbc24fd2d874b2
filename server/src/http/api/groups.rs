//! Groups of interfaces and their sums.

use axum::extract::State as Shared;
use axum::http::Uri;
use axum::response::Response;
use kernel::{GroupId, InterfaceId, Permission};
use network::actions;
use network::model::{GroupDetail, GroupForm, GroupItem, MemberChange};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id, Input};
use super::interfaces::TrafficQuery;
use super::once::once;
use super::page::{self, PageOf, Paging};
use super::problem::{Answer, Problem};
use super::reply::Reply;
use super::{precondition, time};
use crate::http::State;

/// bit/s in a Mbit/s.
const MEGA: i64 = 1_000_000;

/// A group of interfaces whose traffic is added up.
#[derive(Serialize, ToSchema)]
pub(super) struct Group {
    /// Identity.
    id: Uuid,
    /// What the ISP calls it.
    name: String,
    /// What the contract allows, bit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    capacity_bps: Option<i64>,
    /// The interfaces' speeds added up, where all are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    speed_bps: Option<i64>,
    /// A problem from this sum on, bit/s; absent where it is not watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    threshold_bps: Option<i64>,
    /// Interfaces that count.
    members: u32,
    /// How many of them have a fresh figure: the sums are of these.
    fresh: u32,
    /// Last measured rates in, added up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    in_bps: Option<i64>,
    /// Likewise out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    out_bps: Option<i64>,
    /// The node that holds it; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    org_id: Option<Uuid>,
    /// Its interfaces in the caller's part of the tree; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    interface_ids: Option<Vec<Uuid>>,
}

impl From<GroupItem> for Group {
    fn from(item: GroupItem) -> Self {
        Self {
            id: item.id.0,
            name: item.name,
            capacity_bps: item.capacity_bps,
            speed_bps: item.speed_bps,
            threshold_bps: item.threshold_bps,
            members: item.members,
            fresh: item.fresh,
            in_bps: item.in_bps,
            out_bps: item.out_bps,
            org_id: None,
            interface_ids: None,
        }
    }
}

fn reply(detail: GroupDetail) -> Answer<Reply> {
    let interface_ids = detail.members.iter().map(|member| member.id.0).collect();
    let group = Group { org_id: Some(detail.org.0), interface_ids: Some(interface_ids), ..Group::from(detail.item) };
    Ok(Reply::json(&group)?.version(detail.row_version))
}

/// What the fields of the form are called here.
fn renamed(problem: Problem) -> Problem {
    problem.pointing(|field| {
        Some(match field {
            "org" => "/org_id",
            "capacity_mbps" => "/capacity_mbps",
            "threshold_mbps" => "/threshold_mbps",
            "members" => "/interface_ids",
            _ => return None,
        })
    })
}

/// List groups
///
/// Those that the caller's part of the tree holds, by name.
#[utoipa::path(get, path = "/groups", tag = "network", params(Paging), security(("token" = ["interface_read"])),
    responses((status = 200, description = "A page", body = PageOf<Group>)))]
pub(super) async fn list_groups(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<Paging>) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after: Option<GroupId> = page::place("groups", query.cursor.as_deref(), |id| id.parse().ok())?;
    let groups = actions::list_groups(&state.store, &caller.ctx).await?;
    let begin = match after {
        Some(after) => groups.iter().position(|group| group.id == after).ok_or_else(page::bad_cursor)? + 1,
        None => 0,
    };
    let more = groups.len() > begin + limit;
    let items: Vec<GroupItem> = groups.into_iter().skip(begin).take(limit).collect();
    let next = items.last().filter(|_| more).map(|group| page::cursor("groups", &group.id.to_string()));
    page::answer(&uri, items.into_iter().map(Group::from).collect(), next)
}

/// Show a group
#[utoipa::path(get, path = "/groups/{id}", tag = "network", params(("id" = Uuid, Path, description = "The group")), security(("token" = ["interface_read"])),
    responses((status = 200, description = "The group", body = Group, headers(("etag" = String, description = "Its version, for If-Match")))))]
pub(super) async fn get_group(caller: Caller, Shared(state): Shared<State>, Id(group): Id<GroupId>) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    reply(actions::get_group(&state.store, &caller.ctx, group).await?)
}

/// A group to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Transit VLANs", "capacity_mbps": 1000, "threshold_mbps": 950 }))]
pub(super) struct NewGroup {
    /// What the ISP calls it; no other group of the ISP has this name.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// The node that holds it; the caller's own where nothing is said.
    #[serde(default)]
    org_id: Option<Uuid>,
    /// What the contract allows, Mbit/s.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000_000)]
    capacity_mbps: Option<u32>,
    /// A problem from this sum on, Mbit/s.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000_000)]
    threshold_mbps: Option<u32>,
}

fn typed(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Make a group
///
/// Its interfaces are set next.
#[utoipa::path(post, path = "/groups", tag = "network", request_body = NewGroup, security(("token" = ["device_manage", "interface_read"])),
    responses((status = 201, description = "Made", body = Group, headers(("location" = String, description = "Where it is"), ("etag" = String, description = "Its version")))))]
pub(super) async fn create_group(caller: Caller, Shared(state): Shared<State>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::DeviceManage, Permission::InterfaceRead])?;
    let new: NewGroup = input.read()?;
    let form = GroupForm {
        name: new.name,
        org: typed(new.org_id),
        capacity_mbps: typed(new.capacity_mbps),
        threshold_mbps: typed(new.threshold_mbps),
        row_version: String::new(),
    };
    let store = &state.store;
    once(
        &state,
        &caller,
        &input,
        |ctx| async move { actions::add_group(store, &ctx, form).await.map_err(|error| renamed(error.into())) },
        |ctx, id: GroupId| async move { Ok(reply(actions::get_group(store, &ctx, id).await?)?.created(Some(format!("{}/groups/{id}", super::BASE)))) },
    )
    .await
}

/// What changes of a group; what is left out stays, `0` takes a figure away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "threshold_mbps": 900 }))]
pub(super) struct GroupChange {
    /// What the ISP calls it.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    /// The node that holds it.
    #[serde(default)]
    org_id: Option<Uuid>,
    /// What the contract allows, Mbit/s.
    #[serde(default)]
    #[schema(maximum = 100_000_000)]
    capacity_mbps: Option<u32>,
    /// A problem from this sum on, Mbit/s.
    #[serde(default)]
    #[schema(maximum = 100_000_000)]
    threshold_mbps: Option<u32>,
}

/// Change a group
#[utoipa::path(patch, path = "/groups/{id}", tag = "network", request_body = GroupChange, security(("token" = ["device_manage", "interface_read"])),
    params(("id" = Uuid, Path, description = "The group"), ("if-match" = String, Header, description = "The ETag that the change was made of")),
    responses((status = 200, description = "Changed", body = Group, headers(("etag" = String, description = "Its new version")))))]
pub(super) async fn change_group(caller: Caller, Shared(state): Shared<State>, Id(group): Id<GroupId>, input: Input) -> Answer<Reply> {
    caller.require(&[Permission::DeviceManage, Permission::InterfaceRead])?;
    let there = actions::get_group(&state.store, &caller.ctx, group).await?;
    let held = precondition::held(&input.headers)?;
    let change: GroupChange = input.read()?;
    let mbps = |change: Option<u32>, stands: Option<i64>| match change {
        Some(0) => String::new(),
        Some(mbps) => mbps.to_string(),
        None => typed(stands.map(|bps| bps / MEGA)),
    };
    // Of the version that was seen here; if another comes in between, the action refuses.
    let form = GroupForm {
        name: change.name.unwrap_or_else(|| there.item.name.clone()),
        org: change.org_id.unwrap_or(there.org.0).to_string(),
        capacity_mbps: mbps(change.capacity_mbps, there.item.capacity_bps),
        threshold_mbps: mbps(change.threshold_mbps, there.item.threshold_bps),
        row_version: held.to_string(),
    };
    actions::change_group(&state.store, &caller.ctx, group, form).await.map_err(|error| renamed(precondition::failed(error)))?;
    reply(actions::get_group(&state.store, &caller.ctx, group).await?)
}

/// Remove a group
///
/// Its interfaces and what was measured stay.
#[utoipa::path(delete, path = "/groups/{id}", tag = "network", security(("token" = ["device_manage"])),
    params(("id" = Uuid, Path, description = "The group"), ("if-match" = String, Header, description = "The ETag that was seen")),
    responses((status = 204, description = "Removed")))]
pub(super) async fn delete_group(caller: Caller, Shared(state): Shared<State>, Id(group): Id<GroupId>, input: Input) -> Answer<Reply> {
    caller.require(&[Permission::DeviceManage])?;
    let held = precondition::held(&input.headers);
    // What is not there has no version either: that is told before the missing header.
    let asked = held.as_ref().copied().unwrap_or(-1);
    match actions::remove_group(&state.store, &caller.ctx, group, Some(asked)).await {
        Err(kernel::Error::NotFound) => Err(Problem::not_found()),
        outcome => {
            held?;
            outcome.map_err(precondition::failed)?;
            Ok(Reply::nothing())
        }
    }
}

/// Which interfaces a group has from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Members {
    /// All of them, at most 200.
    #[schema(max_items = 200)]
    interface_ids: Vec<Uuid>,
}

/// Set a group's interfaces
///
/// An interface may be in several groups. It counts while it serves the group's holder or somebody below.
#[utoipa::path(put, path = "/groups/{id}/members", tag = "network", request_body = Members, security(("token" = ["device_manage", "interface_read"])),
    params(("id" = Uuid, Path, description = "The group"), ("if-match" = String, Header, description = "The ETag that the change was made of")),
    responses((status = 200, description = "Changed", body = Group, headers(("etag" = String, description = "Its new version")))))]
pub(super) async fn set_group_members(caller: Caller, Shared(state): Shared<State>, Id(group): Id<GroupId>, input: Input) -> Answer<Reply> {
    caller.require(&[Permission::DeviceManage, Permission::InterfaceRead])?;
    actions::get_group(&state.store, &caller.ctx, group).await?;
    let held = precondition::held(&input.headers)?;
    let members: Members = input.read()?;
    let change = MemberChange::Replace(held, members.interface_ids.into_iter().map(InterfaceId).collect());
    let outcome = actions::set_group_members(&state.store, &caller.ctx, group, change).await;
    // An interface out of sight is a fault of the body, not of the address.
    let outcome = outcome.map_err(|error| if error == kernel::Error::NotFound { kernel::Error::field("members", "not-a-choice") } else { error });
    outcome.map_err(|error| renamed(precondition::failed(error)))?;
    reply(actions::get_group(&state.store, &caller.ctx, group).await?)
}

/// A step of a sum.
#[derive(Serialize, ToSchema)]
pub(super) struct SumStep {
    /// Start.
    #[schema(format = DateTime)]
    from: String,
    /// End.
    #[schema(format = DateTime)]
    to: String,
    /// Averages in added up, bit/s.
    in_bps: i64,
    /// Likewise out.
    out_bps: i64,
    /// Octets in.
    in_octets: i64,
    /// Octets out.
    out_octets: i64,
    /// Of how many interfaces it is the sum: those that were measured for at least half of it.
    measured: u32,
}

/// Traffic of a group.
#[derive(Serialize, ToSchema)]
pub(super) struct GroupTraffic {
    /// Whose.
    group_id: Uuid,
    /// Start of the range.
    #[schema(format = DateTime)]
    from: String,
    /// End of the range.
    #[schema(format = DateTime)]
    to: String,
    /// Interfaces that count.
    members: u32,
    /// Octets in over the range.
    in_octets: i64,
    /// Octets out over the range.
    out_octets: i64,
    /// Measured steps, oldest first; a hole between two was not measured.
    steps: Vec<SumStep>,
}

/// Traffic of a group
///
/// By minutes for an hour, by five minutes for a day, else by hours.
#[utoipa::path(get, path = "/groups/{id}/traffic", tag = "network", security(("token" = ["interface_read"])),
    params(("id" = Uuid, Path, description = "The group"), TrafficQuery), responses((status = 200, description = "What was measured", body = GroupTraffic)))]
pub(super) async fn get_group_traffic(
    caller: Caller,
    Shared(state): Shared<State>,
    Id(group): Id<GroupId>,
    Asked(query): Asked<TrafficQuery>,
) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    let found = actions::get_group_series(&state.store, &caller.ctx, group, query.range.into()).await?;
    let steps = found.series.points.iter().zip(&found.measured).map(|(point, measured)| SumStep {
        from: time(point.from_ms),
        to: time(point.to_ms),
        in_bps: point.in_bps,
        out_bps: point.out_bps,
        in_octets: point.in_octets,
        out_octets: point.out_octets,
        measured: *measured,
    });
    Reply::json(&GroupTraffic {
        group_id: group.0,
        from: time(found.series.from_ms),
        to: time(found.series.to_ms),
        members: found.members,
        in_octets: found.series.in_octets,
        out_octets: found.series.out_octets,
        steps: steps.collect(),
    })
}
