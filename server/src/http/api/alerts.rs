//! Alerts: what is wrong now, and what happened.

use axum::extract::State as Shared;
use axum::http::Uri;
use axum::response::Response;
use kernel::{Error, Permission};
use network::actions;
use network::model::{AlertChange, AlertItem, AlertKind, AlertPlace};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Input};
use super::once::once;
use super::page::{self, PageOf};
use super::problem::Answer;
use super::reply::Reply;
use super::time;
use crate::http::State;

/// Lines on a page at most: as many as the page of alerts shows.
const MOST: usize = 50;

/// What a rule watches.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rule {
    /// An interface is busy. Values are per mille of its speed.
    UtilisationHigh,
    /// An interface is full. Values are per mille of its speed.
    UtilisationFull,
    /// A link that was up is down. Values are polls in a row that found it so.
    LinkDown,
    /// A device that answered pings does not any more. Values are pings in a row that it missed.
    DeviceDown,
}

impl From<AlertKind> for Rule {
    fn from(kind: AlertKind) -> Self {
        match kind {
            AlertKind::UtilisationHigh => Self::UtilisationHigh,
            AlertKind::UtilisationFull => Self::UtilisationFull,
            AlertKind::LinkDown => Self::LinkDown,
            AlertKind::DeviceDown => Self::DeviceDown,
        }
    }
}

impl From<Rule> for AlertKind {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::UtilisationHigh => Self::UtilisationHigh,
            Rule::UtilisationFull => Self::UtilisationFull,
            Rule::LinkDown => Self::LinkDown,
            Rule::DeviceDown => Self::DeviceDown,
        }
    }
}

/// A problem that is not over.
#[derive(Serialize, ToSchema)]
pub(super) struct Alert {
    // No doc comment: beside an inline schema, utoipa makes of it a second one that nothing fits.
    #[schema(inline)]
    rule: Rule,
    /// The interface; absent where it is a device that has the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    interface_id: Option<Uuid>,
    /// The interface's ifName.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    interface: Option<String>,
    /// The device that has the problem; absent where it is an interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    device_id: Option<Uuid>,
    /// That device's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    device: Option<String>,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
    /// The last value seen.
    value: i64,
    /// It seems to be over.
    recovering: bool,
    /// Nothing is known of it just now.
    silent: bool,
    /// It goes back and forth.
    flapping: bool,
    /// When somebody took note of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    acknowledged_at: Option<String>,
}

impl From<AlertItem> for Alert {
    fn from(item: AlertItem) -> Self {
        Self {
            rule: item.kind.into(),
            interface_id: item.object.id.interface(),
            interface: item.object.id.interface().map(|_| item.object.name.clone()),
            device_id: item.object.id.device(),
            device: item.object.id.device().map(|_| item.object.name),
            since: time(item.since_ms),
            value: item.value,
            recovering: item.recovering,
            silent: item.silent,
            flapping: item.flapping,
            acknowledged_at: item.acknowledged.map(|(at_ms, _)| time(at_ms)),
        }
    }
}

/// Problems that are not over.
#[derive(Serialize, ToSchema)]
pub(super) struct Alerts {
    /// Those that nobody has taken note of first, then the newest; at most 200.
    items: Vec<Alert>,
    /// How many there are.
    count: i64,
}

/// List open alerts
///
/// Problems that are not over, of devices and interfaces in the caller's part of the tree.
#[utoipa::path(get, path = "/alerts", tag = "network", security(("token" = ["alert_read"])),
    responses((status = 200, description = "What is wrong now", body = Alerts)))]
pub(super) async fn list_alerts(caller: Caller, Shared(state): Shared<State>) -> Answer<Reply> {
    caller.require(&[Permission::AlertRead])?;
    let page = actions::list_alerts(&state.store, &caller.ctx, None).await?;
    Reply::json(&Alerts { items: page.open.into_iter().map(Alert::from).collect(), count: page.open_count })
}

