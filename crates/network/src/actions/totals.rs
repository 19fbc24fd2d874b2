//! Sums over many lines, for dashboards.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, InterfaceId};
use store::{StoreError, TenantTx};
use uuid::Uuid;

use super::views;
use crate::model::{LineNow, SparkPoint, TotalHistory, TotalNow, TotalOf, TotalPoint};
use crate::rules::counter::rate_bps;
use crate::rules::spans::floor;
use crate::store::dashboard::{self, LineRow, SumRow};
use crate::store::lists::SparkRow;

/// No sum adds up more lines than these.
pub(super) const LINES_MOST: i64 = 20_000;
/// So many lines are followed live one by one; the sum of more is loaded again from time to time.
const FOLLOWED_MOST: usize = 100;
/// So many lines are added up in steps of five minutes over a day; more in steps of an hour.
const FINE_MOST: usize = 400;
/// A step is shown once its last polls are certain to be in.
const SETTLED: TimeDelta = TimeDelta::seconds(90);
/// Steps of a sparkline, and their length in seconds.
const SPARK_STEPS: i64 = 24;
pub(super) const SPARK_STEP_SECONDS: i64 = 300;

/// The lines of a total.
pub(super) struct Lines {
    /// Which.
    pub(super) of: TotalOf,
    /// Each.
    pub(super) rows: Vec<LineRow>,
}

impl Lines {
    /// Those in sight that the viewer's own node does not hold itself; where there are none, or with `all`, every line in
    /// sight.
    pub(super) async fn in_sight(tx: &mut TenantTx, ctx: &Ctx, all: bool) -> Result<Self, StoreError> {
        if !all {
            let rows = dashboard::lines(tx.conn(), ctx.tenant, ctx.org(), false, ctx.now, LINES_MOST).await?;
            if !rows.is_empty() {
                return Ok(Self { of: TotalOf::Assigned, rows });
            }
        }
        let rows = dashboard::lines(tx.conn(), ctx.tenant, ctx.org(), true, ctx.now, LINES_MOST).await?;
        Ok(Self { of: TotalOf::All, rows })
    }

    /// Their ids.
    pub(super) fn ids(&self) -> Vec<Uuid> {
        self.rows.iter().map(|row| row.id).collect()
    }

    /// Their sum now.
    pub(super) fn now(&self) -> TotalNow {
        let sum = |rate: fn(&LineRow) -> Option<i64>| self.rows.iter().filter_map(rate).fold(0, i64::saturating_add);
        let fresh = self.rows.iter().filter(|row| row.in_bps.is_some()).count();
        let follow = if self.rows.len() > FOLLOWED_MOST { Vec::new() } else { self.rows.iter().map(line_now).collect() };
        TotalNow { of: self.of, lines: counted(self.rows.len()), fresh: counted(fresh), in_bps: sum(|row| row.in_bps), out_bps: sum(|row| row.out_bps), follow }
    }
}

/// A line as a screen follows it.
pub(super) fn line_now(row: &LineRow) -> LineNow {
    LineNow { id: InterfaceId(row.id), in_bps: row.in_bps, out_bps: row.out_bps }
}

