use proptest::prelude::*;

use super::*;
use crate::model::AlertKind;

const HIGH: Rule = Rule::builtin(AlertKind::UtilisationHigh);
const LINK: Rule = Rule::builtin(AlertKind::LinkDown);

/// What is told and what changes while these values are seen; `None` is silence.
fn told(rule: &Rule, seen: &[Option<i64>]) -> (State, Vec<Notice>) {
    let mut state = State::default();
    let mut notices = Vec::new();
    for value in seen {
        let (after, changes) = step(rule, state, value.map_or(Observed::Silent, Observed::Value));
        notices.extend(changes.into_iter().filter_map(|change| change.notice));
        state = after;
    }
    (state, notices)
}

fn values<const N: usize>(seen: [i64; N]) -> Vec<Option<i64>> {
    seen.into_iter().map(Some).collect()
}

#[test]
fn two_of_three_fire_and_two_calm_ones_clear() {
    let (state, notices) = told(&HIGH, &values([500, 850]));
    assert_eq!((state.phase, notices), (Phase::Pending, vec![]));
    let (state, notices) = told(&HIGH, &values([850, 500, 850]));
    assert_eq!((state.phase, notices), (Phase::Firing, vec![Notice::Problem]));
    let (state, notices) = told(&HIGH, &values([850, 500, 500, 850, 500]));
    assert_eq!((state.phase, notices), (Phase::Pending, vec![]), "two of four are too few");
    let (state, _) = told(&HIGH, &values([850, 500, 500, 500]));
    assert_eq!(state, State::default(), "nothing of it is left");
    let (state, notices) = told(&HIGH, &values([850, 850, 699]));
    assert_eq!((state.phase, notices.len()), (Phase::Recovering, 1));
    let (state, notices) = told(&HIGH, &values([850, 850, 699, 750, 699, 699]));
    assert_eq!((state.phase, notices), (Phase::Ok, vec![Notice::Problem, Notice::Recovery]));
}

#[test]
fn between_the_two_values_nothing_changes() {
    let (state, notices) = told(&HIGH, &values([800, 800, 799, 700, 700, 799]));
    assert_eq!((state.phase, notices), (Phase::Firing, vec![Notice::Problem]));
    let (state, notices) = told(&HIGH, &values([700, 799, 750, 799]));
    assert_eq!((state.phase, notices), (Phase::Ok, vec![]));
}

#[test]
fn a_link_fires_after_three_polls_and_clears_at_once() {
    let (state, notices) = told(&LINK, &values([0, 1, 2]));
    assert_eq!((state.phase, notices), (Phase::Ok, vec![]));
    let (state, notices) = told(&LINK, &values([0, 1, 2, 3, 9, 0]));
    assert_eq!((state.phase, notices), (Phase::Ok, vec![Notice::Problem, Notice::Recovery]));
}

#[test]
fn silence_is_a_state_of_its_own() {
    let (before, _) = told(&HIGH, &values([850, 850]));
    let (state, changes) = step(&HIGH, before, Observed::Silent);
    assert_eq!((state.phase, state.silent, changes), (Phase::Firing, true, vec![Change { turn: Turn::Silent, notice: None }]));
    assert_eq!(step(&HIGH, state, Observed::Silent), (state, vec![]), "said once");
    let (state, changes) = step(&HIGH, state, Observed::Value(850));
    assert_eq!((state.silent, changes), (false, vec![Change { turn: Turn::Heard, notice: None }]));
    let (state, changes) = step(&HIGH, State::default(), Observed::Silent);
    assert_eq!((state.phase, state.silent, changes), (Phase::Ok, true, vec![]));
    // One problem before and one after the silence are two of three that were seen.
    assert_eq!(told(&HIGH, &[Some(850), None, None, None, Some(850)]).1, [Notice::Problem]);
}

#[test]
fn what_is_watched_no_more_recovers_if_it_was_told() {
    let (firing, _) = told(&HIGH, &values([850, 850]));
    let recovery = vec![Change { turn: Turn::Recovered, notice: Some(Notice::Recovery) }];
    assert_eq!(step(&HIGH, firing, Observed::Unwatched), (State::default(), recovery));
    let (pending, _) = told(&HIGH, &values([850]));
    assert_eq!(step(&HIGH, pending, Observed::Unwatched), (State::default(), vec![]));
}

#[test]
fn what_goes_back_and_forth_is_said_once_and_settles() {
    let back_and_forth: Vec<Option<i64>> = (0..40).map(|n| Some(if n % 2 == 0 { 5 } else { 0 })).collect();
    let (state, notices) = told(&LINK, &back_and_forth);
    assert!(state.flapping);
    let at = notices.iter().position(|notice| *notice == Notice::Flapping).unwrap();
    assert_eq!(at, notices.len() - 1, "nothing after it: {notices:?}");
    // That it flaps was told as a problem: if it is one still, that is no news.
    for (end, expected) in [(0, vec![Notice::Recovery]), (5, vec![])] {
        let settled = [back_and_forth.clone(), vec![Some(end); 30]].concat();
        let (state, after) = told(&LINK, &settled);
        assert!(!state.flapping && state.told == (end > 0), "{state:?}");
        assert_eq!(after[notices.len()..], expected, "{after:?}");
    }
}

