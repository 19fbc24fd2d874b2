//! Loads figures again from time to time, for what the live connection does not carry.

use std::time::Duration;

#[cfg(feature = "hydrate")]
use leptos::prelude::*;

/// Runs `again` every so often while the page is in sight, until the calling component is gone. Nothing without JavaScript.
pub fn refresh_every(pause: Duration, again: impl Fn() + 'static) {
    #[cfg(feature = "hydrate")]
    {
        let turn = move || {
            if !document().hidden() {
                again();
            }
        };
        if let Ok(timer) = set_interval_with_handle(turn, pause) {
            on_cleanup(move || timer.clear());
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let (Duration { .. }, _unused) = (pause, again);
    }
}
