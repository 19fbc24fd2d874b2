//! What a rule would have made of the past.

use super::{Observed, Rule, State, Turn, step};

/// What a rule found in a row of observations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Problems that began.
    pub problems: u32,
    /// Observations at which there was one.
    pub steps: u32,
    /// The place of the observation at which the last one began.
    pub last: Option<usize>,
}

/// Applies a rule to observations one after another, `None` being one of which nothing is known.
#[must_use]
pub fn replay(rule: &Rule, values: impl IntoIterator<Item = Option<i64>>) -> Found {
    let (mut state, mut found) = (State::default(), Found::default());
    for (place, value) in values.into_iter().enumerate() {
        let (after, changes) = step(rule, state, value.map_or(Observed::Silent, Observed::Value));
        state = after;
        if changes.iter().any(|change| change.turn == Turn::Fired) {
            found.problems = found.problems.saturating_add(1);
            found.last = Some(place);
        }
        if state.phase.is_problem() {
            found.steps = found.steps.saturating_add(1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::AlertKind;

    #[test]
    fn problems_are_counted_with_their_length_and_the_last_beginning() {
        let rule = Rule::builtin(AlertKind::UtilisationHigh);
        let values = [850, 850, 850, 600, 600, 100, 900, 900, 900].map(Some);
        assert_eq!(replay(&rule, values), Found { problems: 2, steps: 5, last: Some(7) });
        let holes = [Some(850), None, Some(850), None, None];
        assert_eq!(replay(&rule, holes), Found { problems: 1, steps: 3, last: Some(2) }, "silence neither fires nor clears");
        assert_eq!(replay(&rule, []), Found::default());
    }

    proptest! {
        #[test]
        fn a_rule_that_raises_later_finds_no_problem_where_the_other_finds_none(values: Vec<Option<u16>>, raise_at in 1..900_i64) {
            let rule = Rule { raise_at, clear_below: raise_at, raise_for: 1, raise_of: 1, clear_for: 1 };
            let later = Rule { raise_at: raise_at + 100, clear_below: raise_at + 100, ..rule };
            let values: Vec<Option<i64>> = values.into_iter().map(|value| value.map(i64::from)).collect();
            let (one, other) = (replay(&rule, values.iter().copied()), replay(&later, values.iter().copied()));
            prop_assert!(one.problems > 0 || other.problems == 0);
            prop_assert!(one.steps >= other.steps);
        }
    }
}
