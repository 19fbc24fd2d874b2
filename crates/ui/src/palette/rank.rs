//! How well a name fits what somebody types, letters left out.

/// For a letter that begins a word.
const WORD: i32 = 12;
/// For a letter right behind the one before.
const NEXT: i32 = 8;
/// For any other letter that is found.
const FOUND: i32 = 1;

/// How well `text` fits `typed`, in any case: more is better, `None` is not at all. The letters of each typed word must stand
/// in the text in their order; beginnings of words and letters in a row weigh more.
#[must_use]
pub fn rank(typed: &str, text: &str) -> Option<i32> {
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    typed.split_whitespace().try_fold(0_i32, |sum, word| {
        let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        Some(sum.saturating_add(best(&word, &text)?))
    })
}

/// The best of all places where the word could begin.
fn best(word: &[char], text: &[char]) -> Option<i32> {
    let first = word.first()?;
    let starts = text.iter().enumerate().filter(|(_, letter)| *letter == first);
    starts.filter_map(|(at, _)| from(word, text, at)).max()
}

fn from(word: &[char], text: &[char], start: usize) -> Option<i32> {
    let (mut score, mut at, mut last) = (0_i32, start, None::<usize>);
    for letter in word {
        let found = text.get(at..)?.iter().position(|other| other == letter)?.saturating_add(at);
        let begins = found == 0 || text.get(found.saturating_sub(1)).is_some_and(|before| !before.is_alphanumeric());
        let follows = last.is_some_and(|last| last.saturating_add(1) == found);
        score = score.saturating_add(if begins {
            WORD
        } else if follows {
            NEXT
        } else {
            FOUND
        });
        last = Some(found);
        at = found.saturating_add(1);
    }
    Some(score)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_may_be_left_out() {
        assert!(rank("adev", "Add device").is_some());
        assert!(rank("dev add", "Add device").is_some());
        assert!(rank("xyz", "Add device").is_none());
        assert!(rank("", "Add device").is_some_and(|score| score == 0));
        assert!(rank("جهاز", "إضافة جهاز").is_some());
    }

    #[test]
    fn words_that_begin_so_come_first() {
        for (typed, better, worse) in [
            ("de", "Devices", "Made of wood"),
            ("inv", "Invite a person", "Main overview"),
            ("au", "Audit log", "Pause it"),
            ("list", "List", "Long interesting story told"),
            ("ad", "Add device", "Road"),
        ] {
            assert!(rank(typed, better) > rank(typed, worse), "{typed}: {better}, {worse}");
        }
    }

    proptest! {
        #[test]
        fn a_text_fits_each_of_its_beginnings(text in "\\PC{1,30}", length in 1_usize..30) {
            let beginning: String = text.chars().take(length).collect();
            prop_assert!(rank(&beginning, &text).is_some(), "{beginning:?} of {text:?}");
        }

        #[test]
        fn nothing_that_is_typed_does_harm(typed in "\\PC{0,60}", text in "\\PC{0,60}") {
            let _rank = rank(&typed, &text);
        }
    }
}
