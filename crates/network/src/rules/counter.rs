//! From two readings of a counter to what was measured between them, or to the reason why nothing was.
//!
//! Never invents an octet: what is not certain is a gap.

use crate::model::{CounterKind, GapReason, InterfaceReading};

/// What a Counter32 counts before it starts again (RFC 2578 §7.1.6).
const WRAP: u64 = 1 << 32;
/// Line speed assumed for a Counter32 of an interface whose speed is not known: 100 Mbit/s, the slowest line that is
/// still common. A lower assumption would make gaps of wraps, a higher one would make traffic of resets.
const ASSUMED_BPS: u64 = 100_000_000;
/// No believable reading of an interface of unknown speed implies more than this (the fastest port sold today).
const CEILING_BPS: u64 = 800_000_000_000;

/// What the counters read at the last poll that counted, as kept in `interface_counters`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// When the response arrived, Unix microseconds.
    pub at_us: i64,
    /// sysUpTime in that response, hundredths of a second.
    pub uptime_cs: u32,
    /// ifCounterDiscontinuityTime, hundredths of a second; 0 where the agent has none.
    pub discontinuity: u32,
    /// Which counters.
    pub kind: CounterKind,
    /// Octets in.
    pub in_octets: u64,
    /// Octets out.
    pub out_octets: u64,
    /// One implausible reading was set aside already; the next one makes a new baseline.
    pub suspect: bool,
}

impl From<&InterfaceReading> for Baseline {
    fn from(reading: &InterfaceReading) -> Self {
        Self {
            at_us: reading.at_us,
            uptime_cs: reading.uptime_cs,
            discontinuity: reading.discontinuity,
            kind: reading.kind,
            in_octets: reading.in_octets,
            out_octets: reading.out_octets,
            suspect: false,
        }
    }
}

/// Octets measured between two readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delta {
    /// Arrival of the earlier reading, Unix microseconds.
    pub from_us: i64,
    /// Arrival of the later one; always after `from_us`.
    pub to_us: i64,
    /// Octets in; fits an `i64`.
    pub in_octets: u64,
    /// Octets out; fits an `i64`.
    pub out_octets: u64,
    /// The interval by the device's own clock, in microseconds, above zero: what a rate is divided by.
    pub measured_us: i64,
}

/// What one reading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What was measured since the previous baseline.
    pub measured: Option<Delta>,
    /// Or: from when to when (Unix microseconds) nothing could be measured, and why. Both are `None` after a first
    /// reading, after one that arrived before its predecessor, and while an implausible one is set aside.
    pub gap: Option<(i64, i64, GapReason)>,
    /// What to compare the next reading with.
    pub baseline: Baseline,
}

