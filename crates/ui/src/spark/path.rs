//! The geometry of a sparkline: a box of 240 by 56, the baseline at 54, peaks at 2.

use super::SparkStep;

const WIDTH: i64 = 240;
const BASE: i64 = 54;
const HEIGHT: i64 = 52;

/// SVG path data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SparkPaths {
    /// The area under the first figure.
    pub area: String,
    /// Its upper edge.
    pub first: String,
    /// The second figure.
    pub second: String,
}

/// Draws both figures to one scale. Where a step was not measured, the line stops and starts again behind it.
#[must_use]
pub fn spark_paths(steps: &[SparkStep]) -> SparkPaths {
    let top = steps.iter().flat_map(|step| [step.first, step.second]).flatten().max().unwrap_or(0).max(1);
    let count = i64::try_from(steps.len()).unwrap_or(i64::MAX).max(1);
    let first: Vec<_> = runs(steps.iter().map(|step| step.first), count, top);
    let second: Vec<_> = runs(steps.iter().map(|step| step.second), count, top);
    SparkPaths {
        area: first.iter().map(|run| run.area()).collect(),
        first: first.iter().map(Run::line).collect(),
        second: second.iter().map(Run::line).collect(),
    }
}

/// Steps that follow each other without a hole, as x and y of each step's middle.
struct Run(Vec<(i64, i64)>);

impl Run {
    fn line(&self) -> String {
        let mut path = String::new();
        for (at, (x, y)) in self.0.iter().enumerate() {
            path.push_str(&format!("{}{x} {y}", if at == 0 { 'M' } else { 'L' }));
        }
        if self.0.len() == 1 {
            // A lone step would be a point without extent.
            path.push_str("h8");
        }
        path
    }

    fn area(&self) -> String {
        match (self.0.first(), self.0.last()) {
            (Some((from, _)), Some((to, _))) if from != to => format!("{}L{to} {BASE}L{from} {BASE}Z", self.line()),
            _ => String::new(),
        }
    }
}

fn runs(values: impl Iterator<Item = Option<i64>>, count: i64, top: i64) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for (index, value) in (0_i64..).zip(values) {
        let Some(value) = value else {
            open = false;
            continue;
        };
        let point = ((2 * index + 1) * WIDTH / (2 * count), BASE - share(value.max(0), top));
        match runs.last_mut() {
            Some(run) if open => run.0.push(point),
            _ => runs.push(Run(vec![point])),
        }
        open = true;
    }
    runs
}

/// `value / top` of the height; halved first where the product would not fit.
fn share(mut value: i64, mut top: i64) -> i64 {
    while top > i64::MAX / HEIGHT {
        value /= 2;
        top /= 2;
    }
    value * HEIGHT / top.max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn step(first: Option<i64>, second: Option<i64>) -> SparkStep {
        SparkStep { first, second }
    }

    #[test]
    fn a_hole_splits_the_line() {
        let steps = [step(Some(100), Some(50)), step(Some(50), Some(0)), step(None, None), step(Some(100), None)];
        let paths = spark_paths(&steps);
        assert_eq!(paths.first, "M30 2L90 28M210 2h8");
        assert_eq!(paths.area, "M30 2L90 28L90 54L30 54Z");
        assert_eq!(paths.second, "M30 28L90 54");
    }

    #[test]
    fn nothing_measured_draws_nothing() {
        assert_eq!(spark_paths(&[step(None, None); 24]), SparkPaths::default());
        assert_eq!(spark_paths(&[]), SparkPaths::default());
    }

    proptest! {
        #[test]
        fn every_point_lies_in_the_box(values in proptest::collection::vec(proptest::option::of(0_i64..=i64::MAX), 0..40)) {
            let top = values.iter().flatten().copied().max().unwrap_or(1).max(1);
            let count = i64::try_from(values.len().max(1)).unwrap();
            for run in runs(values.into_iter(), count, top) {
                for (x, y) in run.0 {
                    prop_assert!((0..=240).contains(&x) && (2..=54).contains(&y), "{x} {y}");
                }
            }
        }
    }
}
