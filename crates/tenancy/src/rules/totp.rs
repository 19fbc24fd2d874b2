//! Codes of an authenticator: TOTP (RFC 6238) with SHA-1, six digits, steps of 30 s, one step of tolerance either way. Other
//! parameters are not understood by every authenticator.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};

/// Random bytes in a secret (RFC 4226 §4, R6).
pub const SECRET_BYTES: usize = 20;

/// A typed code's six digits; spaces in it do not count. `None` for what can be no code.
#[must_use]
pub fn read(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).take(7).collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The step whose code this is, among the one that holds at `now` and its neighbours. The caller sees to it that no step is
/// used twice.
#[must_use]
pub fn matching_step(secret: &[u8], code: &str, now: DateTime<Utc>) -> Option<i64> {
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret, None)?.check(code, seconds)?;
    i64::try_from(step).ok()
}

/// What the QR code says (`otpauth://totp/…`): the portal's name as issuer, the person's address as account.
#[must_use]
pub fn uri(secret: &[u8], issuer: &str, account: &str) -> Option<String> {
    totp(secret, Some((issuer, account)))?.to_url().ok()
}

/// A secret for people to type: Base32 (RFC 4648 §6) in groups of four.
#[must_use]
pub fn shown(secret: &[u8]) -> String {
    let text = totp_rs::Secret::new(secret.into()).to_base32();
    let groups: Vec<String> = text.as_bytes().chunks(4).map(|group| group.iter().copied().map(char::from).collect()).collect();
    groups.join(" ")
}

fn totp(secret: &[u8], label: Option<(&str, &str)>) -> Option<Totp> {
    let mut builder = Builder::new().with_secret(totp_rs::Secret::new(secret.into()));
    if let Some((issuer, account)) = label {
        // A colon stands between the two.
        builder = builder.with_issuer(Some(issuer.replace(':', " "))).with_account_name(account.replace(':', " "));
    }
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The secret of RFC 6238, appendix B.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_of_the_rfc() {
        // Its table has eight digits; six are their end.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            assert_eq!(matching_step(SECRET, code, at(seconds)), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn one_step_of_tolerance_and_no_more() {
        for (off, fits) in [(-31, true), (-29, true), (0, true), (30, true), (61, false), (-61, false)] {
            assert_eq!(matching_step(SECRET, "081804", at(1_111_111_109 + off)).is_some(), fits, "{off}");
        }
        assert_eq!(matching_step(SECRET, "081805", at(1_111_111_109)), None);
        assert_eq!(matching_step(b"short", "081804", at(1_111_111_109)), None);
        assert_eq!(matching_step(SECRET, "081804", at(-5)), None);
    }

    #[test]
    fn what_people_type() {
        assert_eq!(read(" 123 456 ").as_deref(), Some("123456"));
        for bad in ["", "12345", "1234567", "12345a", "+12345", "١٢٣٤٥٦"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_the_qr_code_says() {
        let uri = uri(SECRET, "Bright: wave & Co", "ana@brightwave.example").unwrap();
        assert!(uri.starts_with("otpauth://totp/Bright"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{uri}");
        let read = Totp::from_url(&uri).unwrap();
        assert_eq!(read.issuer(), Some("Bright  wave & Co"));
        assert_eq!(read.account_name(), "ana@brightwave.example");
        assert_eq!(shown(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    proptest! {
        #[test]
        fn a_code_fits_its_own_step_and_the_neighbours(secret in any::<[u8; SECRET_BYTES]>(), seconds in 60_i64..4_000_000_000, off in -30_i64..=30) {
            let code = totp(&secret, None).unwrap().generate(u64::try_from(seconds).unwrap()).to_string();
            let step = matching_step(&secret, &code, at(seconds + off)).unwrap();
            // Two neighbouring steps can share a code; the first of them is told.
            prop_assert!((step - seconds / 30).abs() <= 2);
        }

        #[test]
        fn any_name_makes_a_code(issuer in "\\PC{0,120}", account in "[^:]{1,254}") {
            prop_assert!(uri(SECRET, &issuer, &account).is_some());
        }
    }
}
