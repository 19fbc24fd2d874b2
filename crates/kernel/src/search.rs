//! What somebody looks for, made harmless, and where it stands in what was found.

/// Longest text that is looked for, in characters.
const LONGEST: usize = 100;

/// A part of a name: never empty, at most 100 characters, no control characters, single spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTerm(String);

impl SearchTerm {
    /// Reads what was typed; what is longer is cut. `None` where nothing is left.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let readable: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST * 8).collect();
        let term = readable.split_whitespace().collect::<Vec<_>>().join(" ");
        let term: String = term.chars().take(LONGEST).collect();
        (!term.is_empty()).then(|| Self(term.trim_end().to_owned()))
    }

    /// The text. Nothing in it is special to whoever compares it as plain text; in a pattern, percent signs and the like
    /// would be.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it stands in `text` in any case: what is before, itself, and what is after; all is before where it is not there.
    #[must_use]
    pub fn mark<'a>(&self, text: &'a str) -> (&'a str, &'a str, &'a str) {
        let small: Vec<char> = self.0.chars().flat_map(char::to_lowercase).collect();
        let letters: Vec<(char, usize, usize)> =
            text.char_indices().flat_map(|(at, c)| c.to_lowercase().map(move |small| (small, at, at + c.len_utf8()))).collect();
        let found = letters.windows(small.len().max(1)).find(|window| window.iter().map(|(c, _, _)| *c).eq(small.iter().copied()));
        let ends = found.and_then(|window| window.first().map(|(_, from, _)| *from).zip(window.last().map(|(_, _, to)| *to)));
        let parts = ends.and_then(|(from, to)| Some((text.get(..from)?, text.get(from..to)?, text.get(to..)?)));
        parts.unwrap_or((text, "", ""))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_typed_becomes_harmless() {
        let parse = |raw: &str| SearchTerm::parse(raw).map(|term| term.0);
        assert_eq!(parse("  core \t router\u{0}\n "), Some("core router".to_owned()));
        for nothing in ["", "   ", "\u{0}\u{7}\r\n"] {
            assert_eq!(parse(nothing), None, "{nothing:?}");
        }
        assert_eq!(parse(&"ü".repeat(500)).unwrap().chars().count(), 100);
        assert_eq!(parse("50%_\\'").as_deref(), Some("50%_\\'"), "nothing in it is special");
    }

    #[test]
    fn the_place_is_found_in_any_case() {
        let term = SearchTerm::parse("ETH").unwrap();
        assert_eq!(term.mark("GigabitEthernet0/1"), ("Gigabit", "Eth", "ernet0/1"));
        assert_eq!(term.mark("core"), ("core", "", ""));
        assert_eq!(SearchTerm::parse("é").unwrap().mark("CAFÉ Zahlé"), ("CAF", "É", " Zahlé"));
    }

    proptest! {
        #[test]
        fn no_text_is_lost(term in "\\PC{1,30}", text in "\\PC{0,60}") {
            if let Some(term) = SearchTerm::parse(&term) {
                let (before, hit, after) = term.mark(&text);
                prop_assert_eq!(format!("{before}{hit}{after}"), text);
            }
        }

        #[test]
        fn a_part_of_a_text_is_found(text in "[a-zA-Z0-9/äÖß -]{3,40}", from in 0_usize..3) {
            let part: String = text.chars().skip(from).take(3).collect();
            if let Some(term) = SearchTerm::parse(&part).filter(|term| term.as_str() == part) {
                prop_assert!(!term.mark(&text).1.is_empty());
            }
        }
    }
}
