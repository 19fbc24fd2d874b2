//! How a token for the API looks, and what may be asked of a new one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use kernel::{FieldError, Permission, Scopes};
use sha2::{Digest, Sha256};

/// Acts as a person.
pub const PERSONAL: &str = "lm_pat_";
/// Belongs to a node.
pub const MACHINE: &str = "lm_mch_";
/// Days that a token works unless other is asked for.
pub const DAYS: i64 = 90;
/// Days that a token works at most.
pub const MOST_DAYS: i64 = 365;
/// Characters that are stored and shown.
const SHOWN: usize = 12;
/// 256 bits (RFC 4648 §5).
const SECRET: usize = 43;
/// Tells a mistyped token from a wrong one before the database is asked, and lets scanners for leaked secrets be sure.
const CHECKSUM: usize = 6;

/// Whether a token can be made for it: an operation of the API asks for it. The rest is for people in a browser: what no token
/// opens, a stolen one does not either.
#[must_use]
pub fn opens(permission: Permission) -> bool {
    use Permission as P;
    match permission {
        P::PlatformRead
        | P::PlatformManage
        | P::OrgRead
        | P::OrgManage
        | P::PeopleRead
        | P::PeopleManage
        | P::DeviceRead
        | P::DeviceManage
        | P::InterfaceRead
        | P::InterfaceAssign
        | P::AlertRead
        | P::AlertAcknowledge
        | P::AuditRead
        | P::BrandingManage => true,
        P::MailRead | P::DomainsManage | P::DataExport | P::SettingsManage | P::ApiManage | P::RolesManage | P::Impersonate | P::SupportAccess => false,
    }
}

/// A token that was just made.
pub struct Made {
    /// Told once.
    pub token: String,
    /// Shown ever after.
    pub prefix: String,
    /// Stored.
    pub hash: [u8; 32],
}

/// The token of this kind that holds these random bits.
#[must_use]
pub fn make(kind: &'static str, random: [u8; 32]) -> Made {
    let body = format!("{kind}{}", URL_SAFE_NO_PAD.encode(random));
    let token = format!("{body}{}", checksum(&body));
    Made { prefix: token.chars().take(SHOWN).collect(), hash: Sha256::digest(token.as_bytes()).into(), token }
}

/// What is looked up in place of a token; `None` where it has not the shape of one.
#[must_use]
pub fn hash(token: &str) -> Option<[u8; 32]> {
    let kind = [PERSONAL, MACHINE].into_iter().find(|kind| token.starts_with(kind))?;
    let (body, sum) = token.split_at_checked(kind.len() + SECRET)?;
    let shaped = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (shaped && sum == checksum(body)).then(|| Sha256::digest(token.as_bytes()).into())
}

fn checksum(body: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(body.as_bytes())).chars().take(CHECKSUM).collect()
}

/// A new token, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenForm {
    /// What it is for.
    pub name: String,
    /// How many days it works.
    pub days: String,
    /// Names of permissions.
    pub scopes: Vec<String>,
}

/// A new token, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSpec {
    /// 1 to 120 characters.
    pub name: String,
    /// How long it works.
    pub lasts: TimeDelta,
    /// Never empty.
    pub scopes: Scopes,
}

/// Checks every field, so that all faults show at once. Nobody gives what they do not have: `may` tells.
pub fn check(form: &TokenForm, may: impl Fn(Permission) -> bool) -> Result<TokenSpec, Vec<FieldError>> {
    let name = super::isp_form::name(&form.name);
    let days = match form.days.trim() {
        "" => Ok(DAYS),
        days => days.parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days)).ok_or("token-days"),
    };
    let asked: Vec<Option<Permission>> = form.scopes.iter().map(|name| Permission::parse(name).filter(|permission| may(*permission))).collect();
    let scopes = match asked {
        asked if asked.is_empty() => Err("token-scopes"),
        asked => asked.into_iter().collect::<Option<_>>().map(Scopes).ok_or("not-a-choice"),
    };
    match (name, days, scopes) {
        (Ok(name), Ok(days), Ok(scopes)) => Ok(TokenSpec { name, lasts: TimeDelta::days(days), scopes }),
        (name, days, scopes) => {
            let mut faults = Vec::new();
            faults.extend(name.err().map(|code| FieldError::new("name", code)));
            faults.extend(days.err().map(|code| FieldError::new("days", code)));
            faults.extend(scopes.err().map(|code| FieldError::new("scopes", code)));
            Err(faults)
        }
    }
}

