//! What a device form must hold before anything is stored; the same check runs in the browser.

use std::net::IpAddr;

use kernel::FieldError;
use kernel::validate::{host_name, label};

use crate::model::{Credential, DeviceForm, SnmpVersion};

/// Longest name of a device, in characters.
pub const NAME_MAX: usize = 120;
/// Longest community string and longest passphrase, in bytes.
pub const SECRET_MAX: usize = 255;
/// Longest securityName, in bytes (RFC 3414 §5, usmUserName).
pub const USM_USER_MAX: usize = 32;
/// Shortest passphrase, in characters (RFC 3414 §11.2).
pub const PASSPHRASE_MIN: usize = 8;
/// Seconds between polls that can be asked for.
pub const INTERVAL_SECONDS: std::ops::RangeInclusive<i32> = 10..=300;

/// A form that holds water.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSpec {
    /// Trimmed name.
    pub name: String,
    /// Host name in lower case or a unicast address in its canonical form.
    pub address: String,
    /// UDP port.
    pub port: u16,
    /// Protocol version.
    pub version: SnmpVersion,
    /// Seconds between polls.
    pub interval_seconds: i32,
    /// What opens the device, complete.
    pub credential: Credential,
}

/// Reads the form. `kept` is the stored credential when a device is changed: a secret left empty stays as it was, if the
/// kind of credential is still the same. Every fault is reported, not only the first.
pub fn read(form: &DeviceForm, kept: Option<&Credential>) -> Result<DeviceSpec, Vec<FieldError>> {
    let mut faults = Vec::new();
    let name = take(&mut faults, "name", device_name(&form.name));
    let address = take(&mut faults, "address", address(&form.address));
    let port = take(&mut faults, "port", port(&form.port));
    let interval_seconds = take(&mut faults, "interval_seconds", interval(&form.interval_seconds));
    let version = take(&mut faults, "version", choice(&form.version, SnmpVersion::parse));
    let credential = version.and_then(|version| match version {
        SnmpVersion::V1 | SnmpVersion::V2c => community(&mut faults, form, kept),
        SnmpVersion::V3 => usm(&mut faults, form, kept),
    });
    match (name, address, port, version, interval_seconds, credential) {
        (Some(name), Some(address), Some(port), Some(version), Some(interval_seconds), Some(credential)) if faults.is_empty() => {
            Ok(DeviceSpec { name, address, port, version, interval_seconds, credential })
        }
        _ => Err(faults),
    }
}

/// The faults of a form before it is sent; empty when it holds water. `adding` asks for the secrets too.
#[must_use]
pub fn check(form: &DeviceForm, adding: bool) -> Vec<FieldError> {
    let kept = match SnmpVersion::parse(&form.version) {
        _ if adding => None,
        Some(SnmpVersion::V3) => Some(placeholder_usm()),
        _ => Some(Credential::Community { community: "kept".to_owned() }),
    };
    read(form, kept.as_ref()).err().unwrap_or_default()
}

/// Stands for secrets that the browser does not have but the server does.
fn placeholder_usm() -> Credential {
    let kept = || "kept-kept".to_owned();
    Credential::Usm { user: kept(), auth: kept(), auth_passphrase: kept(), privacy: kept(), privacy_passphrase: kept() }
}

fn take<T>(faults: &mut Vec<FieldError>, field: &str, read: Result<T, &'static str>) -> Option<T> {
    read.map_err(|code| faults.push(FieldError::new(field, code))).ok()
}

fn device_name(raw: &str) -> Result<String, &'static str> {
    let trimmed = raw.trim();
    match label(raw, NAME_MAX) {
        Some(name) => Ok(name),
        None if trimmed.is_empty() => Err("required"),
        None if trimmed.chars().count() > NAME_MAX => Err("too-long"),
        None => Err("control-characters"),
    }
}

/// A host name or the literal address of one host: no port, no brackets, no zone, no path. What names many hosts or none
/// (multicast, broadcast, unspecified) is no address of a device.
fn address(raw: &str) -> Result<String, &'static str> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err("required");
    }
    if let Ok(ip) = raw.parse::<IpAddr>() {
        let many = ip.is_multicast() || ip.is_unspecified() || matches!(ip, IpAddr::V4(v4) if v4.is_broadcast());
        return if many { Err("not-an-address") } else { Ok(ip.to_string()) };
    }
    let lower = raw.to_ascii_lowercase();
    // A last label in hexadecimal is read as a number by the C library, and the name as an address in disguise.
    let disguised = lower.rsplit('.').next().and_then(|last| last.strip_prefix("0x")).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    // `host_name` forgives a port and a last dot, which an address has no use for.
    host_name(&lower).filter(|host| *host == lower && !disguised).ok_or("not-an-address")
}

