//! What an interface does now: what the server knew, moved on by live events.

use kernel::LivePayload;
use leptos::prelude::*;
use network::model::InterfaceItem;
use serde::{Deserialize, Serialize};
use ui::words::t;
use ui::{Badge, Tone};

use crate::live::Latest;

/// The present figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// bit/s in; `None` while nothing is known.
    pub in_bps: Option<i64>,
    /// bit/s out.
    pub out_bps: Option<i64>,
    /// ifOperStatus is up.
    pub up: bool,
    /// The figures are old.
    pub stale: bool,
}

impl Now {
    /// As the server knew it.
    #[must_use]
    pub fn of(item: &InterfaceItem) -> Self {
        Self { in_bps: item.in_bps, out_bps: item.out_bps, up: item.up, stale: item.stale }
    }

    /// After a live event.
    #[must_use]
    pub fn after(self, event: &LivePayload) -> Self {
        match event {
            LivePayload::Rate { in_bps, out_bps, up, .. } => Self { in_bps: Some(*in_bps), out_bps: Some(*out_bps), up: *up, stale: false },
            LivePayload::Gap { up, .. } => Self { in_bps: None, out_bps: None, up: *up, stale: false },
        }
    }

    /// The figures and the state, which live events move on.
    #[must_use]
    pub fn follow(self, latest: Latest) -> Signal<Self> {
        Signal::derive(move || latest.with(|event| event.as_ref().map_or(self, |event| self.after(event))))
    }

    /// The state in a badge: down weighs more than old, old more than up.
    pub fn badge(self) -> impl IntoView + use<> {
        let (tone, text) = match (self.up, self.stale, self.in_bps) {
            (_, true, _) => (Tone::Warning, t("state-stale")),
            (false, ..) => (Tone::Critical, t("state-down")),
            (true, false, None) => (Tone::Neutral, t("state-pending")),
            (true, false, Some(_)) => (Tone::Ok, t("state-up")),
        };
        view! { <Badge tone text /> }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_figure_is_never_old() {
        let old = Now { in_bps: Some(1), out_bps: Some(2), up: false, stale: true };
        let rate = LivePayload::Rate { from_ms: 0, at_ms: 1, in_bps: 7, out_bps: 8, up: true };
        assert_eq!(old.after(&rate), Now { in_bps: Some(7), out_bps: Some(8), up: true, stale: false });
        let gap = LivePayload::Gap { from_ms: 0, at_ms: 1, reason: "reset".to_owned(), up: true };
        assert_eq!(old.after(&gap), Now { in_bps: None, out_bps: None, up: true, stale: false });
    }
}
