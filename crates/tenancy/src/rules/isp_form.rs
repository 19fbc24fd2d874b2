//! The form for a new ISP: from what was typed to what is stored, with every fault at its field.

use kernel::{FieldError, Locale, TenantId};

use crate::model::Limits;

/// First labels of host names that stand for the platform itself or that people would mistake for it.
const RESERVED: [&str; 24] = [
    "account",
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "billing",
    "blog",
    "cdn",
    "docs",
    "founder",
    "ftp",
    "help",
    "localhost",
    "login",
    "mail",
    "metrics",
    "ns1",
    "ns2",
    "platform",
    "root",
    "smtp",
    "status",
    "www",
];

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IspForm {
    /// The id that the form came with.
    pub id: String,
    /// The ISP's name.
    pub name: String,
    /// First label of its host name.
    pub label: String,
    /// ISO 4217.
    pub currency: String,
    /// Language tag.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// The first owner's e-mail address.
    pub email: String,
}

/// As stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIsp {
    /// The id that the form came with.
    pub id: TenantId,
    /// 1 to 120 characters.
    pub name: String,
    /// First label of its host name, lower case.
    pub label: String,
    /// ISO 4217.
    pub currency: String,
    /// The language of its pages.
    pub locale: Locale,
    /// IANA name.
    pub time_zone: String,
    /// The first owner's e-mail address.
    pub email: String,
}

/// Checks every field, so that all faults show at once.
pub fn check(form: &IspForm) -> Result<NewIsp, Vec<FieldError>> {
    let mut faults = Vec::new();
    let id = form.id.parse::<TenantId>().ok().filter(|id| id.0.get_version_num() == 7);
    if id.is_none() {
        faults.push(FieldError::new("", "stale-form"));
    }
    let name = note(&mut faults, "name", name(&form.name));
    let label = note(&mut faults, "label", label(&form.label));
    let currency = note(&mut faults, "currency", currency(&form.currency));
    let locale = note(&mut faults, "locale", Locale::parse(form.locale.trim()).ok_or("not-a-choice"));
    let time_zone = note(&mut faults, "time_zone", time_zone(&form.time_zone));
    let email = note(&mut faults, "email", kernel::validate::email(&form.email).ok_or("not-an-email"));
    match (id, name, label, currency, locale, time_zone, email) {
        (Some(id), Some(name), Some(label), Some(currency), Some(locale), Some(time_zone), Some(email)) => {
            Ok(NewIsp { id, name, label, currency, locale, time_zone, email })
        }
        _ => Err(faults),
    }
}

fn note<T>(faults: &mut Vec<FieldError>, field: &str, checked: Result<T, &'static str>) -> Option<T> {
    checked.map_err(|code| faults.push(FieldError::new(field, code))).ok()
}

/// A name for people or nodes: 1 to 120 characters, none of them a control character.
pub fn name(raw: &str) -> Result<String, &'static str> {
    let typed = raw.trim();
    if typed.is_empty() {
        return Err("required");
    }
    if typed.chars().count() > 120 {
        return Err("too-long");
    }
    kernel::validate::label(typed, 120).ok_or("control-characters")
}

/// Why an ISP's state changes: at most 500 characters, over several lines if need be; empty only where none is `needed`.
pub fn reason(raw: &str, needed: bool) -> Result<&str, &'static str> {
    let reason = raw.trim();
    if reason.is_empty() && needed {
        return Err("required");
    }
    if reason.chars().count() > 500 {
        return Err("too-long");
    }
    let fits = !reason.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    fits.then_some(reason).ok_or("control-characters")
}

/// The first label of a host name: letters, digits and inner hyphens (RFC 1123), 2 to 40 of them, and not a reserved one.
pub fn label(raw: &str) -> Result<String, &'static str> {
    let label = raw.trim().to_ascii_lowercase();
    if label.is_empty() {
        return Err("required");
    }
    let fits = (2..=40).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
        // Two hyphens in third place mark an encoded international name (RFC 5890), which could look like another's.
        && label.get(2..4) != Some("--");
    if !fits {
        return Err("not-a-label");
    }
    if RESERVED.contains(&label.as_str()) { Err("host-taken") } else { Ok(label) }
}

/// An ISO 4217 code of money that people use today.
pub fn currency(raw: &str) -> Result<String, &'static str> {
    let code = raw.trim().to_ascii_uppercase();
    if currencies().contains(&code) { Ok(code) } else { Err("not-a-choice") }
}

