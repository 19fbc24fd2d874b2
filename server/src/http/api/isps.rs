//! The platform's ISPs, for its founder.

use axum::extract::State as Shared;
use axum::http::Uri;
use axum::response::Response;
use kernel::{Permission, TenantId};
use serde::{Deserialize, Serialize};
use tenancy::actions;
use tenancy::model::{IspDetail, TenantState};
use tenancy::rules::isp_form::IspForm;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id, Input};
use super::once::once;
use super::page::{self, PageOf, Paging};
use super::problem::Answer;
use super::reply::Reply;
use super::{filled, time};
use crate::http::State;

/// An ISP in figures; nothing of its customers.
#[derive(Serialize, ToSchema)]
pub(super) struct IspFigures {
    /// Identity.
    id: Uuid,
    /// Its name.
    name: String,
    /// The first of its hosts by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    host: Option<String>,
    /// Devices that are polled.
    devices: u32,
    /// Of these, how many do not answer.
    devices_down: u32,
    /// Interfaces known and not gone.
    interfaces: u32,
    /// Sum of the last measured rates in, bit/s.
    in_bps: i64,
    /// The same out.
    out_bps: i64,
}

/// An ISP as it is set up.
#[derive(Serialize, ToSchema)]
pub(super) struct Isp {
    /// Identity.
    id: Uuid,
    /// Its name.
    name: String,
    /// Its hosts, those of its branches and resellers included.
    hosts: Vec<String>,
    /// `active`, `suspended` or `closed`.
    #[schema(example = "active")]
    state: &'static str,
    /// Since when; absent where it never changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    state_since: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    state_reason: Option<String>,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    currency: Option<String>,
    /// BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    locale: Option<String>,
    /// IANA name.
    time_zone: String,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

fn reply(isp: IspDetail) -> Answer<Reply> {
    Reply::json(&Isp {
        id: isp.tenant.0,
        name: isp.name,
        hosts: isp.hosts,
        state: isp.state.as_str(),
        state_since: isp.state_since_ms.map(time),
        state_reason: filled(isp.state_reason),
        currency: isp.currency,
        locale: isp.locale,
        time_zone: isp.time_zone,
        created_at: time(isp.created_ms),
    })
}

/// List ISPs
///
/// All of the platform's, by id, in figures.
#[utoipa::path(get, path = "/isps", tag = "platform", params(Paging), security(("token" = ["platform_read"])),
    responses((status = 200, description = "A page", body = PageOf<IspFigures>)))]
pub(super) async fn list_isps(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<Paging>) -> Answer<Reply> {
    caller.require(&[Permission::PlatformRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after: Option<TenantId> = page::place("isps", query.cursor.as_deref(), |id| id.parse().ok())?;
    let mut isps = network::actions::platform_overview(&state.store, &caller.ctx).await?;
    isps.sort_by_key(|isp| isp.tenant);
    isps.retain(|isp| after.is_none_or(|after| isp.tenant > after));
    let more = isps.len() > limit;
    isps.truncate(limit);
    let next = isps.last().filter(|_| more).map(|isp| page::cursor("isps", &isp.tenant.to_string()));
    let items = isps.into_iter().map(|isp| IspFigures {
        id: isp.tenant.0,
        name: isp.name,
        host: isp.host,
        devices: isp.devices,
        devices_down: isp.devices_down,
        interfaces: isp.interfaces,
        in_bps: isp.in_bps,
        out_bps: isp.out_bps,
    });
    page::answer(&uri, items.collect(), next)
}

/// Show an ISP
#[utoipa::path(get, path = "/isps/{id}", tag = "platform", params(("id" = Uuid, Path, description = "The ISP")), security(("token" = ["platform_read"])),
    responses((status = 200, description = "The ISP", body = Isp)))]
pub(super) async fn get_isp(caller: Caller, Shared(state): Shared<State>, Id(isp): Id<TenantId>) -> Answer<Reply> {
    caller.require(&[Permission::PlatformRead])?;
    reply(actions::get_isp(&state.store, &caller.ctx, isp).await?)
}

