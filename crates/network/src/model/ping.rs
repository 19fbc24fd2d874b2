//! Pings and link states as collectors and screens see them.

use kernel::{DeviceId, InterfaceId};
use serde::{Deserialize, Serialize};

use super::Range;

/// Whether a device answers pings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Nothing is known, or nothing fresh.
    #[default]
    Unknown,
    /// It answered.
    Up,
    /// It missed three in a row.
    Down,
}

impl Reach {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// Reads a stored name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Unknown, Self::Up, Self::Down].into_iter().find(|reach| reach.as_str() == name)
    }
}

/// How a device does by its pings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingNow {
    /// Whether it answers.
    pub reach: Reach,
    /// Since when, Unix milliseconds; `None` where nothing fresh is known.
    pub since_ms: Option<i64>,
    /// The last answer, Unix milliseconds; `None` if there never was one.
    pub answered_ms: Option<i64>,
    /// How long it took, in microseconds.
    pub round_trip_us: Option<u32>,
}

/// Pings of a step, or of a whole range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingFigures {
    /// Pings that were sent.
    pub sent: i64,
    /// Pings that were answered.
    pub received: i64,
    /// Shortest round trip in microseconds; `None` where none was answered.
    pub least_us: Option<i64>,
    /// Sum of all round trips in microseconds.
    pub sum_us: i64,
    /// Longest round trip.
    pub most_us: Option<i64>,
}

impl PingFigures {
    /// Average round trip in microseconds; `None` where none was answered.
    #[must_use]
    pub fn average_us(&self) -> Option<i64> {
        (self.received > 0).then(|| self.sum_us / self.received)
    }

    /// Lost pings in per mille, so that a single one of many is not rounded away; `None` where none was sent.
    #[must_use]
    pub fn loss_permille(&self) -> Option<i64> {
        let lost = self.sent.saturating_sub(self.received);
        (self.sent > 0).then(|| (lost.saturating_mul(1_000) / self.sent).max(i64::from(lost > 0)))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let least = |one: Option<i64>, two: Option<i64>| one.into_iter().chain(two).min();
        Self {
            sent: self.sent.saturating_add(other.sent),
            received: self.received.saturating_add(other.received),
            least_us: least(self.least_us, other.least_us),
            sum_us: self.sum_us.saturating_add(other.sum_us),
            most_us: self.most_us.max(other.most_us),
        }
    }
}

/// Pings between two points in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingStep {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End, Unix milliseconds.
    pub to_ms: i64,
    /// What they came to.
    pub figures: PingFigures,
}

/// A device's pings over a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PingSeries {
    /// Whose.
    pub device: DeviceId,
    /// Which range.
    pub range: Range,
    /// How it does now.
    pub now: PingNow,
    /// Start of the range, Unix milliseconds.
    pub from_ms: i64,
    /// End of the range, Unix milliseconds.
    pub to_ms: i64,
    /// Steps with pings, oldest first; where there is none, nothing was asked.
    pub steps: Vec<PingStep>,
    /// Over the whole range.
    pub whole: PingFigures,
}

/// How a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Up, with traffic.
    Up,
    /// Up, without traffic for some minutes.
    Idle,
    /// Down, while its device answers.
    Down,
    /// Its device does not answer.
    Unreachable,
    /// Nothing fresh is known.
    Unknown,
}

impl LinkState {
    /// As a code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Idle => "idle",
            Self::Down => "down",
            Self::Unreachable => "unreachable",
            Self::Unknown => "unknown",
        }
    }
}

/// A device or an interface and how it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkItem {
    /// A device, by its pings.
    Device {
        /// Identity.
        id: DeviceId,
        /// What the ISP calls it.
        name: String,
        /// How it does.
        now: PingNow,
        /// Its pings of the last five minutes.
        lately: PingFigures,
    },
    /// An interface.
    Interface {
        /// Identity.
        id: InterfaceId,
        /// ifName.
        name: String,
        /// Its device, where the viewer may see it.
        device: Option<DeviceId>,
        /// How it does.
        state: LinkState,
        /// Since when it is up or down, Unix milliseconds, where that was seen.
        since_ms: Option<i64>,
    },
}

/// Where a list of link states continues: devices come first, each kind by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPlace {
    /// After a device.
    Device(DeviceId),
    /// After an interface.
    Interface(InterfaceId),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_add_up() {
        let one = PingFigures { sent: 6, received: 5, least_us: Some(900), sum_us: 5_000, most_us: Some(1_200) };
        let none = PingFigures { sent: 6, received: 0, ..PingFigures::default() };
        assert_eq!((one.average_us(), one.loss_permille()), (Some(1_000), Some(166)));
        assert_eq!((none.average_us(), none.loss_permille()), (None, Some(1_000)));
        assert_eq!(PingFigures::default().loss_permille(), None);
        let both = one.and(none);
        assert_eq!((both.sent, both.received, both.least_us, both.most_us, both.average_us()), (12, 5, Some(900), Some(1_200), Some(1_000)));
        assert_eq!(PingFigures { sent: 5_000, received: 4_999, ..one }.loss_permille(), Some(1), "one of many is not none");
    }
}
