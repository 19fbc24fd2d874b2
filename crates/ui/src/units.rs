//! Figures people can read: rates, amounts and shares, scaled by 1000 and rounded to three significant digits.
//!
//! Integers only: the server and the browser write the same characters, and the WebAssembly needs no code for floats.

use crate::words::{formats, is_right_to_left, t};

/// A number and its unit, apart, so that the unit can be set lighter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// For example `12.4`.
    pub number: String,
    /// For example `Mbit/s`.
    pub unit: String,
}

impl Quantity {
    /// Both with a no-break space between, for attributes and plain text. Isolated (UAX #9) in languages written from right
    /// to left, which would set the unit before the number otherwise.
    #[must_use]
    pub fn text(&self) -> String {
        let plain = format!("{}\u{a0}{}", self.number, self.unit);
        if is_right_to_left() { format!("\u{2068}{plain}\u{2069}") } else { plain }
    }
}

/// How many there are.
#[must_use]
pub fn count(number: impl Into<i64>) -> String {
    formats().integer(number.into())
}

/// A rate given in bit/s.
#[must_use]
pub fn rate(bps: i64) -> Quantity {
    let (number, thousands) = scale(bps);
    let unit = match thousands {
        0 => t("unit-bit-s"),
        1 => t("unit-kbit-s"),
        2 => t("unit-mbit-s"),
        3 => t("unit-gbit-s"),
        _ => t("unit-tbit-s"),
    };
    Quantity { number, unit }
}

/// An amount given in octets.
#[must_use]
pub fn bytes(octets: i64) -> Quantity {
    let (number, thousands) = scale(octets);
    let unit = match thousands {
        0 => t("unit-byte"),
        1 => t("unit-kbyte"),
        2 => t("unit-mbyte"),
        3 => t("unit-gbyte"),
        _ => t("unit-tbyte"),
    };
    Quantity { number, unit }
}

/// How many hundredths `part` is of `whole`, rounded down; `None` where `whole` is nothing.
#[must_use]
pub fn percent(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    part.max(0).checked_mul(100).and_then(|hundredfold| hundredfold.checked_div(whole)).or(Some(i64::MAX))
}

/// Three significant digits and how many times 1000 was taken out (at most four).
#[must_use]
pub fn scale(value: i64) -> (String, u32) {
    let magnitude = value.unsigned_abs();
    let written = |shifted: u64, digits: u8| {
        let shifted = i64::try_from(shifted).unwrap_or(i64::MAX);
        formats().decimal(if value < 0 { -shifted } else { shifted }, digits)
    };
    if magnitude < 1000 {
        return (written(magnitude, 0), 0);
    }
    let mut thousands = 1_u32;
    let mut divisor = 1000_u64;
    loop {
        let (whole, rest) = (magnitude / divisor, magnitude % divisor);
        for (digits, shift) in [(2_u8, 100_u64), (1, 10), (0, 1)] {
            let shifted = whole.saturating_mul(shift).saturating_add((rest * shift + divisor / 2) / divisor);
            if shifted < 1000 || (digits == 0 && thousands == 4) {
                return (written(shifted, digits), thousands);
            }
        }
        thousands += 1;
        divisor *= 1000;
    }
}

#[cfg(test)]
#[expect(clippy::as_conversions, reason = "the comparison is made in floats")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_digits_and_a_unit() {
        for (bps, text) in [
            (0, "0 bit/s"),
            (999, "999 bit/s"),
            (1_000, "1.00 kbit/s"),
            (9_994, "9.99 kbit/s"),
            (9_995, "10.0 kbit/s"),
            (99_949, "99.9 kbit/s"),
            (99_950, "100 kbit/s"),
            (999_499, "999 kbit/s"),
            (999_500, "1.00 Mbit/s"),
            (123_456_789, "123 Mbit/s"),
            (1_000_000_000, "1.00 Gbit/s"),
            (400_000_000_000, "400 Gbit/s"),
            (999_500_000_000_000, "1,000 Tbit/s"),
            (2_500_000_000_000_000, "2,500 Tbit/s"),
            (-12_340, "-12.3 kbit/s"),
        ] {
            assert_eq!(rate(bps).text().replace('\u{a0}', " "), text, "{bps}");
        }
        assert_eq!(bytes(1_500_000_000).text(), "1.50\u{a0}GB");
        assert_eq!(bytes(12).text(), "12\u{a0}B");
    }

    #[test]
    fn a_language_from_right_to_left_keeps_number_and_unit_in_order() {
        use leptos::prelude::{Owner, provide_context};

        let owner = Owner::new();
        owner.with(|| {
            provide_context(kernel::Locale::parse("ar").unwrap());
            assert_eq!(rate(15_700_000).text(), "\u{2068}15.7\u{a0}Mbit/s\u{2069}");
            provide_context(kernel::Locale::parse("fr").unwrap());
            assert_eq!(rate(15_700_000).text(), "15,7\u{a0}Mbit/s");
        });
    }

    #[test]
    fn shares() {
        assert_eq!(percent(37, 100), Some(37));
        assert_eq!(percent(-1, 100), Some(0));
        assert_eq!(percent(1, 0), None);
        assert_eq!(percent(i64::MAX, 7), Some(i64::MAX));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_within_half_of_the_last_digit(value in 0_i64..1_000_000_000_000_000) {
            let (number, thousands) = scale(value);
            let shown: f64 = number.replace(',', "").parse().unwrap();
            let real = value as f64 / 1000_f64.powi(thousands as i32);
            let half = if number.contains('.') { 0.5 / 10_f64.powi((number.len() - number.find('.').unwrap() - 1) as i32) } else { 0.5 };
            prop_assert!((shown - real).abs() <= half * 1.000_001, "{value} as {number}");
        }

        #[test]
        fn any_value_is_shown_without_fault(value in any::<i64>()) {
            prop_assert!(!scale(value).0.is_empty());
        }
    }
}
