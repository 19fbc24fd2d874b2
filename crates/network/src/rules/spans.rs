//! Where days, months and steps begin.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::model::Month;

/// The beginning of the step of `seconds` that `at` lies in, counted from 1970 in UTC.
#[must_use]
pub fn floor(at: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
    let second = at.timestamp();
    DateTime::from_timestamp(second - second.rem_euclid(seconds.max(1)), 0).unwrap_or(at)
}

/// The same, or the next one where `at` is not the beginning of one.
#[must_use]
pub fn ceiling(at: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
    let below = floor(at, seconds);
    if below == at { at } else { below + TimeDelta::seconds(seconds) }
}

/// When the day began on the wall of this time zone (IANA name); of UTC where the name is not known.
#[must_use]
pub fn day_start(at: DateTime<Utc>, time_zone: &str) -> DateTime<Utc> {
    let zone = time_zone.parse::<Tz>().unwrap_or(Tz::UTC);
    first_of(zone, at.with_timezone(&zone).date_naive(), at)
}

/// When the month began there.
#[must_use]
pub fn month_start(at: DateTime<Utc>, time_zone: &str) -> DateTime<Utc> {
    let zone = time_zone.parse::<Tz>().unwrap_or(Tz::UTC);
    let day = at.with_timezone(&zone).date_naive();
    first_of(zone, day.with_day(1).unwrap_or(day), at)
}

/// From when to when a calendar month goes there.
#[must_use]
pub fn span_of_month(month: Month, time_zone: &str) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let zone = time_zone.parse::<Tz>().unwrap_or(Tz::UTC);
    let first = |month: Month| {
        let (year, number) = month.parts();
        NaiveDate::from_ymd_opt(year, number, 1).map(|day| first_of(zone, day, DateTime::<Utc>::MAX_UTC))
    };
    Some((first(month)?, first(month.after()?)?))
}

/// Which month it is there.
#[must_use]
pub fn month_at(at: DateTime<Utc>, time_zone: &str) -> Option<Month> {
    let there = at.with_timezone(&time_zone.parse::<Tz>().unwrap_or(Tz::UTC));
    Month::new(there.year(), there.month())
}

/// The first moment of a day. Where clocks are put forward at midnight, the day begins an hour later.
fn first_of(zone: Tz, day: NaiveDate, at: DateTime<Utc>) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let later = (0_i64..=12).filter_map(|quarters| zone.from_local_datetime(&(midnight + TimeDelta::minutes(15 * quarters))).earliest()).next();
    // A day that a zone leaves out altogether has no beginning: yesterday's is close enough.
    later.map_or_else(|| at - Days::new(1), |start| start.with_timezone(&Utc).min(at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn days_and_months_begin_on_the_wall() {
        let now = at("2026-11-01T20:00:00Z");
        assert_eq!(day_start(now, "UTC"), at("2026-11-01T00:00:00Z"));
        assert_eq!(day_start(now, "Asia/Kolkata"), at("2026-11-01T18:30:00Z"), "it is the second already");
        assert_eq!(month_start(now, "Asia/Kolkata"), at("2026-10-31T18:30:00Z"));
        assert_eq!(month_start(now, "Asia/Beirut"), at("2026-10-31T22:00:00Z"));
        assert_eq!(day_start(now, "No/Where"), at("2026-11-01T00:00:00Z"));
    }

    #[test]
    fn a_day_without_midnight_begins_later() {
        // Lebanon puts its clocks forward at midnight.
        assert_eq!(day_start(at("2026-03-29T12:00:00Z"), "Asia/Beirut"), at("2026-03-28T22:00:00Z"));
    }

    #[test]
    fn a_month_is_the_time_zones() {
        let october: Month = "2026-10".parse().unwrap();
        // Clocks go back on the 25th: an hour more.
        assert_eq!(span_of_month(october, "Europe/Berlin"), Some((at("2026-09-30T22:00:00Z"), at("2026-10-31T23:00:00Z"))));
        assert_eq!(span_of_month(october, "No/Where"), Some((at("2026-10-01T00:00:00Z"), at("2026-11-01T00:00:00Z"))));
        assert_eq!(month_at(at("2026-10-31T20:00:00Z"), "Asia/Kolkata").unwrap().to_string(), "2026-11");
    }

    #[test]
    fn steps() {
        let now = at("2026-11-01T20:07:30Z");
        assert_eq!(floor(now, 300), at("2026-11-01T20:05:00Z"));
        assert_eq!(ceiling(now, 3_600), at("2026-11-01T21:00:00Z"));
        assert_eq!(ceiling(at("2026-11-01T20:00:00Z"), 3_600), at("2026-11-01T20:00:00Z"));
    }

    proptest! {
        #[test]
        fn a_day_has_begun_and_not_long_ago(second in 0_i64..4_000_000_000, zone in 0_usize..chrono_tz::TZ_VARIANTS.len()) {
            let now = DateTime::from_timestamp(second, 0).unwrap();
            let zone = chrono_tz::TZ_VARIANTS[zone].name();
            let (day, month) = (day_start(now, zone), month_start(now, zone));
            prop_assert!(day <= now && now - day <= TimeDelta::hours(27), "{zone}: {day} … {now}");
            prop_assert!(month <= day && now - month <= TimeDelta::days(33), "{zone}: {month} … {now}");
            if let Some((from, until)) = month_at(now, zone).and_then(|month| span_of_month(month, zone)) {
                prop_assert!(from <= now && now < until && until - from >= TimeDelta::days(27), "{zone}: {from} … {now} … {until}");
            }
        }
    }
}
