//! Where a rate stands on the chart: round numbers on the axis, as much room on each side as its traffic needs.

/// A line across the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateTick {
    /// Height in thousandths from the top.
    pub y: i64,
    /// The rate it stands for, bit/s, on either side of the axis.
    pub bps: i64,
}

/// The vertical scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Distance between two lines, bit/s.
    pub step_bps: i64,
    /// Top of the chart, a multiple of the step.
    pub above_bps: i64,
    /// Bottom of the chart, a multiple of the step.
    pub below_bps: i64,
    /// The limit, where it is drawn.
    pub limit_bps: Option<i64>,
}

/// Height of the drawing, in its own units.
pub const HEIGHT: i64 = 1000;

/// No rate is drawn higher than this (an exabit a second): sums of two sides and a step stay within 64 bits.
const MOST: i64 = 1_000_000_000_000_000_000;

impl Layout {
    /// The scale for these peaks. The limit is drawn where the traffic reaches two fifths of it; further away it would
    /// press the traffic flat.
    #[must_use]
    pub fn new(above_peak: i64, below_peak: i64, limit_bps: Option<i64>) -> Self {
        let (mut above, mut below) = (above_peak.clamp(0, MOST), below_peak.clamp(0, MOST));
        let limit_bps = limit_bps.filter(|limit| (1..=MOST).contains(limit) && above.max(below) >= limit / 5 * 2);
        if let Some(limit) = limit_bps {
            above = above.max(limit);
            below = if below >= limit / 5 * 2 { below.max(limit) } else { below };
        }
        let step_bps = round_step((above.saturating_add(below) / 5).max(1));
        Self { step_bps, above_bps: ceiling(above, step_bps), below_bps: ceiling(below, step_bps), limit_bps }
    }

    /// The axis, in thousandths from the top.
    #[must_use]
    pub fn zero_y(&self) -> i64 {
        share(self.above_bps, self.span())
    }

    /// Where a rate above the axis ends.
    #[must_use]
    pub fn above_y(&self, bps: i64) -> i64 {
        self.zero_y() - share(bps.clamp(0, self.above_bps), self.span())
    }

    /// Where a rate below the axis ends.
    #[must_use]
    pub fn below_y(&self, bps: i64) -> i64 {
        self.zero_y() + share(bps.clamp(0, self.below_bps), self.span())
    }

    /// Every line, top to bottom, the axis among them.
    #[must_use]
    pub fn ticks(&self) -> Vec<RateTick> {
        let mut ticks = Vec::new();
        let mut bps = self.above_bps;
        while bps > 0 {
            ticks.push(RateTick { y: self.above_y(bps), bps });
            bps -= self.step_bps;
        }
        bps = 0;
        while bps <= self.below_bps {
            ticks.push(RateTick { y: self.below_y(bps), bps });
            bps += self.step_bps;
        }
        ticks
    }

    fn span(&self) -> i64 {
        self.above_bps.saturating_add(self.below_bps).max(1)
    }
}

/// The next of 1, 2, 5, 10, 20, 50 … that is not below `least`.
fn round_step(least: i64) -> i64 {
    let mut ten = 1_i64;
    loop {
        for factor in [1, 2, 5] {
            match ten.checked_mul(factor) {
                Some(step) if step >= least => return step,
                Some(_) => {}
                None => return MOST,
            }
        }
        ten = ten.saturating_mul(10);
    }
}

fn ceiling(peak: i64, step: i64) -> i64 {
    let steps = (peak / step + i64::from(peak % step > 0)).max(1);
    steps.saturating_mul(step)
}

fn share(mut part: i64, mut whole: i64) -> i64 {
    while whole > i64::MAX / HEIGHT {
        part /= 2;
        whole /= 2;
    }
    part * HEIGHT / whole.max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn round_numbers_and_room_by_need() {
        let layout = Layout::new(83_000_000, 12_000_000, Some(1_000_000_000));
        assert_eq!((layout.step_bps, layout.above_bps, layout.below_bps, layout.limit_bps), (20_000_000, 100_000_000, 20_000_000, None));
        assert_eq!(layout.ticks().iter().map(|tick| tick.bps / 1_000_000).collect::<Vec<_>>(), [100, 80, 60, 40, 20, 0, 20]);
        assert_eq!((layout.above_y(100_000_000), layout.zero_y(), layout.below_y(20_000_000)), (0, 833, 999));
    }

    #[test]
    fn the_limit_is_drawn_when_the_traffic_comes_near() {
        assert_eq!(Layout::new(500, 10, Some(1000)).limit_bps, Some(1000));
        assert_eq!(Layout::new(300, 10, Some(1000)).limit_bps, None);
        assert!(Layout::new(500, 10, Some(1000)).above_bps >= 1000);
        assert!(Layout::new(500, 10, Some(1000)).below_bps < 1000);
    }

    #[test]
    fn silence_still_has_a_scale() {
        let layout = Layout::new(0, 0, None);
        assert_eq!((layout.above_bps, layout.below_bps, layout.zero_y()), (1, 1, 500));
    }

    proptest! {
        #[test]
        fn everything_stays_inside(above in 0_i64..=i64::MAX, below in 0_i64..=i64::MAX, limit in proptest::option::of(1_i64..=i64::MAX)) {
            let layout = Layout::new(above, below, limit);
            let ticks = layout.ticks();
            prop_assert!((2..=12).contains(&ticks.len()), "{layout:?}");
            prop_assert!(ticks.iter().all(|tick| (0..=HEIGHT).contains(&tick.y)));
            prop_assert!((0..=HEIGHT).contains(&layout.above_y(above)) && (0..=HEIGHT).contains(&layout.below_y(below)));
        }
    }
}
