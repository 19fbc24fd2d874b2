//! Devices that are polled.

use axum::extract::State as Shared;
use axum::http::Uri;
use axum::response::Response;
use kernel::{DeviceId, Permission};
use network::actions;
use network::model::{DeviceDetail, DeviceForm, DeviceItem, PollState, SnmpVersion};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id, Input};
use super::once::once;
use super::page::{self, PageOf};
use super::problem::{Answer, Problem};
use super::reply::Reply;
use super::{precondition, time};
use crate::http::State;

/// A device.
#[derive(Serialize, ToSchema)]
pub(super) struct Device {
    /// Identity.
    id: Uuid,
    /// What the ISP calls it.
    name: String,
    /// Host name or address.
    address: String,
    /// UDP port.
    port: u16,
    // No doc comment: beside an inline schema, utoipa makes of it a second one that nothing fits.
    #[schema(inline)]
    version: Snmp,
    /// Seconds between polls.
    interval_seconds: u32,
    /// `pending`, `up` or `down`.
    #[schema(example = "up")]
    state: &'static str,
    /// Since when.
    #[schema(format = DateTime)]
    state_since: String,
    /// Last complete poll.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    last_ok_at: Option<String>,
    /// Why the last poll failed, as a code; absent after a good one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    last_error: Option<String>,
    /// Interfaces known and not gone.
    interfaces: u32,
    /// Part of a simulated network.
    simulated: bool,
}

/// Protocol version.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Snmp {
    /// SNMPv1.
    V1,
    /// SNMPv2c.
    V2c,
    /// SNMPv3 with authentication and privacy.
    V3,
}

impl From<SnmpVersion> for Snmp {
    fn from(version: SnmpVersion) -> Self {
        match version {
            SnmpVersion::V1 => Snmp::V1,
            SnmpVersion::V2c => Snmp::V2c,
            SnmpVersion::V3 => Snmp::V3,
        }
    }
}

impl Snmp {
    fn as_str(self) -> &'static str {
        match self {
            Snmp::V1 => SnmpVersion::V1,
            Snmp::V2c => SnmpVersion::V2c,
            Snmp::V3 => SnmpVersion::V3,
        }
        .as_str()
    }
}

impl From<DeviceItem> for Device {
    fn from(item: DeviceItem) -> Self {
        Self {
            id: item.id.0,
            name: item.name,
            address: item.address,
            port: item.port,
            version: item.version.into(),
            interval_seconds: item.interval_seconds,
            state: match item.state {
                PollState::Pending => "pending",
                PollState::Up => "up",
                PollState::Down => "down",
            },
            state_since: time(item.state_since_ms),
            last_ok_at: item.last_ok_ms.map(time),
            last_error: item.last_error,
            interfaces: item.interfaces,
            simulated: item.simulated,
        }
    }
}

/// What opens a device by SNMPv1 or v2c. Never given back.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Community {
    /// The community string.
    #[schema(format = Password)]
    community: String,
}

/// What opens a device by SNMPv3. The passphrases are never given back.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Usm {
    /// securityName.
    user: String,
    /// `sha1` or `sha256`.
    auth: String,
    /// At least 8 characters.
    #[schema(format = Password)]
    auth_passphrase: String,
    /// `aes128` or `aes256`.
    privacy: String,
    /// At least 8 characters.
    #[schema(format = Password)]
    privacy_passphrase: String,
}

/// Which devices.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DeviceQuery {
    /// Part of the name or the address.
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

fn reply(detail: DeviceDetail) -> Answer<Reply> {
    let version = detail.row_version;
    Ok(Reply::json(&Device::from(detail.item))?.version(version))
}

/// What the fields of the form are called here.
fn renamed(problem: Problem) -> Problem {
    problem.pointing(|field| {
        Some(match field {
            "community" => "/community/community",
            "usm_user" => "/usm/user",
            "usm_auth" => "/usm/auth",
            "usm_auth_passphrase" => "/usm/auth_passphrase",
            "usm_privacy" => "/usm/privacy",
            "usm_privacy_passphrase" => "/usm/privacy_passphrase",
            _ => return None,
        })
    })
}

