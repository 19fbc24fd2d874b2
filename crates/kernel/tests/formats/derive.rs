//! Asks the judge for the few patterns of which all that a language writes is made.

use kernel::LOCALES;
use kernel::format::{Civil, DateStyle, Unit};

use crate::icu::{Judge, decimal};

/// A day of which no two parts look alike, and one with small ones.
const LATE: Civil = Civil { year: 2026, month: 11, day: 28, hour: 17, minute: 45, second: 39 };
const EARLY: Civil = Civil { year: 2026, month: 3, day: 4, hour: 5, minute: 6, second: 7 };

/// The table of a language: `key=value`, sorted by key.
pub fn table(tag: &str) -> String {
    let judge = Judge::of(tag);
    let mut lines = Vec::new();
    numbers(&judge, &mut lines);
    money(&judge, &mut lines);
    dates(&judge, &mut lines);
    relative(&judge, &mut lines);
    lists(&judge, &mut lines);
    lines.push(("plurals", (0..200).chain([1_000_000]).map(|number| judge.plural(number)).collect()));
    lines.sort();
    lines.into_iter().map(|(key, value)| format!("cldr-{key}={value}\n")).collect()
}

type Lines = Vec<(&'static str, String)>;

fn numbers(judge: &Judge, lines: &mut Lines) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let long = judge.decimal(&decimal(123_456_789_012, 0));
    let group: String = long.chars().find(|c| !c.is_ascii_digit()).map(String::from).unwrap_or_default();
    let sizes: Vec<usize> = long.split(&group).map(digits).collect();
    let [.., secondary, primary] = sizes.as_slice() else { panic!("{long}") };
    // How many digits must stand before the last group for it to be set apart.
    let least = (1..4).find(|before| judge.decimal(&decimal(10_i64.pow(*before + 2), 0)).contains(&group)).unwrap_or(1);
    lines.push(("group", between_braces(&group)));
    lines.push(("sizes", format!("{primary} {secondary} {least}")));
    lines.push(("decimal", judge.decimal(&decimal(15, 1)).replace(['1', '5'], "")));
    lines.push(("minus", judge.decimal(&decimal(-1, 0)).replace('1', "")));
    lines.push(("percent", judge.percent(&decimal(7, 0)).replace('7', "{}")));
    lines.push(("percent-minus", judge.percent(&decimal(-7, 0)).replace('7', "{}")));
}

/// A space at the end of a line would be lost on its way through editors.
fn between_braces(text: &str) -> String {
    format!("{{}}{text}{{}}")
}

fn money(judge: &Judge, lines: &mut Lines) {
    // Latin letters beside a figure get another distance than a sign does.
    for (plain, minus, code) in [("money", "money-minus", "EUR"), ("money-letters", "money-letters-minus", "CHF")] {
        let sign = sign(judge, code);
        lines.push((plain, around(&judge.money(&decimal(7, 0), code)).replace(&sign, "{c}")));
        lines.push((minus, around(&judge.money(&decimal(-7, 0), code)).replace(&sign, "{c}")));
    }
    let mut signs: Vec<String> = Vec::new();
    for code in iso_codes() {
        let sign = sign(judge, &code);
        if sign != code {
            signs.push(format!("{code}:{sign}"));
        }
    }
    lines.push(("signs", signs.join("|")));
}

/// What stands for a currency beside an amount. Marks of direction at its own end are its own.
fn sign(judge: &Judge, code: &str) -> String {
    let pattern = around(&judge.money(&decimal(7, 0), code));
    let (before, after) = pattern.split_once("{}").unwrap();
    let space = |c: char| c.is_whitespace();
    let sign = if after.trim_matches(space).is_empty() { before } else { after };
    sign.trim_matches(space).to_owned()
}

/// A text with `{}` for all from its first digit to its last.
pub fn around(text: &str) -> String {
    let digit = |c: char| c.is_ascii_digit();
    let (from, to) = (text.find(digit).unwrap(), text.rfind(digit).unwrap());
    format!("{}{{}}{}", &text[..from], &text[to + 1..])
}

pub fn iso_codes() -> Vec<String> {
    use iso_currency::{Currency, IntoEnumIterator};
    let mut codes: Vec<String> =
        Currency::iter().filter(|currency| !currency.is_special() && !currency.is_fund()).map(|currency| currency.code().to_owned()).collect();
    codes.sort();
    codes
}

