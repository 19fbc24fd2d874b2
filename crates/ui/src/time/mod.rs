//! Local times without a time-zone database in the browser: the server sends the offsets that hold in the shown span.

#[cfg(feature = "ssr")]
mod lookup;

use serde::{Deserialize, Serialize};

pub use kernel::format::Civil;
use kernel::format::DateStyle;

use crate::words::formats;

/// A time zone as far as a page needs it: its name and the offsets from UTC within the span that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name.
    pub name: String,
    /// From when (Unix milliseconds) which offset holds (minutes east of UTC), oldest first. The first holds before too.
    pub steps: Vec<(i64, i32)>,
}

impl Zone {
    /// UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), steps: Vec::new() }
    }

    /// Minutes east of UTC at `ms` (Unix milliseconds).
    #[must_use]
    pub fn offset_minutes(&self, ms: i64) -> i32 {
        let later = self.steps.iter().rev().find(|(from, _)| *from <= ms);
        later.or_else(|| self.steps.first()).map_or(0, |(_, minutes)| *minutes)
    }

    /// The date and time on the wall at `ms`.
    #[must_use]
    pub fn civil(&self, ms: i64) -> Civil {
        Civil::from_local_ms(self.local_ms(ms))
    }

    /// Milliseconds that a wall clock shows since 1970-01-01 00:00 on that wall.
    #[must_use]
    pub fn local_ms(&self, ms: i64) -> i64 {
        ms.saturating_add(i64::from(self.offset_minutes(ms)).saturating_mul(60_000))
    }

    /// The point in time `ms` as the active language writes it.
    #[must_use]
    pub fn date(&self, style: DateStyle, ms: i64) -> String {
        formats().date(style, self.civil(ms))
    }

    /// `14:05`.
    #[must_use]
    pub fn clock(&self, ms: i64) -> String {
        self.date(DateStyle::Clock, ms)
    }

    /// `14:05:30`.
    #[must_use]
    pub fn clock_seconds(&self, ms: i64) -> String {
        self.date(DateStyle::ClockSeconds, ms)
    }

    /// `Nov 21`.
    #[must_use]
    pub fn day(&self, ms: i64) -> String {
        self.date(DateStyle::Day, ms)
    }

    /// `Nov 21, 14:05`.
    #[must_use]
    pub fn day_clock(&self, ms: i64) -> String {
        self.date(DateStyle::DayClock, ms)
    }

    /// `Nov 21, 2026, 14:05:30`, for titles and tables.
    #[must_use]
    pub fn full(&self, ms: i64) -> String {
        self.date(DateStyle::MediumClockSeconds, ms)
    }

    /// `Europe/Berlin (UTC+01:00)`: the zone and the offset that holds at `ms`.
    #[must_use]
    pub fn label(&self, ms: i64) -> String {
        let minutes = self.offset_minutes(ms);
        let sign = if minutes < 0 { '\u{2212}' } else { '+' };
        let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
        format!("{} (UTC{sign}{hours:02}:{rest:02})", self.name)
    }
}

/// How long before `now_ms` something was: `12 seconds ago`, `5 minutes ago`, `3 hours ago`, `2 days ago`.
#[must_use]
pub fn ago(now_ms: i64, then_ms: i64) -> String {
    formats().relative(now_ms.saturating_sub(then_ms).max(0) / -1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Zone {
        // Summer time ended on 25 October 2026 at 01:00 UTC.
        Zone { name: "Europe/Berlin".to_owned(), steps: vec![(1_790_000_000_000, 120), (1_792_890_000_000, 60)] }
    }

    #[test]
    fn offsets_follow_the_steps() {
        let zone = berlin();
        assert_eq!(zone.offset_minutes(0), 120);
        assert_eq!(zone.clock(1_792_889_999_000), "02:59");
        assert_eq!(zone.clock(1_792_890_000_000), "02:00");
        assert_eq!(Zone::utc().clock(1_792_890_000_000), "01:00");
    }

    #[test]
    fn the_parts_of_a_date() {
        let zone = berlin();
        assert_eq!(zone.day(1_792_890_000_000), "Oct 25");
        assert_eq!(zone.day_clock(1_792_890_000_000), "Oct 25, 02:00");
        assert_eq!(zone.full(1_792_890_030_000), "Oct 25, 2026, 02:00:30");
        assert_eq!(zone.label(1_792_890_000_000), "Europe/Berlin (UTC+01:00)");
        let west = Zone { name: "America/St_Johns".to_owned(), steps: vec![(0, -210)] };
        assert_eq!(west.label(0), "America/St_Johns (UTC\u{2212}03:30)");
    }

    #[test]
    fn how_long_ago() {
        let cases = [(0, "now"), (59, "59 seconds ago"), (60, "1 minute ago"), (7_200, "2 hours ago"), (200_000, "2 days ago"), (-5, "now")];
        for (seconds, text) in cases {
            assert_eq!(ago(1_000_000_000_000 + seconds * 1000, 1_000_000_000_000), text);
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_database_gives_the_same_steps() {
        let zone = Zone::lookup("Europe/Berlin", 1_790_000_000_000, 1_795_000_000_000);
        assert_eq!(zone.steps, berlin().steps);
        assert_eq!(Zone::lookup("No/Where", 0, 1), Zone::utc());
    }
}
