//! Domains that tenants bring along: which can be one, how its owner proves it, and what a check leads to.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::DomainState;

/// The label under which the proof stands.
const LABEL: &str = "_lastmile";

/// Daily checks in a row with a clear answer, but without the proof, after which a domain is suspended.
pub const CLEAR_FAILURES: i32 = 3;

/// The same for checks that also count where the name servers gave no clear answer: an outage is no reason, a week is.
pub const FAILURES: i32 = 7;

/// How long a name that answers no more is kept for the tenant that had it.
pub const QUARANTINE: TimeDelta = TimeDelta::days(30);

/// How long a domain that was never proved is looked at without being asked.
const PATIENCE: TimeDelta = TimeDelta::days(30);

/// A typed domain in its ASCII form (RFC 5891); a code where it cannot be a tenant's own.
pub fn read(raw: &str, base_domain: &str) -> Result<String, &'static str> {
    let typed = raw.trim().trim_end_matches('.');
    if typed.is_empty() {
        return Err("required");
    }
    if typed.len() > 1_000 {
        return Err("too-long");
    }
    let ascii = idna::domain_to_ascii_strict(typed).ok().and_then(|ascii| kernel::validate::host_name(&ascii).filter(|host| *host == ascii));
    // A last label that begins with a digit makes an address of the whole for browsers (WHATWG URL, "ends in a number").
    let named = |host: &String| host.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()));
    let host = ascii.filter(named).ok_or("not-a-domain")?;
    // The record's label must fit before it.
    if host.len() + LABEL.len() + 1 > 253 {
        return Err("too-long");
    }
    if host == base_domain || host.strip_suffix(base_domain).is_some_and(|before| before.ends_with('.')) {
        return Err("domain-of-platform");
    }
    if !host.contains('.') || psl::suffix_str(&host) == Some(host.as_str()) {
        return Err("domain-public");
    }
    Ok(host)
}

/// A domain as people read it.
#[must_use]
pub fn shown(host: &str) -> String {
    let (shown, faults) = idna::domain_to_unicode(host);
    if faults.is_ok() { shown } else { host.to_owned() }
}

/// Where the proof stands: the name of a TXT record.
#[must_use]
pub fn record(host: &str) -> String {
    format!("{LABEL}.{host}")
}

/// What it says.
#[must_use]
pub fn proof(token: &str) -> String {
    format!("lastmile={token}")
}

/// 160 bits as 32 characters (the alphabet of RFC 4648 §6, in lower case).
#[must_use]
pub fn token(bits: [u8; 20]) -> String {
    const ALPHABET: [char; 32] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '2', '3', '4', '5',
        '6', '7',
    ];
    let letter = |group: u64, at: u32| ALPHABET.get(usize::try_from((group >> (35 - 5 * at)) & 31).unwrap_or(0)).copied().unwrap_or('a');
    bits.chunks(5)
        .flat_map(|five| {
            let group = five.iter().fold(0_u64, |group, byte| (group << 8) | u64::from(*byte));
            (0..8).map(move |at| letter(group, at))
        })
        .collect()
}

/// What the name servers say of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// These texts.
    Records(Vec<String>),
    /// There is none, or not even the name.
    Nothing,
    /// No answer that could be read in time.
    NoAnswer,
    /// They refuse, or fail.
    Refused,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The proof is there.
    Proved,
    /// There are records, but none of them is the proof.
    WrongToken,
    /// There is no record.
    NoRecord,
    /// The name servers did not answer.
    NoAnswer,
    /// They could not say.
    Refused,
    /// The proof is there, but another tenant has the name, or had it a short while ago.
    Taken,
}

impl Outcome {
    /// As stored in `domains.last_result`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Proved => "proved",
            Outcome::WrongToken => "wrong-token",
            Outcome::NoRecord => "no-record",
            Outcome::NoAnswer => "no-answer",
            Outcome::Refused => "refused",
            Outcome::Taken => "taken",
        }
    }

    /// What an answer means for a domain with this token. Case and the white space that forms of registrars add do not count.
    #[must_use]
    pub fn of(looked: &Looked, token: &str) -> Self {
        let wanted = proof(token);
        match looked {
            Looked::Records(texts) if texts.iter().any(|text| text.trim().eq_ignore_ascii_case(&wanted)) => Outcome::Proved,
            Looked::Records(texts) if texts.is_empty() => Outcome::NoRecord,
            Looked::Records(_) => Outcome::WrongToken,
            Looked::Nothing => Outcome::NoRecord,
            Looked::NoAnswer => Outcome::NoAnswer,
            Looked::Refused => Outcome::Refused,
        }
    }

    fn is_clear(self) -> bool {
        matches!(self, Outcome::WrongToken | Outcome::NoRecord | Outcome::Taken)
    }
}

