//! A series on its way to the browser and as it grows there.

use kernel::LivePayload;
use network::model::{Gap, GapReason, Point, Range, Resolution, Series};
use serde::{Deserialize, Serialize};

/// A series; on the wire its points are rows of bare numbers, a third of the size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Wire", from = "Wire")]
pub struct Traffic(pub Series);

#[derive(Serialize, Deserialize)]
struct Wire {
    range: Range,
    resolution: Resolution,
    from_ms: i64,
    to_ms: i64,
    points: Vec<[i64; 9]>,
    gaps: Vec<Gap>,
    utc_offset_minutes: i32,
    time_zone: String,
}

impl From<Traffic> for Wire {
    fn from(Traffic(series): Traffic) -> Self {
        let row = |p: &Point| [p.from_ms, p.to_ms, p.in_bps, p.out_bps, p.in_peak_bps, p.out_peak_bps, p.in_octets, p.out_octets, p.measured_ms];
        Self {
            range: series.range,
            resolution: series.resolution,
            from_ms: series.from_ms,
            to_ms: series.to_ms,
            points: series.points.iter().map(row).collect(),
            gaps: series.gaps,
            utc_offset_minutes: series.utc_offset_minutes,
            time_zone: series.time_zone,
        }
    }
}

impl From<Wire> for Traffic {
    fn from(wire: Wire) -> Self {
        let points: Vec<Point> = wire
            .points
            .into_iter()
            .map(|[from_ms, to_ms, in_bps, out_bps, in_peak_bps, out_peak_bps, in_octets, out_octets, measured_ms]| Point {
                from_ms,
                to_ms,
                in_bps,
                out_bps,
                in_peak_bps,
                out_peak_bps,
                in_octets,
                out_octets,
                measured_ms,
            })
            .collect();
        let mut series = Series {
            range: wire.range,
            resolution: wire.resolution,
            from_ms: wire.from_ms,
            to_ms: wire.to_ms,
            points,
            gaps: wire.gaps,
            in_octets: 0,
            out_octets: 0,
            utc_offset_minutes: wire.utc_offset_minutes,
            time_zone: wire.time_zone,
        };
        total(&mut series);
        Self(series)
    }
}

/// What a live event did to a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grown {
    /// It fits on: the series has grown.
    Yes,
    /// It is in the series already.
    Known,
    /// Time is missing between the series and the event: load again.
    Torn,
}

/// Ends of two neighbours that are this close are one.
const SEAM_MS: i64 = 1_500;

impl Traffic {
    /// Takes in a live event and moves the range on. Bytes of an event are its rate times its time.
    pub fn grow(&mut self, event: &LivePayload) -> Grown {
        let series = &mut self.0;
        let (from_ms, at_ms) = match event {
            LivePayload::Rate { from_ms, at_ms, .. } | LivePayload::Gap { from_ms, at_ms, .. } => (*from_ms, *at_ms),
        };
        let end = end_of(series);
        if end.is_some_and(|end| at_ms <= end) || at_ms <= from_ms {
            return Grown::Known;
        }
        if end.is_some_and(|end| from_ms > end.saturating_add(SEAM_MS)) {
            return Grown::Torn;
        }
        match event {
            LivePayload::Rate { in_bps, out_bps, .. } => add_rate(series, from_ms, at_ms, *in_bps, *out_bps),
            LivePayload::Gap { reason, .. } => {
                if let Some(reason) = GapReason::parse(reason) {
                    series.gaps.push(Gap { from_ms, to_ms: at_ms, reason });
                }
            }
        }
        move_on(series, at_ms);
        Grown::Yes
    }
}

/// The end of what is known, measured or not.
fn end_of(series: &Series) -> Option<i64> {
    series.points.last().map(|point| point.to_ms).max(series.gaps.last().map(|gap| gap.to_ms))
}

fn add_rate(series: &mut Series, from_ms: i64, at_ms: i64, in_bps: i64, out_bps: i64) {
    let from_ms = series.points.last().map_or(from_ms, |last| from_ms.max(last.to_ms));
    let length = at_ms.saturating_sub(from_ms);
    let (in_octets, out_octets) = (octets(in_bps, length), octets(out_bps, length));
    let step = step_ms(series.resolution);
    let bucket = at_ms.saturating_sub(1).div_euclid(step);
    match series.points.last_mut() {
        // Rolled-up steps grow until the next one begins.
        Some(last) if series.resolution != Resolution::Raw && last.from_ms.div_euclid(step) == bucket => {
            last.to_ms = at_ms;
            last.in_octets = last.in_octets.saturating_add(in_octets);
            last.out_octets = last.out_octets.saturating_add(out_octets);
            last.measured_ms = last.measured_ms.saturating_add(length);
            last.in_bps = rate(last.in_octets, last.measured_ms);
            last.out_bps = rate(last.out_octets, last.measured_ms);
            last.in_peak_bps = last.in_peak_bps.max(in_bps);
            last.out_peak_bps = last.out_peak_bps.max(out_bps);
        }
        _ => series.points.push(Point {
            from_ms,
            to_ms: at_ms,
            in_bps,
            out_bps,
            in_peak_bps: in_bps,
            out_peak_bps: out_bps,
            in_octets,
            out_octets,
            measured_ms: length,
        }),
    }
}

fn move_on(series: &mut Series, at_ms: i64) {
    series.to_ms = series.to_ms.max(at_ms);
    let from_ms = series.to_ms.saturating_sub(series.range.seconds().saturating_mul(1_000));
    series.from_ms = series.from_ms.max(from_ms - from_ms.rem_euclid(step_ms(series.resolution)));
    let from_ms = series.from_ms;
    series.points.retain(|point| point.to_ms > from_ms);
    series.gaps.retain(|gap| gap.to_ms > from_ms);
    total(series);
}

