//! What stands where nothing is yet.

use leptos::prelude::*;

use crate::button::{ButtonKind, LinkButton};

/// Says why there is nothing and what to do about it.
#[component]
pub fn EmptyState(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// Why, or what comes next.
    #[prop(into)]
    text: String,
    /// Where to go on, with its words.
    #[prop(optional)]
    action: Option<(String, String)>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            <p>{text}</p>
            {action.map(|(href, text)| view! { <LinkButton href kind=ButtonKind::Primary text /> })}
        </div>
    }
}
