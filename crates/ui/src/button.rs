//! Buttons, and links that look like them.

use leptos::prelude::*;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this page is for.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    pub(crate) fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button button-primary",
            ButtonKind::Secondary => "button",
            ButtonKind::Danger => "button button-danger",
        }
    }
}

/// Sends the form it stands in. Never disabled: the server answers what is wrong.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// What it does, as a verb.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <button type="submit" class=kind.class()>
            {text}
        </button>
    }
}

/// Leads to another page.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// What lies there.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <a href=href class=kind.class()>
            {text}
        </a>
    }
}
