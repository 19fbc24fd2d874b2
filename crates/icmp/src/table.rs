//! What is remembered of pings under way: a ring of places, a ping's place being its sequence number. Pure: times come from
//! outside.
//!
//! Every ping bears a random nonce. Only who has seen the ping can answer it, so a reply that somebody else makes up, or one
//! to an older ping of the same place, is told apart without doubt.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use crate::Trouble;

/// Most places: a sequence number has 16 bits.
pub const MOST: usize = 1 << 16;
/// The two clocks may differ so much over one ping before the wall clock is taken to have been set.
const CLOCKS_APART_NS: u64 = 2_000_000;

/// A point in time by both clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Nanoseconds of a clock that only goes on.
    pub steady_ns: u64,
    /// Nanoseconds since 1970: the kernel's time stamps are of this clock.
    pub wall_ns: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Never used, or taken back.
    Free,
    UnderWay,
    Answered,
    /// Given up.
    Missed,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    state: State,
    key: u64,
    nonce: u64,
    to: IpAddr,
    sent: Moment,
    trouble: Option<Trouble>,
}

const EMPTY: Slot =
    Slot { state: State::Free, key: 0, nonce: 0, to: IpAddr::V4(Ipv4Addr::UNSPECIFIED), sent: Moment { steady_ns: 0, wall_ns: 0 }, trouble: None };

/// What a reply turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The answer to a ping under way.
    Answered {
        /// The asker's number.
        key: u64,
        /// How long it took.
        round_trip: Duration,
    },
    /// Another answer to an answered ping.
    Duplicate,
    /// The answer to a ping that was given up.
    Late,
    /// Not the answer to any ping that is remembered: another sender, another nonce.
    Stray,
}

/// Pings under way and, until their place is given away again, those that are over.
#[derive(Debug)]
pub struct Table {
    slots: Vec<Slot>,
    patience_ns: u64,
    /// The place that is given away next.
    head: usize,
    /// Places before the head that may still hold a ping under way.
    open: usize,
}

impl Table {
    /// A table of `capacity` places, rounded up to a power of two, whose first place is `first`.
    #[must_use]
    pub fn new(capacity: usize, patience: Duration, first: u16) -> Self {
        let capacity = capacity.clamp(1, MOST).next_power_of_two();
        Self { slots: vec![EMPTY; capacity], patience_ns: u64::try_from(patience.as_nanos()).unwrap_or(u64::MAX), head: usize::from(first) % capacity, open: 0 }
    }

    /// Gives a ping its place and returns the sequence number; `None` while the next place's time is not over.
    pub fn place(&mut self, key: u64, to: IpAddr, nonce: u64, now: Moment) -> Option<u16> {
        let patience = self.patience_ns;
        let slot = self.slots.get_mut(self.head)?;
        let held = slot.state == State::UnderWay || (slot.state != State::Free && now.steady_ns.saturating_sub(slot.sent.steady_ns) < patience);
        if held {
            return None;
        }
        *slot = Slot { state: State::UnderWay, key, nonce, to, sent: now, trouble: None };
        let sequence = u16::try_from(self.head).ok()?;
        self.head = (self.head + 1) % self.slots.len();
        self.open = (self.open + 1).min(self.slots.len());
        Some(sequence)
    }

    /// Notes when a ping really went.
    pub fn sent(&mut self, sequence: u16, at: Moment) {
        if let Some(slot) = self.slots.get_mut(usize::from(sequence)).filter(|slot| slot.state == State::UnderWay) {
            slot.sent = at;
        }
    }

    /// Takes back a ping that could not be sent; returns the asker's number.
    pub fn take_back(&mut self, sequence: u16) -> Option<u64> {
        let slot = self.slots.get_mut(usize::from(sequence)).filter(|slot| slot.state == State::UnderWay)?;
        slot.state = State::Free;
        Some(slot.key)
    }

