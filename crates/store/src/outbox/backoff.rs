//! When to try again, and when no more.

use chrono::{DateTime, TimeDelta, Utc};

/// Seconds from a failed attempt to the next one, by the number of attempts so far: 10 s, 1 min, 5 min, 30 min, 2 h, 6 h, 12 h.
const WAITS: [i64; 7] = [10, 60, 300, 1_800, 7_200, 21_600, 43_200];

/// Nothing is tried again once it is as old as this.
const LONGEST: TimeDelta = TimeDelta::days(3);

/// When to try again after `attempts` attempts (the one that has just failed included), for what was written at
/// `created_at`; `None` after eight attempts or three days. `jitter` in thousandths (0 to 1000) puts the time off by up to a
/// quarter, so that what failed together does not come back together.
#[must_use]
pub fn retry_at(attempts: i32, created_at: DateTime<Utc>, now: DateTime<Utc>, jitter: u16) -> Option<DateTime<Utc>> {
    let done = usize::try_from(attempts).unwrap_or_default().max(1);
    let wait = *WAITS.get(done - 1)?;
    let at = now + TimeDelta::milliseconds(wait * 1000 + wait * i64::from(jitter.min(1000)) / 4);
    (now - created_at < LONGEST).then_some(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn the_waits_grow_and_end() {
        let waits: Vec<i64> = (1..=7).map(|attempts| (retry_at(attempts, at(0), at(0), 0).unwrap() - at(0)).num_seconds()).collect();
        assert_eq!(waits, [10, 60, 300, 1_800, 7_200, 21_600, 43_200]);
        assert_eq!(retry_at(8, at(0), at(0), 0), None);
        assert_eq!(retry_at(9, at(0), at(0), 0), None, "a worker that died in the last attempt makes a ninth");
    }

    #[test]
    fn what_is_three_days_old_is_given_up() {
        assert!(retry_at(1, at(0), at(3 * 86_400 - 1), 0).is_some());
        assert_eq!(retry_at(1, at(0), at(3 * 86_400), 0), None);
    }

    proptest! {
        #[test]
        fn jitter_only_puts_off_and_by_a_quarter_at_most(attempts in 1_i32..8, jitter in 0_u16..) {
            let plain = retry_at(attempts, at(0), at(5), 0).unwrap() - at(5);
            let put_off = retry_at(attempts, at(0), at(5), jitter).unwrap() - at(5);
            prop_assert!(put_off >= plain && put_off <= plain + plain / 4);
        }
    }
}
