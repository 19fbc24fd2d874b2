//! From rows to what screens show.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, DeviceId, Error, InterfaceId, OrgId, Permission};
use store::StoreError;

use crate::model::{DeviceItem, InterfaceItem, OrgRef, PingNow, PollState, Reach, SnmpVersion, SparkPoint};
use crate::rules::reach::SILENT_AFTER_SECONDS;
use crate::store::devices::DeviceView;
use crate::store::lists::InterfaceRow;

/// Intervals without a measurement after which figures are called old.
const STALE_AFTER_INTERVALS: i32 = 3;

/// A stored value that this version does not know: a fault of ours.
pub(super) fn unknown(what: &'static str, value: &str) -> Error {
    tracing::error!(what, value, "a stored value is not known");
    Error::Internal
}

/// Counts and durations are never negative; a figure beyond `u32` is shown as the most it can be.
pub(super) fn count(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

/// How a device does by its pings. What is older than a while is not known any more.
pub(super) fn ping(
    now: DateTime<Utc>,
    state: Option<&str>,
    since: Option<DateTime<Utc>>,
    last_at: Option<DateTime<Utc>>,
    answered_at: Option<DateTime<Utc>>,
    round_trip_us: Option<i32>,
) -> kernel::Result<PingNow> {
    let stored = match state {
        Some(name) => Reach::parse(name).ok_or_else(|| unknown("state of a device", name))?,
        None => Reach::Unknown,
    };
    let fresh = last_at.is_some_and(|at| at >= now - TimeDelta::seconds(SILENT_AFTER_SECONDS));
    let reach = if fresh { stored } else { Reach::Unknown };
    Ok(PingNow {
        reach,
        since_ms: since.filter(|_| reach != Reach::Unknown).map(|at| at.timestamp_millis()),
        answered_ms: answered_at.map(|at| at.timestamp_millis()),
        round_trip_us: round_trip_us.map(|us| count(us.into())),
    })
}

/// The same of a device's row.
pub(super) fn ping_now(now: DateTime<Utc>, row: &DeviceView) -> kernel::Result<PingNow> {
    ping(now, row.ping_state.as_deref(), row.ping_since, row.ping_last_at, row.ping_answered_at, row.ping_round_trip_us)
}

pub(super) fn device_item(now: DateTime<Utc>, row: DeviceView) -> kernel::Result<DeviceItem> {
    Ok(DeviceItem {
        ping: ping_now(now, &row)?,
        id: DeviceId(row.id),
        port: u16::try_from(row.port).map_err(|_error| unknown("port", &row.port.to_string()))?,
        version: SnmpVersion::parse(&row.snmp_version).ok_or_else(|| unknown("SNMP version", &row.snmp_version))?,
        interval_seconds: count(row.interval_seconds.into()),
        state: match row.state.as_str() {
            "pending" => PollState::Pending,
            "up" => PollState::Up,
            "down" => PollState::Down,
            other => return Err(unknown("poll state", other)),
        },
        state_since_ms: row.state_since.timestamp_millis(),
        last_ok_ms: row.last_ok_at.map(|at| at.timestamp_millis()),
        last_error: row.last_error,
        duration_ms: row.duration_ms.map(|ms| count(ms.into())),
        interfaces: count(row.interfaces),
        name: row.name,
        address: row.address,
        simulated: row.simulated,
    })
}

pub(super) fn interface_item(ctx: &Ctx, row: InterfaceRow, spark: Vec<SparkPoint>) -> InterfaceItem {
    let own = row.org_id == ctx.tenant.0 || row.org_id == ctx.org().0;
    let stale = row.gone || row.last_at.is_some_and(|at| is_stale(at, row.interval_seconds, ctx.now));
    InterfaceItem {
        id: InterfaceId(row.id),
        name: row.if_name,
        alias: row.if_alias,
        device: row.device_id.map(DeviceId).zip(row.device_name).filter(|_| ctx.allows(Permission::DeviceRead)),
        assigned: row.org_name.filter(|_| !own).map(|name| OrgRef { id: OrgId(row.org_id), name }),
        up: row.oper_up,
        speed_bps: row.speed_bps,
        in_bps: row.last_in_bps,
        out_bps: row.last_out_bps,
        at_ms: row.last_at.map(|at| at.timestamp_millis()),
        stale,
        simulated: row.simulated,
        spark,
    }
}

fn is_stale(last_at: DateTime<Utc>, interval_seconds: i32, now: DateTime<Utc>) -> bool {
    let most = TimeDelta::seconds(i64::from(interval_seconds) * i64::from(STALE_AFTER_INTERVALS));
    now.signed_duration_since(last_at) > most
}

/// A name that another device of the tenant bears is the form's fault, not ours.
pub(super) fn device_fault(error: StoreError) -> Error {
    match error.constraint() {
        Some("devices_name_key") => Error::field("name", "device-name-taken"),
        _ => error.into(),
    }
}
