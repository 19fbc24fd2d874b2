//! Rules of alerts as screens see them.

use serde::{Deserialize, Serialize};

use super::{AlertKind, AlertObject};

/// What the ISP's rule of a kind says. Values are in the kind's unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleView {
    /// What it watches.
    pub kind: AlertKind,
    /// Whether it does.
    pub enabled: bool,
    /// A problem from this value on.
    pub raise_at: i64,
    /// Over below this value.
    pub clear_below: i64,
    /// Fires on so many …
    pub raise_for: u32,
    /// … of this many last observations.
    pub raise_of: u32,
    /// Clears after this many calm ones in a row.
    pub clear_for: u32,
    /// Changes with every change; 0 where the ISP has not changed it and nothing was evaluated yet.
    pub version: i64,
}

/// A rule as typed. Utilisation is typed in per cent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleForm {
    /// `yes` or `no`.
    pub enabled: String,
    /// A problem from this value on.
    pub raise_at: String,
    /// Over below this value.
    pub clear_below: String,
    /// Fires on so many …
    pub raise_for: String,
    /// … of this many last observations.
    pub raise_of: String,
    /// Clears after this many calm ones in a row.
    pub clear_for: String,
    /// The version that the form was opened on.
    pub row_version: String,
}

/// An object that a rule would have fired on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// Which.
    pub object: AlertObject,
    /// How many problems it would have had.
    pub problems: u32,
    /// How long they would have lasted together, in minutes.
    pub minutes: i64,
    /// When the last one would have begun, Unix milliseconds.
    pub last_ms: i64,
}

/// What a rule would have done in the last days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePreview {
    /// How many days were tried: seven, fewer in a very large network. 0: of what this rule watches only what really happened
    /// is known.
    pub days: u32,
    /// Problems that there would have been.
    pub problems: u64,
    /// Those of the rule as it is stored; where nothing was tried, those that it really found in seven days.
    pub stored: u64,
    /// The objects with the most, at most 20.
    pub worst: Vec<PreviewLine>,
    /// Objects beyond those.
    pub further: u64,
    /// There were more objects with high values than are tried: only those with the most were.
    pub cut: bool,
}

/// A rule on its way to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    /// The rule as it is stored.
    pub rule: RuleView,
    /// What is wrong with the draft; empty where there is none or it is right.
    pub faults: Vec<kernel::FieldError>,
    /// What the draft would have done; `None` where there is none or it is wrong.
    pub preview: Option<RulePreview>,
}
