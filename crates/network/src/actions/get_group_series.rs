//! Show a group's traffic over time.

use chrono::TimeDelta;
use kernel::{Ctx, GroupId, Permission};
use store::Store;

use super::get_series::local_offset;
use super::group_views::{Counted, counted};
use super::views::count;
use crate::model::{GroupSeries, Point, Range, Resolution, Series};
use crate::rules::spans::floor;
use crate::store::groups::{self, Added, SumRow};
use crate::store::plan_afresh;

/// A step is shown once its last polls are likely to be in.
const SETTLED: TimeDelta = TimeDelta::seconds(90);

/// The sums of a range, in whole steps: minutes of the last hour, five minutes of a day, hours of longer ranges. Each is of the
/// interfaces that were measured for at least half of it, and says how many those are; where none was, there is no step.
pub async fn get_group_series(store: &Store, ctx: &Ctx, id: GroupId, range: Range) -> kernel::Result<GroupSeries> {
    ctx.require(Permission::InterfaceRead)?;
    let (resolution, seconds) = match range {
        Range::Hour => (Resolution::Minute, 60),
        Range::Day => (Resolution::FiveMinutes, 300),
        Range::Week | Range::Month => (Resolution::Hour, 3_600),
    };
    let until = floor(ctx.now - SETTLED, seconds);
    let from = floor(until - TimeDelta::seconds(range.seconds()), seconds);
    let mut tx = store.tenant(ctx).await?;
    let Counted { holder, limit_bps, interfaces } = counted(&mut tx, ctx, id).await?;
    plan_afresh(tx.conn()).await?;
    let added = Added { interfaces: &interfaces, holder };
    let rows = match resolution {
        Resolution::Minute => groups::sums_1m(tx.conn(), ctx.tenant, &added, from, until).await?,
        Resolution::FiveMinutes => groups::sums_5m(tx.conn(), ctx.tenant, &added, from, until).await?,
        _ => groups::sums_1h(tx.conn(), ctx.tenant, &added, from, until).await?,
    };
    tx.commit().await?;
    let total = |octets: fn(&SumRow) -> i64| rows.iter().map(octets).fold(0, i64::saturating_add);
    let (in_octets, out_octets) = (total(|row| row.in_octets), total(|row| row.out_octets));
    let (points, measured) = rows.iter().filter_map(|row| Some((point(row, seconds)?, count(row.measured)))).unzip();
    let (utc_offset_minutes, time_zone) = local_offset(&ctx.time_zone, until);
    let (from_ms, to_ms) = (from.timestamp_millis(), until.timestamp_millis());
    let series = Series { range, resolution, from_ms, to_ms, points, gaps: Vec::new(), in_octets, out_octets, utc_offset_minutes, time_zone };
    Ok(GroupSeries { series, limit_bps, members: count(i64::try_from(interfaces.len()).unwrap_or(i64::MAX)), measured })
}

fn point(row: &SumRow, seconds: i64) -> Option<Point> {
    let (in_bps, out_bps) = row.in_bps.zip(row.out_bps)?;
    let from_ms = row.bucket.timestamp_millis();
    Some(Point {
        from_ms,
        to_ms: from_ms + seconds * 1_000,
        in_bps,
        out_bps,
        in_peak_bps: in_bps,
        out_peak_bps: out_bps,
        in_octets: row.in_octets,
        out_octets: row.out_octets,
        measured_ms: seconds * 1_000,
    })
}
