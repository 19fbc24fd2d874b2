//! When to try again, and when no more.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Seconds from a failed attempt to the next one where people wait: what is hours old helps them little.
const PEOPLE: [i64; 10] = [10, 30, 120, 300, 900, 1_800, 3_600, 7_200, 7_200, 7_200];
/// Where programs wait: over three days, as the Standard Webhooks specification proposes.
const PROGRAMS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// A destination rests no longer than this after a fault of its own, so that what comes later finds out that it is well again.
const LONGEST_REST: i64 = 300;
/// Nor longer than this because it asked for it.
const LONGEST_ASKED: i64 = 86_400;

/// How often something is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Half a day.
    People,
    /// Three days.
    Programs,
}

/// When to try a notice again, and until when its destination rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Again {
    /// The notice's next attempt; `None`: it is given up.
    pub at: Option<DateTime<Utc>>,
    /// Nothing goes to the destination before.
    pub rest_until: DateTime<Utc>,
}

/// What follows the failed attempt number `attempts` (from 1) of a notice that is of no use after `expires_at`. `asked` is
/// how long the provider wants to be left alone (at most a day of it counts). `jitter` in thousandths (0 to 1000) puts both
/// off by up to a quarter, so that what failed together does not come back together.
#[must_use]
pub fn again(patience: Patience, attempts: i32, now: DateTime<Utc>, expires_at: DateTime<Utc>, asked: Option<Duration>, jitter: u16) -> Again {
    let waits: &[i64] = match patience {
        Patience::People => &PEOPLE,
        Patience::Programs => &PROGRAMS,
    };
    let done = usize::try_from(attempts).unwrap_or_default().max(1);
    let asked = asked.map_or(0, |asked| i64::try_from(asked.as_secs()).unwrap_or(LONGEST_ASKED).min(LONGEST_ASKED));
    let spread = |seconds: i64| TimeDelta::milliseconds(seconds * 1000 + seconds * i64::from(jitter.min(1000)) / 4);
    let own = waits.get(done - 1).copied();
    let rest = own.unwrap_or(LONGEST_REST).min(LONGEST_REST).max(asked);
    let at = own.map(|wait| now + spread(wait.max(asked))).filter(|at| *at < expires_at);
    Again { at, rest_until: now + spread(rest) }
}

/// How long the value of a `Retry-After` header asks to wait (RFC 9110 §10.2.3): seconds, or a date.
#[must_use]
pub fn retry_after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = DateTime::parse_from_rfc2822(value).ok()?.with_timezone(&Utc);
    Some((date - now).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn programs_are_tried_for_days_and_people_for_hours() {
        for (patience, days) in [(Patience::Programs, 3), (Patience::People, 0)] {
            let mut now = at(0);
            let mut attempts = 1;
            while let Some(next) = again(patience, attempts, now, at(5 * 86_400), None, 0).at {
                assert!(next > now);
                (now, attempts) = (next, attempts + 1);
            }
            assert_eq!((now - at(0)).num_days(), days);
        }
    }

    #[test]
    fn what_a_provider_asks_for_is_kept_within_a_day() {
        let asked = |seconds| again(Patience::People, 1, at(0), at(10 * 86_400), Some(Duration::from_secs(seconds)), 0);
        assert_eq!(asked(30), Again { at: Some(at(30)), rest_until: at(30) });
        assert_eq!(asked(2), Again { at: Some(at(10)), rest_until: at(10) });
        assert_eq!(asked(u64::MAX), Again { at: Some(at(86_400)), rest_until: at(86_400) });
        assert_eq!(again(Patience::Programs, 9, at(0), at(10 * 86_400), None, 0).rest_until, at(300), "the others do not wait a day");
    }

    #[test]
    fn what_would_come_too_late_is_given_up() {
        assert_eq!(again(Patience::People, 1, at(0), at(10), None, 0).at, None);
        assert_eq!(again(Patience::People, 1, at(0), at(3_600), Some(Duration::from_secs(7_200)), 0).at, None);
        assert_eq!(again(Patience::Programs, 10, at(0), at(10 * 86_400), None, 0).at, None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(retry_after(" 120 ", at(0)), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("99999999999999999999999", at(0)), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("Mon, 21 Sep 2026 14:14:20 GMT", at(0)), Some(Duration::from_secs(60)));
        assert_eq!(retry_after("Mon, 21 Sep 2020 14:14:20 GMT", at(0)), Some(Duration::ZERO));
        for bad in ["", "soon", "-1", "1.5"] {
            assert_eq!(retry_after(bad, at(0)), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn jitter_only_puts_off_and_by_a_quarter_at_most(attempts in 1_i32..12, jitter in 0_u16.., asked in proptest::option::of(0_u64..200_000)) {
            let asked = asked.map(Duration::from_secs);
            for patience in [Patience::People, Patience::Programs] {
                let plain = again(patience, attempts, at(5), at(10 * 86_400), asked, 0);
                let off = again(patience, attempts, at(5), at(10 * 86_400), asked, jitter);
                let within = |plain: DateTime<Utc>, off: DateTime<Utc>| off >= plain && off - plain <= (plain - at(5)) / 4;
                prop_assert!(within(plain.rest_until, off.rest_until));
                prop_assert_eq!(plain.at.is_some(), off.at.is_some());
                if let (Some(plain), Some(off)) = (plain.at, off.at) {
                    prop_assert!(within(plain, off));
                }
            }
        }
    }
}