/// List devices
///
/// Those in the caller's part of the tree, by id.
#[utoipa::path(get, path = "/devices", tag = "network", params(DeviceQuery), security(("token" = ["device_read"])),
    responses((status = 200, description = "A page", body = PageOf<Device>)))]
pub(super) async fn list_devices(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<DeviceQuery>) -> Answer<Reply> {
    caller.require(&[Permission::DeviceRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after = page::place("devices", query.cursor.as_deref(), |id| id.parse().ok())?;
    let (items, more) = actions::page_devices(&state.store, &caller.ctx, query.search.as_deref().unwrap_or_default(), after, limit).await?;
    let next = items.last().filter(|_| more).map(|item| page::cursor("devices", &item.id.to_string()));
    page::answer(&uri, items.into_iter().map(Device::from).collect(), next)
}

/// Show a device
#[utoipa::path(get, path = "/devices/{id}", tag = "network", params(("id" = Uuid, Path, description = "The device")), security(("token" = ["device_read"])),
    responses((status = 200, description = "The device", body = Device, headers(("etag" = String, description = "The version of its settings, for If-Match")))))]
pub(super) async fn get_device(caller: Caller, Shared(state): Shared<State>, Id(device): Id<DeviceId>) -> Answer<Reply> {
    caller.require(&[Permission::DeviceRead])?;
    reply(actions::get_device(&state.store, &caller.ctx, device).await?)
}

/// A device to be polled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "core-1", "address": "192.0.2.1", "version": "v2c", "community": { "community": "public" } }))]
pub(super) struct NewDevice {
    /// What the ISP calls it; no other device of the ISP has this name.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Host name or address.
    #[schema(min_length = 1, max_length = 253)]
    address: String,
    /// UDP port.
    #[serde(default)]
    #[schema(minimum = 1, default = 161)]
    port: Option<u16>,
    // Protocol version.
    #[schema(inline)]
    version: Snmp,
    /// Seconds between polls.
    #[serde(default)]
    #[schema(minimum = 10, maximum = 300, default = 60)]
    interval_seconds: Option<u16>,
    /// For v1 and v2c.
    #[serde(default)]
    community: Option<Community>,
    /// For v3.
    #[serde(default)]
    usm: Option<Usm>,
}

/// Add a device
///
/// It is polled at once, beginning with a search for interfaces.
#[utoipa::path(post, path = "/devices", tag = "network", request_body = NewDevice, security(("token" = ["device_manage", "device_read"])),
    responses((status = 201, description = "Added", body = Device, headers(("location" = String, description = "Where it is"), ("etag" = String, description = "Its version")))))]
pub(super) async fn create_device(caller: Caller, Shared(state): Shared<State>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::DeviceManage, Permission::DeviceRead])?;
    let new: NewDevice = input.read()?;
    let mut form = DeviceForm {
        name: new.name,
        address: new.address,
        port: new.port.unwrap_or(161).to_string(),
        version: new.version.as_str().to_owned(),
        interval_seconds: new.interval_seconds.unwrap_or(60).to_string(),
        ..DeviceForm::default()
    };
    fill(&mut form, new.community, new.usm);
    let store = &state.store;
    once(
        &state,
        &caller,
        &input,
        |ctx| async move { actions::add_device(store, &ctx, form).await.map_err(|error| renamed(error.into())) },
        |ctx, id: DeviceId| async move { Ok(reply(actions::get_device(store, &ctx, id).await?)?.created(Some(format!("{}/devices/{id}", super::BASE)))) },
    )
    .await
}

