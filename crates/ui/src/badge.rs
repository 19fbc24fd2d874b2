//! State as icon and text; colour only repeats it.

use leptos::prelude::*;

use crate::icon::{Icon, icon};

/// What a state means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Ok,
    /// Worth knowing, nothing to do.
    Notice,
    /// Needs a look soon.
    Warning,
    /// Broken.
    Critical,
    /// Neither good nor bad.
    Neutral,
}

impl Tone {
    /// The class that gives the colours.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Tone::Ok => "tone-ok",
            Tone::Notice => "tone-notice",
            Tone::Warning => "tone-warning",
            Tone::Critical => "tone-critical",
            Tone::Neutral => "tone-neutral",
        }
    }

    /// The icon that goes with it.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Tone::Ok => Icon::Check,
            Tone::Notice => Icon::Info,
            Tone::Warning => Icon::Alert,
            Tone::Critical => Icon::Cross,
            Tone::Neutral => Icon::Clock,
        }
    }
}

/// A state in two or three words.
#[component]
pub fn Badge(
    /// What it means.
    tone: Tone,
    /// What it says.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <span class=format!("badge {}", tone.class())>
            {icon(tone.icon())} <span>{text}</span>
        </span>
    }
}
