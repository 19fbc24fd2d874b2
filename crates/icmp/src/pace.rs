//! When the next pings may go: so many a second, and after a rest not more than a few at once. Pure.

/// Most pings that may go at once after a rest.
const BURST: u64 = 32;

/// A measured pace. Times are nanoseconds of any clock that only goes on.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    each_ns: u64,
    next_ns: u64,
}

impl Pace {
    /// So many a second; none at all is taken for one.
    #[must_use]
    pub fn new(rate: u32) -> Self {
        Self { each_ns: 1_000_000_000 / u64::from(rate.max(1)), next_ns: 0 }
    }

    /// How long to wait before anything is sent; zero if it may go.
    #[must_use]
    pub fn wait_ns(&self, now_ns: u64) -> u64 {
        self.next_ns.saturating_sub(now_ns)
    }

    /// So many were sent.
    pub fn sent(&mut self, count: usize, now_ns: u64) {
        let earliest = now_ns.saturating_sub(self.each_ns.saturating_mul(BURST));
        let took = self.each_ns.saturating_mul(u64::try_from(count).unwrap_or(u64::MAX));
        self.next_ns = self.next_ns.max(earliest).saturating_add(took);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_went_at_once_is_waited_for() {
        let mut pace = Pace::new(1_000);
        assert_eq!(pace.wait_ns(5_000_000_000), 0);
        pace.sent(40, 5_000_000_000);
        assert_eq!(pace.wait_ns(5_000_000_000), 8_000_000, "32 may go at once, eight take a millisecond each");
    }

    proptest! {
        #[test]
        fn no_second_has_more_than_the_rate_and_a_burst(rate in 1_u32..100_000, batches in proptest::collection::vec((1_usize..16, 0_u64..2_000_000), 1..400)) {
            let mut pace = Pace::new(rate);
            let (mut now, mut sent) = (1_000_000_000_u64, Vec::new());
            for (count, rest) in batches {
                now += rest + pace.wait_ns(now + rest);
                pace.sent(count, now);
                sent.push((now, count));
            }
            let first = sent[0].0;
            let within: usize = sent.iter().filter(|(at, _)| *at < first + 1_000_000_000).map(|(_, count)| count).sum();
            prop_assert!(within <= usize::try_from(rate).unwrap() + 1 + 32 + 16, "{within}");
        }
    }
}
