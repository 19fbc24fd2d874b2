//! Made-up traffic as a function of time: what a simulated counter shows at any moment, past or future.
//!
//! The rate is a sum of cosines that never falls below zero, so its integral (the counter) has a closed form: a restart
//! does not reset it, and a past can be computed as well as a present.

use chrono::{DateTime, Utc};

const SECOND_US: i64 = 1_000_000;
const DAY_US: i64 = 86_400 * SECOND_US;
/// Counters stand at zero at 2020-01-01T00:00:00Z.
const BEGINNING_US: i64 = 1_577_836_800 * SECOND_US;
/// Share of the peak around which the rate swings; the amplitudes below add up to less, so it never reaches zero.
const MIDDLE: f64 = 0.52;
/// (period in µs, amplitude as a share of the peak, hour of the day of its maximum): the day with its evening, the morning
/// dip, the week with its weekend.
const SHAPE: [(i64, f64, f64); 4] = [(DAY_US, 0.26, 20.0), (DAY_US / 2, 0.09, 21.0), (DAY_US / 3, 0.02, 20.5), (7 * DAY_US, 0.03, 60.0)];
/// Periods without a common measure, which look like noise together: (period in µs, amplitude).
const NOISE: [(i64, f64); 5] =
    [(10_867 * SECOND_US, 0.025), (3_623 * SECOND_US, 0.02), (1_013 * SECOND_US, 0.015), (311 * SECOND_US, 0.012), (97 * SECOND_US, 0.008)];

/// The traffic of one interface.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    received: Way,
    sent: Way,
}

#[derive(Clone, Debug, PartialEq)]
struct Way {
    /// Octets per second at the peak.
    peak: u32,
    waves: Vec<Wave>,
}

#[derive(Clone, Debug, PartialEq)]
struct Wave {
    period_us: i64,
    share: f64,
    phase_us: i64,
}

impl Curve {
    /// Traffic that at its highest fills `peak_in` and `peak_out` per cent of `speed_bps`. `seed` decides where its evening
    /// lies and what its noise looks like.
    #[must_use]
    pub fn new(seed: &str, speed_bps: i64, peak_in: u32, peak_out: u32) -> Self {
        let mut hash = hash(seed);
        let way = |hash: &mut u64, percent: u32| {
            let octets = i128::from(speed_bps.max(0)) * i128::from(percent.min(100)) / 800;
            Way { peak: u32::try_from(octets).unwrap_or(u32::MAX), waves: waves(hash) }
        };
        Self { received: way(&mut hash, peak_in), sent: way(&mut hash, peak_out) }
    }

    /// What the counters (octets in, octets out) show at `at`; never less than at any earlier time.
    #[must_use]
    pub fn octets_at(&self, at: DateTime<Utc>) -> (u64, u64) {
        let elapsed_us = at.timestamp_micros().saturating_sub(BEGINNING_US).max(0);
        (self.received.octets(elapsed_us), self.sent.octets(elapsed_us))
    }
}

fn waves(hash: &mut u64) -> Vec<Wave> {
    // The evening of one line is up to two hours apart from another's.
    let shift_us = pick(hash, 7_200 * SECOND_US) - 3_600 * SECOND_US;
    let shape = SHAPE.iter().map(|(period_us, share, hour)| {
        let maximum_us = truncate(hour * 3_600.0) * SECOND_US;
        Wave { period_us: *period_us, share: *share, phase_us: maximum_us + shift_us }
    });
    let mut waves: Vec<Wave> = shape.collect();
    waves.extend(NOISE.iter().map(|(period_us, share)| Wave { period_us: *period_us, share: *share, phase_us: pick(hash, *period_us) }));
    waves
}

impl Way {
    /// Octets since the beginning. The even part is summed in whole numbers, because after years it has more digits than a
    /// float; what swings around it stays small.
    fn octets(&self, elapsed_us: i64) -> u64 {
        const PARTS: i128 = 1_000_000;
        let peak = f64::from(self.peak);
        let even = i128::from(self.peak) * i128::from(truncate(MIDDLE * 1e6)) * i128::from(elapsed_us) / PARTS;
        let swing: f64 = self.waves.iter().map(|wave| peak * wave.share * wave.integral(elapsed_us)).sum();
        let micro_octets = even + i128::from(truncate(swing * 1e6));
        u64::try_from(micro_octets / PARTS).unwrap_or(0)
    }
}

