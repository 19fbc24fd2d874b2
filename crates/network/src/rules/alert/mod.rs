//! Whether an object is in trouble by a rule: a state machine for each (rule, object), ok → pending → firing → recovering →
//! ok. What is not known neither fires nor clears; what goes back and forth is said once and then muted. It says what is to
//! be told, so that a recovery is told exactly where its problem was.

mod code;
mod flapping;
mod machine;
mod replay;
#[cfg(test)]
mod tests;

pub use code::{code, read_code};
pub use machine::{Change, Notice, Observed, Phase, State, Turn, step};
pub use replay::{Found, replay};

use crate::model::AlertKind;

/// When a rule fires and when it clears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// A problem from this value on.
    pub raise_at: i64,
    /// Over below this value, which is at most [`Rule::raise_at`]; between the two nothing changes.
    pub clear_below: i64,
    /// Fires when so many …
    pub raise_for: u32,
    /// … of this many last observations were a problem (1 to 16).
    pub raise_of: u32,
    /// Clears after this many calm observations in a row.
    pub clear_for: u32,
}

impl Rule {
    /// What a tenant begins with. Utilisation is in per mille of the line's speed over five minutes, the busier direction;
    /// a full line is one at 99 %, because frames have gaps between them. A link's value is the number of polls in a row
    /// that found it down, a device's the number of pings in a row that it missed; a group's sum is in per mille of its own
    /// threshold.
    #[must_use]
    pub const fn builtin(kind: AlertKind) -> Self {
        match kind {
            AlertKind::UtilisationHigh => Self { raise_at: 800, clear_below: 700, raise_for: 2, raise_of: 3, clear_for: 2 },
            AlertKind::UtilisationFull => Self { raise_at: 990, clear_below: 900, raise_for: 2, raise_of: 3, clear_for: 2 },
            AlertKind::LinkDown | AlertKind::DeviceDown => Self { raise_at: 3, clear_below: 1, raise_for: 1, raise_of: 1, clear_for: 1 },
            AlertKind::GroupTotal => Self { raise_at: 1_000, clear_below: 950, raise_for: 1, raise_of: 1, clear_for: 1 },
        }
    }
}
