//! Token buckets, one for each origin or portal, in a bounded number.

use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock>;

/// Shared buckets for those who come when there are too many to have one each.
const CROWD: u64 = 1024;

/// How often buckets that are full again are looked for, at most.
const TIDY_EVERY: Duration = Duration::from_secs(1);

/// A bucket for each key. Beyond `most` keys that are not full again, further ones share a fixed number of buckets, chosen
/// by a hash that nobody outside can know: memory stays bounded, and a crowd cannot switch the limit off.
pub struct Buckets<K: Clone + Eq + Hash> {
    own: Limiter<K>,
    crowd: Limiter<u64>,
    most: usize,
    hasher: RandomState,
    tidied: Mutex<Option<Instant>>,
    clock: DefaultClock,
}

impl<K: Clone + Eq + Hash> Buckets<K> {
    /// Buckets that hold a minute's worth and refill evenly.
    pub fn per_minute(quota: NonZeroU32, most: usize) -> Self {
        let quota = Quota::per_minute(quota);
        let own = RateLimiter::new(quota, HashMapStateStore::default(), DefaultClock::default());
        let crowd = RateLimiter::new(quota, HashMapStateStore::default(), DefaultClock::default());
        Self { own, crowd, most, hasher: RandomState::new(), tidied: Mutex::new(None), clock: DefaultClock::default() }
    }

    /// Takes a token; or says how long it takes until there is one.
    pub fn take(&self, key: &K) -> Result<(), Duration> {
        let taken = if self.is_full() { self.crowd.check_key(&(self.hasher.hash_one(key) % CROWD)) } else { self.own.check_key(key) };
        taken.map_err(|until| until.wait_time_from(self.clock.now()))
    }

    fn is_full(&self) -> bool {
        if self.own.len() < self.most {
            return false;
        }
        if let Ok(mut tidied) = self.tidied.lock()
            && tidied.is_none_or(|at| at.elapsed() >= TIDY_EVERY)
        {
            self.own.retain_recent();
            *tidied = Some(Instant::now());
        }
        self.own.len() >= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(quota: u32, most: usize) -> Buckets<u32> {
        Buckets::per_minute(NonZeroU32::new(quota).unwrap(), most)
    }

    #[test]
    fn a_key_s_tokens_are_its_own_and_end() {
        let buckets = buckets(5, 100);
        let taken = |key| (0..20).filter(|_| buckets.take(&key).is_ok()).count();
        assert_eq!((taken(1), taken(2)), (5, 5));
        let wait = buckets.take(&1).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(12), "{wait:?}");
    }

    #[test]
    fn a_crowd_takes_no_more_memory_and_is_still_limited() {
        let buckets = buckets(2, 50);
        let let_in = (0..100_000).filter(|key| buckets.take(key).is_ok()).count();
        assert!(buckets.own.len() <= 50 && buckets.crowd.len() <= 1024, "{} {}", buckets.own.len(), buckets.crowd.len());
        // One each for the first, then what the shared buckets hold (and a little that they refill meanwhile).
        assert!((1_000..5_000).contains(&let_in), "{let_in}");
    }
}