    /// A reply came from `from`, read at `now`; `stamp_ns` is when the kernel took it in, by the wall clock.
    pub fn reply(&mut self, from: IpAddr, sequence: u16, nonce: u64, now: Moment, stamp_ns: Option<i64>) -> Heard {
        let Some(slot) = self.slots.get_mut(usize::from(sequence)).filter(|slot| slot.nonce == nonce && slot.to == from) else { return Heard::Stray };
        match slot.state {
            State::Free => Heard::Stray,
            State::Answered => Heard::Duplicate,
            State::Missed => Heard::Late,
            State::UnderWay => {
                slot.state = State::Answered;
                Heard::Answered { key: slot.key, round_trip: Duration::from_nanos(round_trip_ns(slot.sent, now, stamp_ns)) }
            }
        }
    }

    /// A router spoke of a ping to `to`. It stays under way: what anybody can make up must not hide a host that answers.
    /// Returns whether there is such a ping.
    pub fn trouble(&mut self, to: IpAddr, sequence: u16, nonce: Option<u64>, trouble: Trouble) -> bool {
        let fits = |slot: &&mut Slot| slot.state == State::UnderWay && slot.to == to && nonce.is_none_or(|nonce| nonce == slot.nonce);
        match self.slots.get_mut(usize::from(sequence)).filter(fits) {
            Some(slot) => {
                slot.trouble = Some(trouble);
                true
            }
            None => false,
        }
    }

    /// Gives up what has waited its time, the oldest first.
    pub fn expire(&mut self, now_ns: u64, mut missed: impl FnMut(u64, Option<Trouble>)) {
        let capacity = self.slots.len();
        while self.open > 0 {
            let oldest = (self.head + capacity - self.open) % capacity;
            let Some(slot) = self.slots.get_mut(oldest) else { return };
            if slot.state == State::UnderWay {
                if now_ns.saturating_sub(slot.sent.steady_ns) < self.patience_ns {
                    return;
                }
                slot.state = State::Missed;
                missed(slot.key, slot.trouble);
            }
            self.open -= 1;
        }
    }

    /// Whether nothing is under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.open == 0
    }
}

