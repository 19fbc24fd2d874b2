//! What may be typed into the settings of a node.

use kernel::{FieldError, Locale};

use super::isp_form;

/// Days a week begins with somewhere (Unicode CLDR): Monday, Friday, Saturday, Sunday.
pub const FIRST_DAYS: [i16; 4] = [1, 5, 6, 7];

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsForm {
    /// Language tag; empty for what is above.
    pub locale: String,
    /// IANA name; empty for what is above.
    pub time_zone: String,
    /// ISO 4217; empty where it is not chosen.
    pub currency: String,
    /// A digit; empty where it is not chosen.
    pub first_day: String,
    /// The version that the form was opened on.
    pub row_version: String,
}

/// As stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language of its pages.
    pub locale: Option<Locale>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// ISO 4217; roots only.
    pub currency: Option<String>,
    /// ISO 8601; roots only.
    pub first_day: Option<i16>,
}

/// Checks every field, so that all faults show at once. Below the tenant's root money and the week are not looked at; the
/// root needs a time zone, as it has nobody to follow.
pub fn check(form: &SettingsForm, root: bool) -> Result<Settings, Vec<FieldError>> {
    let mut faults = Vec::new();
    let locale = chosen(&mut faults, "locale", &form.locale, |tag| Locale::parse(tag).ok_or("not-a-choice"));
    let time_zone = chosen(&mut faults, "time_zone", &form.time_zone, isp_form::time_zone);
    let mut settings = Settings { locale, time_zone, ..Settings::default() };
    if root {
        settings.currency = chosen(&mut faults, "currency", &form.currency, isp_form::currency);
        settings.first_day = chosen(&mut faults, "first_day", &form.first_day, first_day);
        if form.time_zone.trim().is_empty() {
            faults.push(FieldError::new("time_zone", "required"));
        }
    }
    if faults.is_empty() { Ok(settings) } else { Err(faults) }
}

fn first_day(raw: &str) -> Result<i16, &'static str> {
    raw.parse().ok().filter(|day| FIRST_DAYS.contains(day)).ok_or("not-a-choice")
}

fn chosen<T>(faults: &mut Vec<FieldError>, field: &str, raw: &str, read: impl Fn(&str) -> Result<T, &'static str>) -> Option<T> {
    let raw = raw.trim();
    if raw.is_empty() {
        return None;
    }
    read(raw).map_err(|code| faults.push(FieldError::new(field, code))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(locale: &str, time_zone: &str, currency: &str, first_day: &str) -> SettingsForm {
        let [locale, time_zone, currency, first_day] = [locale, time_zone, currency, first_day].map(str::to_owned);
        SettingsForm { locale, time_zone, currency, first_day, row_version: "0".to_owned() }
    }

    #[test]
    fn a_root_decides_everything_and_needs_a_zone() {
        let settings = check(&form("ar", " Asia/Beirut ", "lbp", "6"), true).unwrap();
        assert_eq!(settings.locale.map(Locale::tag), Some("ar"));
        assert_eq!((settings.time_zone.as_deref(), settings.currency.as_deref(), settings.first_day), (Some("Asia/Beirut"), Some("LBP"), Some(6)));
        assert_eq!(check(&form("", "", "", ""), true), Err(vec![FieldError::new("time_zone", "required")]));
        let faults = check(&form("xx", "Mars/Olympus", "XXX", "2"), true).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["locale", "time_zone", "currency", "first_day"]);
    }

    #[test]
    fn below_it_money_and_the_week_are_not_looked_at() {
        assert_eq!(check(&form("", "", "XXX", "9"), false), Ok(Settings::default()));
    }
}