fn observations() -> impl Strategy<Value = Vec<Observed>> {
    let one = prop_oneof![
        4 => (600_i64..1_100).prop_map(Observed::Value),
        2 => Just(Observed::Value(0)),
        2 => Just(Observed::Value(1_000)),
        2 => Just(Observed::Silent),
        1 => (0_u32..200).prop_map(|n| if n == 0 { Observed::Unwatched } else { Observed::Silent }),
    ];
    // Outages last: what is drawn is seen some times in a row.
    proptest::collection::vec((one, 1_usize..6), 0..120).prop_map(|runs| runs.into_iter().flat_map(|(seen, times)| vec![seen; times]).collect())
}

fn rules() -> impl Strategy<Value = Rule> {
    (1_i64..1_000, 0_i64..300, 1_u32..=16, 1_u32..=16, 1_u32..5).prop_map(|(raise_at, band, times, of, clear_for)| Rule {
        raise_at,
        clear_below: (raise_at - band).max(1),
        raise_for: times.min(of),
        raise_of: of,
        clear_for,
    })
}

proptest! {
    /// The process may be restarted between any two observations: what is stored is all there is to know.
    #[test]
    fn a_restart_changes_nothing(rule in rules(), seen in observations()) {
        let (mut going, mut stored) = (State::default(), serde_json::to_string(&State::default()).unwrap());
        for observed in seen {
            let (after, changes) = step(&rule, going, observed);
            let read: State = serde_json::from_str(&stored).unwrap();
            let again = step(&rule, read, observed);
            prop_assert_eq!(&again, &(after, changes));
            prop_assert_eq!(Phase::parse(after.phase.as_str()), Some(after.phase));
            going = after;
            stored = serde_json::to_string(&after).unwrap();
        }
    }

    #[test]
    fn no_recovery_without_its_problem_and_no_problem_without_its_recovery(rule in rules(), seen in observations()) {
        let (mut state, mut firing, mut told) = (State::default(), false, false);
        for observed in seen {
            let (after, changes) = step(&rule, state, observed);
            for change in &changes {
                match change.turn {
                    Turn::Fired => { prop_assert!(!firing); firing = true; }
                    Turn::Recovered => { prop_assert!(firing); firing = false; }
                    Turn::Silent => prop_assert!(!state.silent && after.silent),
                    Turn::Heard => prop_assert!(state.silent && !after.silent),
                    Turn::FlappingBegan => prop_assert!(!state.flapping && after.flapping),
                    Turn::FlappingEnded => prop_assert!(state.flapping && !after.flapping),
                }
                match change.notice {
                    Some(Notice::Problem) => { prop_assert!(!told); told = true; }
                    Some(Notice::Flapping) => told = true,
                    Some(Notice::Recovery) => { prop_assert!(told); told = false; }
                    None => {}
                }
            }
            prop_assert_eq!(after.phase.is_problem(), firing, "every problem and every end of one is said to have been");
            prop_assert_eq!(after.told, told);
            // Once it has settled, what people were told is how it is.
            prop_assert!(after.flapping || told == firing);
            state = after;
        }
    }

    #[test]
    fn silence_neither_fires_nor_clears_and_flapping_mutes(rule in rules(), seen in observations()) {
        let mut state = State::default();
        for observed in seen {
            let (after, changes) = step(&rule, state, observed);
            if observed == Observed::Silent {
                prop_assert_eq!(State { silent: state.silent, ..after }, state);
                prop_assert!(changes.iter().all(|change| change.notice.is_none() && change.turn == Turn::Silent));
            }
            if state.flapping && after.flapping {
                prop_assert!(changes.iter().all(|change| change.notice.is_none()));
            }
            let notices = changes.iter().filter(|change| change.notice.is_some()).count();
            prop_assert!(notices <= 1, "{:?}", changes);
            state = after;
        }
    }

    /// Fires only on enough problems among what was seen last, and clears only after enough calm.
    #[test]
    fn turns_have_their_reasons(rule in rules(), seen in observations()) {
        let mut state = State::default();
        let mut values: Vec<i64> = Vec::new();
        for observed in seen {
            let (after, changes) = step(&rule, state, observed);
            match observed {
                Observed::Value(value) => values.push(value),
                Observed::Silent => {}
                Observed::Unwatched => values.clear(),
            }
            let last = |count: u32| values.iter().rev().take(usize::try_from(count).unwrap());
            for change in changes.iter().filter(|_| observed != Observed::Unwatched) {
                if change.turn == Turn::Fired {
                    let problems = last(rule.raise_of).filter(|value| **value >= rule.raise_at).count();
                    prop_assert!(problems >= usize::try_from(rule.raise_for).unwrap());
                    prop_assert!(values.last().is_some_and(|value| *value >= rule.raise_at));
                }
                if change.turn == Turn::Recovered {
                    prop_assert!(last(rule.clear_for).all(|value| *value < rule.clear_below));
                }
            }
            state = after;
        }
    }
}
