//! Which choices fit what is typed.

/// How many are offered at once: more are no help.
pub const MOST: usize = 50;

/// The choices that hold `typed` in any case, those that begin with it first, otherwise in their own order; all where nothing
/// is typed. At most [`MOST`].
#[must_use]
pub fn fitting(choices: &[String], typed: &str) -> Vec<String> {
    let typed = typed.trim().to_lowercase();
    let mut first = Vec::new();
    let mut rest = Vec::new();
    for choice in choices {
        // `Asia/Beirut` begins with `bei` too.
        let lower = choice.to_lowercase();
        if lower.split(['/', ' ', '_', '-']).any(|word| word.starts_with(&typed)) || lower.starts_with(&typed) {
            first.push(choice.clone());
        } else if lower.contains(&typed) {
            rest.push(choice.clone());
        }
    }
    first.append(&mut rest);
    first.truncate(MOST);
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones() -> Vec<String> {
        ["Africa/Cairo", "America/Lima", "Asia/Beirut", "Europe/Berlin", "UTC"].map(str::to_owned).into()
    }

    #[test]
    fn the_beginning_of_a_word_comes_before_its_middle() {
        assert_eq!(fitting(&zones(), "be"), ["Asia/Beirut", "Europe/Berlin"]);
        assert_eq!(fitting(&zones(), "A"), ["Africa/Cairo", "America/Lima", "Asia/Beirut"]);
        assert_eq!(fitting(&zones(), "ro"), ["Africa/Cairo", "Europe/Berlin"]);
        assert_eq!(fitting(&zones(), "asia/b"), ["Asia/Beirut"]);
        assert_eq!(fitting(&zones(), "  ").len(), 5);
        assert!(fitting(&zones(), "nowhere").is_empty());
    }

    #[test]
    fn there_is_an_end_to_it() {
        let many: Vec<String> = (0..200).map(|n| format!("Line {n}")).collect();
        assert_eq!(fitting(&many, "line").len(), MOST);
    }
}