/// Judges `reading` against the `previous` baseline of the same interface. `speed_bps` is the operator's override or
/// [`crate::rules::speed::believable`]; `None` where nothing is known.
///
/// 1. Another counter width: new baseline, gap.
/// 2. sysUpTime did not grow by about the wall time (modulo 2^32 hundredths, so the wrap after 497 days is none;
///    tolerance 5 s and 1 % of the interval, at most 10 min: late answers and poor crystals): new baseline, gap.
///    A reboot that hides within the tolerance can only lose octets, never add any, because the counters began at 0.
/// 3. ifCounterDiscontinuityTime changed: new baseline, gap.
/// 4. A Counter32 over an interval in which the line could carry 2^32 octets or more says nothing: gap.
/// 5. Counters went backwards. Counter64: always a reset. Counter32: a wrap if the implied rate is at most 1.1 × line
///    speed (100 Mbit/s where unknown), else a reset.
/// 6. The implied rate is above 1.05 × line speed (800 Gbit/s where unknown): the reading is set aside once and the old
///    baseline kept, so that a single bad reading costs nothing; the second in a row makes a new baseline and a gap.
#[must_use]
pub fn judge(previous: Option<&Baseline>, reading: &InterfaceReading, speed_bps: Option<i64>) -> Judgement {
    let fresh = Baseline::from(reading);
    let Some(previous) = previous else {
        return Judgement { measured: None, gap: None, baseline: fresh };
    };
    // Our clock was set back: what lies between cannot be placed in time.
    if reading.at_us <= previous.at_us {
        return Judgement { measured: None, gap: None, baseline: fresh };
    }
    let gap = |reason| Judgement { measured: None, gap: Some((previous.at_us, reading.at_us, reason)), baseline: fresh };
    if previous.kind != reading.kind {
        return gap(GapReason::Changed);
    }
    let wall_us = reading.at_us.saturating_sub(previous.at_us);
    let elapsed_us = match elapsed(previous.uptime_cs, reading.uptime_cs, wall_us) {
        Ok(elapsed_us) => elapsed_us,
        Err(reason) => return gap(reason),
    };
    if previous.discontinuity != reading.discontinuity {
        return gap(GapReason::Reset);
    }
    let speed = speed_bps.and_then(|bps| u64::try_from(bps).ok()).filter(|bps| *bps > 0);
    if reading.kind == CounterKind::C32 && carries(speed.unwrap_or(ASSUMED_BPS), 105, elapsed_us) >= u128::from(WRAP) {
        return gap(GapReason::Implausible);
    }
    let wrapped_most = carries(speed.unwrap_or(ASSUMED_BPS), 110, elapsed_us);
    let grown = |old, new| grown(reading.kind, old, new, wrapped_most);
    let (Some(in_octets), Some(out_octets)) = (grown(previous.in_octets, reading.in_octets), grown(previous.out_octets, reading.out_octets)) else {
        return gap(GapReason::Reset);
    };
    let most = carries(speed.unwrap_or(CEILING_BPS), 105, elapsed_us).min(u128::from(i64::MAX.cast_unsigned()));
    if u128::from(in_octets.max(out_octets)) > most {
        if previous.suspect {
            return gap(GapReason::Implausible);
        }
        return Judgement { measured: None, gap: None, baseline: Baseline { suspect: true, ..*previous } };
    }
    let measured = Delta { from_us: previous.at_us, to_us: reading.at_us, in_octets, out_octets, measured_us: elapsed_us };
    Judgement { measured: Some(measured), gap: None, baseline: fresh }
}

/// The interval by the device's clock, or why the two clocks do not fit. An agent whose sysUpTime stands still for a
/// moment (some only move it every few seconds) is taken at the wall's word.
fn elapsed(old_cs: u32, new_cs: u32, wall_us: i64) -> Result<i64, GapReason> {
    const PERIOD_US: i64 = (1 << 32) * 10_000;
    let tolerance_us = (wall_us / 100).saturating_add(5_000_000).min(600_000_000);
    let device_us = i64::from(new_cs.wrapping_sub(old_cs)).saturating_mul(10_000);
    // The device's clock shows the elapsed time modulo 497 days; take the reading nearest to the wall's.
    let ahead = device_us.saturating_sub(wall_us).rem_euclid(PERIOD_US);
    let off_us = if ahead > PERIOD_US / 2 { ahead.saturating_sub(PERIOD_US) } else { ahead };
    if off_us.abs() > tolerance_us {
        // Only a device that began to count after the previous reading can have been restarted since.
        let up_us = i64::from(new_cs).saturating_mul(10_000);
        return Err(if up_us <= wall_us.saturating_add(tolerance_us) { GapReason::Reboot } else { GapReason::Implausible });
    }
    let elapsed_us = wall_us.saturating_add(off_us);
    Ok(if elapsed_us > 0 { elapsed_us } else { wall_us })
}

/// By how much a counter grew; `None` for a reset. `wrapped_most` bounds what may be explained by a wrap.
fn grown(kind: CounterKind, old: u64, new: u64, wrapped_most: u128) -> Option<u64> {
    if let Some(plain) = new.checked_sub(old) {
        return Some(plain);
    }
    match kind {
        CounterKind::Hc64 => None,
        CounterKind::C32 => {
            let wrapped = WRAP.checked_sub(old)?.checked_add(new)?;
            (u128::from(wrapped) <= wrapped_most).then_some(wrapped)
        }
    }
}

/// Octets that `percent` of `bps` carries in `us` microseconds, rounded down.
fn carries(bps: u64, percent: u32, us: i64) -> u128 {
    let us = u128::from(us.max(0).cast_unsigned());
    u128::from(bps).saturating_mul(u128::from(percent)).saturating_mul(us) / (100 * 8 * 1_000_000)
}

