//! Which new passwords are taken: long, not on the list of common ones, not made of what anyone knows of the person or
//! the portal. No rules of composition (NIST SP 800-63B §5.1.1.2).

use std::collections::BTreeSet;

use passwords::analyzer::is_common_password;
use zxcvbn::matching::Match;
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Score, zxcvbn};

/// Fewest characters of a new password.
pub const SHORTEST: usize = 12;

/// Longest password that is looked at, in bytes.
pub const LONGEST: usize = 1024;

/// Words that stand for the product itself.
const PRODUCT: [&str; 2] = ["lastmile", "last mile"];

/// Most words that a password is held against: what is known of a person is short, what a form sends need not be.
const MOST_WORDS: usize = 64;

/// Whether `password` may become someone's password. `about` is what others know of the person and the portal: name,
/// e-mail address, names of tenant and host, each as it stands. Returns the code of a field's fault otherwise:
/// `required`, `password-too-short`, `too-long`, `password-breached` (as it stands on the list of leaked ones), `password-common`
/// (a slight change of one), `password-brand` (made of `about` or the product's name) or `password-guessable`. Takes some milliseconds of a core at most: only the first 100 characters are weighed.
pub fn acceptable(password: &str, about: &[&str]) -> Result<(), &'static str> {
    if password.is_empty() {
        return Err("required");
    }
    if password.len() > LONGEST {
        return Err("too-long");
    }
    if password.chars().take(SHORTEST).count() < SHORTEST {
        return Err("password-too-short");
    }
    let words = words(about);
    if is_made_of(password, &words) {
        return Err("password-brand");
    }
    if is_leaked(password) {
        return Err("password-breached");
    }
    let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
    let weighed = zxcvbn(password, &inputs);
    if weighed.score() >= Score::Three {
        return Ok(());
    }
    let parts = weighed.sequence();
    if let [whole] = parts
        && is_common(whole)
    {
        return Err("password-common");
    }
    if parts.iter().any(|part| is_known(part, &words)) { Err("password-brand") } else { Err("password-guessable") }
}

/// Whether it is one of the 100,000 passwords that known leaks hold most often, whatever its case (docs/decisions/0017).
fn is_leaked(password: &str) -> bool {
    is_common_password(password) || is_common_password(password.to_lowercase())
}

/// Letters and digits that a password must hold beside the words that are known. Several of those in a row weigh much by
/// counting guesses, and are the first that someone who knows the portal tries.
const OWN: usize = 8;

fn is_made_of(password: &str, words: &BTreeSet<String>) -> bool {
    let text: String = password.chars().flat_map(char::to_lowercase).collect();
    let mut longest_first: Vec<&String> = words.iter().collect();
    longest_first.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let own = longest_first.into_iter().fold(text.clone(), |rest, word| rest.replace(word.as_str(), " "));
    own != text && own.chars().filter(|c| c.is_alphanumeric()).count() < OWN
}

/// What is known, as it stands and word by word.
fn words(about: &[&str]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for text in PRODUCT.iter().chain(about) {
        let text: String = text.chars().take(254).flat_map(char::to_lowercase).collect();
        let apart = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        let together = text.chars().filter(|c| c.is_alphanumeric()).collect();
        for word in [text.trim().to_owned(), together].into_iter().chain(apart) {
            // One or two letters are everywhere; matching them would only hide better reasons.
            if words.len() < MOST_WORDS && word.chars().count() > 2 {
                words.insert(word);
            }
        }
    }
    words
}

fn is_common(part: &Match) -> bool {
    match &part.pattern {
        // The default is the list of passwords; the crate keeps the type's name to itself.
        MatchPattern::Dictionary(found) => found.dictionary_name == Default::default(),
        MatchPattern::Repeat(repeat) => matches!(repeat.base_matches.as_slice(), [whole] if is_common(whole)),
        _ => false,
    }
}

fn is_known(part: &Match, words: &BTreeSet<String>) -> bool {
    match &part.pattern {
        MatchPattern::Dictionary(found) => words.contains(&found.matched_word),
        MatchPattern::Repeat(repeat) => repeat.base_matches.iter().any(|part| is_known(part, words)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANA: [&str; 4] = ["Ana Castellanos", "ana.castellanos@brightwave.example", "Brightwave", "brightwave.example"];

    #[test]
    fn long_and_unlikely_ones_are_taken() {
        for good in ["correct horse battery staple", "kT9#vq2LmZ!x", "пшеничное поле у реки", "طريق طويل الى البحر", "a b c d e f g h i j k l m"]
        {
            assert_eq!(acceptable(good, &ANA), Ok(()), "{good}");
        }
    }

    #[test]
    fn bounds_are_told_apart() {
        assert_eq!(acceptable("", &ANA), Err("required"));
        assert_eq!(acceptable("kT9#vq2LmZ!", &ANA), Err("password-too-short"), "eleven");
        assert_eq!(acceptable("éééééé", &ANA), Err("password-too-short"), "twelve bytes, six characters");
        assert_eq!(acceptable(&"kT9#vq2LmZ!x".repeat(86), &ANA), Err("too-long"));
    }

    #[test]
    fn known_words_in_a_row_are_refused() {
        for known in ["Brightwave-Ana-2026", "castellanos brightwave", "Lastmile Brightwave!", "ana castellanos ana"] {
            assert_eq!(acceptable(known, &ANA), Err("password-brand"), "{known}");
        }
        assert_eq!(acceptable("ana paints seven kettles", &ANA), Ok(()));
    }

    #[test]
    fn common_ones_are_refused() {
        for bad in ["F1nalfantasy", "l3avemealone"] {
            assert_eq!(acceptable(bad, &[]), Err("password-common"), "{bad}");
        }
    }

    #[test]
    fn leaked_ones_are_refused_however_unlikely_they_look() {
        for bad in ["passwordpassword", "PASSWORDPASSWORD", "leavemealone", "0r968ji9ufj6", "110331rahili", "110331Rahili"] {
            assert_eq!(acceptable(bad, &[]), Err("password-breached"), "{bad}");
        }
    }

    #[test]
    fn patterns_are_refused() {
        for bad in ["asdfghjkl;'\\", "abcdefghijklmn", "111111111111", "2026202620262026", "aaaaaaaaaaaaaaaaaaaaaaaa"] {
            assert!(matches!(acceptable(bad, &[]), Err("password-guessable" | "password-common" | "password-breached")), "{bad}: {:?}", acceptable(bad, &[]));
        }
    }

    #[test]
    fn what_others_know_is_refused() {
        for bad in ["lastmile2026", "Brightwave12", "castellanos1", "brightwave.example", "L4stmile2026", "castellanoscastellanos"] {
            assert_eq!(acceptable(bad, &ANA), Err("password-brand"), "{bad}");
        }
        assert_ne!(acceptable("brightwave.example", &[]), Err("password-brand"), "elsewhere it is no brand");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_input_gets_an_answer(password in "\\PC{0,160}", about in proptest::collection::vec("\\PC{0,80}", 0..6)) {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            let short = password.chars().count() < SHORTEST;
            prop_assert_eq!(acceptable(&password, &about) == Err("password-too-short"), short && !password.is_empty());
        }

        #[test]
        fn random_ones_are_taken_whoever_asks(password in "[a-zA-Z0-9]{20}") {
            prop_assert_eq!(acceptable(&password, &ANA), Ok(()));
        }
    }
}
