//! The server's side: offsets out of the time-zone database.

use chrono::{DateTime, Offset, TimeZone};

use super::Zone;

const DAY_MS: i64 = 86_400_000;

impl Zone {
    /// The zone `name` (IANA) with every offset that holds between `from_ms` and `to_ms`; UTC where the name is not known.
    /// Changes are found to the second, if no two fall within one day.
    #[must_use]
    pub fn lookup(name: &str, from_ms: i64, to_ms: i64) -> Self {
        let Ok(zone) = name.parse::<chrono_tz::Tz>() else { return Self::utc() };
        let mut steps = vec![(from_ms, offset(zone, from_ms))];
        let mut at = from_ms;
        while at < to_ms {
            let next = at.saturating_add(DAY_MS).min(to_ms);
            let (before, after) = (offset(zone, at), offset(zone, next));
            if before != after {
                steps.push((change(zone, at, next, before), after));
            }
            at = next;
        }
        Self { name: name.to_owned(), steps }
    }
}

/// The first instant in `low..=high` at which the offset is no longer `before`.
fn change(zone: chrono_tz::Tz, mut low: i64, mut high: i64, before: i32) -> i64 {
    while high - low > 1_000 {
        let middle = low + (high - low) / 2;
        if offset(zone, middle) == before { low = middle } else { high = middle }
    }
    high - high.rem_euclid(1_000)
}

fn offset(zone: chrono_tz::Tz, ms: i64) -> i32 {
    let at = DateTime::from_timestamp_millis(ms).unwrap_or_default().naive_utc();
    zone.offset_from_utc_datetime(&at).fix().local_minus_utc() / 60
}
