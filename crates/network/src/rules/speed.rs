//! Line speed from what an agent says, where that can be believed.

/// A line speed in bit/s from ifSpeed (bit/s) and ifHighSpeed (Mbit/s), both of RFC 2863; `None` where neither can be
/// believed.
///
/// 0 and 2^32−1 stand for "unknown" and "does not fit"; less than 1 kbit/s in ifSpeed is an agent that counts in another
/// unit, and more than 10 Tbit/s does not exist. ifHighSpeed goes before ifSpeed (which operators tune for routing), except
/// that ifSpeed is the more exact of two that agree (1.544 Mbit/s reads 2 in ifHighSpeed).
#[must_use]
pub fn believable(if_speed: Option<u32>, if_high_speed: Option<u32>) -> Option<i64> {
    let plain = if_speed.filter(|bps| (1_000..u32::MAX).contains(bps)).map(i64::from);
    let high = if_high_speed.filter(|mbps| (1..=10_000_000).contains(mbps)).map(|mbps| i64::from(mbps).saturating_mul(1_000_000));
    match (plain, high) {
        (Some(plain), Some(high)) if plain.abs_diff(high) <= 500_000 => Some(plain),
        (_, Some(high)) => Some(high),
        (plain, None) => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn believes_what_makes_sense() {
        let cases = [
            ((None, None), None),
            ((Some(0), Some(0)), None),
            ((Some(u32::MAX), None), None),
            ((Some(u32::MAX), Some(u32::MAX)), None),
            ((Some(u32::MAX), Some(10_000)), Some(10_000_000_000)),
            ((Some(100_000_000), Some(100)), Some(100_000_000)),
            ((Some(1_544_000), Some(2)), Some(1_544_000)),
            ((Some(256_000), Some(0)), Some(256_000)),
            ((Some(64_000), Some(1_000)), Some(1_000_000_000)),
            ((Some(100), None), None),
            ((None, Some(400_000)), Some(400_000_000_000)),
        ];
        for ((plain, high), expected) in cases {
            assert_eq!(believable(plain, high), expected, "{plain:?} {high:?}");
        }
    }
}
