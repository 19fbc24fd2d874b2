//! One figure in a box: what it is, how much, and what to know of it.

use leptos::prelude::*;
use tenancy::model::Level;
use ui::{IntoPlain, Tone};

/// A tile. With `href` all of it leads there.
pub fn tile(label: String, figure: AnyView, note: AnyView, href: Option<&'static str>) -> AnyView {
    let inside = view! {
        <span class="tile-label">{label}</span>
        <span class="tile-figure">{figure}</span>
        <span class="tile-note">{note}</span>
    };
    match href {
        Some(href) => view! {
            <a class="tile tile-link" href=href>
                {inside}
            </a>
        }
        .plain(),
        None => view! { <div class="tile">{inside}</div> }.plain(),
    }
}

/// How many.
pub fn count_figure(count: u32) -> AnyView {
    view! { <span class="figure">{ui::units::count(count)}</span> }.plain()
}

/// The tone of what may need a look.
pub fn level_tone(level: Level) -> Tone {
    match level {
        Level::Fine => Tone::Ok,
        Level::Warning => Tone::Warning,
        Level::Critical => Tone::Critical,
    }
}
