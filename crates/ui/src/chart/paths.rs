//! SVG path data for a trace: steps as steps, holes as holes. The drawing is 10,000 wide and 1,000 high.

use super::layout::Layout;
use super::{Step, Trace};

/// Width of the drawing, in its own units.
pub const WIDTH: i64 = 10_000;

/// Two neighbours this close belong together: clocks of the two ends are not finer, milliseconds.
const SEAM_MS: i64 = 1_500;

/// Path data for both sides of the axis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartPaths {
    /// Filled, above the axis.
    pub above: String,
    /// The edge of it.
    pub above_line: String,
    /// Filled, below the axis.
    pub below: String,
    /// The edge of it.
    pub below_line: String,
}

/// Draws the trace on the layout's scale.
#[must_use]
pub fn chart_paths(trace: &Trace, layout: &Layout) -> ChartPaths {
    let mut paths = ChartPaths::default();
    let zero = layout.zero_y();
    for run in runs(&trace.steps) {
        let above = edge(run, trace, |step| layout.above_y(step.above_bps));
        let below = edge(run, trace, |step| layout.below_y(step.below_bps));
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            let (from, to) = (x_of(trace, first.from_ms), x_of(trace, last.to_ms));
            for (fill, line, edge) in [(&mut paths.above, &mut paths.above_line, above), (&mut paths.below, &mut paths.below_line, below)] {
                fill.push_str(&format!("M{from} {zero}L{edge}L{to} {zero}Z"));
                line.push('M');
                line.push_str(&edge);
            }
        }
    }
    paths
}

/// Where an instant stands, in units of the drawing; what lies outside is moved to the edge.
#[must_use]
pub fn x_of(trace: &Trace, ms: i64) -> i64 {
    let span = trace.to_ms.saturating_sub(trace.from_ms).max(1);
    let offset = ms.clamp(trace.from_ms, trace.to_ms).saturating_sub(trace.from_ms);
    offset.saturating_mul(WIDTH) / span
}

/// The steps, cut where time is missing between two.
fn runs(steps: &[Step]) -> impl Iterator<Item = &[Step]> {
    steps.chunk_by(|one, next| next.from_ms.saturating_sub(one.to_ms) <= SEAM_MS)
}

/// `x y` of the first corner, then right and up or down step by step.
fn edge(run: &[Step], trace: &Trace, height: impl Fn(&Step) -> i64) -> String {
    let mut path = String::new();
    let mut last = None;
    for step in run {
        let (from, to, y) = (x_of(trace, step.from_ms), x_of(trace, step.to_ms), height(step));
        path.push_str(&match last {
            None => format!("{from} {y}H{to}"),
            Some(before) if before == y => format!("H{to}"),
            Some(_) => format!("V{y}H{to}"),
        });
        last = Some(y);
    }
    path
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::Zone;

    fn trace(steps: Vec<Step>) -> Trace {
        Trace { from_ms: 0, to_ms: 100_000, steps, holes: Vec::new(), limit_bps: None, zone: Zone::utc() }
    }

    fn step(from_ms: i64, to_ms: i64, above_bps: i64, below_bps: i64) -> Step {
        Step { from_ms, to_ms, above_bps, below_bps }
    }

    #[test]
    fn a_hole_stays_open() {
        let trace = trace(vec![step(0, 10_000, 10, 5), step(10_000, 20_000, 5, 5), step(50_000, 60_000, 10, 0)]);
        let paths = chart_paths(&trace, &Layout { step_bps: 5, above_bps: 10, below_bps: 10, limit_bps: None });
        assert_eq!(paths.above, "M0 500L0 0H1000V250H2000L2000 500ZM5000 500L5000 0H6000L6000 500Z");
        assert_eq!(paths.above_line, "M0 0H1000V250H2000M5000 0H6000");
        assert_eq!(paths.below_line, "M0 750H1000H2000M5000 500H6000");
    }

    #[test]
    fn what_lies_outside_the_range_ends_at_its_edge() {
        let trace = trace(vec![step(-10_000, 10_000, 1, 1), step(95_000, 130_000, 1, 1)]);
        let paths = chart_paths(&trace, &Layout { step_bps: 1, above_bps: 1, below_bps: 1, limit_bps: None });
        assert_eq!(paths.above_line, "M0 0H1000M9500 0H10000");
    }

    #[test]
    fn no_figures_no_lines() {
        let empty = trace(Vec::new());
        assert_eq!(chart_paths(&empty, &Layout::new(0, 0, None)), ChartPaths::default());
    }

    proptest! {
        #[test]
        fn there_are_as_many_pieces_as_runs(spans in proptest::collection::vec((0_i64..5_000, 1_i64..5_000), 0..30)) {
            let mut at = 0;
            let mut steps = Vec::new();
            let mut expected = 0;
            for (pause, length) in spans {
                if steps.is_empty() || pause > SEAM_MS {
                    expected += 1;
                }
                steps.push(step(at + pause, at + pause + length, 7, 3));
                at += pause + length;
            }
            let trace = Trace { to_ms: at.max(1), ..trace(steps) };
            let paths = chart_paths(&trace, &Layout::new(7, 3, None));
            prop_assert_eq!(paths.above_line.matches('M').count(), expected);
            prop_assert_eq!(paths.below.matches('Z').count(), expected);
        }
    }
}
