//! Whether a device can be reached, by its pings alone.

use crate::model::Reach;

/// So many misses in a row make a device down.
pub const DOWN_AFTER: u32 = 3;

/// Older than this, seconds, what a ping said counts for nothing: whoever pinged the device has fallen silent.
pub const SILENT_AFTER_SECONDS: i64 = 180;

/// What is remembered of a device between two pings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// How it does.
    pub state: Reach,
    /// Misses in a row.
    pub misses: u32,
}

/// One ping that was answered or missed. The first answer is enough to be up; what was never asked is not known, and a ping
/// that could not be sent is none.
#[must_use]
pub fn pinged(before: Reached, answered: bool) -> Reached {
    if answered {
        return Reached { state: Reach::Up, misses: 0 };
    }
    let misses = before.misses.saturating_add(1);
    let state = if misses >= DOWN_AFTER { Reach::Down } else { before.state };
    Reached { state, misses }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn after(answers: &[bool]) -> Reach {
        answers.iter().fold(Reached::default(), |before, answered| pinged(before, *answered)).state
    }

    #[test]
    fn three_misses_in_a_row_are_down_and_one_answer_is_up() {
        assert_eq!(after(&[]), Reach::Unknown);
        assert_eq!(after(&[false, false]), Reach::Unknown);
        assert_eq!(after(&[false, false, false]), Reach::Down);
        assert_eq!(after(&[true, false, false]), Reach::Up);
        assert_eq!(after(&[true, false, false, true, false, false]), Reach::Up, "not in a row");
        assert_eq!(after(&[true, false, false, false, false]), Reach::Down);
        assert_eq!(after(&[true, false, false, false, true]), Reach::Up);
    }

    proptest! {
        #[test]
        fn the_last_three_decide(answers in proptest::collection::vec(any::<bool>(), 3..40)) {
            let last = &answers[answers.len() - 3..];
            let state = after(&answers);
            prop_assert_eq!(state == Reach::Down, last == [false; 3]);
            prop_assert_eq!(after(&[&answers[..], &[true]].concat()), Reach::Up);
        }
    }
}
