//! Show an interface's traffic over time.

use chrono::{DateTime, Offset, TimeDelta, TimeZone, Utc};
use kernel::{Ctx, Error, InterfaceId, Permission};
use store::Store;

use crate::model::{Gap, GapReason, Point, Range, Resolution, Series};
use crate::rules::counter::rate_bps;
use crate::rules::mend::{Stored, mend};
use crate::store::series::{self, GapRow, StepRow};
use crate::store::{lists, plan_afresh};

/// How far back the newest part may be summed up from samples: as long as they are kept.
const TAIL_MOST: TimeDelta = TimeDelta::days(2);
/// Gaps that are read at most: the newest.
const GAPS_MOST: i64 = 2_000;

/// The points of a range up to now, its gaps and its totals. The range begins at a whole step, so it may be longer than
/// asked for by less than one; at most 2,000 points. What is not rolled up yet is there all the same.
pub async fn get_series(store: &Store, ctx: &Ctx, id: InterfaceId, range: Range) -> kernel::Result<Series> {
    ctx.require(Permission::InterfaceRead)?;
    let resolution = range.resolution();
    let now = ctx.now;
    let from = floor(now - TimeDelta::seconds(range.seconds()), step_seconds(resolution));
    let mut tx = store.tenant(ctx).await?;
    let conn = tx.conn();
    lists::find(conn, ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    plan_afresh(conn).await?;
    let points: Vec<Point> = if resolution == Resolution::Raw {
        mend(series::samples(conn, ctx.tenant, id, from, now).await?).iter().map(measurement).collect()
    } else {
        let step = TimeDelta::seconds(step_seconds(resolution));
        let newest = series::newest(conn, ctx.tenant, id, resolution, from).await?;
        let seam = seam(step, from, newest, now);
        let mut rows = series::steps(conn, ctx.tenant, id, resolution, from, seam).await?;
        rows.extend(series::tail(conn, ctx.tenant, id, seam, now, step).await?);
        rows.iter().map(|row| bucket(row, step, now)).collect()
    };
    let gap_rows = series::gaps(conn, ctx.tenant, id, from, now, GAPS_MOST).await?;
    tx.commit().await?;
    let total = |octets: fn(&Point) -> i64| points.iter().map(octets).fold(0, i64::saturating_add);
    let (utc_offset_minutes, time_zone) = local_offset(&ctx.time_zone, now);
    Ok(Series {
        range,
        resolution,
        from_ms: from.timestamp_millis(),
        to_ms: now.timestamp_millis(),
        gaps: gaps(&gap_rows, from, now),
        in_octets: total(|point| point.in_octets),
        out_octets: total(|point| point.out_octets),
        points,
        utc_offset_minutes,
        time_zone,
    })
}

fn step_seconds(resolution: Resolution) -> i64 {
    match resolution {
        Resolution::Raw => 1,
        Resolution::Minute => 60,
        Resolution::FiveMinutes => 300,
        Resolution::Hour => 3_600,
        Resolution::Day => 86_400,
    }
}

fn floor(at: DateTime<Utc>, step_seconds: i64) -> DateTime<Utc> {
    let seconds = at.timestamp();
    DateTime::from_timestamp(seconds - seconds.rem_euclid(step_seconds), 0).unwrap_or(at)
}

/// Where rollups end and samples take over: the step before the running one, or earlier if the rollup is late.
fn seam(step: TimeDelta, from: DateTime<Utc>, newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    let usual = floor(now - step, step.num_seconds());
    let first = floor(now - TAIL_MOST, step.num_seconds()) + step;
    newest.unwrap_or(from).min(usual).max(from).max(first)
}

/// One measurement: its peak is its average.
fn measurement(whole: &Stored) -> Point {
    let span_us = whole.to_us.saturating_sub(whole.from_us);
    let rate = |octets: i64| rate_bps(octets.max(0).cast_unsigned(), span_us);
    let (in_bps, out_bps) = (rate(whole.in_octets), rate(whole.out_octets));
    Point {
        from_ms: whole.from_us.div_euclid(1_000),
        to_ms: whole.to_us.div_euclid(1_000),
        in_bps,
        out_bps,
        in_peak_bps: in_bps,
        out_peak_bps: out_bps,
        in_octets: whole.in_octets,
        out_octets: whole.out_octets,
        measured_ms: span_us / 1_000,
    }
}

fn bucket(row: &StepRow, step: TimeDelta, now: DateTime<Utc>) -> Point {
    let rate = |octets: i64| rate_bps(octets.max(0).cast_unsigned(), row.measured_ms.max(1).saturating_mul(1_000));
    let (in_bps, out_bps) = (rate(row.in_octets), rate(row.out_octets));
    Point {
        from_ms: row.started_at.timestamp_millis(),
        to_ms: (row.started_at + step).min(now).timestamp_millis(),
        in_bps,
        out_bps,
        in_peak_bps: row.in_peak_bps.max(in_bps),
        out_peak_bps: row.out_peak_bps.max(out_bps),
        in_octets: row.in_octets,
        out_octets: row.out_octets,
        measured_ms: row.measured_ms,
    }
}

/// Oldest first, cut to the range; gaps that touch and have one reason become one.
fn gaps(rows: &[GapRow], from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for row in rows.iter().rev() {
        let Some(reason) = GapReason::parse(&row.reason) else { continue };
        let from_ms = row.started_at.max(from).timestamp_millis();
        let to_ms = row.ended_at.min(until).timestamp_millis();
        match gaps.last_mut() {
            Some(last) if last.reason == reason && last.to_ms >= from_ms => last.to_ms = last.to_ms.max(to_ms),
            _ => gaps.push(Gap { from_ms, to_ms, reason }),
        }
    }
    gaps
}

/// Minutes east of UTC at `at`, and the zone's name; UTC where the name is not known.
pub(super) fn local_offset(time_zone: &str, at: DateTime<Utc>) -> (i32, String) {
    match time_zone.parse::<chrono_tz::Tz>() {
        Ok(zone) => (zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc() / 60, time_zone.to_owned()),
        Err(_unknown) => (0, "UTC".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn samples_take_over_where_rollups_end() {
        let now = at(1_000_000);
        let from = floor(now - TimeDelta::days(1), 300);
        let five = |newest| seam(TimeDelta::minutes(5), from, newest, now).timestamp();
        // 999,900 is the running step.
        assert_eq!(five(Some(at(999_900))), 999_600);
        assert_eq!(five(Some(at(998_100))), 998_100);
        assert_eq!(five(None), from.timestamp());
        let month = floor(now - TimeDelta::days(30), 3_600);
        assert!(seam(TimeDelta::hours(1), month, None, now) >= now - TAIL_MOST);
    }

    #[test]
    fn touching_gaps_of_one_reason_become_one() {
        let row = |from, to, reason: &str| GapRow { started_at: at(from), ended_at: at(to), reason: reason.to_owned() };
        let rows = [row(300, 400, "reset"), row(200, 300, "reboot"), row(100, 200, "reboot"), row(0, 90, "reboot"), row(0, 5, "nonsense")];
        let seen: Vec<_> = gaps(&rows, at(50), at(350)).into_iter().map(|gap| (gap.from_ms / 1_000, gap.to_ms / 1_000, gap.reason)).collect();
        assert_eq!(seen, [(50, 90, GapReason::Reboot), (100, 300, GapReason::Reboot), (300, 350, GapReason::Reset)]);
    }

    #[test]
    fn offsets_follow_the_season() {
        assert_eq!(local_offset("Europe/Berlin", at(1_750_000_000)), (120, "Europe/Berlin".to_owned()));
        assert_eq!(local_offset("Europe/Berlin", at(1_735_000_000)).0, 60);
        assert_eq!(local_offset("Asia/Kathmandu", at(1_735_000_000)).0, 345);
        assert_eq!(local_offset("Mars/Olympus", at(0)), (0, "UTC".to_owned()));
    }
}