/// An ISP to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Northern Lights", "label": "northern", "currency": "EUR", "locale": kernel::Locale::ENGLISH.to_string(), "time_zone": "Europe/Berlin", "email": "owner@northern.example"
}))]
pub(super) struct NewIsp {
    /// Its name.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// First label of its portal's host name.
    #[schema(min_length = 2, max_length = 40)]
    label: String,
    /// ISO 4217.
    #[schema(min_length = 3, max_length = 3)]
    currency: String,
    /// BCP 47: the language of its pages.
    #[schema(max_length = 35)]
    locale: String,
    /// IANA name.
    #[schema(max_length = 64)]
    time_zone: String,
    /// The first owner's e-mail address: an invitation goes there.
    #[schema(max_length = 254, format = Email)]
    email: String,
}

/// Make an ISP
///
/// With its portal, and an invitation for its first owner.
#[utoipa::path(post, path = "/isps", tag = "platform", request_body = NewIsp, security(("token" = ["platform_manage", "platform_read"])),
    responses((status = 201, description = "Made", body = Isp, headers(("location" = String, description = "Where it is")))))]
pub(super) async fn create_isp(caller: Caller, Shared(state): Shared<State>, input: Input) -> Answer<Response> {
    caller.require(&[Permission::PlatformManage, Permission::PlatformRead])?;
    let new: NewIsp = input.read()?;
    let form = IspForm {
        id: TenantId::generate().to_string(),
        name: new.name,
        label: new.label,
        currency: new.currency,
        locale: new.locale,
        time_zone: new.time_zone,
        email: new.email,
    };
    let (store, domain, hosts) = (&state.store, &state.settings.http.base_domain, &state.hosts);
    once(
        &state,
        &caller,
        &input,
        |ctx| async move {
            let tenant = actions::create_isp(store, &ctx, &form, domain).await?;
            hosts.forget(tenant);
            Ok(tenant)
        },
        |ctx, id: TenantId| async move { Ok(reply(actions::get_isp(store, &ctx, id).await?)?.created(Some(format!("{}/isps/{id}", super::BASE)))) },
    )
    .await
}

/// Why an ISP's state changes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// For both sides' audit logs.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: Option<String>,
}

async fn set_state(state: &State, caller: &Caller, isp: TenantId, input: &Input, to: TenantState) -> Answer<Response> {
    caller.require(&[Permission::PlatformManage, Permission::PlatformRead])?;
    actions::get_isp(&state.store, &caller.ctx, isp).await?;
    let reason = input.read::<Reason>()?.reason.unwrap_or_default();
    let (store, hosts) = (&state.store, &state.hosts);
    once(
        state,
        caller,
        input,
        |ctx| async move {
            let done = actions::set_isp_state(store, &ctx, isp, to, &reason).await;
            hosts.forget(isp);
            Ok(done.map(|()| isp)?)
        },
        |ctx, id: TenantId| async move { reply(actions::get_isp(store, &ctx, id).await?) },
    )
    .await
}

/// Pause an ISP
///
/// Its portals say that they are paused, and nobody is signed in. Measuring goes on. A reason is needed.
#[utoipa::path(post, path = "/isps/{id}/pause", tag = "platform", request_body = Reason, security(("token" = ["platform_manage", "platform_read"])),
    params(("id" = Uuid, Path, description = "The ISP")), responses((status = 200, description = "Paused", body = Isp)))]
pub(super) async fn pause_isp(caller: Caller, Shared(state): Shared<State>, Id(isp): Id<TenantId>, input: Input) -> Answer<Response> {
    set_state(&state, &caller, isp, &input, TenantState::Suspended).await
}

/// Open an ISP again
#[utoipa::path(post, path = "/isps/{id}/reopen", tag = "platform", request_body = Reason, security(("token" = ["platform_manage", "platform_read"])),
    params(("id" = Uuid, Path, description = "The ISP")), responses((status = 200, description = "Open", body = Isp)))]
pub(super) async fn reopen_isp(caller: Caller, Shared(state): Shared<State>, Id(isp): Id<TenantId>, input: Input) -> Answer<Response> {
    set_state(&state, &caller, isp, &input, TenantState::Active).await
}
