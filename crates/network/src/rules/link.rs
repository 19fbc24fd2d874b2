//! How a link does, from what is known of it just now.

use crate::model::{LinkState, Reach};

/// Less than this in both directions together, bit/s, is no traffic: neighbours and switches always have something to say.
pub const IDLE_BELOW_BPS: i64 = 1_000;

/// What is known of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkFacts {
    /// ifOperStatus is up, by a poll that is not old; `None` where there is none.
    pub oper_up: Option<bool>,
    /// Whether its device answers pings.
    pub device: Reach,
    /// Nothing was heard of the link since its device fell silent.
    pub older_than_silence: bool,
    /// Average over the last minutes, in and out together, bit/s; `None` where too little was measured.
    pub traffic_bps: Option<i64>,
}

/// The state.
#[must_use]
pub fn link_state(facts: LinkFacts) -> LinkState {
    if facts.device == Reach::Down && (facts.older_than_silence || facts.oper_up.is_none()) {
        return LinkState::Unreachable;
    }
    match facts.oper_up {
        None => LinkState::Unknown,
        Some(false) => LinkState::Down,
        Some(true) if facts.traffic_bps.is_some_and(|bps| bps < IDLE_BELOW_BPS) => LinkState::Idle,
        Some(true) => LinkState::Up,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_what_is_known_of_it() {
        let up = LinkFacts { oper_up: Some(true), device: Reach::Up, older_than_silence: false, traffic_bps: Some(5_000_000) };
        assert_eq!(link_state(up), LinkState::Up);
        assert_eq!(link_state(LinkFacts { traffic_bps: Some(999), ..up }), LinkState::Idle);
        assert_eq!(link_state(LinkFacts { traffic_bps: None, ..up }), LinkState::Up, "what is not measured is not idle");
        assert_eq!(link_state(LinkFacts { oper_up: Some(false), ..up }), LinkState::Down);
        assert_eq!(link_state(LinkFacts { oper_up: None, ..up }), LinkState::Unknown);
        let dead = LinkFacts { device: Reach::Down, older_than_silence: true, ..up };
        assert_eq!(link_state(dead), LinkState::Unreachable);
        assert_eq!(link_state(LinkFacts { older_than_silence: false, ..dead }), LinkState::Up, "it answers SNMP though not pings");
        assert_eq!(link_state(LinkFacts { oper_up: None, older_than_silence: false, ..dead }), LinkState::Unreachable);
        assert_eq!(link_state(LinkFacts { device: Reach::Unknown, ..dead }), LinkState::Up);
    }
}