/// An origin as browsers send it (RFC 6454 §6.2): scheme, host in lower case, port where it is not the scheme's own. Plain
/// `http` only of this machine itself.
#[must_use]
pub fn origin(raw: &str) -> Option<String> {
    let raw = raw.trim().to_ascii_lowercase();
    let raw = raw.strip_suffix('/').unwrap_or(&raw);
    let (scheme, place) = raw.split_once("://")?;
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok().filter(|port| *port > 0)?)),
        None => (place, None),
    };
    if kernel::validate::host_name(host).as_deref() != Some(host) {
        return None;
    }
    let here = host == "localhost" || host.ends_with(".localhost");
    let own = match scheme {
        "https" => 443,
        "http" if here => 80,
        _ => return None,
    };
    Some(match port.filter(|port| *port != own) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_have_their_shape() {
        let made = make(PERSONAL, [7; 32]);
        assert_eq!(made.token.len(), PERSONAL.len() + SECRET + CHECKSUM);
        assert!(made.token.starts_with(&made.prefix) && made.prefix.len() == SHOWN);
        assert_eq!(hash(&made.token), Some(made.hash));
        assert_ne!(make(MACHINE, [7; 32]).hash, made.hash);
        let swapped = made.token.replacen(PERSONAL, MACHINE, 1);
        let last = made.token.chars().last().unwrap();
        let mistyped = format!("{}{}", &made.token[..made.token.len() - 1], if last == 'x' { 'y' } else { 'x' });
        for bad in ["", "lm_pat_", "lm_xyz_a", &swapped, &mistyped, &format!("{}\u{e9}", made.token), &format!("{} ", made.token)] {
            assert_eq!(hash(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn every_fault_of_a_form_is_told() {
        let form = TokenForm { name: " ".to_owned(), days: "366".to_owned(), scopes: Vec::new() };
        let faults = check(&form, |_| true).unwrap_err();
        assert_eq!(faults, [FieldError::new("name", "required"), FieldError::new("days", "token-days"), FieldError::new("scopes", "token-scopes")]);
        let form = TokenForm { name: "backup".to_owned(), days: String::new(), scopes: vec!["device_read".to_owned()] };
        assert_eq!(check(&form, |_| true).unwrap().lasts, TimeDelta::days(DAYS));
        assert_eq!(check(&form, |_| false).unwrap_err(), [FieldError::new("scopes", "not-a-choice")], "nobody gives what they do not have");
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        for (raw, written) in [
            ("https://App.Example", "https://app.example"),
            (" https://app.example/ ", "https://app.example"),
            ("https://app.example:443", "https://app.example"),
            ("https://app.example:8443", "https://app.example:8443"),
            ("http://localhost:5173", "http://localhost:5173"),
        ] {
            assert_eq!(origin(raw).as_deref(), Some(written), "{raw}");
        }
        for bad in
            ["", "*", "null", "https://", "https://*.example", "http://app.example", "https://app.example/path", "https://a.b:0", "ftp://a.b", "https://u@a.b"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_presented(token in ".{0,80}", origin_text in ".{0,80}") {
            let _hash = hash(&token);
            if let Some(written) = origin(&origin_text) {
                prop_assert_eq!(origin(&written), Some(written.clone()));
            }
        }
    }
}
