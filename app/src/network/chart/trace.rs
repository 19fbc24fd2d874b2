//! From a series to what the chart draws, in the viewer's words.

use network::model::{Resolution, Series};
use ui::Zone;
use ui::chart::{Hole, Step, Trace};
use ui::units::rate;
use ui::words::{t, t_args, t_code};

use crate::network::voice::Voice;

/// Shorter holes without a known reason are only an uneven poll.
const UNEVEN_MS: i64 = 1_500;

/// What the chart draws.
#[must_use]
pub fn trace(series: &Series, voice: Voice, limit_bps: Option<i64>, zone: &Zone) -> Trace {
    let steps = series.points.iter().map(|point| {
        let (above_bps, below_bps) = voice.order(point.in_bps, point.out_bps);
        Step { from_ms: point.from_ms, to_ms: point.to_ms, above_bps, below_bps }
    });
    Trace { from_ms: series.from_ms, to_ms: series.to_ms, steps: steps.collect(), holes: holes(series), limit_bps, zone: zone.clone() }
}

/// Known gaps with their reasons, and the unexplained ones between two points, oldest first.
fn holes(series: &Series) -> Vec<Hole> {
    let known = series.gaps.iter().map(|gap| Hole { from_ms: gap.from_ms, to_ms: gap.to_ms, reason: t_code("gap-reason", gap.reason.as_str()) });
    let explained = |from: i64, to: i64| series.gaps.iter().any(|gap| gap.from_ms < to && gap.to_ms > from);
    let silent = series.points.iter().zip(series.points.iter().skip(1)).filter_map(|(one, next)| {
        let (from_ms, to_ms) = (one.to_ms, next.from_ms);
        let silent = to_ms.saturating_sub(from_ms) > UNEVEN_MS && !explained(from_ms, to_ms);
        silent.then(|| Hole { from_ms, to_ms, reason: t("gap-silent") })
    });
    let mut holes: Vec<Hole> = known.chain(silent).collect();
    holes.sort_by_key(|hole| hole.from_ms);
    holes
}

/// When a step was: with seconds where steps are seconds long, with the day where they are longer.
#[must_use]
pub fn time_label(resolution: Resolution, zone: &Zone, ms: i64) -> String {
    if resolution == Resolution::Raw { zone.clock_seconds(ms) } else { zone.day_clock(ms) }
}

/// The chart in one sentence, for those who do not see it.
#[must_use]
pub fn in_words(trace: &Trace, range: &str, voice: Voice) -> String {
    if trace.steps.is_empty() {
        return t("chart-empty");
    }
    let (above, below) = trace.peaks();
    t_args(
        "chart-in-words",
        &[
            ("range", range.into()),
            ("first", (&voice.first()).into()),
            ("first-peak", (&rate(above).text()).into()),
            ("second", (&voice.second()).into()),
            ("second-peak", (&rate(below).text()).into()),
            ("gaps", i64::try_from(trace.holes.len()).unwrap_or(i64::MAX).into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use network::model::{Gap, GapReason, Point, Range};

    use super::*;

    fn point(from_ms: i64, to_ms: i64) -> Point {
        Point { from_ms, to_ms, in_bps: 3, out_bps: 5, in_peak_bps: 3, out_peak_bps: 5, in_octets: 0, out_octets: 0, measured_ms: to_ms - from_ms }
    }

    fn series() -> Series {
        Series {
            range: Range::Hour,
            resolution: Resolution::Raw,
            from_ms: 0,
            to_ms: 100_000,
            points: vec![point(0, 10_000), point(10_000, 20_000), point(40_000, 50_000), point(80_000, 90_000)],
            gaps: vec![Gap { from_ms: 50_000, to_ms: 80_000, reason: GapReason::Reboot }],
            in_octets: 0,
            out_octets: 0,
            utc_offset_minutes: 0,
            time_zone: "UTC".to_owned(),
        }
    }

    #[test]
    fn every_hole_is_named_once() {
        let trace = trace(&series(), Voice::Staff, None, &Zone::utc());
        let holes: Vec<_> = trace.holes.iter().map(|hole| (hole.from_ms, hole.to_ms)).collect();
        assert_eq!(holes, [(20_000, 40_000), (50_000, 80_000)]);
        assert_ne!(trace.holes[0].reason, trace.holes[1].reason);
    }

    #[test]
    fn a_customers_download_is_drawn_above() {
        let staff = trace(&series(), Voice::Staff, None, &Zone::utc());
        let customer = trace(&series(), Voice::Customer, None, &Zone::utc());
        assert_eq!((staff.steps[0].above_bps, customer.steps[0].above_bps), (3, 5));
        assert!(in_words(&customer, "1 hour", Voice::Customer).starts_with("Traffic over 1 hour"));
    }
}
