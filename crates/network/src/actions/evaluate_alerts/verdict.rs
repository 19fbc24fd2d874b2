//! From what was seen of one object to what is written down. Pure.

use chrono::{DateTime, Utc};
use kernel::Error;
use uuid::Uuid;

use crate::actions::views::unknown;
use crate::model::{AlertKind, AlertObjectId};
use crate::rules::alert::{Change, Notice, Observed, Phase, Rule, State, step};
use crate::store::alerts::{SeenRow, StateRow, TransitionRow};

/// A rule that is applied.
pub(super) struct Watch {
    pub kind: AlertKind,
    pub rule: Rule,
}

/// Something that people are told.
pub(super) struct Told {
    pub kind: AlertKind,
    pub notice: Notice,
    pub object: AlertObjectId,
    pub value: Option<i64>,
}

/// What is written down.
#[derive(Default)]
pub(super) struct Verdict {
    pub states: Vec<StateRow>,
    pub transitions: Vec<TransitionRow>,
    pub told: Vec<Told>,
}

/// Judges one object. Where the object has changed hands, the former holder's problem is over and the new one begins anew.
pub(super) fn judge(watch: &Watch, row: SeenRow, at: DateTime<Utc>, verdict: &mut Verdict) -> Result<(), Error> {
    let before = remembered(&row)?;
    let mut state = before;
    let handed_over = row.held_by.filter(|held_by| *held_by != row.org_id);
    if let Some(former) = handed_over {
        let (after, changes) = step(&watch.rule, state, Observed::Unwatched);
        note(watch, &row, former, None, &changes, verdict);
        state = after;
    }
    let observed = match row.value {
        _ if !row.watched => Observed::Unwatched,
        Some(value) => Observed::Value(value),
        None => Observed::Silent,
    };
    let (after, changes) = step(&watch.rule, state, observed);
    note(watch, &row, row.org_id, row.value.filter(|_| row.watched), &changes, verdict);
    let goes_on = state.phase.is_problem() && after.phase.is_problem();
    let since = after.phase.is_problem().then(|| row.since.filter(|_| goes_on).unwrap_or(at));
    let value = since.and(row.value.or(row.last_value));
    let same = after == before && handed_over.is_none() && value == row.last_value && row.held_by.is_some();
    if !same {
        verdict.states.push(StateRow {
            rule_id: row.rule_id,
            object: watch.kind.object(row.object_id),
            org_id: row.org_id,
            phase: after.phase.as_str(),
            silent: after.silent,
            flapping: after.flapping,
            told: after.told,
            problems: after.problems.into(),
            calm: after.calm.into(),
            history: after.history.into(),
            since,
            value,
        });
    }
    Ok(())
}

fn note(watch: &Watch, row: &SeenRow, org: Uuid, value: Option<i64>, changes: &[Change], verdict: &mut Verdict) {
    for change in changes {
        verdict.transitions.push(TransitionRow {
            rule_id: row.rule_id,
            object: watch.kind.object(row.object_id),
            org_id: org,
            turn: change.turn.as_str(),
            value,
            notice: change.notice.map(Notice::as_str),
        });
        if let Some(notice) = change.notice {
            verdict.told.push(Told { kind: watch.kind, notice, object: watch.kind.object(row.object_id), value });
        }
    }
}

fn remembered(row: &SeenRow) -> Result<State, Error> {
    let Some(phase) = &row.phase else { return Ok(State::default()) };
    let bits = |value: Option<i64>| value.and_then(|bits| u32::try_from(bits).ok()).unwrap_or_default();
    Ok(State {
        phase: Phase::parse(phase).ok_or_else(|| unknown("phase of an alert", phase))?,
        silent: row.silent.unwrap_or_default(),
        flapping: row.flapping.unwrap_or_default(),
        told: row.told.unwrap_or_default(),
        problems: bits(row.problems),
        calm: bits(row.calm),
        history: bits(row.history),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::alert::Turn;

    fn watch() -> Watch {
        Watch { kind: AlertKind::UtilisationHigh, rule: Rule::builtin(AlertKind::UtilisationHigh) }
    }

    fn seen(org: u128, value: Option<i64>, before: Option<&StateRow>) -> SeenRow {
        SeenRow {
            rule_id: Uuid::from_u128(1),
            object_id: Uuid::from_u128(2),
            org_id: Uuid::from_u128(org),
            watched: true,
            value,
            held_by: before.map(|row| row.org_id),
            phase: before.map(|row| row.phase.to_owned()),
            silent: before.map(|row| row.silent),
            flapping: before.map(|row| row.flapping),
            told: before.map(|row| row.told),
            problems: before.map(|row| row.problems),
            calm: before.map(|row| row.calm),
            history: before.map(|row| row.history),
            since: before.and_then(|row| row.since),
            last_value: before.and_then(|row| row.value),
        }
    }

    fn judged(row: SeenRow, second: i64) -> Verdict {
        let mut verdict = Verdict::default();
        judge(&watch(), row, DateTime::from_timestamp(second, 0).unwrap(), &mut verdict).unwrap();
        verdict
    }

    #[test]
    fn a_problem_keeps_its_beginning_and_its_last_value() {
        let one = judged(seen(7, Some(850), None), 0);
        let two = judged(seen(7, Some(860), one.states.first()), 300);
        assert_eq!(two.transitions.len(), 1);
        let three = judged(seen(7, Some(870), two.states.first()), 600);
        let state = &three.states[0];
        assert_eq!((state.since, state.value), (DateTime::from_timestamp(300, 0), Some(870)));
        let four = judged(seen(7, None, three.states.first()), 900);
        let state = &four.states[0];
        assert_eq!((state.silent, state.since, state.value), (true, DateTime::from_timestamp(300, 0), Some(870)));
        assert_eq!((four.transitions[0].turn, four.told.len()), (Turn::Silent.as_str(), 0));
        let again = judged(seen(7, None, four.states.first()), 1_200);
        assert!(again.states.is_empty() && again.transitions.is_empty(), "nothing new is written");
    }

    #[test]
    fn a_new_holder_begins_anew_and_the_former_one_is_told_the_end() {
        let one = judged(seen(7, Some(850), None), 0);
        let two = judged(seen(7, Some(860), one.states.first()), 300);
        let over = judged(seen(8, Some(870), two.states.first()), 600);
        let lines: Vec<_> = over.transitions.iter().map(|line| (line.org_id.as_u128(), line.turn, line.value)).collect();
        assert_eq!(lines, [(7, "recovered", None)], "and nothing of the new holder's figures");
        let state = &over.states[0];
        assert_eq!((state.org_id.as_u128(), state.phase, state.since, state.value), (8, "pending", None, None));
    }
}
