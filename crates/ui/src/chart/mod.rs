//! The traffic chart: one direction above the axis, the other below it, gaps left open.
//!
//! The server draws it as SVG; [`Layout`] holds the scales, so that a chart drawn by a library in the browser stands on the
//! same ones.

mod axis;
mod layout;
mod paths;
mod plot;
mod svg;

pub use axis::{TimeTick, time_ticks};
pub use layout::{Layout, RateTick};
pub use paths::{ChartPaths, chart_paths};
pub use plot::{Line, plot};
pub use svg::TrafficSvg;

use crate::time::Zone;

/// A measured step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End, Unix milliseconds.
    pub to_ms: i64,
    /// Drawn upwards, bit/s.
    pub above_bps: i64,
    /// Drawn downwards, bit/s.
    pub below_bps: i64,
}

/// A stretch without figures, with its reason in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End, Unix milliseconds.
    pub to_ms: i64,
    /// Why, for people.
    pub reason: String,
}

/// What a chart draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Left edge, Unix milliseconds.
    pub from_ms: i64,
    /// Right edge, Unix milliseconds.
    pub to_ms: i64,
    /// Oldest first, not overlapping.
    pub steps: Vec<Step>,
    /// Oldest first.
    pub holes: Vec<Hole>,
    /// The line's speed or commit in bit/s, drawn where the traffic comes near it.
    pub limit_bps: Option<i64>,
    /// For the labels.
    pub zone: Zone,
}

impl Trace {
    /// Largest rate above and below the axis.
    #[must_use]
    pub fn peaks(&self) -> (i64, i64) {
        self.steps.iter().fold((0, 0), |(above, below), step| (above.max(step.above_bps), below.max(step.below_bps)))
    }
}
