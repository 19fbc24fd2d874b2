//! Interfaces and their traffic.

use axum::extract::State as Shared;
use axum::http::Uri;
use axum::response::Response;
use kernel::{DeviceId, Error, InterfaceId, OrgId, Permission};
use network::actions;
use network::model::{InterfaceDetail, InterfaceItem, InterfaceQuery, Range};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id, Input};
use super::once::once;
use super::page::{self, PageOf};
use super::problem::Answer;
use super::reply::Reply;
use super::{filled, time};
use crate::http::State;

/// An interface.
#[derive(Serialize, ToSchema)]
pub(super) struct Interface {
    /// Identity; stable when the device renumbers.
    id: Uuid,
    /// ifName.
    name: String,
    /// What the operator wrote on the port.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    alias: Option<String>,
    /// The device, where the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    device_id: Option<Uuid>,
    /// Whom it serves; absent where it is the ISP's own or the caller's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    assigned_to: Option<Uuid>,
    /// ifOperStatus is up.
    up: bool,
    /// Line speed, bit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    speed_bps: Option<i64>,
    /// Last measured rate in, bit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    in_bps: Option<i64>,
    /// Last measured rate out, bit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    out_bps: Option<i64>,
    /// End of the last measured interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    measured_at: Option<String>,
    /// Nothing was measured for three poll intervals: the figures are old.
    stale: bool,
    /// Part of a simulated network.
    simulated: bool,
}

impl From<InterfaceItem> for Interface {
    fn from(item: InterfaceItem) -> Self {
        Self {
            id: item.id.0,
            name: item.name,
            alias: filled(item.alias),
            device_id: item.device.map(|(device, _)| device.0),
            assigned_to: item.assigned.map(|org| org.id.0),
            up: item.up,
            speed_bps: item.speed_bps,
            in_bps: item.in_bps,
            out_bps: item.out_bps,
            measured_at: item.at_ms.map(time),
            stale: item.stale,
            simulated: item.simulated,
        }
    }
}

/// Which interfaces.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InterfacesQuery {
    /// Only of this device.
    #[serde(default)]
    device_id: Option<Uuid>,
    /// Part of name, alias or the device's name.
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

/// List interfaces
///
/// Those in the caller's part of the tree, by device and name.
#[utoipa::path(get, path = "/interfaces", tag = "network", params(InterfacesQuery), security(("token" = ["interface_read"])),
    responses((status = 200, description = "A page", body = PageOf<Interface>)))]
pub(super) async fn list_interfaces(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<InterfacesQuery>) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after: Option<InterfaceId> = page::place("interfaces", query.cursor.as_deref(), |id| id.parse().ok())?;
    let asked = InterfaceQuery { device: query.device_id.map(DeviceId), search: query.search.unwrap_or_default(), after };
    let found = match actions::list_interfaces(&state.store, &caller.ctx, asked).await {
        Err(Error::NotFound) => return Err(page::bad_cursor()),
        found => found?,
    };
    let mut items = found.items;
    let more = found.next.is_some() || items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|item| page::cursor("interfaces", &item.id.to_string()));
    page::answer(&uri, items.into_iter().map(Interface::from).collect(), next)
}

fn reply(detail: InterfaceDetail) -> Answer<Reply> {
    Reply::json(&Interface::from(detail.item))
}

/// Show an interface
#[utoipa::path(get, path = "/interfaces/{id}", tag = "network", params(("id" = Uuid, Path, description = "The interface")),
    security(("token" = ["interface_read"])), responses((status = 200, description = "The interface", body = Interface)))]
pub(super) async fn get_interface(caller: Caller, Shared(state): Shared<State>, Id(interface): Id<InterfaceId>) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    reply(actions::get_interface(&state.store, &caller.ctx, interface).await?)
}

/// Whom an interface serves from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Assignment {
    /// The node.
    org_id: Uuid,
}

/// Assign an interface
///
/// Hands it to a node. The new holder sees what is measured from now on, nothing of before.
#[utoipa::path(post, path = "/interfaces/{id}/assign", tag = "network", request_body = Assignment, security(("token" = ["interface_assign", "interface_read"])),
    params(("id" = Uuid, Path, description = "The interface")), responses((status = 200, description = "Assigned", body = Interface)))]
