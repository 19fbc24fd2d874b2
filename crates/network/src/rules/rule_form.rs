//! The form for a rule of alerts: from what was typed to what is stored, with every fault at its field.

use kernel::FieldError;

use super::alert::Rule;
use crate::model::{AlertKind, RuleForm, RuleView};

/// Steps of five minutes that a rule looks back over at most: an hour.
const STEPS: i64 = 12;
/// Polls or pings in a row at most.
const IN_A_ROW: i64 = 20;

/// Whether a kind's values are a share of a line's speed over five minutes, typed in per cent and stored in per mille; else they
/// are polls or pings in a row.
#[must_use]
pub fn is_share(kind: AlertKind) -> bool {
    match kind {
        AlertKind::UtilisationHigh | AlertKind::UtilisationFull => true,
        AlertKind::LinkDown | AlertKind::DeviceDown => false,
    }
}

/// Reads a form: whether the rule watches, and the rule.
pub fn read(kind: AlertKind, form: &RuleForm) -> Result<(bool, Rule), Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut number = |field: &str, typed: &str, most: i64| match typed.trim().parse::<i64>() {
        Ok(value) if (1..=most).contains(&value) => value,
        _ => {
            faults.push(FieldError::new(field, if most == 100 { "percent-range" } else { "count-range" }));
            1
        }
    };
    let rule = if is_share(kind) {
        let raise_at = number("raise_at", &form.raise_at, 100);
        let clear_below = number("clear_below", &form.clear_below, 100);
        let raise_of = number("raise_of", &form.raise_of, STEPS);
        let raise_for = number("raise_for", &form.raise_for, STEPS);
        let clear_for = number("clear_for", &form.clear_for, STEPS);
        if faults.is_empty() {
            faults.extend((clear_below > raise_at).then(|| FieldError::new("clear_below", "clear-above-raise")));
            faults.extend((raise_for > raise_of).then(|| FieldError::new("raise_for", "for-above-of")));
        }
        Rule { raise_at: raise_at * 10, clear_below: clear_below * 10, raise_for: count(raise_for), raise_of: count(raise_of), clear_for: count(clear_for) }
    } else {
        Rule { raise_at: number("raise_at", &form.raise_at, IN_A_ROW), ..Rule::builtin(kind) }
    };
    let enabled = match form.enabled.as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            faults.push(FieldError::new("enabled", "not-a-choice"));
            true
        }
    };
    if faults.is_empty() { Ok((enabled, rule)) } else { Err(faults) }
}

fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(1)
}

/// A stored rule as the form shows it.
#[must_use]
pub fn typed(rule: &RuleView) -> RuleForm {
    let unit = if is_share(rule.kind) { 10 } else { 1 };
    RuleForm {
        enabled: if rule.enabled { "yes" } else { "no" }.to_owned(),
        raise_at: (rule.raise_at / unit).to_string(),
        clear_below: (rule.clear_below / unit).to_string(),
        raise_for: rule.raise_for.to_string(),
        raise_of: rule.raise_of.to_string(),
        clear_for: rule.clear_for.to_string(),
        row_version: rule.version.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(raise_at: &str, clear_below: &str, raise_for: &str, raise_of: &str, clear_for: &str) -> RuleForm {
        let own = str::to_owned;
        RuleForm {
            enabled: own("yes"),
            raise_at: own(raise_at),
            clear_below: own(clear_below),
            raise_for: own(raise_for),
            raise_of: own(raise_of),
            clear_for: own(clear_for),
            row_version: own("1"),
        }
    }

    fn refused(kind: AlertKind, form: &RuleForm) -> Vec<String> {
        read(kind, form).unwrap_err().into_iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect()
    }

    #[test]
    fn per_cent_is_stored_as_per_mille() {
        let (enabled, rule) = read(AlertKind::UtilisationHigh, &form(" 80", "70", "2", "3", "2")).unwrap();
        assert_eq!((enabled, rule), (true, Rule::builtin(AlertKind::UtilisationHigh)));
        let (_, rule) = read(AlertKind::LinkDown, &form("5", "", "", "", "")).unwrap();
        assert_eq!(rule, Rule { raise_at: 5, ..Rule::builtin(AlertKind::LinkDown) }, "the rest of a link's rule is not asked");
    }

    #[test]
    fn every_fault_is_at_its_field() {
        let high = AlertKind::UtilisationHigh;
        assert_eq!(
            refused(high, &form("101", "x", "0", "13", "")),
            ["raise_at percent-range", "clear_below percent-range", "raise_of count-range", "raise_for count-range", "clear_for count-range"]
        );
        assert_eq!(refused(high, &form("70", "80", "4", "3", "1")), ["clear_below clear-above-raise", "raise_for for-above-of"]);
        assert_eq!(
            refused(AlertKind::DeviceDown, &RuleForm { enabled: "maybe".to_owned(), ..form("21", "", "", "", "") }),
            ["raise_at count-range", "enabled not-a-choice"]
        );
    }

    #[test]
    fn what_is_stored_comes_back_as_it_was_typed() {
        for kind in AlertKind::ALL {
            let rule = Rule::builtin(kind);
            let Rule { raise_at, clear_below, raise_for, raise_of, clear_for } = rule;
            let view = RuleView { kind, enabled: false, raise_at, clear_below, raise_for, raise_of, clear_for, version: 3 };
            assert_eq!(read(kind, &typed(&view)), Ok((false, rule)));
        }
    }
}
