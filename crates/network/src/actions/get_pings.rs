//! Show a device's pings over time.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, DeviceId, Error, Permission};
use store::Store;

use super::views;
use crate::model::{PingFigures, PingSeries, PingStep, Range};
use crate::store::pings::{self, StepRow};
use crate::store::{devices, plan_afresh};

/// The steps of a range up to now: minutes over an hour, five minutes over a day, hours beyond; at most 721. The range
/// begins at a whole step. The newest minute comes when it is over.
pub async fn get_pings(store: &Store, ctx: &Ctx, id: DeviceId, range: Range) -> kernel::Result<PingSeries> {
    ctx.require(Permission::DeviceRead)?;
    let (now, step) = (ctx.now, step(range));
    let from = floor(now - TimeDelta::seconds(range.seconds()), step);
    let mut tx = store.tenant(ctx).await?;
    let device = devices::find(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    plan_afresh(tx.conn()).await?;
    let rows = match range {
        Range::Hour | Range::Day => pings::minutes(tx.conn(), ctx.tenant, id, from, step).await?,
        Range::Week | Range::Month => pings::hours(tx.conn(), ctx.tenant, id, from).await?,
    };
    tx.commit().await?;
    let steps: Vec<PingStep> = rows.iter().map(|row| ping_step(row, step, now)).collect();
    Ok(PingSeries {
        device: id,
        range,
        now: views::ping_now(now, &device.view)?,
        from_ms: from.timestamp_millis(),
        to_ms: now.timestamp_millis(),
        whole: steps.iter().fold(PingFigures::default(), |all, step| all.and(step.figures)),
        steps,
    })
}

fn step(range: Range) -> TimeDelta {
    match range {
        Range::Hour => TimeDelta::minutes(1),
        Range::Day => TimeDelta::minutes(5),
        Range::Week | Range::Month => TimeDelta::hours(1),
    }
}

fn floor(at: DateTime<Utc>, step: TimeDelta) -> DateTime<Utc> {
    let seconds = at.timestamp();
    DateTime::from_timestamp(seconds - seconds.rem_euclid(step.num_seconds()), 0).unwrap_or(at)
}

fn ping_step(row: &StepRow, step: TimeDelta, now: DateTime<Utc>) -> PingStep {
    PingStep {
        from_ms: row.started_at.timestamp_millis(),
        to_ms: (row.started_at + step).min(now).max(row.started_at).timestamp_millis(),
        figures: figures(row.sent, row.received, row.least_us, row.sum_us, row.most_us),
    }
}

pub(super) fn figures(sent: i64, received: i64, least_us: Option<i32>, sum_us: i64, most_us: Option<i32>) -> PingFigures {
    PingFigures { sent, received, least_us: least_us.map(i64::from), sum_us, most_us: most_us.map(i64::from) }
}
