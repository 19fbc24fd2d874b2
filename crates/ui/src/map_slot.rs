//! The frame that a map stands in.

use leptos::prelude::*;

use crate::icon::{Icon, icon};

/// A map's frame in the state without a place to show: it names what would stand here and says why nothing does.
#[component]
pub fn MapSlot(
    /// What the map is of.
    #[prop(into)]
    label: String,
    /// Why nothing is shown.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let name = label.clone();
    view! {
        <figure class="map-slot" aria-label=name>
            {icon(Icon::Platform)}
            <figcaption>
                <span class="empty-title">{label}</span>
                <span>{text}</span>
            </figcaption>
        </figure>
    }
}
