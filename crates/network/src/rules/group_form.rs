//! What the form for a group must hold.

use kernel::validate::label;
use kernel::{FieldError, OrgId};

use crate::model::GroupForm;

/// Longest name, in characters.
pub const NAME_MAX: usize = 120;
/// Most that a contract or a threshold can be, in Mbit/s: 100 Tbit/s.
pub const MBPS_MAX: i64 = 100_000_000;

/// A form that holds water.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSpec {
    /// Trimmed name.
    pub name: String,
    /// The node that holds it; `None`: the viewer's own.
    pub org: Option<OrgId>,
    /// bit/s.
    pub capacity_bps: Option<i64>,
    /// bit/s.
    pub threshold_bps: Option<i64>,
}

/// Reads the form; every fault is reported.
pub fn read(form: &GroupForm) -> Result<GroupSpec, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut take = |field: &str, code: &'static str| faults.push(FieldError::new(field, code));
    let name = label(&form.name, NAME_MAX);
    if name.is_none() {
        let trimmed = form.name.trim();
        take(
            "name",
            if trimmed.is_empty() {
                "required"
            } else if trimmed.chars().count() > NAME_MAX {
                "too-long"
            } else {
                "control-characters"
            },
        );
    }
    let org = match form.org.trim() {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    if org.is_none() {
        take("org", "not-a-choice");
    }
    let capacity_bps = rate(&form.capacity_mbps);
    if capacity_bps.is_none() {
        take("capacity_mbps", "not-a-count");
    }
    let threshold_bps = rate(&form.threshold_mbps);
    if threshold_bps.is_none() {
        take("threshold_mbps", "not-a-count");
    }
    match (name, org, capacity_bps, threshold_bps) {
        (Some(name), Some(org), Some(capacity_bps), Some(threshold_bps)) => Ok(GroupSpec { name, org, capacity_bps, threshold_bps }),
        _ => Err(faults),
    }
}

/// Whole Mbit/s as bit/s, from 1 on; `Some(None)` where the field is empty.
fn rate(raw: &str) -> Option<Option<i64>> {
    match raw.trim() {
        "" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse::<i64>().ok().filter(|mbps| (1..=MBPS_MAX).contains(mbps)).map(|mbps| Some(mbps * 1_000_000))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(name: &str, capacity: &str, threshold: &str) -> GroupForm {
        GroupForm { name: name.to_owned(), capacity_mbps: capacity.to_owned(), threshold_mbps: threshold.to_owned(), ..GroupForm::default() }
    }

    #[test]
    fn a_form_is_read_or_told_what_is_wrong() {
        let spec = read(&form(" Transit ", "1000", "950")).unwrap();
        assert_eq!((spec.name.as_str(), spec.capacity_bps, spec.threshold_bps), ("Transit", Some(1_000_000_000), Some(950_000_000)));
        assert_eq!(read(&form("x", "", " ")).unwrap().threshold_bps, None);
        let faults = read(&GroupForm { org: "x".to_owned(), ..form("", "-1", "1.5") }).unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.code.as_str())).collect();
        assert_eq!(told, [("name", "required"), ("org", "not-a-choice"), ("capacity_mbps", "not-a-count"), ("threshold_mbps", "not-a-count")]);
        for bad in ["0", "100000001", "99999999999999999999", "\u{661}", "1e3"] {
            assert_eq!(rate(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_a_rate_has_bounds(raw in "\\PC{0,30}") {
            if let Some(Some(bps)) = rate(&raw) {
                prop_assert!((1_000_000..=MBPS_MAX * 1_000_000).contains(&bps));
            }
        }
    }
}
