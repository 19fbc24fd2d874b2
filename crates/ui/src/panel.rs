//! A part of a page with a title of its own: a form, a table, a chart.

use leptos::prelude::*;

/// The frame. Its title is a second-level heading and names the section.
#[component]
pub fn Panel(
    /// The title's id; different for each panel of a page.
    id: &'static str,
    /// The title.
    #[prop(into)]
    title: String,
    /// What stands beside the title: choices of range and view, actions.
    #[prop(optional)]
    controls: Option<AnyView>,
    /// The rest.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby=id>
            <div class="panel-head">
                <h2 id=id>{title}</h2>
                {controls}
            </div>
            {children()}
        </section>
    }
}