fn dates(judge: &Judge, lines: &mut Lines) {
    let months = |style: DateStyle| -> Vec<String> {
        let named = |month: i64| judge.parts(style, Civil { month, ..LATE }).found.into_iter().find(|(part, _)| *part == "month").unwrap().1;
        (1..=12).map(named).collect()
    };
    let (short, long) = (months(DateStyle::Day), months(DateStyle::Long));
    for (key, style) in [
        ("date-short", DateStyle::Short),
        ("date-medium", DateStyle::Medium),
        ("date-long", DateStyle::Long),
        ("date-day", DateStyle::Day),
        ("date-clock", DateStyle::Clock),
        ("date-clock-seconds", DateStyle::ClockSeconds),
        ("date-day-clock", DateStyle::DayClock),
        ("date-medium-clock", DateStyle::MediumClock),
        ("date-medium-clock-seconds", DateStyle::MediumClockSeconds),
    ] {
        lines.push((key, date_pattern(judge, style, &short, &long)));
    }
    lines.push(("months", short.join("|")));
    lines.push(("months-long", long.join("|")));
}

fn date_pattern(judge: &Judge, style: DateStyle, short: &[String], long: &[String]) -> String {
    let (late, early) = (judge.parts(style, LATE).found, judge.parts(style, EARLY).found);
    let part = |((part, late), (_, early)): ((&'static str, String), (&'static str, String))| {
        let wide = early.starts_with('0');
        match part {
            "" => late,
            "year" if late.len() == 2 => "{yy}".to_owned(),
            "year" => "{y}".to_owned(),
            "month" if late == long[10] => "{MMMM}".to_owned(),
            "month" if late == short[10] => "{MMM}".to_owned(),
            "month" if late == "11" => if wide { "{MM}" } else { "{M}" }.to_owned(),
            "day" => if wide { "{dd}" } else { "{d}" }.to_owned(),
            "hour" => if wide { "{hh}" } else { "{h}" }.to_owned(),
            "minute" => if wide { "{mm}" } else { "{m}" }.to_owned(),
            "second" => if wide { "{ss}" } else { "{s}" }.to_owned(),
            other => panic!("a date with a part {other}"),
        }
    };
    late.into_iter().zip(early).map(part).collect()
}

fn relative(judge: &Judge, lines: &mut Lines) {
    lines.push(("now", judge.now()));
    for (past, future, unit) in [
        ("ago-second", "in-second", Unit::Second),
        ("ago-minute", "in-minute", Unit::Minute),
        ("ago-hour", "in-hour", Unit::Hour),
        ("ago-day", "in-day", Unit::Day),
    ] {
        for (key, sign) in [(past, -1), (future, 1)] {
            let mut forms: Vec<(&str, String)> = Vec::new();
            // Of each form the largest number below 120: it is written out most plainly.
            for count in (1..120_i64).rev() {
                let form = judge.plural(count);
                if !forms.iter().any(|(known, _)| *known == form) {
                    forms.push((form, judge.relative(unit, sign * count).replace(&count.to_string(), "{n}")));
                }
            }
            let other = forms.iter().find(|(form, _)| *form == "x").map(|(_, text)| text.clone()).unwrap_or_default();
            forms.retain(|(form, text)| *form != "x" && *text != other);
            forms.sort();
            let special: String = forms.into_iter().map(|(form, text)| format!("|{form}={text}")).collect();
            lines.push((key, format!("{{n{special}|*={other}}}")));
        }
    }
}

fn lists(judge: &Judge, lines: &mut Lines) {
    let written = |items: &[&str]| {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        judge.list(&items)
    };
    let between = |text: &str, one: &str, two: &str| between_braces(text.split_once(one).and_then(|(_, rest)| rest.split_once(two)).unwrap().0);
    lines.push(("list-two", between(&written(&["1", "2"]), "1", "2")));
    let four = written(&["1", "2", "3", "4"]);
    assert_eq!(between(&four, "1", "2"), between(&four, "2", "3"));
    lines.push(("list-next", between(&four, "2", "3")));
    lines.push(("list-last", between(&four, "3", "4")));
    // Spanish says "e" before a word that begins with the sound of "y".
    lines.push(("list-last-i", between(&written(&["1", "2", "3", "Inca"]), "3", "Inca")));
    lines.push(("list-two-i", between(&written(&["1", "Inca"]), "1", "Inca")));
}

/// Every language's tag.
pub fn tags() -> Vec<&'static str> {
    LOCALES.iter().map(|locale| locale.tag()).collect()
}
