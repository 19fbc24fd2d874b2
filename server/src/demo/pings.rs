//! How simulated devices answer pings: made up, the same at every start.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use icmp::Outcome;
use network::model::PingFigures;

use super::plan::{DevicePlan, TENANTS};

/// Pings of the past were so far apart, seconds.
const EVERY: i64 = 10;

/// What a device of this name answers at this time; one that is switched off, or that nobody knows, answers nothing.
#[must_use]
pub fn outcome(name: &str, at: DateTime<Utc>) -> Outcome {
    let plan = TENANTS.iter().flat_map(|tenant| tenant.devices).find(|device| device.name == name);
    match plan.filter(|device| !device.switched_off).and_then(|device| round_trip_us(device, at)) {
        Some(us) => Outcome::Answered { round_trip: Duration::from_micros(us) },
        None => Outcome::Missed { trouble: None },
    }
}

/// What the pings of a span in the past came to. A device that is switched off was so since `off_since`.
#[must_use]
pub fn figures(device: &DevicePlan, from: DateTime<Utc>, width: TimeDelta, off_since: DateTime<Utc>) -> PingFigures {
    let mut all = PingFigures::default();
    for ping in 0..width.num_seconds() / EVERY {
        let at = from + TimeDelta::seconds(ping * EVERY);
        let off = device.switched_off && at >= off_since;
        let answer = round_trip_us(device, at).filter(|_| !off).and_then(|us| i64::try_from(us).ok());
        all = all.and(match answer {
            Some(us) => PingFigures { sent: 1, received: 1, least_us: Some(us), sum_us: us, most_us: Some(us) },
            None => PingFigures { sent: 1, ..PingFigures::default() },
        });
    }
    all
}

/// A base that is the device's own, a little noise, more of it in the evening; radios lose a ping now and then, never two
/// in a row.
fn round_trip_us(device: &DevicePlan, at: DateTime<Utc>) -> Option<u64> {
    let slot = at.timestamp().div_euclid(EVERY);
    let seed = device.name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let noise = mix(seed ^ slot.cast_unsigned());
    let radio = device.name.starts_with("Tower");
    if radio && slot % 2 == 0 && noise % 1_000 < 8 {
        return None;
    }
    let base = if radio { 4_000 } else { 400 } + seed % 900;
    let hour = at.timestamp().div_euclid(3_600).rem_euclid(24).unsigned_abs();
    let evening = if (17..22).contains(&hour) { base / 3 } else { 0 };
    Some(base + evening + (noise >> 20) % (base / 4) + if noise.is_multiple_of(211) { base * 2 } else { 0 })
}

/// The finaliser of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use network::model::Reach;
    use network::rules::reach::{Reached, pinged};

    use super::*;

    #[test]
    fn nobody_is_down_by_chance_and_the_dead_are_dead() {
        let start: DateTime<Utc> = "2026-03-10T12:00:00Z".parse().unwrap();
        for device in TENANTS.iter().flat_map(|tenant| tenant.devices) {
            let mut reached = Reached::default();
            for slot in 0..20_000 {
                let answered = matches!(outcome(device.name, start + TimeDelta::seconds(slot * 10)), Outcome::Answered { .. });
                reached = pinged(reached, answered);
                assert!(device.switched_off || reached.state != Reach::Down, "{}", device.name);
            }
            assert_eq!(reached.state == Reach::Down, device.switched_off, "{}", device.name);
            let hour = figures(device, start, TimeDelta::hours(1), start);
            assert_eq!((hour.sent, hour.received == 0), (360, device.switched_off), "{}", device.name);
            let before = figures(device, start - TimeDelta::hours(1), TimeDelta::hours(1), start);
            assert!(before.received > 340 && before.least_us <= before.most_us, "{}", device.name);
        }
        assert_eq!(outcome("nobody", start), Outcome::Missed { trouble: None });
    }
}