/// Average rate in bit/s, rounded half up; saturates at `i64::MAX`, and an interval of zero or less has rate 0.
#[must_use]
pub fn rate_bps(octets: u64, duration_us: i64) -> i64 {
    let Some(duration) = u128::try_from(duration_us).ok().filter(|duration| *duration > 0) else {
        return 0;
    };
    let micro_bits = u128::from(octets) * 8 * 1_000_000;
    i64::try_from((micro_bits + duration / 2) / duration).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MBIT: i64 = 1_000_000;

    fn reading(kind: CounterKind, seconds: i64, uptime_cs: u32, octets: u64) -> InterfaceReading {
        InterfaceReading {
            name: "ether1".to_owned(),
            index: 1,
            kind,
            in_octets: octets,
            out_octets: octets / 2,
            up: true,
            discontinuity: 0,
            uptime_cs,
            at_us: seconds * 1_000_000,
        }
    }

    fn hc(seconds: i64, uptime_cs: u32, octets: u64) -> InterfaceReading {
        reading(CounterKind::Hc64, seconds, uptime_cs, octets)
    }

    fn c32(seconds: i64, uptime_cs: u32, octets: u64) -> InterfaceReading {
        reading(CounterKind::C32, seconds, uptime_cs, octets)
    }

    fn after(first: &InterfaceReading, second: &InterfaceReading, speed: Option<i64>) -> Judgement {
        judge(Some(&Baseline::from(first)), second, speed)
    }

    fn reason(judgement: &Judgement) -> Option<GapReason> {
        assert!(judgement.measured.is_none());
        judgement.gap.map(|(_, _, reason)| reason)
    }

    #[test]
    fn the_first_reading_only_sets_the_baseline() {
        let judged = judge(None, &hc(0, 5, 1_000), None);
        assert_eq!((judged.measured, judged.gap, judged.baseline), (None, None, Baseline::from(&hc(0, 5, 1_000))));
    }

    #[test]
    fn a_plain_difference_uses_the_device_clock() {
        let judged = after(&hc(0, 1_000, 500), &hc(10, 2_050, 1_500), Some(1_000 * MBIT));
        let delta = judged.measured.unwrap();
        assert_eq!((delta.from_us, delta.to_us), (0, 10_000_000));
        assert_eq!((delta.in_octets, delta.out_octets, delta.measured_us), (1_000, 500, 10_500_000));
        assert_eq!(judged.baseline.in_octets, 1_500);
    }

    #[test]
    fn the_uptime_wrap_is_no_reboot() {
        assert!(after(&hc(0, u32::MAX - 500, 0), &hc(10, 499, 100), None).measured.is_some());
        // Two readings more than 497 days apart still compare modulo the wrap.
        let days_500 = 500 * 86_400;
        let cs = u32::try_from((days_500 * 100) % (1_i64 << 32)).unwrap();
        assert!(after(&hc(0, 0, 0), &hc(days_500, cs, 100), None).measured.is_some());
    }

    #[test]
    fn a_reboot_is_a_gap_and_a_new_baseline() {
        let judged = after(&hc(0, 900_000, 5_000), &hc(60, 2_000, 9_000), None);
        assert_eq!(reason(&judged), Some(GapReason::Reboot));
        assert_eq!(judged.gap.unwrap().1, 60_000_000);
        assert_eq!(judged.baseline.in_octets, 9_000);
        assert!(after(&hc(60, 2_000, 9_000), &hc(120, 8_000, 9_900), None).measured.is_some());
    }

    #[test]
    fn clocks_that_disagree_without_a_reboot_measure_nothing() {
        let judged = after(&hc(0, 900_000, 0), &hc(60, 950_000, 9_000), None);
        assert_eq!(reason(&judged), Some(GapReason::Implausible));
        let backwards = after(&hc(60, 900_000, 0), &hc(0, 906_000, 9_000), None);
        assert_eq!((reason(&backwards), backwards.baseline.in_octets), (None, 9_000));
    }

    #[test]
    fn a_standing_device_clock_takes_the_walls() {
        let judged = after(&hc(0, 700, 0), &hc(3, 700, 100), None);
        assert_eq!(judged.measured.unwrap().measured_us, 3_000_000);
    }

    #[test]
    fn a_discontinuity_is_a_reset() {
        let mut second = hc(10, 2_000, 900);
        second.discontinuity = 1_500;
        assert_eq!(reason(&after(&hc(0, 1_000, 500), &second, None)), Some(GapReason::Reset));
    }

    #[test]
    fn another_width_is_a_new_baseline() {
        let judged = after(&hc(0, 1_000, 1 << 40), &c32(10, 2_000, 900), None);
        assert_eq!(reason(&judged), Some(GapReason::Changed));
        assert_eq!(judged.baseline.kind, CounterKind::C32);
    }

    #[test]
    fn a_wide_counter_never_wraps() {
        for old in [5_000, u64::MAX - 5] {
            let judged = after(&hc(0, 1_000, old), &hc(10, 2_000, 4_000), Some(100_000 * MBIT));
            assert_eq!(reason(&judged), Some(GapReason::Reset));
            assert_eq!(judged.baseline.in_octets, 4_000);
        }
    }

    #[test]
    fn a_narrow_counter_wraps_within_line_speed() {
        let first = InterfaceReading { out_octets: 0, ..c32(0, 1_000, (1 << 32) - 1_000) };
        let second = InterfaceReading { out_octets: 0, ..c32(10, 2_000, 124_000_000) };
        assert_eq!(after(&first, &second, Some(100 * MBIT)).measured.unwrap().in_octets, 124_001_000);
        assert_eq!(after(&first, &second, None).measured.unwrap().in_octets, 124_001_000);
        // The same on a line of 10 Mbit/s is more than it can carry.
        assert_eq!(reason(&after(&first, &second, Some(10 * MBIT))), Some(GapReason::Reset));
    }

    #[test]
    fn a_narrow_counter_says_nothing_over_a_long_interval() {
        let slow = after(&c32(0, 0, 0), &c32(60, 6_000, 1_000), Some(100 * MBIT));
        assert_eq!(slow.measured.unwrap().in_octets, 1_000);
        let fast = after(&c32(0, 0, 0), &c32(60, 6_000, 1_000), Some(1_000 * MBIT));
        assert_eq!(reason(&fast), Some(GapReason::Implausible));
    }

    #[test]
    fn one_bad_reading_costs_nothing_and_the_second_makes_a_new_baseline() {
        let speed = Some(100 * MBIT);
        let first = Baseline::from(&hc(0, 1_000, 1_000));
        let aside = judge(Some(&first), &hc(10, 2_000, 1 << 50), speed);
        assert_eq!((aside.measured, aside.gap), (None, None));
        assert_eq!(aside.baseline, Baseline { suspect: true, ..first });

        let healed = judge(Some(&aside.baseline), &hc(20, 3_000, 2_001_000), speed);
        assert_eq!(healed.measured.map(|delta| (delta.from_us, delta.to_us, delta.in_octets)), Some((0, 20_000_000, 2_000_000)));
        assert!(!healed.baseline.suspect);

        let again = judge(Some(&aside.baseline), &hc(20, 3_000, (1 << 50) + 5), speed);
        assert_eq!(again.gap, Some((0, 20_000_000, GapReason::Implausible)));
        assert_eq!((again.baseline.in_octets, again.baseline.suspect), ((1 << 50) + 5, false));
    }

    #[test]
    fn an_unknown_speed_still_has_a_ceiling() {
        let first = InterfaceReading { out_octets: 0, ..hc(0, 1_000, 0) };
        let at = |octets| InterfaceReading { out_octets: 0, ..hc(10, 2_000, octets) };
        assert!(after(&first, &at(1_000_000_000_000), None).measured.is_some());
        assert!(after(&first, &at(1_100_000_000_000), None).measured.is_none());
        // Nothing that does not fit a signed 64-bit column, however long the interval.
        let years = 100 * 365 * 86_400;
        let cs = u32::try_from((years * 100) % (1_i64 << 32)).unwrap();
        assert!(after(&hc(0, 0, 0), &hc(years, cs, u64::MAX), None).measured.is_none());
    }

    #[test]
    fn rates_round_half_up_and_saturate() {
        assert_eq!(rate_bps(1, 8_000_000), 1);
        assert_eq!(rate_bps(1, 16_000_000), 1);
        assert_eq!(rate_bps(1, 17_000_000), 0);
        assert_eq!(rate_bps(125, 1_000_000), 1_000);
        assert_eq!(rate_bps(125, 0), 0);
        assert_eq!(rate_bps(125, -5), 0);
        assert_eq!(rate_bps(u64::MAX, 1), i64::MAX);
    }
}
