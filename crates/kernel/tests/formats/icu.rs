//! The judge: ICU4X with its own data.

use std::fmt;

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{MD, T, YMD};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::dimension::percent::formatter::PercentFormatter;
use icu_experimental::relativetime::options::Numeric;
use icu_experimental::relativetime::{RelativeTimeFormatter, RelativeTimeFormatterOptions};
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules};
use icu_time::{DateTime, Time};
use kernel::format::{Civil, DateStyle, Unit};
use writeable::{Part, PartsWrite, Writeable};

/// What a language writes, in Western digits and the 24-hour clock (docs/decisions/0007).
pub struct Judge {
    locale: Locale,
}

macro_rules! written {
    ($judge:expr, $fields:expr, $at:expr) => {
        Parts::of(&FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new($judge.into(), $fields).unwrap().format(&datetime($at)))
    };
}

/// A text cut where ICU says that a part of a date begins or ends; what lies between has no name.
#[derive(Default)]
pub struct Parts {
    pub found: Vec<(&'static str, String)>,
    inside: &'static str,
}

impl Parts {
    fn of(writeable: &impl Writeable) -> Self {
        let mut parts = Self::default();
        writeable.write_to_parts(&mut parts).unwrap();
        parts
    }
}

impl fmt::Write for Parts {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.found.last_mut() {
            Some((name, found)) if *name == self.inside => found.push_str(text),
            _ => self.found.push((self.inside, text.to_owned())),
        }
        Ok(())
    }
}

impl PartsWrite for Parts {
    type SubPartsWrite = Self;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Self) -> fmt::Result) -> fmt::Result {
        let outer = self.inside;
        if part.category == "datetime" {
            self.inside = part.value;
        }
        let written = write(self);
        self.inside = outer;
        written
    }
}

impl Judge {
    pub fn of(tag: &str) -> Self {
        Self { locale: format!("{tag}-u-hc-h23-nu-latn").parse().unwrap() }
    }

    pub fn decimal(&self, value: &Decimal) -> String {
        DecimalFormatter::try_new((&self.locale).into(), Default::default()).unwrap().format(value).to_string()
    }

    pub fn percent(&self, value: &Decimal) -> String {
        PercentFormatter::try_new((&self.locale).into(), Default::default()).unwrap().format(value).to_string()
    }

    pub fn money(&self, value: &Decimal, currency: &str) -> String {
        let currency = CurrencyType::try_from_str(currency).unwrap();
        CurrencyFormatter::try_new_symbol((&self.locale).into(), currency, Default::default()).unwrap().format_fixed_decimal(value).to_string()
    }

    pub fn plural(&self, number: i64) -> &'static str {
        let rules = PluralRules::try_new((&self.locale).into(), PluralRuleType::Cardinal.into()).unwrap();
        match rules.category_for(number.unsigned_abs()) {
            PluralCategory::Zero => "z",
            PluralCategory::One => "o",
            PluralCategory::Two => "t",
            PluralCategory::Few => "f",
            PluralCategory::Many => "m",
            PluralCategory::Other => "x",
        }
    }

    pub fn date(&self, style: DateStyle, at: Civil) -> String {
        self.parts(style, at).found.into_iter().map(|(_, text)| text).collect()
    }

    pub fn parts(&self, style: DateStyle, at: Civil) -> Parts {
        let locale = &self.locale;
        match style {
            DateStyle::Short => written!(locale, YMD::short(), at),
            DateStyle::Medium => written!(locale, YMD::medium(), at),
            DateStyle::Long => written!(locale, YMD::long(), at),
            DateStyle::Day => written!(locale, MD::medium(), at),
            DateStyle::Clock => written!(locale, T::hm(), at),
            DateStyle::ClockSeconds => written!(locale, T::hms(), at),
            DateStyle::DayClock => written!(locale, MD::medium().with_time_hm(), at),
            DateStyle::MediumClock => written!(locale, YMD::medium().with_time_hm(), at),
            DateStyle::MediumClockSeconds => written!(locale, YMD::medium().with_time_hms(), at),
        }
    }

    pub fn relative(&self, unit: Unit, count: i64) -> String {
        let make = match unit {
            Unit::Second => RelativeTimeFormatter::try_new_long_second,
            Unit::Minute => RelativeTimeFormatter::try_new_long_minute,
            Unit::Hour => RelativeTimeFormatter::try_new_long_hour,
            Unit::Day => RelativeTimeFormatter::try_new_long_day,
        };
        make((&self.locale).into(), RelativeTimeFormatterOptions::default()).unwrap().format(Decimal::from(count)).to_string()
    }

    pub fn now(&self) -> String {
        let mut options = RelativeTimeFormatterOptions::default();
        options.numeric = Some(Numeric::Auto);
        RelativeTimeFormatter::try_new_long_second((&self.locale).into(), options).unwrap().format(Decimal::from(0)).to_string()
    }

    pub fn list(&self, items: &[String]) -> String {
        let options = ListFormatterOptions::default().with_length(ListLength::Wide);
        ListFormatter::try_new_and((&self.locale).into(), options).unwrap().format(items.iter()).to_string()
    }
}

fn datetime(at: Civil) -> DateTime<Gregorian> {
    let small = |value: i64| u8::try_from(value).unwrap();
    DateTime {
        date: Date::try_new_gregorian(i32::try_from(at.year).unwrap(), small(at.month), small(at.day)).unwrap(),
        time: Time::try_new(small(at.hour), small(at.minute), small(at.second), 0).unwrap(),
    }
}

/// `value` / 10^`digits`, all digits written.
pub fn decimal(value: i64, digits: u8) -> Decimal {
    let mut decimal = Decimal::from(value);
    decimal.multiply_pow10(-i16::from(digits));
    decimal.pad_end(-i16::from(digits));
    decimal
}
