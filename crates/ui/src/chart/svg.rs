//! The chart as SVG: the shapes stretch with the page, the labels keep their size.

use leptos::prelude::*;

use super::axis::time_ticks;
use super::layout::Layout;
use super::paths::{WIDTH, chart_paths, x_of};
use super::{Hole, Trace};
use crate::units::rate;

/// Where the drawing begins and how high it is, in CSS pixels; below it stand the times.
pub(super) const TOP: i64 = 18;
pub(super) const PLOT: i64 = 212;
const TIMES_Y: i64 = 252;

/// The whole drawing. It is not read aloud: a caption in words and the table say the same.
#[component]
pub fn TrafficSvg(
    /// What to draw.
    trace: Trace,
) -> impl IntoView {
    let (above, below) = trace.peaks();
    let layout = Layout::new(above, below, trace.limit_bps);
    let paths = chart_paths(&trace, &layout);
    let limit = layout.limit_bps.map(|limit| (layout.above_y(limit), (layout.below_bps >= limit).then(|| layout.below_y(limit))));
    view! {
        <svg class="chart-svg" width="100%" height="264" aria-hidden="true">
            <svg y=TOP.to_string() width="100%" height=PLOT.to_string() viewBox="0 0 10000 1000" preserveAspectRatio="none">
                {trace.holes.iter().map(|hole| hole_shape(&trace, hole)).collect_view()}
                {layout
                    .ticks()
                    .into_iter()
                    .map(|tick| {
                        let class = if tick.bps == 0 { "chart-axis" } else { "chart-grid" };
                        view! { <path class=class d=format!("M0 {}H{WIDTH}", tick.y)></path> }
                    })
                    .collect_view()}
                <path class="chart-above" d=paths.above></path>
                <path class="chart-above-line" d=paths.above_line></path>
                <path class="chart-below" d=paths.below></path>
                <path class="chart-below-line" d=paths.below_line></path>
                {limit
                    .map(|(above, below)| {
                        let below = below.map(|y| format!("M0 {y}H{WIDTH}")).unwrap_or_default();
                        view! { <path class="chart-limit" d=format!("M0 {above}H{WIDTH}{below}")></path> }
                    })}
            </svg>
            {layout
                .ticks()
                .into_iter()
                .map(|tick| {
                    let y = TOP + tick.y * PLOT / 1000 - 3;
                    view! { <text class="chart-rate" x="0" y=y.to_string()>{rate(tick.bps).text()}</text> }
                })
                .collect_view()}
            {time_labels(&trace)}
        </svg>
    }
}

fn hole_shape(trace: &Trace, hole: &Hole) -> impl IntoView + use<> {
    let (from, to) = (x_of(trace, hole.from_ms), x_of(trace, hole.to_ms));
    view! {
        <rect class="chart-hole" x=from.to_string() width=(to - from).max(20).to_string() height="1000">
            <title>{hole.reason.clone()}</title>
        </rect>
    }
}

pub(super) fn time_labels(trace: &Trace) -> impl IntoView + use<> {
    time_ticks(&trace.zone, trace.from_ms, trace.to_ms)
        .into_iter()
        .map(|tick| {
            let x = x_of(trace, tick.at_ms);
            // Labels at the edges lean inwards, so that none is cut off on a narrow screen.
            let class = match x {
                ..400 => "chart-time chart-time-first",
                9_600.. => "chart-time chart-time-last",
                _ => "chart-time",
            };
            view! { <text class=class x=format!("{}.{:02}%", x / 100, x % 100) y=TIMES_Y.to_string()>{tick.label}</text> }
        })
        .collect_view()
}
