//! How devices and links do, and how devices answer pings.

use axum::extract::State as Shared;
use axum::http::Uri;
use kernel::{DeviceId, Permission};
use network::actions;
use network::model::{LinkItem, LinkPlace, PingFigures, PingNow, Range, Reach};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id};
use super::interfaces::{Span, TrafficQuery};
use super::page::{self, PageOf, Paging};
use super::problem::Answer;
use super::reply::Reply;
use super::time;
use crate::http::State;

/// A device or an interface, and how it does.
#[derive(Serialize, ToSchema)]
pub(super) struct LinkState {
    /// `device` or `interface`.
    #[schema(example = "device")]
    kind: &'static str,
    /// Identity.
    id: Uuid,
    /// The device's name, or the interface's ifName.
    name: String,
    /// The interface's device, where the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    device_id: Option<Uuid>,
    /// Of a device `up`, `down` or `unknown`; of an interface also `idle` (up, without traffic for five minutes) and
    /// `unreachable` (its device is down).
    #[schema(example = "up")]
    state: &'static str,
    /// Since when, where that was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    since: Option<String>,
    /// Of a device: the round trip of its last answer, microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    round_trip_us: Option<u32>,
    /// Of a device: lost pings of the last five minutes, per mille.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    loss_permille: Option<i64>,
}

impl From<LinkItem> for LinkState {
    fn from(item: LinkItem) -> Self {
        match item {
            LinkItem::Device { id, name, now, lately } => Self {
                kind: "device",
                id: id.0,
                name,
                device_id: None,
                state: now.reach.as_str(),
                since: now.since_ms.map(time),
                round_trip_us: now.round_trip_us,
                loss_permille: lately.loss_permille(),
            },
            LinkItem::Interface { id, name, device, state, since_ms } => Self {
                kind: "interface",
                id: id.0,
                name,
                device_id: device.map(|device| device.0),
                state: state.as_str(),
                since: since_ms.map(time),
                round_trip_us: None,
                loss_permille: None,
            },
        }
    }
}

/// List link states
///
/// Devices, where the caller may see them, then interfaces, each by id.
#[utoipa::path(get, path = "/link-state", tag = "network", params(Paging), security(("token" = ["interface_read"])),
    responses((status = 200, description = "A page", body = PageOf<LinkState>)))]
pub(super) async fn list_link_states(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<Paging>) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after = page::place("link states", query.cursor.as_deref(), read_place)?;
    let (items, more) = actions::list_link_states(&state.store, &caller.ctx, after, limit).await?;
    let next = items.last().filter(|_| more).map(|item| page::cursor("link states", &place_of(item)));
    page::answer(&uri, items.into_iter().map(LinkState::from).collect(), next)
}

fn place_of(item: &LinkItem) -> String {
    match item {
        LinkItem::Device { id, .. } => format!("d{id}"),
        LinkItem::Interface { id, .. } => format!("i{id}"),
    }
}

fn read_place(text: &str) -> Option<LinkPlace> {
    let device = text.strip_prefix('d').and_then(|id| id.parse().ok()).map(LinkPlace::Device);
    device.or_else(|| text.strip_prefix('i').and_then(|id| id.parse().ok()).map(LinkPlace::Interface))
}

/// Pings of a step.
#[derive(Serialize, ToSchema)]
pub(super) struct PingStep {
    /// Start.
    #[schema(format = DateTime)]
    from: String,
    /// End.
    #[schema(format = DateTime)]
    to: String,
    /// What they came to.
    pings: Pings,
}

/// What pings came to.
#[derive(Serialize, ToSchema)]
pub(super) struct Pings {
    /// Pings that were sent.
    sent: i64,
    /// Pings that were answered.
    received: i64,
    /// Shortest round trip, microseconds; absent where none was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    least_us: Option<i64>,
    /// Average round trip.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    average_us: Option<i64>,
    /// Longest round trip.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    most_us: Option<i64>,
}

impl From<PingFigures> for Pings {
    fn from(figures: PingFigures) -> Self {
        Self { sent: figures.sent, received: figures.received, least_us: figures.least_us, average_us: figures.average_us(), most_us: figures.most_us }
    }
}

/// How a device answers pings.
#[derive(Serialize, ToSchema)]
pub(super) struct DevicePings {
    /// Whose.
    device_id: Uuid,
    /// `up`, `down` or `unknown`, now.
    #[schema(example = "up")]
    state: &'static str,
    /// Since when; absent where nothing fresh is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    since: Option<String>,
    /// Its last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    answered_at: Option<String>,
    /// The round trip of that answer, microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    round_trip_us: Option<u32>,
    /// Start of the range.
    #[schema(format = DateTime)]
    from: String,
    /// End of the range.
    #[schema(format = DateTime)]
    to: String,
    /// Over the whole range.
    whole: Pings,
    /// Minutes over an hour, five minutes over a day, hours beyond; oldest first. Where there is none, nothing was asked.
    steps: Vec<PingStep>,
}

/// Pings of a device
///
/// Whether it answers now, and round trips and loss over a range.
#[utoipa::path(get, path = "/devices/{id}/ping", tag = "network", security(("token" = ["device_read"])),
    params(("id" = Uuid, Path, description = "The device"), TrafficQuery), responses((status = 200, description = "What was measured", body = DevicePings)))]
pub(super) async fn get_pings(caller: Caller, Shared(state): Shared<State>, Id(device): Id<DeviceId>, Asked(query): Asked<TrafficQuery>) -> Answer<Reply> {
    caller.require(&[Permission::DeviceRead])?;
    let range = match query.range {
        Span::Hour => Range::Hour,
        Span::Day => Range::Day,
        Span::Week => Range::Week,
        Span::Month => Range::Month,
    };
    let series = actions::get_pings(&state.store, &caller.ctx, device, range).await?;
    let PingNow { reach, since_ms, answered_ms, round_trip_us } = series.now;
    let steps = series.steps.iter().map(|step| PingStep { from: time(step.from_ms), to: time(step.to_ms), pings: step.figures.into() });
    Reply::json(&DevicePings {
        device_id: series.device.0,
        state: Reach::as_str(reach),
        since: since_ms.map(time),
        answered_at: answered_ms.map(time),
        round_trip_us,
        from: time(series.from_ms),
        to: time(series.to_ms),
        whole: series.whole.into(),
        steps: steps.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_round_trip() {
        let (device, interface) = (LinkPlace::Device(DeviceId::generate()), LinkPlace::Interface(kernel::InterfaceId::generate()));
        for place in [device, interface] {
            let text = match place {
                LinkPlace::Device(id) => format!("d{id}"),
                LinkPlace::Interface(id) => format!("i{id}"),
            };
            assert_eq!(read_place(&text), Some(place));
        }
        for bad in ["", "d", "x00000000-0000-0000-0000-000000000007", "00000000-0000-0000-0000-000000000007"] {
            assert_eq!(read_place(bad), None, "{bad}");
        }
    }
}
