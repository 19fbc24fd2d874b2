//! Languages: the folders under `locales/`, known at build time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A language there are words for, by its BCP 47 tag. Only such tags exist as values of this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(&'static str);

impl Locale {
    /// The language of last resort, and the one that others are compared with.
    pub const ENGLISH: Locale = Locale("en");

    /// The language with exactly this tag, in any case.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        LOCALES.iter().copied().find(|locale| locale.0.eq_ignore_ascii_case(tag))
    }

    /// The BCP 47 tag, also the folder under `locales/`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.0
    }

    /// The best of ours for an `Accept-Language` header (RFC 9110 §12.5.4): by weight, then by order; a wanted `fr-CA` is
    /// served by `fr`. `None` where nothing fits. Reads at most 20 entries.
    #[must_use]
    pub fn preferred(accept_language: &str) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        for entry in accept_language.split(',').take(20) {
            let mut parts = entry.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Some(1000), thousandths);
            let (Some(weight), Some(locale)) = (weight, Self::lookup(tag)) else { continue };
            if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }

    /// Drops subtags from the end until one fits (RFC 4647 §3.4).
    fn lookup(tag: &str) -> Option<Self> {
        let mut tag = tag;
        loop {
            if let Some(locale) = Self::parse(tag) {
                return Some(locale);
            }
            tag = tag.rsplit_once('-')?.0;
        }
    }
}

/// A weight such as `0.85` in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let fraction: u16 = if digits { format!("{fraction:0<3}").parse().ok()? } else { return None };
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::parse(&tag).ok_or_else(|| serde::de::Error::custom("no such language"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn preferred(header: &str) -> Option<&'static str> {
        Locale::preferred(header).map(Locale::tag)
    }

    #[test]
    fn english_and_the_others_are_there() {
        for tag in ["ar", "en", "es", "fr", "hi"] {
            assert_eq!(Locale::parse(tag).map(Locale::tag), Some(tag));
        }
        assert_eq!(Locale::parse("tlh"), None);
        assert_eq!(serde_json::from_str::<Locale>("\"fr\"").unwrap().tag(), "fr");
        assert!(serde_json::from_str::<Locale>("\"xx\"").is_err());
    }

    #[test]
    fn the_browser_s_wish() {
        assert_eq!(preferred("fr-CA, en;q=0.8"), Some("fr"));
        assert_eq!(preferred("de, hi;q=0.3, es-419;q=0.7"), Some("es"));
        assert_eq!(preferred("en;q=0.5, ar;q=0.5"), Some("en"));
        assert_eq!(preferred("AR-lb"), Some("ar"));
        assert_eq!(preferred("en;q=0, de"), None);
        assert_eq!(preferred("*"), None);
        assert_eq!(preferred(""), None);
        assert_eq!(preferred("fr;q=1.5, es;q=0.1234, hi;q=0.9"), Some("hi"), "weights that are none are passed over");
    }

    proptest! {
        #[test]
        fn any_header_is_read(header in ".{0,200}") {
            let _locale = Locale::preferred(&header);
        }
    }
}
