//! From single pings to what is written down: a row a minute, and at once when a device goes down or comes back.

use std::collections::VecDeque;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::reach::{self, Reached};
use crate::model::{PingFigures, PingMinute, PingState, PingTarget, PingWrite};

/// Minutes that are kept while they cannot be written; the oldest go first.
const MINUTES: usize = 60;
/// At the latest after so long something is written, if only to keep the lease.
pub const WRITE_EVERY: TimeDelta = TimeDelta::seconds(60);

/// A device's pings since the last write.
#[derive(Clone, Debug)]
pub struct Gathered {
    target: PingTarget,
    minutes: VecDeque<PingMinute>,
    /// The state has changed since the last write.
    urgent: bool,
    number: i64,
    /// What was handed over and not acknowledged yet: it is handed over again as it was.
    pending: Option<PingWrite>,
    written_at: DateTime<Utc>,
}

impl Gathered {
    /// Begins with a device that was leased at `now`.
    #[must_use]
    pub fn new(target: PingTarget, now: DateTime<Utc>) -> Self {
        Self { target, minutes: VecDeque::new(), urgent: false, number: 0, pending: None, written_at: now }
    }

    /// Goes on under a new lease of the same device: what came in since the last write is kept, and so is how the device does,
    /// which is newer than what is stored. Only what was handed over and never acknowledged is let go: nobody knows whether
    /// it was written.
    #[must_use]
    pub fn renewed(self, target: PingTarget, now: DateTime<Utc>) -> Self {
        let target = PingTarget { state: self.target.state, ..target };
        Self { target, minutes: self.minutes, urgent: true, number: 0, pending: None, written_at: now }
    }

    /// The device.
    #[must_use]
    pub fn target(&self) -> &PingTarget {
        &self.target
    }

    /// A ping was answered.
    pub fn answered(&mut self, at: DateTime<Utc>, round_trip_us: u32) {
        let us = i64::from(round_trip_us);
        self.note(at, PingFigures { sent: 1, received: 1, least_us: Some(us), sum_us: us, most_us: Some(us) });
        let state = &mut self.target.state;
        (state.answered_at, state.round_trip_us, state.trouble) = (Some(at), Some(round_trip_us), None);
    }

    /// A ping was missed; `trouble` is what was said of it, as a code.
    pub fn missed(&mut self, at: DateTime<Utc>, trouble: Option<&str>) {
        self.note(at, PingFigures { sent: 1, ..PingFigures::default() });
        self.target.state.trouble = trouble.map(str::to_owned);
    }

    fn note(&mut self, at: DateTime<Utc>, figures: PingFigures) {
        let state = &mut self.target.state;
        let after = reach::pinged(Reached { state: state.reach, misses: state.misses }, figures.received > 0);
        if after.state != state.reach {
            (state.reach, state.since, self.urgent) = (after.state, at, true);
        }
        state.misses = after.misses;
        state.last_at = Some(at);
        let bucket = at.duration_trunc(TimeDelta::minutes(1)).unwrap_or(at);
        match self.minutes.iter_mut().find(|minute| minute.bucket == bucket) {
            Some(minute) => minute.figures = minute.figures.and(figures),
            None => self.minutes.push_back(PingMinute { bucket, figures }),
        }
        if self.minutes.len() > MINUTES {
            self.minutes.pop_front();
        }
    }

    /// What is to be written now: a minute is over, the state has changed, the lease wants to be kept, or what was handed
    /// over before was not acknowledged.
    pub fn due(&mut self, now: DateTime<Utc>) -> Option<PingWrite> {
        if self.pending.is_none() {
            let over = self.minutes.front().is_some_and(|minute| minute.bucket + TimeDelta::minutes(1) <= now);
            if !over && !self.urgent && now - self.written_at < WRITE_EVERY {
                return None;
            }
            self.hand_over();
        }
        self.pending.clone()
    }

    /// What is left when this process stops.
    pub fn rest(&mut self) -> PingWrite {
        match self.pending.clone() {
            Some(pending) => pending,
            None => self.hand_over(),
        }
    }

    fn hand_over(&mut self) -> PingWrite {
        self.number += 1;
        self.urgent = false;
        let write = PingWrite {
            device: self.target.device,
            fence: self.target.fence,
            number: self.number,
            state: self.target.state.clone(),
            minutes: self.minutes.drain(..).collect(),
        };
        self.pending = Some(write.clone());
        write
    }

