//! Sparklines: two hours of traffic in a cell, drawn by the server and redrawn when a live figure arrives.

mod path;
mod rolling;

use leptos::prelude::*;

pub use path::{SparkPaths, spark_paths};
pub use rolling::{Rolling, STEP_MS};

use crate::units::rate;
use crate::words::{t, t_args};

/// A step of a sparkline in bit/s; `None` where nothing was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SparkStep {
    /// Drawn as an area.
    pub first: Option<i64>,
    /// Drawn as a line over it.
    pub second: Option<i64>,
}

/// The drawing, with its peaks in words for those who do not see it.
#[component]
pub fn Sparkline(
    /// The steps, oldest first.
    #[prop(into)]
    steps: Signal<Vec<SparkStep>>,
    /// What the first figure is called.
    #[prop(into)]
    first_label: String,
    /// What the second figure is called.
    #[prop(into)]
    second_label: String,
) -> impl IntoView {
    let paths = Memo::new(move |_| steps.with(|steps| spark_paths(steps)));
    let label = move || {
        steps.with(|steps| {
            let peak = |pick: fn(&SparkStep) -> Option<i64>| steps.iter().filter_map(pick).max();
            match (peak(|step| step.first), peak(|step| step.second)) {
                (None, None) => t("spark-empty"),
                (first, second) => t_args(
                    "spark-label",
                    &[
                        ("first", (&first_label).into()),
                        ("first-peak", (&rate(first.unwrap_or(0)).text()).into()),
                        ("second", (&second_label).into()),
                        ("second-peak", (&rate(second.unwrap_or(0)).text()).into()),
                    ],
                ),
            }
        })
    };
    view! {
        <svg class="spark" width="120" height="28" viewBox="0 0 240 56" preserveAspectRatio="none" role="img" aria-label=label>
            <path class="spark-first" d=move || paths.with(|paths| paths.area.clone())></path>
            <path class="spark-first-line" d=move || paths.with(|paths| paths.first.clone())></path>
            <path class="spark-second-line" d=move || paths.with(|paths| paths.second.clone())></path>
        </svg>
    }
}
