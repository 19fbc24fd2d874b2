//! How traffic is spoken of. Staff read a port as the router counts it, in and out. A customer sits at the other end of the
//! line: what the router sends out is the customer's download, and it comes first.

use serde::{Deserialize, Serialize};
use ui::words::t;

use crate::context::use_viewer;

/// Which words and which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Voice {
    /// In, then out.
    Staff,
    /// Download (the port's out), then upload (its in).
    Customer,
}

impl Voice {
    /// The present viewer's.
    #[must_use]
    pub fn of_viewer() -> Self {
        if use_viewer().is_some_and(|viewer| !viewer.is_staff()) { Voice::Customer } else { Voice::Staff }
    }

    /// A port's in and out in the order in which they are shown.
    #[must_use]
    pub fn order<T>(self, inward: T, outward: T) -> (T, T) {
        match self {
            Voice::Staff => (inward, outward),
            Voice::Customer => (outward, inward),
        }
    }

    /// What the first figure is called; a chart draws it above the axis.
    #[must_use]
    pub fn first(self) -> String {
        match self {
            Voice::Staff => t("traffic-in"),
            Voice::Customer => t("traffic-download"),
        }
    }

    /// What the second figure is called.
    #[must_use]
    pub fn second(self) -> String {
        match self {
            Voice::Staff => t("traffic-out"),
            Voice::Customer => t("traffic-upload"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Voice;

    #[test]
    fn what_a_port_sends_is_the_customers_download() {
        assert_eq!(Voice::Customer.order("in", "out"), ("out", "in"));
        assert_eq!(Voice::Staff.order("in", "out"), ("in", "out"));
    }
}