fn fill(form: &mut DeviceForm, community: Option<Community>, usm: Option<Usm>) {
    if let Some(Community { community }) = community {
        form.community = community;
    }
    if let Some(usm) = usm {
        form.usm_user = usm.user;
        form.usm_auth = usm.auth;
        form.usm_auth_passphrase = usm.auth_passphrase;
        form.usm_privacy = usm.privacy;
        form.usm_privacy_passphrase = usm.privacy_passphrase;
    }
}

/// What changes of a device; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "interval_seconds": 30 }))]
pub(super) struct DeviceChange {
    /// What the ISP calls it.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Host name or address.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 253)]
    address: Option<String>,
    /// UDP port.
    #[serde(default)]
    #[schema(minimum = 1)]
    port: Option<u16>,
    /// Protocol version; another kind of version needs what opens it.
    #[serde(default)]
    #[schema(inline)]
    version: Option<Snmp>,
    /// Seconds between polls.
    #[serde(default)]
    #[schema(minimum = 10, maximum = 300)]
    interval_seconds: Option<u16>,
    /// For v1 and v2c.
    #[serde(default)]
    community: Option<Community>,
    /// For v3.
    #[serde(default)]
    usm: Option<Usm>,
}

/// Change a device
#[utoipa::path(patch, path = "/devices/{id}", tag = "network", request_body = DeviceChange, security(("token" = ["device_manage", "device_read"])),
    params(("id" = Uuid, Path, description = "The device"), ("if-match" = String, Header, description = "The ETag that the change was made of")),
    responses((status = 200, description = "Changed", body = Device, headers(("etag" = String, description = "Its new version")))))]
pub(super) async fn change_device(caller: Caller, Shared(state): Shared<State>, Id(device): Id<DeviceId>, input: Input) -> Answer<Reply> {
    caller.require(&[Permission::DeviceManage, Permission::DeviceRead])?;
    let there = actions::get_device(&state.store, &caller.ctx, device).await?;
    let held = precondition::held(&input.headers)?;
    let change: DeviceChange = input.read()?;
    // Of the version that was seen here; if another comes in between, the action refuses.
    let mut form = DeviceForm {
        name: change.name.unwrap_or(there.item.name),
        address: change.address.unwrap_or(there.item.address),
        port: change.port.unwrap_or(there.item.port).to_string(),
        version: change.version.map_or(there.item.version.as_str(), Snmp::as_str).to_owned(),
        interval_seconds: change.interval_seconds.map_or(there.item.interval_seconds, u32::from).to_string(),
        usm_user: there.usm_user.unwrap_or_default(),
        usm_auth: there.usm_auth.unwrap_or_default(),
        usm_privacy: there.usm_privacy.unwrap_or_default(),
        row_version: held.to_string(),
        ..DeviceForm::default()
    };
    fill(&mut form, change.community, change.usm);
    actions::change_device(&state.store, &caller.ctx, device, form).await.map_err(|error| renamed(precondition::failed(error)))?;
    reply(actions::get_device(&state.store, &caller.ctx, device).await?)
}

/// Remove a device
///
/// What was measured stays; the name is free again.
#[utoipa::path(delete, path = "/devices/{id}", tag = "network", security(("token" = ["device_manage"])),
    params(("id" = Uuid, Path, description = "The device"), ("if-match" = String, Header, description = "The ETag that was seen")),
    responses((status = 204, description = "Removed")))]
pub(super) async fn delete_device(caller: Caller, Shared(state): Shared<State>, Id(device): Id<DeviceId>, input: Input) -> Answer<Reply> {
    caller.require(&[Permission::DeviceManage])?;
    let held = precondition::held(&input.headers);
    // What is not there has no version either: that is told before the missing header.
    let asked = held.as_ref().copied().unwrap_or(-1);
    match actions::remove_device(&state.store, &caller.ctx, device, Some(asked)).await {
        Err(kernel::Error::NotFound) => Err(Problem::not_found()),
        outcome => {
            held?;
            outcome.map_err(precondition::failed)?;
            Ok(Reply::nothing())
        }
    }
}
