//! What stands in for a part that is still loading, in its final size.

use leptos::prelude::*;

use crate::words::t;

/// Grey lines; they appear only after a moment, so that fast answers do not flicker.
#[component]
pub fn Skeleton(
    /// How many lines.
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{t("loading")}</span>
            {(0..lines).map(|_| view! { <span class="skeleton-line" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