fn total(series: &mut Series) {
    series.in_octets = series.points.iter().map(|point| point.in_octets).fold(0, i64::saturating_add);
    series.out_octets = series.points.iter().map(|point| point.out_octets).fold(0, i64::saturating_add);
}

/// Length of a step; 1 where points stand as polled.
fn step_ms(resolution: Resolution) -> i64 {
    match resolution {
        Resolution::Raw => 1,
        Resolution::Minute => 60_000,
        Resolution::FiveMinutes => 300_000,
        Resolution::Hour => 3_600_000,
        Resolution::Day => 86_400_000,
    }
}

fn octets(bps: i64, ms: i64) -> i64 {
    // Seconds first, so that a terabit over a day still fits.
    (bps / 8).saturating_mul(ms / 1_000).saturating_add((bps / 8).saturating_mul(ms % 1_000) / 1_000)
}

fn rate(octets: i64, ms: i64) -> i64 {
    let ms = ms.max(1);
    (octets / ms).saturating_mul(8_000).saturating_add((octets % ms).saturating_mul(8_000) / ms)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn series(range: Range, points: Vec<Point>) -> Traffic {
        let mut series = Series {
            range,
            resolution: range.resolution(),
            from_ms: 0,
            to_ms: points.last().map_or(0, |point| point.to_ms),
            points,
            gaps: Vec::new(),
            in_octets: 0,
            out_octets: 0,
            utc_offset_minutes: 0,
            time_zone: "UTC".to_owned(),
        };
        total(&mut series);
        Traffic(series)
    }

    fn point(from_ms: i64, to_ms: i64, bps: i64) -> Point {
        let octets = octets(bps, to_ms - from_ms);
        Point {
            from_ms,
            to_ms,
            in_bps: bps,
            out_bps: bps,
            in_peak_bps: bps,
            out_peak_bps: bps,
            in_octets: octets,
            out_octets: octets,
            measured_ms: to_ms - from_ms,
        }
    }

    fn event(from_ms: i64, at_ms: i64, bps: i64) -> LivePayload {
        LivePayload::Rate { from_ms, at_ms, in_bps: bps, out_bps: bps, up: true }
    }

    #[test]
    fn the_wire_loses_nothing() {
        let traffic = series(Range::Hour, vec![point(0, 10_000, 8_000), point(20_000, 30_000, 16_000)]);
        let json = serde_json::to_string(&traffic).unwrap();
        assert_eq!(serde_json::from_str::<Traffic>(&json).unwrap(), traffic);
    }

    #[test]
    fn raw_points_are_added_and_old_ones_leave() {
        let mut traffic = series(Range::Hour, vec![point(0, 10_000, 8_000), point(10_000, 3_600_000, 8_000)]);
        assert_eq!(traffic.grow(&event(3_600_000, 3_620_000, 16_000)), Grown::Yes);
        assert_eq!(traffic.0.points.len(), 2);
        assert_eq!((traffic.0.from_ms, traffic.0.to_ms), (20_000, 3_620_000));
        assert_eq!(traffic.0.points.last().unwrap().in_octets, 40_000);
    }

    #[test]
    fn what_is_known_or_torn_changes_nothing() {
        let before = series(Range::Hour, vec![point(0, 10_000, 8_000)]);
        let mut traffic = before.clone();
        assert_eq!(traffic.grow(&event(0, 10_000, 99)), Grown::Known);
        assert_eq!(traffic.grow(&event(40_000, 50_000, 99)), Grown::Torn);
        assert_eq!(traffic, before);
    }

    #[test]
    fn rolled_up_steps_grow_until_the_next_begins() {
        let mut traffic = series(Range::Day, vec![point(0, 290_000, 8_000)]);
        assert_eq!(traffic.grow(&event(290_000, 300_000, 308_000)), Grown::Yes);
        assert_eq!(traffic.0.points, [Point { in_peak_bps: 308_000, out_peak_bps: 308_000, ..point(0, 300_000, 18_000) }]);
        assert_eq!(traffic.grow(&event(300_000, 310_000, 8_000)), Grown::Yes);
        assert_eq!(traffic.0.points.len(), 2);
    }

    #[test]
    fn a_gap_is_kept_with_its_reason() {
        let mut traffic = series(Range::Hour, vec![point(0, 10_000, 8_000)]);
        let gap = LivePayload::Gap { from_ms: 10_000, at_ms: 20_000, reason: "reboot".to_owned(), up: true };
        assert_eq!(traffic.grow(&gap), Grown::Yes);
        assert_eq!(traffic.0.gaps, [Gap { from_ms: 10_000, to_ms: 20_000, reason: GapReason::Reboot }]);
        assert_eq!(traffic.grow(&event(20_000, 30_000, 8_000)), Grown::Yes);
    }

    proptest! {
        #[test]
        fn totals_are_the_sum_of_the_points(events in proptest::collection::vec((1_i64..400_000, 0_i64..10_000_000_000), 0..60)) {
            let mut traffic = series(Range::Day, Vec::new());
            let mut at = 0;
            for (length, bps) in events {
                prop_assert_eq!(traffic.grow(&event(at, at + length, bps)), Grown::Yes);
                at += length;
            }
            let sum: i64 = traffic.0.points.iter().map(|point| point.in_octets).sum();
            prop_assert_eq!(traffic.0.in_octets, sum);
            prop_assert!(traffic.0.points.windows(2).all(|pair| pair[0].to_ms <= pair[1].from_ms));
        }
    }
}
