//! Choices that stand in the address: which part of a page is shown, over which range.

use leptos::prelude::*;

use crate::plain::IntoPlain;

/// One of the choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The address that shows it.
    pub href: String,
    /// Its words.
    pub text: String,
    /// A shorter form to show; the words are then read aloud only.
    pub short: Option<&'static str>,
    /// It is the one that is shown.
    pub current: bool,
}

/// The row of choices: links, so that they work without a script and each can be bookmarked.
#[component]
pub fn Tabs(
    /// What is chosen here.
    #[prop(into)]
    label: String,
    /// The choices.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let tabs = tabs.into_iter().map(|tab| {
        let text = match tab.short {
            Some(short) => view! {
                <span aria-hidden="true">{short}</span>
                <span class="visually-hidden">{tab.text}</span>
            }
            .plain(),
            None => tab.text.plain(),
        };
        view! {
            <a href=tab.href aria-current=tab.current.then_some("true") data-noscroll="">
                {text}
            </a>
        }
    });
    view! {
        <nav class="segments" aria-label=label>
            {tabs.collect_view()}
        </nav>
    }
}