    /// The write with this number is durable.
    pub fn written(&mut self, number: i64, now: DateTime<Utc>) {
        if self.pending.as_ref().is_some_and(|pending| pending.number == number) {
            self.pending = None;
            self.written_at = now;
        }
    }

    /// How the device does.
    #[must_use]
    pub fn state(&self) -> &PingState {
        &self.target.state
    }
}

#[cfg(test)]
mod tests {
    use kernel::{DeviceId, TenantId};
    use proptest::prelude::*;

    use super::*;
    use crate::model::Reach;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_040 + second, 0).unwrap()
    }

    fn gathered() -> Gathered {
        let state = PingState { reach: Reach::Unknown, since: at(0), misses: 0, last_at: None, answered_at: None, round_trip_us: None, trouble: None };
        let target = PingTarget { tenant: TenantId::generate(), device: DeviceId::generate(), name: String::new(), address: String::new(), fence: 7, state };
        Gathered::new(target, at(0))
    }

    #[test]
    fn a_minute_is_written_when_it_is_over_and_a_change_at_once() {
        let mut device = gathered();
        device.answered(at(1), 1_500);
        let first = device.due(at(2)).unwrap();
        assert_eq!((first.number, first.state.reach, first.minutes.len()), (1, Reach::Up, 1));
        assert_eq!(device.due(at(3)), Some(first), "until it is acknowledged");
        device.written(1, at(3));
        assert_eq!(device.due(at(3)), None);
        for second in [11, 21, 31] {
            device.missed(at(second), Some("unreachable"));
        }
        let down = device.due(at(32)).unwrap();
        assert_eq!((down.state.reach, down.state.since, down.state.misses, down.state.trouble.as_deref()), (Reach::Down, at(31), 3, Some("unreachable")));
        assert_eq!((down.minutes[0].figures.sent, down.minutes[0].figures.received), (3, 0));
        device.written(2, at(32));
        device.missed(at(51), None);
        assert_eq!(device.due(at(59)), None);
        assert_eq!(device.due(at(60)).unwrap().minutes.len(), 1);
        device.written(3, at(60));
        assert_eq!(device.due(at(119)), None);
        let lease = device.due(at(120)).unwrap();
        assert!(lease.minutes.is_empty(), "nothing came in, the lease is kept");
    }

    #[test]
    fn a_new_lease_loses_only_what_nobody_knows_of() {
        let mut device = gathered();
        device.answered(at(1), 10);
        assert_eq!(device.due(at(61)).unwrap().minutes.len(), 1);
        device.missed(at(65), None);
        device.missed(at(75), None);
        let target = PingTarget { fence: 8, ..device.target().clone() };
        let mut device = device.renewed(target, at(300));
        let write = device.due(at(300)).unwrap();
        assert_eq!((write.fence, write.number, write.state.misses, write.minutes.len()), (8, 1, 2, 1));
        assert_eq!(write.minutes[0].figures.sent, 2);
    }

    proptest! {
        /// However often a write fails: what is acknowledged in the end is what came in.
        #[test]
        fn nothing_is_lost_or_doubled(steps in proptest::collection::vec((1_i64..25, 0_u8..3, any::<bool>()), 1..120)) {
            let mut device = gathered();
            let (mut now, mut sent, mut received) = (0, 0, 0);
            let mut kept: Vec<PingWrite> = Vec::new();
            for (wait, what, fails) in steps {
                now += wait;
                match what {
                    0 => { device.missed(at(now), None); sent += 1; }
                    1 => { device.answered(at(now), 10); sent += 1; received += 1; }
                    _ => {}
                }
                if let Some(write) = device.due(at(now)) {
                    // As the database does: a number that is known changes nothing.
                    if kept.last().is_none_or(|last| last.number < write.number) {
                        kept.push(write.clone());
                    }
                    if !fails {
                        device.written(write.number, at(now));
                    }
                }
            }
            for _ in 0..2 {
                let rest = device.rest();
                if kept.last().is_none_or(|last| last.number < rest.number) {
                    kept.push(rest.clone());
                }
                device.written(rest.number, at(now));
            }
            let total = kept.iter().flat_map(|write| &write.minutes).fold(PingFigures::default(), |all, minute| all.and(minute.figures));
            prop_assert_eq!((total.sent, total.received), (sent, received));
        }
    }
}
