//! The 95th percentile of a month.

use axum::extract::State as Shared;
use kernel::{GroupId, InterfaceId, Permission};
use network::actions::{PercentileOf, get_percentile};
use network::model::Month;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::input::{Asked, Id};
use super::problem::{Answer, Problem};
use super::reply::Reply;
use super::time;
use crate::http::State;

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MonthQuery {
    /// A calendar month in the ISP's time zone; the present one where nothing is said.
    #[serde(default)]
    #[param(pattern = "^2[0-9]{3}-(0[1-9]|1[0-2])$", example = "2026-10")]
    month: Option<String>,
}

/// A stretch of time.
#[derive(Serialize, ToSchema)]
pub(super) struct Stretch {
    /// Start.
    #[schema(format = DateTime)]
    from: String,
    /// End.
    #[schema(format = DateTime)]
    to: String,
}

/// The 95th percentile of a month: of its five-minute averages the highest twentieth is set aside, the next one counts.
#[derive(Serialize, ToSchema)]
pub(super) struct Percentile {
    /// The month.
    #[schema(example = "2026-10")]
    month: String,
    /// Whose month it is (IANA name).
    time_zone: String,
    /// Start.
    #[schema(format = DateTime)]
    from: String,
    /// End, or what was looked at so far.
    #[schema(format = DateTime)]
    to: String,
    /// The month still runs.
    running: bool,
    /// What is billed, bit/s: the higher direction. Absent where nothing was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    billed_bps: Option<i64>,
    /// The percentile in, bit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    in_bps: Option<i64>,
    /// The percentile out, bit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    out_bps: Option<i64>,
    /// Five minutes from beginning to end.
    expected: u32,
    /// Those of which at least half was measured.
    measured: u32,
    /// Those of them in which interfaces of the group are missing.
    partial: u32,
    /// The highest that are set aside.
    discarded: u32,
    /// Stretches that were not measured.
    gap_count: u32,
    /// The longest of them, at most 20, oldest first.
    gaps: Vec<Stretch>,
}

async fn answer(state: &State, caller: &Caller, of: PercentileOf, query: &MonthQuery) -> Answer<Reply> {
    caller.require(&[Permission::InterfaceRead])?;
    let bad = || Problem::new(axum::http::StatusCode::BAD_REQUEST, "bad-query", "month must look like 2026-10 and have begun.");
    let month = query.month.as_deref().map(|month| month.parse::<Month>().map_err(|()| bad())).transpose()?;
    let found = get_percentile(&state.store, &caller.ctx, of, month).await?.ok_or_else(bad)?;
    Reply::json(&Percentile {
        month: found.month.to_string(),
        from: time(found.from_ms),
        to: time(found.to_ms),
        running: found.running,
        billed_bps: found.billed_bps(),
        in_bps: found.in_bps,
        out_bps: found.out_bps,
        expected: found.expected,
        measured: found.measured,
        partial: found.partial,
        discarded: found.discarded,
        gap_count: found.gap_count,
        gaps: found.gaps.into_iter().map(|(from, to)| Stretch { from: time(from), to: time(to) }).collect(),
        time_zone: found.time_zone,
    })
}

/// 95th percentile of an interface
///
/// Of a calendar month; five-minute figures are kept for 14 months.
#[utoipa::path(get, path = "/interfaces/{id}/percentile", tag = "network", security(("token" = ["interface_read"])),
    params(("id" = Uuid, Path, description = "The interface"), MonthQuery), responses((status = 200, description = "The month", body = Percentile)))]
pub(super) async fn get_interface_percentile(
    caller: Caller,
    Shared(state): Shared<State>,
    Id(interface): Id<InterfaceId>,
    Asked(query): Asked<MonthQuery>,
) -> Answer<Reply> {
    answer(&state, &caller, PercentileOf::Interface(interface), &query).await
}

/// 95th percentile of a group
///
/// Of a calendar month's sums, by the interfaces that the group has now.
#[utoipa::path(get, path = "/groups/{id}/percentile", tag = "network", security(("token" = ["interface_read"])),
    params(("id" = Uuid, Path, description = "The group"), MonthQuery), responses((status = 200, description = "The month", body = Percentile)))]
pub(super) async fn get_group_percentile(
    caller: Caller,
    Shared(state): Shared<State>,
    Id(group): Id<GroupId>,
    Asked(query): Asked<MonthQuery>,
) -> Answer<Reply> {
    answer(&state, &caller, PercentileOf::Group(group), &query).await
}
