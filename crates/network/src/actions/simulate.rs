//! The simulated network of the demo world: only the product's own jobs may do these.

use ::store::Store;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{Ctx, DeviceId, Error, InterfaceId, Result};

use crate::model::PingFigures;
use crate::store::pings::{self, MinuteRow};
use crate::store::simulate::{self, Step};

/// How far back a simulated past reaches.
const PAST: TimeDelta = TimeDelta::days(30);

/// Marks the device `name` as simulated and notes the UDP port of its agent.
pub async fn place_simulated(store: &Store, ctx: &Ctx, name: &str, port: u16) -> Result<Option<DeviceId>> {
    own_job(ctx)?;
    let mut tx = store.tenant(ctx).await?;
    let device = simulate::place(tx.conn(), ctx.tenant, name, i32::from(port)).await?;
    tx.commit().await?;
    Ok(device)
}

/// The interface `name` of a device, once discovery has found it.
pub async fn simulated_interface(store: &Store, ctx: &Ctx, device: DeviceId, name: &str) -> Result<Option<InterfaceId>> {
    own_job(ctx)?;
    let mut tx = store.tenant(ctx).await?;
    let found = simulate::interface(tx.conn(), ctx.tenant, device, name).await?;
    tx.commit().await?;
    Ok(found.map(|(id, _org)| id))
}

/// Gives a simulated interface its past: what its counters would have shown at 5-minute polls over the last 30 days,
/// and at 1-minute polls over the last hours. `octets_at` reads the counters (in, out) at any time. Idempotent.
pub async fn simulate_past(store: &Store, ctx: &Ctx, device: DeviceId, name: &str, octets_at: impl Fn(DateTime<Utc>) -> (u64, u64)) -> Result<()> {
    own_job(ctx)?;
    let fault = |_error| Error::Internal;
    let end = ctx.now.duration_trunc(TimeDelta::minutes(1)).map_err(fault)?;
    let seam = (ctx.now - TimeDelta::hours(1)).duration_trunc(TimeDelta::hours(1)).map_err(fault)?;
    let begin = (seam - PAST).duration_trunc(TimeDelta::hours(1)).map_err(fault)?;
    let old = steps(begin, seam, TimeDelta::minutes(5), &octets_at);
    let fresh = steps(seam, end, TimeDelta::minutes(1), &octets_at);

    let mut tx = store.platform("simulated past of the demo world").await?;
    let Some((interface, org)) = simulate::interface(tx.conn(), ctx.tenant, device, name).await? else {
        return Err(Error::NotFound);
    };
    simulate::insert_rollups(tx.conn(), ctx.tenant, interface, org, &old).await?;
    simulate::insert_samples(tx.conn(), ctx.tenant, interface, org, &fresh).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a simulated device the past of its pings: by the hour over the last 30 days, by the minute over the last 24 hours.
/// `figures` tells what the pings since a point in time came to, over a span; `answered_at` is the last answer before now.
/// A second run changes nothing.
pub async fn simulate_past_pings(
    store: &Store,
    ctx: &Ctx,
    device: DeviceId,
    answered_at: DateTime<Utc>,
    figures: impl Fn(DateTime<Utc>, TimeDelta) -> PingFigures,
) -> Result<()> {
    own_job(ctx)?;
    let fault = |_error| Error::Internal;
    let end = ctx.now.duration_trunc(TimeDelta::minutes(1)).map_err(fault)?;
    let seam = (ctx.now - TimeDelta::days(1)).duration_trunc(TimeDelta::hours(1)).map_err(fault)?;
    let mut tx = store.tenant(ctx).await?;
    let Some(org) = simulate::note_answer(tx.conn(), ctx.tenant, device, answered_at).await? else { return Ok(()) };
    let small = |value: i64| i32::try_from(value).unwrap_or(i32::MAX);
    let row = |bucket: DateTime<Utc>, width: TimeDelta| {
        let figures = figures(bucket, width);
        MinuteRow {
            device_id: device.0,
            org_id: org,
            bucket,
            sent: small(figures.sent),
            received: small(figures.received),
            least_us: figures.least_us.map(small),
            sum_us: figures.sum_us,
            most_us: figures.most_us.map(small),
        }
    };
    let rows = |begin: DateTime<Utc>, end: DateTime<Utc>, width: TimeDelta| {
        let starts = std::iter::successors(Some(begin), move |from| Some(*from + width)).take_while(move |from| *from + width <= end);
        starts.map(|from| row(from, width)).collect::<Vec<MinuteRow>>()
    };
    pings::add_hours(tx.conn(), ctx.tenant, &rows(seam - PAST, seam, TimeDelta::hours(1))).await?;
    pings::add(tx.conn(), ctx.tenant, &rows(seam, end, TimeDelta::minutes(1))).await?;
    tx.commit().await?;
    Ok(())
}

fn steps(begin: DateTime<Utc>, end: DateTime<Utc>, width: TimeDelta, octets_at: &impl Fn(DateTime<Utc>) -> (u64, u64)) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut from = begin;
    let mut before = octets_at(begin);
    while from + width <= end {
        let to = from + width;
        let after = octets_at(to);
        let grown = |before: u64, after: u64| i64::try_from(after.saturating_sub(before)).unwrap_or(i64::MAX);
        steps.push(Step { from, to, in_octets: grown(before.0, after.0), out_octets: grown(before.1, after.1) });
        (from, before) = (to, after);
    }
    steps
}

fn own_job(ctx: &Ctx) -> Result<()> {
    if ctx.role.is_none() { Ok(()) } else { Err(Error::Forbidden) }
}
