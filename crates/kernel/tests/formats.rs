//! What is written of numbers and dates is what ICU writes, in every language there is a folder for.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "formats/derive.rs"]
mod derive;
#[path = "formats/icu.rs"]
mod icu;

use std::path::PathBuf;
use std::sync::OnceLock;

use icu::{Judge, decimal};
use kernel::format::{Civil, DateStyle, Formats, Table, Unit, minor_digits};
use proptest::prelude::*;

fn file(tag: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(tag).join("formats.txt")
}

/// Ours, as the files have it.
fn formats(tag: &str) -> Formats<'static> {
    static TABLES: OnceLock<Vec<(&str, Table)>> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        derive::tags()
            .into_iter()
            .map(|tag| {
                let text =
                    std::fs::read_to_string(file(tag)).unwrap_or_else(|_missing| panic!("locales/{tag}/formats.txt is missing: UPDATE_GOLDEN=1 writes it"));
                let mut table = Table::empty();
                table.add(text.leak());
                (tag, table)
            })
            .collect()
    });
    Formats::new(&tables.iter().find(|(known, _)| *known == tag).unwrap().1)
}

fn judged(check: impl Fn(&str, Judge, Formats<'static>)) {
    for tag in derive::tags() {
        check(tag, Judge::of(tag), formats(tag));
    }
}

#[test]
fn the_tables_are_what_icu_says() {
    for tag in derive::tags() {
        let derived = derive::table(tag);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(file(tag), &derived).unwrap();
        }
        let known = std::fs::read_to_string(file(tag)).unwrap_or_default();
        let differs: Vec<_> = derived.lines().filter(|line| !known.lines().any(|known| known == *line)).collect();
        assert!(known == derived, "locales/{tag}/formats.txt is not what ICU says; UPDATE_GOLDEN=1 writes it anew:\n{}", differs.join("\n"));
    }
}

/// All magnitudes alike, not only the largest.
fn numbers() -> impl Strategy<Value = i64> {
    (any::<i64>(), 0_u32..63).prop_map(|(number, shift)| number >> shift)
}

fn moments() -> impl Strategy<Value = Civil> {
    (1900_i64..=2100, 1_i64..=12, 1_i64..=28, 0_i64..24, 0_i64..60, 0_i64..60).prop_map(|(year, month, day, hour, minute, second)| Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
    })
}

const STYLES: [DateStyle; 9] = [
    DateStyle::Short,
    DateStyle::Medium,
    DateStyle::Long,
    DateStyle::Day,
    DateStyle::Clock,
    DateStyle::ClockSeconds,
    DateStyle::DayClock,
    DateStyle::MediumClock,
    DateStyle::MediumClockSeconds,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_as_icu_writes_them(value in numbers(), digits in 0_u8..=4) {
        judged(|tag, judge, ours| {
            assert_eq!(ours.decimal(value, digits), judge.decimal(&decimal(value, digits)), "{tag} {value} {digits}");
            assert_eq!(ours.percent(value, digits), judge.percent(&decimal(value, digits)), "{tag} {value} {digits}");
            assert_eq!(ours.plural(value).letter().to_string(), judge.plural(value), "{tag} {value}");
        });
    }

    #[test]
    fn money_is_as_icu_writes_it(value in numbers(), which in any::<prop::sample::Index>()) {
        let codes = derive::iso_codes();
        let code = which.get(&codes);
        judged(|tag, judge, ours| {
            let (ours, theirs) = (ours.money(value, code), judge.money(&decimal(value, minor_digits(code)), code));
            let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
            if digits(&ours) == digits(&theirs) {
                assert_eq!(ours, theirs, "{tag} {value} {code}");
            } else {
                // ICU drops the minor units of money that is hardly used in them; a bill has to show them.
                assert_eq!(derive::around(&ours), derive::around(&theirs), "{tag} {value} {code}");
            }
        });
    }

    #[test]
    fn dates_are_as_icu_writes_them(at in moments(), style in prop::sample::select(STYLES.as_slice())) {
        judged(|tag, judge, ours| assert_eq!(ours.date(style, at), judge.date(style, at), "{tag} {style:?} {at:?}"));
    }

    #[test]
    fn spans_are_as_icu_writes_them(count in -100_000_i64..100_000, unit in prop::sample::select(&[Unit::Second, Unit::Minute, Unit::Hour, Unit::Day][..])) {
        if count != 0 {
            judged(|tag, judge, ours| assert_eq!(ours.relative_in(unit, count), judge.relative(unit, count), "{tag} {unit:?} {count}"));
        }
    }

    #[test]
    fn lists_are_as_icu_writes_them(items in prop::collection::vec("[a-zA-Z]{1,6}|Inca|hielo|higo|Hi|hia|historia|[ऀ-ॿ]{1,3}|[ب-ي]{1,4}", 0..5)) {
        judged(|tag, judge, ours| assert_eq!(ours.list(&items), judge.list(&items), "{tag} {items:?}"));
    }
}

#[test]
fn every_currency_has_the_minor_digits_of_iso_4217() {
    use iso_currency::{Currency, IntoEnumIterator};
    for currency in Currency::iter() {
        if let Some(digits) = currency.exponent() {
            assert_eq!(u16::from(minor_digits(currency.code())), digits, "{}", currency.code());
        }
    }
}

#[test]
fn all_small_numbers_take_their_forms() {
    judged(|tag, judge, ours| {
        for number in (0..2_000).chain([10_000, 100_000, 1_000_000, 1_000_001, 2_000_000, 10_000_000, 1_000_100]) {
            assert_eq!(ours.plural(number).letter().to_string(), judge.plural(number), "{tag} {number}");
        }
    });
}

/// A few by eye, so that the judge is judged too.
#[test]
fn some_known_ones() {
    assert_eq!(formats("hi").integer(1_234_567), "12,34,567");
    assert_eq!(formats("fr").decimal(1_234_567, 1), "123\u{202f}456,7");
    assert_eq!(formats("es").integer(1234), "1234", "Spanish sets four digits in one");
    assert_eq!(formats("es").integer(12_345), "12.345");
    assert_eq!(formats("en").money(-123_456, "USD"), "-$1,234.56");
    assert_eq!(formats("fr").money(123_456, "EUR"), "1\u{202f}234,56\u{a0}€");
    assert_eq!(formats("en").money(1_234, "JPY"), "¥1,234");
    assert_eq!(formats("en").money(1_234, "KWD"), "KWD\u{a0}1.234");
    assert_eq!(formats("hi").money(12_345_678, "INR"), "₹1,23,456.78");
    assert_eq!(formats("en").relative(-180), "3 minutes ago");
    assert_eq!(formats("en").relative(3_700), "in 1 hour");
    assert_eq!(formats("en").relative(0), "now");
    assert_eq!(formats("ar").relative(-120), "قبل دقيقتين");
    assert_eq!(formats("fr").list(&["a", "b", "c"]), "a, b et c");
    let at = Civil { year: 2026, month: 11, day: 21, hour: 14, minute: 5, second: 30 };
    assert_eq!(formats("en").date(DateStyle::MediumClockSeconds, at), "Nov 21, 2026, 14:05:30");
    assert_eq!(formats("en").date_range(at, Civil { hour: 16, minute: 0, ..at }), "Nov 21, 2026, 14:05 \u{2013} 16:00");
}