/// A line of the timeline.
#[derive(Serialize, ToSchema)]
pub(super) struct AlertEvent {
    /// Identity.
    id: Uuid,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    // Which rule.
    #[schema(inline)]
    rule: Rule,
    /// The interface; absent where it is a device that has the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    interface_id: Option<Uuid>,
    /// The interface's ifName.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    interface: Option<String>,
    /// The device that has the problem; absent where it is an interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    device_id: Option<Uuid>,
    /// That device's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    device: Option<String>,
    /// What happened, as a code.
    #[schema(example = "fired")]
    event: String,
    /// The value seen then; absent where nothing was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    value: Option<i64>,
    /// People were told by e-mail.
    told: bool,
}

impl From<AlertChange> for AlertEvent {
    fn from(change: AlertChange) -> Self {
        Self {
            id: change.place.id,
            at: time(change.place.at_ms()),
            rule: change.kind.into(),
            interface_id: change.object.id.interface(),
            interface: change.object.id.interface().map(|_| change.object.name.clone()),
            device_id: change.object.id.device(),
            device: change.object.id.device().map(|_| change.object.name),
            event: change.turn,
            value: change.value,
            told: change.told,
        }
    }
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AlertEventsQuery {
    /// Rows on the page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 50, default = 50)]
    limit: Option<u16>,
    /// Where the page before ended: in `next` of its answer.
    #[serde(default)]
    #[param(max_length = 400)]
    cursor: Option<String>,
}

/// List what happened to alerts
///
/// Newest first.
#[utoipa::path(get, path = "/alerts/events", tag = "network", params(AlertEventsQuery), security(("token" = ["alert_read"])),
    responses((status = 200, description = "A page", body = PageOf<AlertEvent>)))]
pub(super) async fn list_alert_events(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<AlertEventsQuery>) -> Answer<Reply> {
    caller.require(&[Permission::AlertRead])?;
    let limit = page::limit(query.limit, MOST)?;
    let before: Option<AlertPlace> = page::place("alert events", query.cursor.as_deref(), |place| place.parse().ok())?;
    let found = match actions::list_alerts(&state.store, &caller.ctx, before).await {
        Err(Error::NotFound) => return Err(page::bad_cursor()),
        found => found?,
    };
    let mut lines = found.timeline;
    let more = found.older.is_some() || lines.len() > limit;
    lines.truncate(limit);
    let next = lines.last().filter(|_| more).map(|line| page::cursor("alert events", &line.place.to_string()));
    page::answer(&uri, lines.into_iter().map(AlertEvent::from).collect(), next)
}

/// Which problem.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Acknowledgement {
    // Which rule.
    #[schema(inline)]
    rule: Rule,
    /// The interface, where the rule watches interfaces.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    interface_id: Option<Uuid>,
    /// The device, where the rule watches devices.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    device_id: Option<Uuid>,
}

/// Take note of an alert
///
/// Says that the caller takes care of it, until it is over. Who said so first stays.
#[utoipa::path(post, path = "/alerts/acknowledge", tag = "network", request_body = Acknowledgement, security(("token" = ["alert_acknowledge"])),
    responses((status = 204, description = "Taken note of")))]
pub(super) async fn acknowledge_alert(caller: Caller, Shared(state): Shared<State>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::AlertAcknowledge])?;
    let asked: Acknowledgement = input.read()?;
    let kind = AlertKind::from(asked.rule);
    let id = if kind.object(Uuid::nil()).device().is_some() { asked.device_id } else { asked.interface_id };
    let id = id.ok_or(Error::NotFound)?;
    let store = &state.store;
    once(
        &state,
        &caller,
        &input,
        |ctx| async move { Ok(actions::acknowledge_alert(store, &ctx, kind, kind.object(id)).await.map(|()| id)?) },
        |_, _: Uuid| async { Ok(Reply::nothing()) },
    )
    .await
}
