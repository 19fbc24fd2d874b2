//! Finds out from sequence numbers whether something was missed.

/// Where a topic's stream stands: the server's run of numbers and the last one seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sequence(Option<(u64, u64)>);

/// What to do with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The next one.
    Next,
    /// Some before it are missing: show it, and load again.
    AfterLoss,
    /// Seen already.
    Old,
}

#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "events arrive in browsers only"))]
impl Sequence {
    /// A subscription stands after `seq`. Answers whether events were missed since the subscription before it.
    pub fn subscribed(&mut self, epoch: u64, seq: u64) -> bool {
        let before = self.0.replace((epoch, seq));
        before.is_some_and(|before| before != (epoch, seq))
    }

    /// An event came.
    pub fn event(&mut self, seq: u64) -> Verdict {
        let Some((epoch, last)) = self.0 else { return Verdict::Next };
        if seq <= last {
            return Verdict::Old;
        }
        self.0 = Some((epoch, seq));
        if seq == last.saturating_add(1) { Verdict::Next } else { Verdict::AfterLoss }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_in_order_are_shown() {
        let mut stream = Sequence::default();
        assert!(!stream.subscribed(1, 40));
        assert_eq!([41, 42, 43].map(|seq| stream.event(seq)), [Verdict::Next; 3]);
    }

    #[test]
    fn a_jump_is_a_loss_and_a_repeat_is_old() {
        let mut stream = Sequence::default();
        stream.subscribed(1, 40);
        assert_eq!(stream.event(43), Verdict::AfterLoss);
        assert_eq!(stream.event(43), Verdict::Old);
        assert_eq!(stream.event(42), Verdict::Old);
        assert_eq!(stream.event(44), Verdict::Next);
    }

    #[test]
    fn a_new_subscription_tells_what_was_missed() {
        let mut stream = Sequence::default();
        stream.subscribed(1, 40);
        stream.event(41);
        assert!(!stream.subscribed(1, 41), "nothing happened meanwhile");
        assert!(stream.subscribed(1, 45), "four events happened");
        assert!(stream.subscribed(2, 0), "another process counts anew");
        assert_eq!(stream.event(1), Verdict::Next);
    }
}
