//! When to poll, and how much to ask for at a time.

use std::time::Duration;

/// Least and most GETBULK max-repetitions. The most keeps a response of five columns below a few kilobytes.
pub const REPETITIONS: std::ops::RangeInclusive<u32> = 1..=64;

/// An agent that answers within this time may be asked for more.
const FAST: Duration = Duration::from_millis(250);

/// max-repetitions after a response that took `took`: a quarter more (at least one) from a fast agent, else as before.
#[must_use]
pub fn grow(repetitions: u32, took: Duration) -> u32 {
    let more = if took <= FAST { repetitions.saturating_add((repetitions / 4).max(1)) } else { repetitions };
    more.clamp(*REPETITIONS.start(), *REPETITIONS.end())
}

/// max-repetitions after a tooBig or a time-out: half.
#[must_use]
pub fn shrink(repetitions: u32) -> u32 {
    (repetitions / 2).clamp(*REPETITIONS.start(), *REPETITIONS.end())
}

/// When a device is due next, in Unix microseconds: each device has its own phase within the interval, taken from
/// `identity` (any stable hash or id), so that thousands of devices spread out evenly and stay apart after an outage.
/// Later than `now_us` by a quarter of the interval at least, by five quarters at most.
#[must_use]
pub fn next_due(now_us: i64, interval_seconds: u32, identity: u64) -> i64 {
    let interval_us = i64::from(interval_seconds.max(1)).saturating_mul(1_000_000);
    // Consecutive ids must not land side by side: Fibonacci hashing (Knuth, vol. 3, §6.4), high bits first.
    let hash = identity.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let phase_us = i64::try_from((u128::from(hash) * u128::from(interval_us.cast_unsigned())) >> 64).unwrap_or_default();
    let earliest_us = now_us.saturating_add(interval_us / 4);
    let past_slot_us = earliest_us.saturating_sub(phase_us).rem_euclid(interval_us);
    earliest_us.saturating_add(interval_us.saturating_sub(past_slot_us))
}

/// Seconds between polls for a device whose fastest interface with 32-bit counters runs at `fastest_narrow_bps`: the
/// `configured` interval, or as much less as keeps two readings within half a wrap (2^31 octets, so that one lost poll
/// does no harm); never below 10 s.
#[must_use]
pub fn interval_seconds(configured: u32, fastest_narrow_bps: Option<i64>) -> u32 {
    let Some(bps) = fastest_narrow_bps.and_then(|bps| u64::try_from(bps).ok()).filter(|bps| *bps > 0) else {
        return configured;
    };
    let half_wrap = (1_u64 << 31) * 8 * 100 / 105 / bps;
    configured.min(u32::try_from(half_wrap).unwrap_or(u32::MAX).max(10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn repetitions_double_down_and_creep_up() {
        assert_eq!(shrink(20), 10);
        assert_eq!(shrink(1), 1);
        assert_eq!(grow(20, Duration::from_millis(3)), 25);
        assert_eq!(grow(1, Duration::from_millis(3)), 2);
        assert_eq!(grow(64, Duration::ZERO), 64);
        assert_eq!(grow(20, Duration::from_secs(2)), 20);
        assert_eq!(grow(0, Duration::from_secs(2)), 1);
        assert_eq!(grow(u32::MAX, Duration::ZERO), 64);
    }

    #[test]
    fn narrow_counters_are_polled_before_they_wrap() {
        assert_eq!(interval_seconds(60, None), 60);
        assert_eq!(interval_seconds(60, Some(100_000_000)), 60);
        assert_eq!(interval_seconds(300, Some(100_000_000)), 163);
        assert_eq!(interval_seconds(60, Some(1_000_000_000)), 16);
        assert_eq!(interval_seconds(60, Some(10_000_000_000)), 10);
        assert_eq!(interval_seconds(10, Some(1)), 10);
    }

    #[test]
    fn devices_spread_over_the_interval() {
        let mut slots = [0_u32; 10];
        for id in 0..1_000_u64 {
            let due = next_due(0, 10, id);
            slots[usize::try_from(due.rem_euclid(10_000_000) / 1_000_000).unwrap()] += 1;
        }
        assert!(slots.iter().all(|count| (60..=140).contains(count)), "{slots:?}");
    }

    proptest! {
        #[test]
        fn the_next_turn_is_neither_now_nor_late(now_us in -1_000_000_000_000_000_i64..4_000_000_000_000_000, interval in 1_u32..=3_600, id: u64) {
            let due = next_due(now_us, interval, id);
            let interval_us = i64::from(interval) * 1_000_000;
            prop_assert!(due > now_us + interval_us / 4 - 1 && due <= now_us + interval_us + interval_us / 4);
            // From its own slot on, a device keeps its beat.
            prop_assert_eq!(next_due(due, interval, id), due + interval_us);
            prop_assert_eq!(next_due(due + interval_us / 2, interval, id), due + interval_us);
        }
    }
}
