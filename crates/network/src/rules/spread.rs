//! Cuts what was measured at whole UTC minutes, so that every rollup is a plain sum and late polls make no peaks.

use crate::rules::counter::Delta;

const MINUTE_US: i64 = 60_000_000;
const HOUR_US: i64 = 60 * MINUTE_US;
const DAY_US: i64 = 24 * HOUR_US;
/// The newest part of a long delta is cut at minutes…
const FINE_US: i64 = 48 * HOUR_US;
/// …what is older at hours…
const COARSE_US: i64 = 62 * DAY_US;
/// …then at days, for this many days; whatever is older still stays in one piece.
const DAYS_US: i64 = 3_660 * DAY_US;

/// A part of a delta that lies within one step of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Start, Unix microseconds.
    pub from_us: i64,
    /// End, Unix microseconds; after `from_us`.
    pub to_us: i64,
    /// Octets in.
    pub in_octets: u64,
    /// Octets out.
    pub out_octets: u64,
}

/// Cuts `delta` at whole UTC minutes, octets in proportion to time. The pieces touch, cover the delta and sum up to it
/// exactly: each takes the difference of two cumulative values rounded down.
///
/// A delta longer than 48 hours is cut at whole hours in its older part, at whole days where it is older than 62 days, so
/// that the number of pieces stays below 9,000 whatever the delta; no octet is lost. Empty only for an empty interval.
#[must_use]
pub fn by_minute(delta: &Delta) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from_us = delta.from_us;
    let (mut in_before, mut out_before) = (0, 0);
    while from_us < delta.to_us {
        let to_us = next_cut(from_us, delta.to_us);
        let (in_until, out_until) = (until(delta, delta.in_octets, to_us), until(delta, delta.out_octets, to_us));
        pieces.push(Piece { from_us, to_us, in_octets: in_until.saturating_sub(in_before), out_octets: out_until.saturating_sub(out_before) });
        (from_us, in_before, out_before) = (to_us, in_until, out_until);
    }
    pieces
}

/// Where the piece that starts at `from_us` ends.
fn next_cut(from_us: i64, end_us: i64) -> i64 {
    let left = end_us.saturating_sub(from_us);
    let step = if left <= FINE_US {
        MINUTE_US
    } else if left <= COARSE_US {
        HOUR_US
    } else if left <= DAYS_US {
        DAY_US
    } else {
        return floor(end_us.saturating_sub(DAYS_US), DAY_US).saturating_add(DAY_US);
    };
    floor(from_us, step).saturating_add(step).min(end_us)
}

/// The last multiple of `step` that is not after `at_us`; also before 1970.
fn floor(at_us: i64, step: i64) -> i64 {
    at_us.saturating_sub(at_us.rem_euclid(step))
}

/// Octets from the start of `delta` until `at_us`, rounded down; the whole at the end.
fn until(delta: &Delta, octets: u64, at_us: i64) -> u64 {
    let span = u128::from(delta.to_us.abs_diff(delta.from_us)).max(1);
    let part = u128::from(at_us.abs_diff(delta.from_us)).min(span);
    u64::try_from(u128::from(octets) * part / span).unwrap_or(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn delta(from_us: i64, to_us: i64, in_octets: u64, out_octets: u64) -> Delta {
        Delta { from_us, to_us, in_octets, out_octets, measured_us: (to_us - from_us).max(1) }
    }

    #[test]
    fn cuts_at_whole_minutes_in_proportion() {
        let pieces = by_minute(&delta(50_000_000, 130_000_000, 800, 80));
        let seen: Vec<_> = pieces.iter().map(|p| (p.from_us / 1_000_000, p.to_us / 1_000_000, p.in_octets, p.out_octets)).collect();
        assert_eq!(seen, [(50, 60, 100, 10), (60, 120, 600, 60), (120, 130, 100, 10)]);
        assert_eq!(by_minute(&delta(60_000_000, 120_000_000, 5, 0)).len(), 1);
        assert!(by_minute(&delta(60, 60, 5, 5)).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_nothing_is_added(
            from_us in -5_000_000_000_000_000_i64..5_000_000_000_000_000,
            span_us in prop_oneof![1..600_000_000_i64, 1..400_000_000_000_i64, 1..20_000_000_000_000_i64, 1..2_000_000_000_000_000_i64],
            in_octets in prop_oneof![0..10_000_u64, 0..=i64::MAX.cast_unsigned()],
            out_octets in prop_oneof![0..10_000_u64, 0..=i64::MAX.cast_unsigned()],
        ) {
            let whole = delta(from_us, from_us + span_us, in_octets, out_octets);
            let pieces = by_minute(&whole);
            prop_assert!(pieces.len() < 9_000);
            prop_assert_eq!(pieces.first().map(|p| p.from_us), Some(whole.from_us));
            prop_assert_eq!(pieces.last().map(|p| p.to_us), Some(whole.to_us));
            prop_assert!(pieces.windows(2).all(|pair| pair[0].to_us == pair[1].from_us));
            prop_assert_eq!(pieces.iter().map(|p| p.in_octets).sum::<u64>(), in_octets);
            prop_assert_eq!(pieces.iter().map(|p| p.out_octets).sum::<u64>(), out_octets);
            for piece in &pieces {
                prop_assert!(piece.from_us < piece.to_us);
                if whole.to_us - piece.from_us <= FINE_US {
                    let last_us = piece.to_us - 1;
                    prop_assert_eq!(piece.from_us.div_euclid(MINUTE_US), last_us.div_euclid(MINUTE_US));
                }
                // No piece is faster than the whole, but for the one octet that rounding may move.
                let fair = u128::from(in_octets) * u128::from((piece.to_us - piece.from_us).cast_unsigned());
                prop_assert!(u128::from(piece.in_octets) * u128::from(span_us.cast_unsigned()) <= fair + u128::from(span_us.cast_unsigned()));
            }
        }
    }
}