/// How a domain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: DomainState,
    /// Failed checks in a row.
    pub failures: i32,
    /// Those of them with a clear answer.
    pub clear_failures: i32,
    /// When it is looked at again.
    pub next_check_at: DateTime<Utc>,
}

/// How a domain stands after a check at `now`. Checks of a domain that was proved once that come before their time (somebody
/// pressed a button) are no daily checks: their failures do not count.
#[must_use]
pub fn after(before: &Standing, created_at: DateTime<Utc>, outcome: Outcome, now: DateTime<Utc>) -> Standing {
    let daily = now + TimeDelta::days(1);
    if outcome == Outcome::Proved {
        return Standing { state: DomainState::Verified, failures: 0, clear_failures: 0, next_check_at: daily };
    }
    match before.state {
        DomainState::Verified | DomainState::Suspended if now < before.next_check_at => *before,
        DomainState::Verified => {
            let failures = before.failures.saturating_add(1);
            let clear_failures = before.clear_failures.saturating_add(i32::from(outcome.is_clear()));
            let lost = clear_failures >= CLEAR_FAILURES || failures >= FAILURES;
            let state = if lost { DomainState::Suspended } else { DomainState::Verified };
            Standing { state, failures: if lost { 0 } else { failures }, clear_failures: if lost { 0 } else { clear_failures }, next_check_at: daily }
        }
        DomainState::Suspended => {
            // As long as nobody else can have it.
            let failures = before.failures.saturating_add(1);
            let state = if i64::from(failures) > QUARANTINE.num_days() { DomainState::Lapsed } else { DomainState::Suspended };
            Standing { state, failures, clear_failures: before.clear_failures, next_check_at: daily }
        }
        DomainState::Pending | DomainState::Lapsed => {
            let age = now - created_at;
            let wait = match age {
                age if age < TimeDelta::hours(1) => TimeDelta::minutes(2),
                age if age < TimeDelta::days(1) => TimeDelta::minutes(20),
                _ => TimeDelta::hours(6),
            };
            let state = if age > PATIENCE { DomainState::Lapsed } else { DomainState::Pending };
            Standing { state, failures: before.failures.saturating_add(1), clear_failures: before.clear_failures, next_check_at: now + wait }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn domains_are_read_as_browsers_write_them() {
        for (typed, host) in [
            ("portal.acme.com", "portal.acme.com"),
            (" Portal.ACME.com. ", "portal.acme.com"),
            ("acme.com", "acme.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("mine.github.io", "mine.github.io"),
        ] {
            assert_eq!(read(typed, "isp.net").as_deref(), Ok(host), "{typed}");
        }
        for typed in ["شبكة.example", "नेट.example", "bücher.example"] {
            assert!(read(typed, "isp.net").is_ok_and(|read| read.starts_with("xn--") && shown(&read) == typed), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_tenants_own_is_told_by_a_code() {
        for (typed, code) in [
            ("", "required"),
            (" . ", "required"),
            ("127.0.0.1", "not-a-domain"),
            ("1.2.3.0x7f", "not-a-domain"),
            ("[::1]", "not-a-domain"),
            ("::1", "not-a-domain"),
            ("a b.com", "not-a-domain"),
            ("https://acme.com", "not-a-domain"),
            ("acme.com/portal", "not-a-domain"),
            ("acme.com:443", "not-a-domain"),
            ("a_b.com", "not-a-domain"),
            ("-a.com", "not-a-domain"),
            ("acme..com", "not-a-domain"),
            ("*.acme.com", "not-a-domain"),
            ("isp.net", "domain-of-platform"),
            ("acme.isp.net", "domain-of-platform"),
            ("A.B.ISP.net.", "domain-of-platform"),
            ("com", "domain-public"),
            ("co.uk", "domain-public"),
            ("github.io", "domain-public"),
            ("intranet", "domain-public"),
        ] {
            assert_eq!(read(typed, "isp.net"), Err(code), "{typed:?}");
        }
        assert_eq!(read("otherisp.net", "isp.net").as_deref(), Ok("otherisp.net"));
        assert_eq!(read(&format!("{}.com", "a.".repeat(600)), "isp.net"), Err("too-long"));
        let long = format!("{0}.{0}.{0}.{1}.com", "a".repeat(63), "b".repeat(50));
        assert_eq!(read(&long, "isp.net"), Err("too-long"), "no room for the record's label");
    }

    #[test]
    fn tokens_hold_all_their_bits() {
        assert_eq!(token([0; 20]), "a".repeat(32));
        assert_eq!(token([0xff; 20]), "7".repeat(32));
        // RFC 4648 §10: "fooba" is MZXW6YTB.
        let mut bits = [0; 20];
        bits[..5].copy_from_slice(b"fooba");
        assert!(token(bits).starts_with("mzxw6ytb"));
    }

    #[test]
    fn an_answer_proves_by_its_token_alone() {
        let looked = |texts: &[&str]| Looked::Records(texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(Outcome::of(&looked(&["v=spf1 -all", " LASTMILE=abc "]), "abc"), Outcome::Proved);
        assert_eq!(Outcome::of(&looked(&["lastmile=abcd", "abc", "lastmile=ab c"]), "abc"), Outcome::WrongToken);
        assert_eq!(Outcome::of(&looked(&[]), "abc"), Outcome::NoRecord);
        assert_eq!(Outcome::of(&Looked::NoAnswer, "abc"), Outcome::NoAnswer);
    }

    fn verified(now: DateTime<Utc>) -> Standing {
        Standing { state: DomainState::Verified, failures: 0, clear_failures: 0, next_check_at: now }
    }

    /// Checks day after day until the state changes; on which day.
    fn days_until_suspended(outcome: impl Fn(i32) -> Outcome) -> i32 {
        let mut now = DateTime::UNIX_EPOCH;
        let mut standing = verified(now);
        for day in 1..=40 {
            standing = after(&standing, DateTime::UNIX_EPOCH, outcome(day), now);
            if standing.state != DomainState::Verified {
                assert_eq!(standing.state, DomainState::Suspended);
                return day;
            }
            now = standing.next_check_at;
        }
        panic!("never");
    }

    #[test]
    fn a_domain_is_lost_after_days_and_not_by_an_outage() {
        assert_eq!(days_until_suspended(|_| Outcome::NoRecord), 3);
        assert_eq!(days_until_suspended(|_| Outcome::NoAnswer), 7);
        assert_eq!(days_until_suspended(|day| if day % 2 == 0 { Outcome::WrongToken } else { Outcome::Refused }), 6);
        // A button pressed before the time changes nothing.
        let now = DateTime::UNIX_EPOCH;
        let standing = Standing { next_check_at: now + TimeDelta::hours(1), failures: 2, clear_failures: 2, ..verified(now) };
        assert_eq!(after(&standing, now, Outcome::NoRecord, now), standing);
        assert_eq!(after(&standing, now, Outcome::Proved, now).failures, 0);
    }

    #[test]
    fn what_was_never_proved_is_looked_at_ever_less_often() {
        let start = DateTime::UNIX_EPOCH;
        let pending = Standing { state: DomainState::Pending, failures: 0, clear_failures: 0, next_check_at: start };
        let wait = |age: TimeDelta| after(&pending, start, Outcome::NoRecord, start + age).next_check_at - (start + age);
        assert_eq!([wait(TimeDelta::zero()), wait(TimeDelta::hours(2)), wait(TimeDelta::days(3))].map(|wait| wait.num_minutes()), [2, 20, 360]);
        assert_eq!(after(&pending, start, Outcome::NoRecord, start + TimeDelta::days(31)).state, DomainState::Lapsed);
        assert_eq!(after(&pending, start, Outcome::Proved, start + TimeDelta::days(31)).state, DomainState::Verified);
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_a_host_and_read_again_the_same(typed in "\\PC{0,40}(\\.\\PC{1,10}){0,3}") {
            if let Ok(host) = read(&typed, "isp.net") {
                prop_assert_eq!(kernel::validate::host_name(&host), Some(host.clone()));
                prop_assert_eq!(read(&host, "isp.net"), Ok(host));
            }
        }

        #[test]
        fn tokens_have_their_shape(bits in any::<[u8; 20]>()) {
            let token = token(bits);
            prop_assert!(token.len() == 32 && token.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')));
        }
    }
}