fn port(raw: &str) -> Result<u16, &'static str> {
    match raw.trim() {
        "" => Err("required"),
        digits => digits.parse::<u16>().ok().filter(|port| *port > 0).ok_or("not-a-port"),
    }
}

fn interval(raw: &str) -> Result<i32, &'static str> {
    match raw.trim() {
        "" => Err("required"),
        digits => digits.parse::<i32>().ok().filter(|seconds| INTERVAL_SECONDS.contains(seconds)).ok_or("interval-range"),
    }
}

fn choice<T>(raw: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, &'static str> {
    if raw.is_empty() { Err("required") } else { parse(raw).ok_or("not-a-choice") }
}

fn community(faults: &mut Vec<FieldError>, form: &DeviceForm, kept: Option<&Credential>) -> Option<Credential> {
    if form.community.is_empty()
        && let Some(Credential::Community { community }) = kept
    {
        return Some(Credential::Community { community: community.clone() });
    }
    let community = take(faults, "community", secret(&form.community, 1))?;
    Some(Credential::Community { community })
}

fn usm(faults: &mut Vec<FieldError>, form: &DeviceForm, kept: Option<&Credential>) -> Option<Credential> {
    let (kept_auth, kept_privacy) = match kept {
        Some(Credential::Usm { auth_passphrase, privacy_passphrase, .. }) => (Some(auth_passphrase), Some(privacy_passphrase)),
        _ => (None, None),
    };
    let known = |names: [&'static str; 2]| move |raw: &str| names.into_iter().find(|name| *name == raw).map(str::to_owned);
    let user = take(faults, "usm_user", bounded(form.usm_user.trim(), 1, USM_USER_MAX));
    let auth = take(faults, "usm_auth", choice(&form.usm_auth, known(["sha1", "sha256"])));
    let auth_passphrase = take(faults, "usm_auth_passphrase", passphrase(&form.usm_auth_passphrase, kept_auth));
    let privacy = take(faults, "usm_privacy", choice(&form.usm_privacy, known(["aes128", "aes256"])));
    let privacy_passphrase = take(faults, "usm_privacy_passphrase", passphrase(&form.usm_privacy_passphrase, kept_privacy));
    Some(Credential::Usm { user: user?, auth: auth?, auth_passphrase: auth_passphrase?, privacy: privacy?, privacy_passphrase: privacy_passphrase? })
}

fn passphrase(raw: &str, kept: Option<&String>) -> Result<String, &'static str> {
    match kept {
        Some(kept) if raw.is_empty() => Ok(kept.clone()),
        _ => secret(raw, PASSPHRASE_MIN),
    }
}

fn secret(raw: &str, min: usize) -> Result<String, &'static str> {
    bounded(raw, min, SECRET_MAX)
}

