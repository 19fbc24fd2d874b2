//! From page to page of a long list.

use leptos::prelude::*;

use crate::button::LinkButton;
use crate::words::t;

/// What this page holds, and the ways to others. Pages continue behind a row, not at a number: rows that come meanwhile are
/// neither shown twice nor passed over.
#[component]
pub fn Pager(
    /// How many rows this page holds, in words.
    #[prop(into)]
    summary: String,
    /// Addresses with their words.
    links: Vec<(String, String)>,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label=t("pager")>
            <p class="quiet">{summary}</p>
            {links.into_iter().map(|(href, text)| view! { <LinkButton href text /> }).collect_view()}
        </nav>
    }
}