impl Wave {
    /// The integral of cos from the beginning until `elapsed_us`, in seconds.
    fn integral(&self, elapsed_us: i64) -> f64 {
        let turn = |us: i64| std::f64::consts::TAU * (seconds(us.rem_euclid(self.period_us)) / seconds(self.period_us));
        (turn(elapsed_us - self.phase_us).sin() - turn(-self.phase_us).sin()) * seconds(self.period_us) / std::f64::consts::TAU
    }
}

/// Microseconds as seconds; exact enough for anything below a year.
fn seconds(us: i64) -> f64 {
    let whole = i32::try_from(us / SECOND_US).unwrap_or(i32::MAX);
    let rest = i32::try_from(us % SECOND_US).unwrap_or(0);
    f64::from(whole) + f64::from(rest) / 1e6
}

#[expect(clippy::as_conversions, reason = "there is no other way from a float to an integer; `as` saturates")]
fn truncate(value: f64) -> i64 {
    value.floor() as i64
}

/// FNV-1a, which stays the same from release to release.
fn hash(seed: &str) -> u64 {
    seed.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A number below `limit`, and the next state of the hash (SplitMix64).
fn pick(hash: &mut u64, limit: i64) -> i64 {
    *hash = hash.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *hash;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    i64::try_from((mixed ^ (mixed >> 31)) % limit.max(1).cast_unsigned()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeDelta, TimeZone};
    use proptest::prelude::*;

    fn at(us: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(us).unwrap()
    }

    fn rate(curve: &Curve, from: DateTime<Utc>, over: TimeDelta) -> u64 {
        let (before, after) = (curve.octets_at(from).0, curve.octets_at(from + over).0);
        (after - before) * 8 / u64::try_from(over.num_seconds()).unwrap()
    }

    #[test]
    fn the_amplitudes_leave_something_at_the_bottom_and_do_not_pass_the_peak() {
        let swing: f64 = SHAPE.iter().map(|(_, share, _)| share).chain(NOISE.iter().map(|(_, share)| share)).sum();
        assert!(swing < MIDDLE - 0.03 && swing + MIDDLE <= 1.0, "{swing}");
    }

    #[test]
    fn evenings_are_busier_than_mornings() {
        for seed in ["ether1", "xe-0/0/0/Transit A", ""] {
            let curve = Curve::new(seed, 1_000_000_000, 80, 20);
            let day = Utc.with_ymd_and_hms(2026, 5, 13, 0, 0, 0).unwrap();
            let evening = rate(&curve, day + TimeDelta::hours(20), TimeDelta::hours(1));
            let morning = rate(&curve, day + TimeDelta::hours(6), TimeDelta::hours(1));
            assert!(evening > 2 * morning, "{seed}: {evening} {morning}");
            assert!((300_000_000..800_000_000).contains(&evening), "{seed}: {evening}");
        }
    }

    #[test]
    fn a_dark_line_stays_dark() {
        assert_eq!(Curve::new("spare", 1_000_000_000, 0, 0).octets_at(at(1_800_000_000_000_000)), (0, 0));
    }

    proptest! {
        #[test]
        fn counters_never_fall_and_never_outrun_the_line(
            seed in "[a-z]{0,8}",
            speed in prop_oneof![1_000_i64..1_000_000, 1_000_000..100_000_000_000_i64],
            peak_in in 0_u32..=100,
            peak_out in 0_u32..=100,
            from_us in BEGINNING_US - DAY_US..BEGINNING_US + 20 * 366 * DAY_US,
            step_us in prop_oneof![0_i64..1_000, 0..10 * SECOND_US, 0..40 * DAY_US],
        ) {
            let curve = Curve::new(&seed, speed, peak_in, peak_out);
            let (before, after) = (curve.octets_at(at(from_us)), curve.octets_at(at(from_us + step_us)));
            for ((before, after), percent) in [((before.0, after.0), peak_in), ((before.1, after.1), peak_out)] {
                prop_assert!(after >= before, "{before} {after}");
                let most = i128::from(speed) * i128::from(percent) * i128::from(step_us) / 800 / 1_000_000;
                prop_assert!(i128::from(after - before) <= most + 2, "{} of {most}", after - before);
            }
        }
    }
}
