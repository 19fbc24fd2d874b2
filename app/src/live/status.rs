//! The state of the connection, in the top bar.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::words::t;
use ui::{Icon, IntoPlain, Tone, icon};

use super::{Link, use_live};
use crate::parts::Part;

/// Live, connecting or reconnecting. Nothing where nothing is followed, and nothing without JavaScript: the figures then
/// are as old as the page.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct LiveStatus;

impl Part for LiveStatus {
    const NAME: &'static str = "live-status";

    fn view(self) -> AnyView {
        let Self = self;
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
        .plain()
    }
}
