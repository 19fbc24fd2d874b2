//! Dates, times of day and how long ago something was.

use super::{Civil, Formats, Value};

/// What is told of a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// The date in figures: `11/21/26`.
    Short,
    /// `Nov 21, 2026`.
    Medium,
    /// `November 21, 2026`.
    Long,
    /// The day of a year that needs no naming: `Nov 21`.
    Day,
    /// `14:05`.
    Clock,
    /// `14:05:30`.
    ClockSeconds,
    /// `Nov 21, 14:05`.
    DayClock,
    /// `Nov 21, 2026, 14:05`.
    MediumClock,
    /// `Nov 21, 2026, 14:05:30`.
    MediumClockSeconds,
}

impl DateStyle {
    fn key(self) -> &'static str {
        match self {
            DateStyle::Short => "cldr-date-short",
            DateStyle::Medium => "cldr-date-medium",
            DateStyle::Long => "cldr-date-long",
            DateStyle::Day => "cldr-date-day",
            DateStyle::Clock => "cldr-date-clock",
            DateStyle::ClockSeconds => "cldr-date-clock-seconds",
            DateStyle::DayClock => "cldr-date-day-clock",
            DateStyle::MediumClock => "cldr-date-medium-clock",
            DateStyle::MediumClockSeconds => "cldr-date-medium-clock-seconds",
        }
    }
}

/// What a span of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days of 24 hours.
    Day,
}

impl Formats<'_> {
    /// A point in time as the wall shows it.
    #[must_use]
    pub fn date(self, style: DateStyle, at: Civil) -> String {
        let mut text = String::new();
        let mut rest = self.pattern(style.key(), "{y}-{MM}-{dd} {hh}:{mm}:{ss}");
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((part, after)) = after.split_once('}') else { break };
            match part {
                // Two digits where nobody takes them for another century's, as ICU does.
                "yy" if (1950..2050).contains(&at.year) => push_two(&mut text, at.year.rem_euclid(100)),
                "y" | "yy" => text.push_str(&at.year.to_string()),
                "MMMM" => text.push_str(self.month("cldr-months-long", at.month)),
                "MMM" => text.push_str(self.month("cldr-months", at.month)),
                "MM" => push_two(&mut text, at.month),
                "M" => text.push_str(&at.month.to_string()),
                "dd" => push_two(&mut text, at.day),
                "d" => text.push_str(&at.day.to_string()),
                "hh" => push_two(&mut text, at.hour),
                "h" => text.push_str(&at.hour.to_string()),
                "mm" => push_two(&mut text, at.minute),
                "m" => text.push_str(&at.minute.to_string()),
                "ss" => push_two(&mut text, at.second),
                _ => text.push_str(&at.second.to_string()),
            }
            rest = after;
        }
        text.push_str(rest);
        text
    }

    /// From one point in time to another, the second without what both share: `Nov 21, 2026, 14:05 – 16:00`.
    #[must_use]
    pub fn date_range(self, from: Civil, to: Civil) -> String {
        let day = |at: Civil| (at.year, at.month, at.day);
        let end = if day(from) == day(to) { DateStyle::Clock } else { DateStyle::MediumClock };
        format!("{} \u{2013} {}", self.date(DateStyle::MediumClock, from), self.date(end, to))
    }

    /// How long before (negative) or after now something is, in the largest unit that it fills: `3 minutes ago`.
    #[must_use]
    pub fn relative(self, seconds: i64) -> String {
        let (unit, size) = match seconds.unsigned_abs() {
            0 => return self.get("cldr-now").to_owned(),
            1..60 => (Unit::Second, 1),
            60..3_600 => (Unit::Minute, 60),
            3_600..86_400 => (Unit::Hour, 3_600),
            _ => (Unit::Day, 86_400),
        };
        self.relative_in(unit, seconds / size)
    }

    /// The same, counted in `unit`. Zero is no time at all, and before now.
    #[must_use]
    pub fn relative_in(self, unit: Unit, count: i64) -> String {
        let key = match (unit, count > 0) {
            (Unit::Second, false) => "cldr-ago-second",
            (Unit::Minute, false) => "cldr-ago-minute",
            (Unit::Hour, false) => "cldr-ago-hour",
            (Unit::Day, false) => "cldr-ago-day",
            (Unit::Second, true) => "cldr-in-second",
            (Unit::Minute, true) => "cldr-in-minute",
            (Unit::Hour, true) => "cldr-in-hour",
            (Unit::Day, true) => "cldr-in-day",
        };
        let count = count.checked_abs().unwrap_or(i64::MAX);
        self.fill(self.get(key), &[("n", Value::Count(count))])
    }

    fn month(self, key: &str, month: i64) -> &'static str {
        let place = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        self.get(key).split('|').nth(place).unwrap_or_default()
    }
}

fn push_two(text: &mut String, value: i64) {
    if value < 10 {
        text.push('0');
    }
    text.push_str(&value.to_string());
}
