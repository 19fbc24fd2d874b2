//! A sparkline that moves on with live figures: the last step is an average that grows until the next step begins.

use std::collections::VecDeque;

use super::SparkStep;

/// Length of a step, in milliseconds: five minutes.
pub const STEP_MS: i64 = 300_000;

/// The steps, and how much of the last one its averages speak for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolling {
    steps: VecDeque<SparkStep>,
    /// Which step is the last: Unix milliseconds over [`STEP_MS`].
    last: i64,
    /// Measured time behind the last step's averages, in milliseconds.
    weight_ms: i64,
}

impl Rolling {
    /// The steps as the server gave them at `now_ms`; the last one is the step that `now_ms` lies in.
    #[must_use]
    pub fn new(steps: Vec<SparkStep>, now_ms: i64) -> Self {
        let measured = steps.last().is_some_and(|step| step.first.is_some());
        let weight_ms = if measured { now_ms.rem_euclid(STEP_MS).max(1) } else { 0 };
        Self { steps: steps.into(), last: now_ms.div_euclid(STEP_MS), weight_ms }
    }

    /// Takes in a measured interval. It counts for the step that its end lies in; what is older than the last step is
    /// already in the averages.
    pub fn add(&mut self, from_ms: i64, to_ms: i64, first_bps: i64, second_bps: i64) {
        let step = to_ms.saturating_sub(1).div_euclid(STEP_MS);
        if step < self.last || self.steps.is_empty() {
            return;
        }
        let missing = step.saturating_sub(self.last).min(i64::try_from(self.steps.len()).unwrap_or(i64::MAX));
        for _ in 0..missing {
            self.steps.pop_front();
            self.steps.push_back(SparkStep { first: None, second: None });
        }
        if missing > 0 {
            self.last = step;
            self.weight_ms = 0;
        }
        let added_ms = to_ms.saturating_sub(from_ms).clamp(1, STEP_MS);
        if let Some(last) = self.steps.back_mut() {
            last.first = Some(average(last.first, self.weight_ms, first_bps, added_ms));
            last.second = Some(average(last.second, self.weight_ms, second_bps, added_ms));
        }
        self.weight_ms = self.weight_ms.saturating_add(added_ms).min(STEP_MS);
    }

    /// The steps, oldest first.
    #[must_use]
    pub fn steps(&self) -> Vec<SparkStep> {
        self.steps.iter().copied().collect()
    }
}

/// Both averages weighed by their time. The difference is taken first, so that no product leaves 64 bits.
fn average(old: Option<i64>, old_ms: i64, new: i64, new_ms: i64) -> i64 {
    match old {
        Some(old) if old_ms > 0 => {
            let total = old_ms + new_ms;
            let difference = new.saturating_sub(old);
            old.saturating_add(difference / total * new_ms + difference % total * new_ms / total)
        }
        _ => new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(values: &[Option<i64>]) -> Vec<SparkStep> {
        values.iter().map(|value| SparkStep { first: *value, second: *value }).collect()
    }

    #[test]
    fn the_last_step_is_an_average_by_time() {
        let mut rolling = Rolling::new(steps(&[Some(10), Some(100)]), STEP_MS * 7 + 60_000);
        rolling.add(STEP_MS * 7 + 60_000, STEP_MS * 7 + 120_000, 200, 100);
        assert_eq!(rolling.steps(), [SparkStep { first: Some(10), second: Some(10) }, SparkStep { first: Some(150), second: Some(100) }]);
    }

    #[test]
    fn a_new_step_pushes_the_oldest_out_and_holes_stay_holes() {
        let mut rolling = Rolling::new(steps(&[Some(1), Some(2), Some(3)]), STEP_MS * 7 + 1);
        rolling.add(STEP_MS * 9, STEP_MS * 9 + 10_000, 5, 5);
        assert_eq!(rolling.steps(), steps(&[Some(3), None, Some(5)]));
        rolling.add(STEP_MS * 99, STEP_MS * 99 + 10_000, 6, 6);
        assert_eq!(rolling.steps(), steps(&[None, None, Some(6)]));
    }

    #[test]
    fn late_figures_change_nothing() {
        let before = Rolling::new(steps(&[Some(1), Some(2)]), STEP_MS * 7 + 1);
        let mut rolling = before.clone();
        rolling.add(STEP_MS * 6, STEP_MS * 7, 900, 900);
        assert_eq!(rolling, before);
    }

    #[test]
    fn an_interval_that_ends_with_a_step_belongs_to_it() {
        let mut rolling = Rolling::new(steps(&[None, None]), STEP_MS * 7 + 1);
        rolling.add(STEP_MS * 8 - 10_000, STEP_MS * 8, 4, 4);
        assert_eq!(rolling.steps(), steps(&[None, Some(4)]));
    }
}
