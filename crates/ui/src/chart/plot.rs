//! A drawing like the traffic's of figures that are no rates. Apart from it, so that pages with traffic carry nothing of it.

use leptos::prelude::*;

use super::Trace;
use super::layout::Layout;
use super::paths::{WIDTH, chart_paths};
use super::svg::{PLOT, TOP, time_labels};

/// A line across the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Height in thousandths from the top.
    pub y: i64,
    /// It is the axis.
    pub axis: bool,
    /// What stands at it.
    pub label: String,
}

/// Draws a trace on this layout, whatever its figures stand for. It is not read aloud: a caption in words and the table say
/// the same.
#[must_use]
pub fn plot(trace: &Trace, layout: &Layout, lines: Vec<Line>) -> impl IntoView + use<> {
    let paths = chart_paths(trace, layout);
    let (grid, labels): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .map(|line| {
            let class = if line.axis { "chart-axis" } else { "chart-grid" };
            let y = TOP + line.y * PLOT / 1000 - 3;
            (
                view! { <path class=class d=format!("M0 {}H{WIDTH}", line.y)></path> },
                view! { <text class="chart-rate" x="0" y=y.to_string()>{line.label}</text> },
            )
        })
        .unzip();
    view! {
        <svg class="chart-svg" width="100%" height="264" aria-hidden="true">
            <svg y=TOP.to_string() width="100%" height=PLOT.to_string() viewBox="0 0 10000 1000" preserveAspectRatio="none">
                {grid}
                <path class="chart-above" d=paths.above></path>
                <path class="chart-above-line" d=paths.above_line></path>
                <path class="chart-below" d=paths.below></path>
                <path class="chart-below-line" d=paths.below_line></path>
            </svg>
            {labels}
            {time_labels(trace)}
        </svg>
    }
}
