//! What may be asked of the audit log, and how its details read.

use chrono::NaiveDate;
#[cfg(feature = "server")]
use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use kernel::FieldError;
#[cfg(feature = "server")]
use serde_json::Value;

use crate::model::AuditFilter;

/// Longest e-mail address, in octets (RFC 5321 §4.5.3.1.3): no part of one is longer.
const LONGEST_PERSON: usize = 254;
/// Longest code of an action that is looked for.
const LONGEST_ACTION: usize = 100;

/// What is wrong with a filter, field by field; empty where nothing is.
#[must_use]
pub fn check(filter: &AuditFilter) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if filter.person.len() > LONGEST_PERSON {
        faults.push(FieldError::new("person", "too-long"));
    } else if filter.person.chars().any(char::is_control) {
        faults.push(FieldError::new("person", "control-characters"));
    }
    if !matches!(filter.acting.as_str(), "" | "1") {
        faults.push(FieldError::new("acting", "not-a-choice"));
    }
    if filter.action.len() > LONGEST_ACTION || filter.action.chars().any(char::is_control) {
        faults.push(FieldError::new("action", "not-a-choice"));
    }
    let (from, to) = (day(&filter.from), day(&filter.to));
    for (field, text, day) in [("from", &filter.from, from), ("to", &filter.to, to)] {
        if !text.is_empty() && day.is_none() {
            faults.push(FieldError::new(field, "not-a-date"));
        }
    }
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        faults.push(FieldError::new("to", "date-order"));
    }
    faults
}

/// A day as a browser's date input sends it: `2026-11-30`, years 1 to 9999.
fn day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let number =
        |text: &str, digits: usize| if text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse::<u32>().ok() } else { None };
    let year = i32::try_from(number(year, 4)?).ok().filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)
}

/// From when on, and until when (exclusive), a filter's days last in a time zone (IANA; UTC where the name is not known).
#[cfg(feature = "server")]
#[must_use]
pub fn span(filter: &AuditFilter, time_zone: &str) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let zone = time_zone.parse::<chrono_tz::Tz>().unwrap_or(chrono_tz::UTC);
    let from = day(&filter.from).map(|day| begin(zone, day));
    let until = day(&filter.to).and_then(|day| day.checked_add_days(Days::new(1))).map(|day| begin(zone, day));
    (from, until)
}

/// The first moment of a day. Where clocks go forward at midnight, the day begins later than 00:00.
#[cfg(feature = "server")]
fn begin(zone: chrono_tz::Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let later = |minutes: i64| zone.from_local_datetime(&(midnight + TimeDelta::minutes(minutes))).earliest();
    // Steps of half an hour find the end of every gap there was; a gap of a whole day (a change of the date line) is left to UTC.
    (0..48).find_map(|step| later(step * 30)).map_or_else(|| midnight.and_utc(), |begin| begin.to_utc())
}

/// A detail as names and values that people can read.
#[cfg(feature = "server")]
#[must_use]
pub fn readable(detail: &Value) -> Vec<(String, String)> {
    match detail {
        Value::Null => Vec::new(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), words(value))).collect(),
        other => vec![(String::new(), words(other))],
    }
}

#[cfg(feature = "server")]
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if !items.iter().any(|item| item.is_array() || item.is_object()) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> AuditFilter {
        AuditFilter { from: from.to_owned(), to: to.to_owned(), ..AuditFilter::default() }
    }

    #[test]
    fn faults_name_their_field() {
        assert_eq!(check(&AuditFilter::default()), []);
        assert_eq!(check(&days("2024-02-29", "2024-02-29")), []);
        assert_eq!(check(&days("2026-11-30", "2026-11-29")), [FieldError::new("to", "date-order")]);
        for bad in ["2026-02-29", "30.11.2026", "2026-1-1", "0000-01-01", "+026-01-01", "2026-11-30 ", "2026-11-30T00:00", "tomorrow", "-", "９999-01-01"] {
            assert_eq!(check(&days(bad, "")), [FieldError::new("from", "not-a-date")], "{bad:?}");
        }
        let long = AuditFilter { person: "a".repeat(255), action: "a".repeat(101), ..AuditFilter::default() };
        assert_eq!(check(&long), [FieldError::new("person", "too-long"), FieldError::new("action", "not-a-choice")]);
        let control = AuditFilter { person: "a\0".to_owned(), ..AuditFilter::default() };
        assert_eq!(check(&control), [FieldError::new("person", "control-characters")]);
    }

    #[cfg(feature = "server")]
    #[test]
    fn days_are_the_viewers() {
        let utc = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
        assert_eq!(span(&AuditFilter::default(), "Europe/Berlin"), (None, None));
        assert_eq!(span(&days("2026-03-29", "2026-03-29"), "Europe/Berlin"), (utc("2026-03-28T23:00:00Z"), utc("2026-03-29T22:00:00Z")));
        assert_eq!(span(&days("2026-03-29", ""), "No/Where"), (utc("2026-03-29T00:00:00Z"), None));
        // Clocks in Beirut went from 00:00 to 01:00.
        assert_eq!(span(&days("2022-03-27", ""), "Asia/Beirut").0, utc("2022-03-26T22:00:00Z"));
        // Samoa skipped 30 December 2011.
        assert_eq!(span(&days("2011-12-31", ""), "Pacific/Apia").0, utc("2011-12-30T10:00:00Z"));
        assert!(span(&days("0001-01-01", "9999-12-31"), "Asia/Kolkata").1.is_some());
    }

    #[cfg(feature = "server")]
    #[test]
    fn details_read_as_names_and_values() {
        let read = readable(&serde_json::json!({ "changed": ["name", "port"], "from": null, "n": 3, "tree": [{ "a": 1 }] }));
        let read: Vec<(&str, &str)> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("changed", "name, port"), ("from", ""), ("n", "3"), ("tree", "[{\"a\":1}]")]);
        assert_eq!(readable(&serde_json::json!({})), []);
        assert_eq!(readable(&serde_json::json!("x")), [(String::new(), "x".to_owned())]);
    }
}
