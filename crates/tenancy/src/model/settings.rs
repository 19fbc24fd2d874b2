//! What a node decides for itself: language, time zone, money, the week.

use serde::{Deserialize, Serialize};

/// The settings of a node, for its form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// Counts the changes; the form brings it back.
    pub version: i64,
    /// The tenant's own node: money and the week are decided here, and there is nothing above to follow.
    pub root: bool,
    /// The tag of its pages' language; `None`: as above, at the root as each browser asks.
    pub locale: Option<String>,
    /// IANA name; `None`: as above.
    pub time_zone: Option<String>,
    /// ISO 4217; `None`: not chosen.
    pub currency: Option<String>,
    /// ISO 8601, 1 is Monday; `None`: not chosen.
    pub first_day: Option<i16>,
    /// The tag of the language that it has where it chooses none.
    pub above_locale: Option<String>,
    /// The time zone that it has where it chooses none.
    pub above_time_zone: Option<String>,
    /// Language tags, each with the language's own name.
    pub languages: Vec<(String, String)>,
    /// ISO 4217 codes.
    pub currencies: Vec<String>,
    /// IANA names.
    pub time_zones: Vec<String>,
}
