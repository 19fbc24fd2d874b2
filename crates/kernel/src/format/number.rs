//! Integers, decimal fractions, percentages and amounts of money. No floats: what was counted is what is written.

use super::Formats;

/// How many digits of an ISO 4217 currency are minor units: 2 for most, 0 for the yen, 3 for the Kuwaiti dinar.
#[must_use]
pub fn minor_digits(currency: &str) -> u8 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

impl Formats<'_> {
    /// A whole number: `12,34,567` in Hindi.
    #[must_use]
    pub fn integer(self, number: i64) -> String {
        self.decimal(number, 0)
    }

    /// `value` / 10^`digits` with all its digits: `decimal(1250, 2)` is `12.50`.
    #[must_use]
    pub fn decimal(self, value: i64, digits: u8) -> String {
        let magnitude = self.magnitude(value.unsigned_abs(), digits);
        if value < 0 { format!("{}{magnitude}", self.pattern("cldr-minus", "-")) } else { magnitude }
    }

    /// `value` / 10^`digits` hundredths: `percent(125, 1)` is `12.5%`.
    #[must_use]
    pub fn percent(self, value: i64, digits: u8) -> String {
        let key = if value < 0 { "cldr-percent-minus" } else { "cldr-percent" };
        self.pattern(key, "{}%").replacen("{}", &self.magnitude(value.unsigned_abs(), digits), 1)
    }

    /// An amount in minor units of an ISO 4217 currency: `money(-1250, "EUR")` is `-€12.50`.
    #[must_use]
    pub fn money(self, minor: i64, currency: &str) -> String {
        let sign = self.sign(currency);
        let magnitude = self.magnitude(minor.unsigned_abs(), minor_digits(currency));
        let pattern = |signs: &'static str, letters: &'static str| {
            let pattern = self.pattern(signs, "{c}\u{a0}{}");
            // Letters right beside a figure are set off from it.
            let beside = if pattern.find("{c}") < pattern.find("{}") { sign.chars().next_back() } else { sign.chars().next() };
            if beside.is_some_and(char::is_alphabetic) { self.pattern(letters, pattern) } else { pattern }
        };
        let pattern = if minor < 0 { pattern("cldr-money-minus", "cldr-money-letters-minus") } else { pattern("cldr-money", "cldr-money-letters") };
        pattern.replacen("{}", &magnitude, 1).replacen("{c}", sign, 1)
    }

    fn sign(self, currency: &str) -> &str {
        let mut signs = self.get("cldr-signs").split('|').filter_map(|entry| entry.split_once(':'));
        signs.find(|(code, _)| *code == currency).map_or(currency, |(_, sign)| sign)
    }

    /// Grouped, without a sign.
    fn magnitude(self, value: u64, digits: u8) -> String {
        let digits = usize::from(digits);
        let plain = format!("{value:0width$}", width = digits + 1);
        let (whole, fraction) = plain.split_at(plain.len() - digits);
        let mut text = self.grouped(whole);
        if digits > 0 {
            text.push_str(self.pattern("cldr-decimal", "."));
            text.push_str(fraction);
        }
        text
    }

    fn grouped(self, digits: &str) -> String {
        // Digits of the last group, of the others, and how many must stand before the last for it to be set apart.
        let mut sizes = self.get("cldr-sizes").split(' ').filter_map(|size| size.parse::<usize>().ok());
        let (Some(last), Some(others), Some(least)) = (sizes.next(), sizes.next(), sizes.next()) else { return digits.to_owned() };
        let before = digits.len().saturating_sub(last);
        if before < least || others == 0 {
            return digits.to_owned();
        }
        let group = self.between("cldr-group");
        let mut text = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && at <= before && (before - at).is_multiple_of(others) {
                text.push_str(group);
            }
            text.push(digit);
        }
        text
    }
}