/// Every code that [`currency`] takes, sorted.
#[must_use]
pub fn currencies() -> Vec<String> {
    use iso_currency::{Currency, IntoEnumIterator};
    let used = Currency::iter().filter(|currency| !currency.is_special() && !currency.is_fund());
    let mut codes: Vec<String> = used.map(|currency| currency.code().to_owned()).collect();
    codes.sort();
    codes
}

/// An IANA time zone.
pub fn time_zone(raw: &str) -> Result<String, &'static str> {
    raw.trim().parse::<chrono_tz::Tz>().map(|zone| zone.name().to_owned()).map_err(|_unknown| "not-a-choice")
}

/// Every name that [`time_zone`] takes and a person would choose, sorted: places, and UTC.
#[must_use]
pub fn time_zones() -> Vec<String> {
    let places = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let mut names: Vec<String> = places.filter(|name| *name == "UTC" || (name.contains('/') && !name.starts_with("Etc/"))).map(str::to_owned).collect();
    names.sort();
    names
}

/// Limits as typed; an empty field means none.
pub fn limits(subscribers: &str, devices: &str, staff: &str) -> Result<Limits, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut read = |field: &str, raw: &str| match raw.trim() {
        "" => None,
        typed => match typed.parse::<u32>().ok().filter(|count| *count <= 10_000_000) {
            Some(count) => Some(count),
            None => {
                faults.push(FieldError::new(field, "not-a-count"));
                None
            }
        },
    };
    let limits = Limits { subscribers: read("subscribers", subscribers), devices: read("devices", devices), staff: read("staff", staff) };
    if faults.is_empty() { Ok(limits) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> IspForm {
        IspForm {
            id: "0192f0c1-1111-7111-8111-111111111111".to_owned(),
            name: " Bekaa Net ".to_owned(),
            label: "Bekaa".to_owned(),
            currency: "lbp".to_owned(),
            locale: "ar".to_owned(),
            time_zone: "Asia/Beirut".to_owned(),
            email: "Owner@Bekaa.example".to_owned(),
        }
    }

    #[test]
    fn what_is_typed_is_cleaned() {
        let isp = check(&form()).unwrap();
        assert_eq!((isp.name.as_str(), isp.label.as_str(), isp.currency.as_str()), ("Bekaa Net", "bekaa", "LBP"));
        assert_eq!((isp.email.as_str(), isp.locale.tag()), ("owner@bekaa.example", "ar"));
    }

    #[test]
    fn a_reason_is_short_text() {
        assert_eq!(reason(" unpaid\nsince May ", true), Ok("unpaid\nsince May"));
        assert_eq!((reason(" ", true), reason(" ", false)), (Err("required"), Ok("")));
        assert_eq!(reason(&"é".repeat(501), false), Err("too-long"));
        assert_eq!(reason("a\u{0}b", true), Err("control-characters"));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let faults = check(&IspForm { id: "x".to_owned(), ..IspForm::default() }).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["", "name", "label", "currency", "locale", "time_zone", "email"]);
    }

    #[test]
    fn labels() {
        for (raw, expected) in [
            ("bekaa-net", Ok("bekaa-net")),
            ("", Err("required")),
            ("a", Err("not-a-label")),
            ("-ab", Err("not-a-label")),
            ("ab-", Err("not-a-label")),
            ("a.b", Err("not-a-label")),
            ("a_b", Err("not-a-label")),
            ("xn--bcher-kva", Err("not-a-label")),
            ("بقاع", Err("not-a-label")),
            ("www", Err("host-taken")),
            ("founder", Err("host-taken")),
        ] {
            assert_eq!(label(raw).as_deref().map_err(|code| *code), expected, "{raw:?}");
        }
        assert_eq!(label(&"a".repeat(41)), Err("not-a-label"));
    }

    #[test]
    fn money_and_time() {
        for code in ["USD", "LBP", "INR", "KES", "MXN", "EUR"] {
            assert!(currencies().contains(&code.to_owned()), "{code}");
        }
        for none in ["XXX", "XAU", "DEM", "", "usdollar"] {
            assert_eq!(currency(none), Err("not-a-choice"), "{none}");
        }
        assert_eq!(time_zone("Asia/Kolkata").as_deref(), Ok("Asia/Kolkata"));
        assert_eq!(time_zone("Mars/Olympus"), Err("not-a-choice"));
        assert!(time_zones().contains(&"Asia/Beirut".to_owned()) && time_zones().contains(&"UTC".to_owned()));
    }

    #[test]
    fn limits_are_counts_or_nothing() {
        assert_eq!(limits("", " 12 ", "0").unwrap(), Limits { subscribers: None, devices: Some(12), staff: Some(0) });
        let faults = limits("-1", "many", "99999999999").unwrap_err();
        assert_eq!(faults.len(), 3);
    }
}