pub(super) async fn assign_interface(caller: Caller, Shared(state): Shared<State>, Id(interface): Id<InterfaceId>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::InterfaceAssign, Permission::InterfaceRead])?;
    actions::get_interface(&state.store, &caller.ctx, interface).await?;
    let org = OrgId(input.read::<Assignment>()?.org_id);
    let store = &state.store;
    once(
        &state,
        &caller,
        &input,
        |ctx| async move { Ok(actions::assign_interface(store, &ctx, interface, org).await.map(|()| interface)?) },
        |ctx, id: InterfaceId| async move { reply(actions::get_interface(store, &ctx, id).await?) },
    )
    .await
}

/// How far back.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
pub(super) enum Span {
    /// The last hour, as measured.
    #[default]
    #[serde(rename = "1h")]
    Hour,
    /// The last day, by 5 minutes.
    #[serde(rename = "24h")]
    Day,
    /// The last 7 days, by the hour.
    #[serde(rename = "7d")]
    Week,
    /// The last 30 days, by the hour.
    #[serde(rename = "30d")]
    Month,
}

/// Which traffic.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TrafficQuery {
    /// How far back; `1h` where nothing is said.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(super) range: Span,
}

/// Averages over a measured step.
#[derive(Serialize, ToSchema)]
pub(super) struct Step {
    /// Start.
    #[schema(format = DateTime)]
    from: String,
    /// End.
    #[schema(format = DateTime)]
    to: String,
    /// Average in, bit/s, over the measured part.
    in_bps: i64,
    /// Average out, bit/s.
    out_bps: i64,
    /// Highest measured rate in.
    in_peak_bps: i64,
    /// Highest measured rate out.
    out_peak_bps: i64,
    /// Octets in.
    in_octets: i64,
    /// Octets out.
    out_octets: i64,
    /// How much of the step was measured, in milliseconds.
    measured_ms: i64,
}

/// Traffic of an interface.
#[derive(Serialize, ToSchema)]
pub(super) struct Traffic {
    /// Whose.
    interface_id: Uuid,
    /// Start of the range.
    #[schema(format = DateTime)]
    from: String,
    /// End of the range.
    #[schema(format = DateTime)]
    to: String,
    /// Octets in over the range.
    in_octets: i64,
    /// Octets out over the range.
    out_octets: i64,
    /// Measured steps, oldest first; a hole between two was not measured.
    steps: Vec<Step>,
}

/// Traffic of an interface
///
/// What was measured up to now, at most 2,000 steps.
#[utoipa::path(get, path = "/interfaces/{id}/traffic", tag = "network", security(("token" = ["interface_read"])),
    params(("id" = Uuid, Path, description = "The interface"), TrafficQuery), responses((status = 200, description = "What was measured", body = Traffic)))]
pub(super) async fn get_traffic(
    caller: Caller,
    Shared(state): Shared<State>,
    Id(interface): Id<InterfaceId>,
    Asked(query): Asked<TrafficQuery>,
) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    let range = match query.range {
        Span::Hour => Range::Hour,
        Span::Day => Range::Day,
        Span::Week => Range::Week,
        Span::Month => Range::Month,
    };
    let series = actions::get_series(&state.store, &caller.ctx, interface, range).await?;
    let steps = series.points.iter().map(|point| Step {
        from: time(point.from_ms),
        to: time(point.to_ms),
        in_bps: point.in_bps,
        out_bps: point.out_bps,
        in_peak_bps: point.in_peak_bps,
        out_peak_bps: point.out_peak_bps,
        in_octets: point.in_octets,
        out_octets: point.out_octets,
        measured_ms: point.measured_ms,
    });
    Reply::json(&Traffic {
        interface_id: series.interface.0,
        from: time(series.from_ms),
        to: time(series.to_ms),
        in_octets: series.in_octets,
        out_octets: series.out_octets,
        steps: steps.collect(),
    })
}