/// By the kernel's stamp, unless the wall clock was set meanwhile; then by when the reply was read.
fn round_trip_ns(sent: Moment, read: Moment, stamp_ns: Option<i64>) -> u64 {
    let steady = read.steady_ns.saturating_sub(sent.steady_ns);
    let stamped = stamp_ns.and_then(|stamp| stamp.checked_sub(sent.wall_ns));
    match stamped.map(u64::try_from) {
        Some(Ok(ns)) if ns <= steady.saturating_add(CLOCKS_APART_NS) => ns,
        _ => steady,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    fn at(ms: u64) -> Moment {
        Moment { steady_ns: ms * 1_000_000, wall_ns: 1_700_000_000_000_000_000 + i64::try_from(ms).unwrap() * 1_000_000 }
    }

    fn table(capacity: usize) -> Table {
        Table::new(capacity, Duration::from_millis(100), 0)
    }

    fn missed(table: &mut Table, ms: u64) -> Vec<(u64, Option<Trouble>)> {
        let mut keys = Vec::new();
        table.expire(at(ms).steady_ns, |key, trouble| keys.push((key, trouble)));
        keys
    }

    #[test]
    fn only_the_right_host_with_the_right_nonce_is_heard_and_only_once() {
        let mut table = table(8);
        let sequence = table.place(5, HERE, 77, at(0)).unwrap();
        let reply = |table: &mut Table, from, nonce| table.reply(from, sequence, nonce, at(10), Some(at(3).wall_ns));
        assert_eq!(reply(&mut table, THERE, 77), Heard::Stray, "another host");
        assert_eq!(reply(&mut table, HERE, 78), Heard::Stray, "another nonce");
        assert_eq!(table.reply(HERE, 6, 77, at(10), None), Heard::Stray, "another place");
        assert_eq!(table.reply(HERE, 9_999, 77, at(10), None), Heard::Stray, "no such place");
        assert_eq!(reply(&mut table, HERE, 77), Heard::Answered { key: 5, round_trip: Duration::from_millis(3) });
        assert_eq!(reply(&mut table, HERE, 77), Heard::Duplicate);
        assert_eq!(missed(&mut table, 500), []);
        assert!(table.is_idle());
    }

    #[test]
    fn what_waited_its_time_is_missed_and_its_answer_late() {
        let mut table = table(8);
        let one = table.place(1, HERE, 11, at(0)).unwrap();
        let two = table.place(2, THERE, 12, at(50)).unwrap();
        assert!(table.trouble(HERE, one, None, Trouble::Unreachable));
        assert!(!table.trouble(THERE, one, None, Trouble::Unreachable) && !table.trouble(THERE, two, Some(13), Trouble::Refused));
        assert_eq!(missed(&mut table, 99), []);
        assert_eq!(missed(&mut table, 100), [(1, Some(Trouble::Unreachable))]);
        assert_eq!(table.reply(HERE, one, 11, at(101), None), Heard::Late);
        assert_eq!(table.reply(THERE, two, 12, at(101), None), Heard::Answered { key: 2, round_trip: Duration::from_millis(51) });
    }

    #[test]
    fn a_made_up_error_hides_nobody() {
        let mut table = table(8);
        let one = table.place(1, HERE, 11, at(0)).unwrap();
        assert!(table.trouble(HERE, one, None, Trouble::Unreachable));
        assert!(matches!(table.reply(HERE, one, 11, at(2), None), Heard::Answered { key: 1, .. }));
    }

    #[test]
    fn a_place_is_given_away_again_when_its_time_is_over() {
        let mut table = table(2);
        let first = table.place(1, HERE, 11, at(0)).unwrap();
        table.place(2, HERE, 12, at(0)).unwrap();
        assert!(matches!(table.reply(HERE, first, 11, at(1), None), Heard::Answered { .. }));
        assert_eq!(table.place(3, HERE, 13, at(99)), None, "though it was answered");
        assert_eq!(table.place(3, HERE, 13, at(100)), Some(first));
        assert_eq!(table.reply(HERE, first, 11, at(101), None), Heard::Stray, "of the ping before");
        assert_eq!(table.place(4, HERE, 14, at(200)), None, "nobody gave the second up yet");
        assert_eq!(missed(&mut table, 200), [(2, None), (3, None)]);
        assert_eq!(table.place(4, HERE, 14, at(200)), Some(1));
    }

    #[test]
    fn a_clock_that_was_set_is_not_believed() {
        for stamp in [at(0).wall_ns - 3_600_000_000_000, at(0).wall_ns + 3_600_000_000_000, i64::MIN, i64::MAX] {
            assert_eq!(round_trip_ns(at(0), at(20), Some(stamp)), 20_000_000, "{stamp}");
        }
        assert_eq!(round_trip_ns(at(0), at(20), Some(at(7).wall_ns)), 7_000_000);
    }

    proptest! {
        /// Whatever happens: each ping that was placed ends exactly once.
        #[test]
        fn every_ping_ends_once(steps in proptest::collection::vec((0_u8..5, 0_u16..12, 0_u64..60), 1..300)) {
            let mut table = table(8);
            let (mut now, mut key) = (0, 0);
            let mut sent: HashMap<u16, u64> = HashMap::new();
            let mut ended: HashMap<u64, u32> = HashMap::new();
            for (what, sequence, wait) in steps {
                match what {
                    0 | 1 => {
                        key += 1;
                        if let Some(place) = table.place(key, HERE, key, at(now)) {
                            sent.insert(place, key);
                        }
                    }
                    2 => {
                        let nonce = sent.get(&sequence).copied().unwrap_or(999);
                        if let Heard::Answered { key, .. } = table.reply(HERE, sequence, nonce, at(now), None) {
                            *ended.entry(key).or_default() += 1;
                        }
                    }
                    3 => if let Some(key) = table.take_back(sequence) {
                        *ended.entry(key).or_default() += 1;
                    },
                    _ => now += wait,
                }
                for (key, _) in missed(&mut table, now) {
                    *ended.entry(key).or_default() += 1;
                }
            }
            for (key, _) in missed(&mut table, now + 1_000) {
                *ended.entry(key).or_default() += 1;
            }
            prop_assert!(table.is_idle());
            prop_assert!(ended.values().all(|times| *times == 1), "{ended:?}");
            for key in sent.values() {
                prop_assert!(ended.contains_key(key), "{key} never ended");
            }
        }
    }
}
