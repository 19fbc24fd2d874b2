//! Views with the time at which the server made them, so that the browser shows the same "12 s ago" on its first render.

use serde::{Deserialize, Serialize};
use ui::Zone;

/// Something to show, when it was true, and the viewer's time zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamped<T> {
    /// What to show.
    pub value: T,
    /// When the server made it, Unix milliseconds.
    pub now_ms: i64,
    /// The viewer's time zone, good for the times in it.
    pub zone: Zone,
}

#[cfg(feature = "ssr")]
impl<T> Stamped<T> {
    /// Stamps `value` with the request's time; the zone's offsets reach back `back_ms`.
    #[must_use]
    pub fn new(ctx: &kernel::Ctx, back_ms: i64, value: T) -> Self {
        let now_ms = ctx.now.timestamp_millis();
        Self { value, now_ms, zone: Zone::lookup(&ctx.time_zone, now_ms.saturating_sub(back_ms), now_ms) }
    }
}