fn counted(count: usize) -> u32 {
    views::count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The lines' sum over the last 24 hours, in whole steps.
pub(super) async fn history(tx: &mut TenantTx, ctx: &Ctx, lines: &[Uuid]) -> Result<TotalHistory, StoreError> {
    let fine = lines.len() <= FINE_MOST;
    let seconds = if fine { 300 } else { 3_600 };
    let until = floor(ctx.now - SETTLED, seconds);
    let from = until - TimeDelta::days(1);
    let rows = match fine {
        _ if lines.is_empty() => Vec::new(),
        true => dashboard::sums_5m(tx.conn(), ctx.tenant, lines, from, until).await?,
        false => dashboard::sums_1h(tx.conn(), ctx.tenant, lines, from, until).await?,
    };
    Ok(TotalHistory { from_ms: from.timestamp_millis(), to_ms: until.timestamp_millis(), points: points(rows, TimeDelta::seconds(seconds)) })
}

fn points(rows: Vec<SumRow>, step: TimeDelta) -> Vec<TotalPoint> {
    rows.into_iter()
        .map(|row| TotalPoint {
            from_ms: row.bucket.timestamp_millis(),
            to_ms: (row.bucket + step).timestamp_millis(),
            in_bps: row.in_bps,
            out_bps: row.out_bps,
        })
        .collect()
}

/// From when to when a sparkline goes: 24 whole steps, the last one still running.
pub(super) fn spark_window(now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let step = TimeDelta::seconds(SPARK_STEP_SECONDS);
    let until = floor(now, SPARK_STEP_SECONDS) + step;
    (until - TimeDelta::seconds(SPARK_STEP_SECONDS * SPARK_STEPS), until)
}

/// Steps of several lines, each an average over what was measured of it, added up by time.
pub(super) fn sum_of(steps: impl Iterator<Item = SparkRow>) -> Vec<SumRow> {
    let mut sums: BTreeMap<DateTime<Utc>, (i64, i64)> = BTreeMap::new();
    for step in steps {
        let rate = |octets: i64| rate_bps(octets.max(0).cast_unsigned(), step.measured_ms.max(1).saturating_mul(1_000));
        let sum = sums.entry(step.bucket).or_default();
        *sum = (sum.0.saturating_add(rate(step.in_octets)), sum.1.saturating_add(rate(step.out_octets)));
    }
    sums.into_iter().map(|(bucket, (in_bps, out_bps))| SumRow { bucket, in_bps, out_bps }).collect()
}

/// A sparkline of these steps.
pub(super) fn spark(from: DateTime<Utc>, rows: &[SumRow]) -> Vec<SparkPoint> {
    let mut steps: Vec<_> = (0..SPARK_STEPS).map(|_| SparkPoint { in_bps: None, out_bps: None }).collect();
    for row in rows {
        let step = row.bucket.signed_duration_since(from).num_seconds() / SPARK_STEP_SECONDS;
        if let Some(point) = usize::try_from(step).ok().and_then(|step| steps.get_mut(step)) {
            *point = SparkPoint { in_bps: Some(row.in_bps), out_bps: Some(row.out_bps) };
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(in_bps: Option<i64>) -> LineRow {
        LineRow { id: Uuid::nil(), org_id: Uuid::nil(), speed_bps: None, in_bps, out_bps: in_bps.map(|bps| bps * 2) }
    }

    #[test]
    fn a_sum_counts_what_is_fresh() {
        let lines = Lines { of: TotalOf::Assigned, rows: vec![line(Some(5)), line(None), line(Some(7))] };
        let now = lines.now();
        assert_eq!((now.lines, now.fresh, now.in_bps, now.out_bps, now.follow.len()), (3, 2, 12, 24, 3));
        let many = Lines { of: TotalOf::All, rows: (0..=FOLLOWED_MOST).map(|_| line(Some(1))).collect() };
        assert!(many.now().follow.is_empty(), "too many to follow one by one");
        assert_eq!(many.now().in_bps, 101);
    }

    #[test]
    fn steps_land_in_their_place() {
        let (from, until) = spark_window(DateTime::from_timestamp(1_700_000_123, 0).unwrap());
        assert_eq!((until - from).num_seconds(), 7_200);
        let row = |step: i64| SumRow { bucket: from + TimeDelta::seconds(step * SPARK_STEP_SECONDS), in_bps: step, out_bps: 0 };
        let steps = spark(from, &[row(0), row(23), row(24), row(-1)]);
        assert_eq!(steps.len(), 24);
        assert_eq!((steps[0].in_bps, steps[1].in_bps, steps[23].in_bps), (Some(0), None, Some(23)));
    }
}
