//! How long a text message is (3GPP TS 23.038), and making one fit.

use kernel::Locale;

use super::notice::{Told, plain};

/// The basic characters of the GSM alphabet.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Those that take the place of two.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";
/// Parts that a notice may have: each is paid for.
const MOST: usize = 4;

/// How many parts a text is sent in: of 160 characters of the GSM alphabet or 70 of others, a little less where there are
/// several.
#[must_use]
pub fn segments(text: &str) -> usize {
    let septets: Option<usize> = text.chars().map(|c| if BASIC.contains(c) { Some(1) } else { EXTENDED.contains(c).then_some(2) }).sum();
    let (length, one, each) = match septets {
        Some(septets) => (septets, 160, 153),
        None => (text.encode_utf16().count(), 70, 67),
    };
    if length <= one { 1 } else { length.div_ceil(each) }
}

/// The text of a notice in at most four parts; lines that do not fit are counted instead. `None` where it has no words.
#[must_use]
pub fn fitted(locale: Locale, told: &Told, link: &str) -> Option<String> {
    // All of the GSM alphabet, all of others, all of those that take two places.
    let tried = [MOST * 153, MOST * 67, MOST * 33].into_iter().map(|longest| plain(locale, told, link, longest).ok());
    tried.flatten().find(|text| segments(text) <= MOST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_as_long_as_the_alphabet_makes_them() {
        for (text, parts) in [
            (String::new(), 1),
            ("x".repeat(160), 1),
            ("x".repeat(161), 2),
            ("x".repeat(306), 2),
            ("x".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            ("ش".repeat(70), 1),
            ("ش".repeat(71), 2),
            ("😀".repeat(35), 1),
            ("😀".repeat(36), 2),
        ] {
            assert_eq!(segments(&text), parts, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_notice_fits_whatever_it_tells_of(title in "\\PC{0,200}", lines in proptest::collection::vec("\\PC{0,90}", 0..25)) {
            let told = Told { title, lines: lines.into_iter().map(|line| (line, String::new())).collect(), more: 3, more_words: None };
            let text = fitted(Locale::ENGLISH, &told, "https://acme.example/alerts").unwrap();
            prop_assert!(segments(&text) <= MOST);
        }
    }
}
