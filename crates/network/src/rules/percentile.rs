//! The 95th percentile of a month: five-minute averages in bit/s in order, the highest twentieth set aside (rounded down), the
//! next one counts. Directions are ordered apart. What was not measured is no value: it is listed, and n is smaller.

/// Length of a step in milliseconds.
pub const STEP_MS: i64 = 300_000;
/// Gaps that are listed at most.
const GAPS_MOST: usize = 20;

/// Five minutes of which at least half was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its beginning, Unix milliseconds.
    pub from_ms: i64,
    /// Average in, bit/s.
    pub in_bps: i64,
    /// Average out, bit/s.
    pub out_bps: i64,
    /// Of how many interfaces.
    pub measured: u32,
}

/// What a month comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Steps from beginning to end.
    pub expected: u32,
    /// Those that were measured.
    pub measured: u32,
    /// Those of them in which interfaces are missing.
    pub partial: u32,
    /// Those that were set aside.
    pub discarded: u32,
    /// The percentile in, bit/s; `None` where nothing was measured.
    pub in_bps: Option<i64>,
    /// Likewise out.
    pub out_bps: Option<i64>,
    /// Stretches that were not measured.
    pub gap_count: u32,
    /// The longest of them, oldest first.
    pub gaps: Vec<(i64, i64)>,
}

/// Works out `from_ms` … `to_ms`, which are beginnings of steps. `buckets` are in order of time, each step once; what lies
/// outside is left out. `members` is how many interfaces a whole sum has.
#[must_use]
pub fn work_out(from_ms: i64, to_ms: i64, members: u32, buckets: &[Bucket]) -> Outcome {
    let inside: Vec<&Bucket> = buckets.iter().filter(|bucket| (from_ms..to_ms).contains(&bucket.from_ms)).collect();
    let gaps = gaps(from_ms, to_ms, &inside);
    let measured = inside.len();
    Outcome {
        expected: count(usize::try_from(to_ms.saturating_sub(from_ms).max(0) / STEP_MS).unwrap_or(usize::MAX)),
        measured: count(measured),
        partial: count(inside.iter().filter(|bucket| bucket.measured < members).count()),
        discarded: count(measured / 20),
        in_bps: ninety_fifth(inside.iter().map(|bucket| bucket.in_bps).collect()),
        out_bps: ninety_fifth(inside.iter().map(|bucket| bucket.out_bps).collect()),
        gap_count: count(gaps.len()),
        gaps: longest(gaps),
    }
}

/// The value behind the highest twentieth of `values`; `None` of none.
#[must_use]
pub fn ninety_fifth(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable_by(|a, b| b.cmp(a));
    values.get(values.len() / 20).copied()
}

fn gaps(from_ms: i64, to_ms: i64, inside: &[&Bucket]) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    let mut known_until = from_ms;
    for bucket in inside {
        if bucket.from_ms > known_until {
            gaps.push((known_until, bucket.from_ms));
        }
        known_until = known_until.max(bucket.from_ms.saturating_add(STEP_MS));
    }
    if known_until < to_ms {
        gaps.push((known_until, to_ms));
    }
    gaps
}

fn longest(mut gaps: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    gaps.sort_by_key(|(from, to)| from.saturating_sub(*to));
    gaps.truncate(GAPS_MOST);
    gaps.sort_unstable();
    gaps
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(values: &[Option<i64>]) -> Vec<Bucket> {
        let steps = values.iter().zip(0_i64..);
        steps.filter_map(|(value, at)| value.map(|bps| Bucket { from_ms: at * STEP_MS, in_bps: bps, out_bps: bps / 2, measured: 1 })).collect()
    }

    #[test]
    fn a_whole_month_of_thirty_days_discards_432() {
        let values: Vec<_> = (1..=8_640).map(Some).collect();
        let outcome = work_out(0, 8_640 * STEP_MS, 1, &month(&values));
        assert_eq!((outcome.expected, outcome.measured, outcome.discarded, outcome.partial), (8_640, 8_640, 432, 0));
        // The 433rd highest of 1 to 8,640.
        assert_eq!((outcome.in_bps, outcome.gap_count), (Some(8_208), 0));
    }

    #[test]
    fn the_floor_decides_where_the_twentieth_is_no_whole_number() {
        for (n, expected) in [(1, 1), (19, 19), (20, 19), (31, 30), (39, 38), (40, 38)] {
            assert_eq!(ninety_fifth((1..=n).collect()), Some(expected), "{n}");
        }
        assert_eq!(ninety_fifth(Vec::new()), None);
    }

    #[test]
    fn gaps_are_listed_and_partial_sums_counted() {
        let mut buckets = month(&[None, Some(5), Some(6), None, None, Some(7), None]);
        buckets[1].measured = 0;
        let outcome = work_out(0, 7 * STEP_MS, 1, &buckets);
        assert_eq!((outcome.expected, outcome.measured, outcome.partial, outcome.gap_count), (7, 3, 1, 3));
        assert_eq!(outcome.gaps, [(0, STEP_MS), (3 * STEP_MS, 5 * STEP_MS), (6 * STEP_MS, 7 * STEP_MS)]);
        let none = work_out(0, 7 * STEP_MS, 1, &[]);
        assert_eq!((none.in_bps, none.gap_count, none.gaps), (None, 1, vec![(0, 7 * STEP_MS)]));
    }

    proptest! {
        #[test]
        fn at_most_a_twentieth_is_higher(values in proptest::collection::vec(0_i64..1_000, 1..400)) {
            let found = ninety_fifth(values.clone()).unwrap();
            let higher = values.iter().filter(|value| **value > found).count();
            let not_lower = values.iter().filter(|value| **value >= found).count();
            prop_assert!(values.contains(&found));
            prop_assert!(higher * 20 <= values.len(), "no more than 5 % go unbilled");
            prop_assert!(not_lower * 20 > values.len(), "one lower would set more aside");
        }

        #[test]
        fn order_does_not_matter_and_more_traffic_is_never_cheaper(mut values in proptest::collection::vec(0_i64..1_000, 1..200), at in 0_usize..200, more in 1_i64..500) {
            let before = ninety_fifth(values.clone()).unwrap();
            values.reverse();
            prop_assert_eq!(ninety_fifth(values.clone()), Some(before));
            let at = at % values.len();
            values[at] += more;
            prop_assert!(ninety_fifth(values).unwrap() >= before);
        }

        #[test]
        fn measured_and_gaps_make_up_the_month(values in proptest::collection::vec(proptest::option::of(0_i64..9), 0..60)) {
            let end = i64::try_from(values.len()).unwrap() * STEP_MS;
            let outcome = work_out(0, end, 1, &month(&values));
            let all = gaps(0, end, &month(&values).iter().collect::<Vec<_>>());
            let missing: i64 = all.iter().map(|(from, to)| (to - from) / STEP_MS).sum();
            prop_assert_eq!(i64::from(outcome.measured) + missing, i64::from(outcome.expected));
            prop_assert!(outcome.gaps.len() <= GAPS_MOST && outcome.discarded == outcome.measured / 20);
        }
    }
}
