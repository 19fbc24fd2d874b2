//! The state of the connection, in the top bar.

use leptos::prelude::*;
use ui::words::t;
use ui::{Icon, Tone, icon};

use super::{Link, use_live};

/// Live, connecting or reconnecting. Nothing where nothing is followed, and nothing without JavaScript: the figures then
/// are as old as the page.
#[component]
pub fn LiveStatus() -> impl IntoView {
    let link = use_live().link();
    view! {
        <p class="live-status" role="status">
            {move || {
                let (tone, which, text) = match link.get() {
                    Link::Idle => return None,
                    Link::Connecting => (Tone::Neutral, Icon::Retry, t("live-connecting")),
                    Link::Live => (Tone::Ok, Icon::Live, t("live-on")),
                    Link::Reconnecting => (Tone::Warning, Icon::Retry, t("live-reconnecting")),
                };
                Some(
                    view! {
                        <span class=format!("badge {}", tone.class())>
                            {icon(which)} <span class="live-text">{text}</span>
                        </span>
                    },
                )
            }}
        </p>
    }
}