/// `min` counts characters, `max` bytes.
fn bounded(raw: &str, min: usize, max: usize) -> Result<String, &'static str> {
    if raw.is_empty() {
        Err("required")
    } else if raw.len() > max {
        Err("too-long")
    } else if raw.chars().count() < min {
        Err("passphrase-short")
    } else if raw.chars().any(char::is_control) {
        Err("control-characters")
    } else {
        Ok(raw.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn v2c() -> DeviceForm {
        DeviceForm {
            name: " core-1 ".to_owned(),
            address: "Router.Example".to_owned(),
            port: "161".to_owned(),
            version: "v2c".to_owned(),
            interval_seconds: "60".to_owned(),
            community: "private words".to_owned(),
            ..DeviceForm::default()
        }
    }

    fn v3() -> DeviceForm {
        DeviceForm {
            version: "v3".to_owned(),
            usm_user: "poller".to_owned(),
            usm_auth: "sha256".to_owned(),
            usm_auth_passphrase: "auth-passphrase".to_owned(),
            usm_privacy: "aes256".to_owned(),
            usm_privacy_passphrase: "privacy-passphrase".to_owned(),
            community: String::new(),
            ..v2c()
        }
    }

    fn codes(form: &DeviceForm, kept: Option<&Credential>) -> Vec<(String, String)> {
        read(form, kept).err().unwrap_or_default().into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    fn one(field: &str, code: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), code.to_owned())]
    }

    #[test]
    fn a_good_form_is_read_as_meant() {
        let spec = read(&v2c(), None).unwrap();
        assert_eq!((spec.name.as_str(), spec.address.as_str(), spec.port), ("core-1", "router.example", 161));
        assert_eq!(spec.credential, Credential::Community { community: "private words".to_owned() });
        assert!(matches!(read(&v3(), None).unwrap().credential, Credential::Usm { .. }));
    }

    #[test]
    fn an_empty_form_names_every_field() {
        let fields: Vec<_> = codes(&DeviceForm::default(), None);
        for field in ["name", "address", "port", "interval_seconds", "version"] {
            assert!(fields.contains(&(field.to_owned(), "required".to_owned())), "{field}");
        }
    }

    #[test]
    fn addresses() {
        for good in ["10.0.0.1", "::1", "2001:db8::7", "router", "a.b.example"] {
            assert!(codes(&DeviceForm { address: good.to_owned(), ..v2c() }, None).is_empty(), "{good}");
        }
        for bad in [
            "10.0.0.1:161",
            "router:161",
            "http://router",
            "router/x",
            "user@router",
            "[::1]",
            "fe80::1%eth0",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
            "10.0.0",
            "a b",
            "-a",
            "router.",
            "10.1",
            "0x7f000001",
            "2130706433",
            "127.0.0.0x1",
            "0X7F.1",
        ] {
            assert_eq!(codes(&DeviceForm { address: bad.to_owned(), ..v2c() }, None), one("address", "not-an-address"), "{bad}");
        }
    }

    #[test]
    fn numbers() {
        for bad in ["0", "65536", "-1", "x", "1.5"] {
            assert_eq!(codes(&DeviceForm { port: bad.to_owned(), ..v2c() }, None), one("port", "not-a-port"), "{bad}");
        }
        for bad in ["9", "301", "-10", "x"] {
            let form = DeviceForm { interval_seconds: bad.to_owned(), ..v2c() };
            assert_eq!(codes(&form, None), one("interval_seconds", "interval-range"), "{bad}");
        }
    }

    #[test]
    fn secrets_are_asked_for_and_kept_only_for_the_same_kind() {
        let bare = DeviceForm { community: String::new(), ..v2c() };
        assert_eq!(codes(&bare, None), one("community", "required"));
        let kept = Credential::Community { community: "old".to_owned() };
        assert_eq!(read(&bare, Some(&kept)).unwrap().credential, kept);

        let bare = DeviceForm { usm_auth_passphrase: String::new(), usm_privacy_passphrase: String::new(), ..v3() };
        assert_eq!(codes(&bare, Some(&kept)).len(), 2);
        let kept = read(&v3(), None).unwrap().credential;
        assert_eq!(read(&bare, Some(&kept)).unwrap().credential, kept);

        assert_eq!(codes(&DeviceForm { usm_auth_passphrase: "seven77".to_owned(), ..v3() }, None), one("usm_auth_passphrase", "passphrase-short"));
        assert_eq!(codes(&DeviceForm { usm_auth: "md5".to_owned(), ..v3() }, None), one("usm_auth", "not-a-choice"));
        assert_eq!(codes(&DeviceForm { usm_user: "u".repeat(33), ..v3() }, None), one("usm_user", "too-long"));
        assert_eq!(codes(&DeviceForm { name: "n".repeat(121), ..v2c() }, None), one("name", "too-long"));
    }

    #[test]
    fn the_browser_does_not_ask_for_secrets_it_cannot_know() {
        assert!(check(&DeviceForm { community: String::new(), ..v2c() }, false).is_empty());
        assert_eq!(check(&DeviceForm { community: String::new(), ..v2c() }, true).len(), 1);
        let bare = DeviceForm { usm_auth_passphrase: String::new(), usm_privacy_passphrase: String::new(), ..v3() };
        assert!(check(&bare, false).is_empty());
        assert_eq!(check(&bare, true).len(), 2);
    }

    proptest! {
        #[test]
        fn an_accepted_address_names_one_host_and_is_a_fixed_point(raw in "\\PC{0,40}|[0-9.:]{1,20}|[a-z0-9.-]{1,30}") {
            if let Ok(accepted) = address(&raw) {
                prop_assert_eq!(address(&accepted), Ok(accepted.clone()));
                prop_assert!(!accepted.chars().any(|c| "/@[]% \\?#".contains(c)));
            }
        }
    }
}
