//! The states and what leads from one to the next.

use serde::{Deserialize, Serialize};

use super::{Rule, flapping};

/// How far a problem has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// No problem.
    #[default]
    Ok,
    /// Problems were seen, too few to fire.
    Pending,
    /// A problem.
    Firing,
    /// A problem that seems to be over.
    Recovering,
}

impl Phase {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Pending => "pending",
            Self::Firing => "firing",
            Self::Recovering => "recovering",
        }
    }

    /// Reads a stored name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Ok, Self::Pending, Self::Firing, Self::Recovering].into_iter().find(|phase| phase.as_str() == name)
    }

    /// Whether there is a problem that is not over.
    #[must_use]
    pub fn is_problem(self) -> bool {
        matches!(self, Self::Firing | Self::Recovering)
    }
}

/// All that is remembered of a rule and an object between two observations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// How far a problem has come.
    pub phase: Phase,
    /// Nothing is known of the object just now: the phase is that of the last observation.
    pub silent: bool,
    /// It goes back and forth; nothing is told until it settles.
    pub flapping: bool,
    /// A problem was told whose recovery was not.
    pub told: bool,
    /// The last observations, a set bit being a problem, the newest lowest. Empty while there is a problem.
    pub problems: u32,
    /// Calm observations in a row while there is a problem.
    pub calm: u32,
    /// The last 21 states, a set bit being a problem, the newest lowest.
    pub history: u32,
}

/// What is seen of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    /// Its value.
    Value(i64),
    /// Nothing, or nothing fresh.
    Silent,
    /// The rule is no longer asked about this object: it is gone, serves somebody else, or the rule is switched off.
    Unwatched,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// A problem began.
    Fired,
    /// It is over.
    Recovered,
    /// It is not known any more whether the problem goes on.
    Silent,
    /// It is known again.
    Heard,
    /// It goes back and forth.
    FlappingBegan,
    /// It has settled.
    FlappingEnded,
}

impl Turn {
    /// Every turn.
    pub const ALL: [Turn; 6] = [Self::Fired, Self::Recovered, Self::Silent, Self::Heard, Self::FlappingBegan, Self::FlappingEnded];

    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fired => "fired",
            Self::Recovered => "recovered",
            Self::Silent => "silent",
            Self::Heard => "heard",
            Self::FlappingBegan => "flapping_began",
            Self::FlappingEnded => "flapping_ended",
        }
    }
}

/// What people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// There is a problem.
    Problem,
    /// It goes back and forth, and nothing more is told until it settles.
    Flapping,
    /// A problem that was told is over.
    Recovery,
}

impl Notice {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Flapping => "flapping",
            Self::Recovery => "recovery",
        }
    }
}

/// A change, and what is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub turn: Turn,
    /// What is told.
    pub notice: Option<Notice>,
}

/// One observation: the state after it and what changed, in order.
#[must_use]
pub fn step(rule: &Rule, before: State, observed: Observed) -> (State, Vec<Change>) {
    match observed {
        Observed::Value(value) => value_seen(rule, before, value),
        Observed::Silent => {
            let falls_silent = !before.silent && before.phase.is_problem();
            (State { silent: true, ..before }, changed(falls_silent, Turn::Silent))
        }
        Observed::Unwatched => {
            let notice = before.told.then_some(Notice::Recovery);
            let over = if before.phase.is_problem() {
                Some(Turn::Recovered)
            } else {
                // Only what goes back and forth is told of while there is no problem.
                before.told.then_some(Turn::FlappingEnded)
            };
            (State::default(), over.map(|turn| Change { turn, notice }).into_iter().collect())
        }
    }
}

fn changed(whether: bool, turn: Turn) -> Vec<Change> {
    if whether { vec![Change { turn, notice: None }] } else { Vec::new() }
}

fn value_seen(rule: &Rule, before: State, value: i64) -> (State, Vec<Change>) {
    let mut changes = changed(before.silent && before.phase.is_problem(), Turn::Heard);
    let mut state = State { silent: false, ..before };
    let turn = if before.phase.is_problem() { while_problem(rule, &mut state, value) } else { while_ok(rule, &mut state, value) };
    let firing = state.phase.is_problem();
    state.history = flapping::remember(state.history, firing);
    state.flapping = flapping::flaps(state.history, before.flapping);
    // What settles, and what calms down or breaks out while nothing stands in the way, is told if it is news.
    let news = match (firing, state.told) {
        (true, false) => Some(Notice::Problem),
        (false, true) => Some(Notice::Recovery),
        _ => None,
    };
    let began = state.flapping && !before.flapping;
    let ended = before.flapping && !state.flapping;
    if let Some(turn) = turn {
        changes.push(Change { turn, notice: news.filter(|_| !state.flapping && !ended) });
    }
    if began {
        changes.push(Change { turn: Turn::FlappingBegan, notice: Some(Notice::Flapping) });
        state.told = true;
    } else if ended {
        changes.push(Change { turn: Turn::FlappingEnded, notice: news });
    }
    if !state.flapping {
        state.told = firing;
    }
    (state, changes)
}

fn while_ok(rule: &Rule, state: &mut State, value: i64) -> Option<Turn> {
    let window = (1_u32 << rule.raise_of.clamp(1, 16)) - 1;
    state.problems = ((state.problems << 1) | u32::from(value >= rule.raise_at)) & window;
    // After a change of the rule, what was seen before must not fire on a calm value.
    if value >= rule.raise_at && state.problems.count_ones() >= rule.raise_for.clamp(1, 16) {
        (state.phase, state.problems, state.calm) = (Phase::Firing, 0, 0);
        return Some(Turn::Fired);
    }
    state.phase = if state.problems == 0 { Phase::Ok } else { Phase::Pending };
    None
}

fn while_problem(rule: &Rule, state: &mut State, value: i64) -> Option<Turn> {
    if value >= rule.clear_below {
        (state.phase, state.calm) = (Phase::Firing, 0);
        return None;
    }
    state.calm = state.calm.saturating_add(1);
    if state.calm < rule.clear_for {
        state.phase = Phase::Recovering;
        return None;
    }
    (state.phase, state.calm) = (Phase::Ok, 0);
    Some(Turn::Recovered)
}
