//! The simulated network of the demo world: only the product's own jobs may do these.

use ::store::Store;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{Ctx, DeviceId, Error, InterfaceId, Result};

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
