//! Alerts as screens see them.

use std::fmt;
use std::str::FromStr;

use kernel::{DeviceId, InterfaceId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a rule watches. An ISP has one rule of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// An interface is busy: by default from 80 % of its speed on. Values are per mille of the speed.
    UtilisationHigh,
    /// An interface is full: by default from 99 % on. Values are per mille of the speed.
    UtilisationFull,
    /// A link that was up is down. Values are polls in a row that found it so.
    LinkDown,
    /// A device that answered does not answer any more. Values are pings in a row that it missed.
    DeviceDown,
}

impl AlertKind {
    /// Every kind.
    pub const ALL: [AlertKind; 4] = [Self::UtilisationHigh, Self::UtilisationFull, Self::LinkDown, Self::DeviceDown];

    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UtilisationHigh => "utilisation_high",
            Self::UtilisationFull => "utilisation_full",
            Self::LinkDown => "link_down",
            Self::DeviceDown => "device_down",
        }
    }

    /// The object that a rule of this kind watches by this id.
    #[must_use]
    pub fn object(self, id: Uuid) -> AlertObjectId {
        match self {
            Self::UtilisationHigh | Self::UtilisationFull | Self::LinkDown => AlertObjectId::Interface(InterfaceId(id)),
            Self::DeviceDown => AlertObjectId::Device(DeviceId(id)),
        }
    }

    /// Reads a stored name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Which object an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertObjectId {
    /// An interface.
    Interface(InterfaceId),
    /// A device.
    Device(DeviceId),
}

impl AlertObjectId {
    /// The interface, where it is one.
    #[must_use]
    pub fn interface(self) -> Option<Uuid> {
        match self {
            Self::Interface(id) => Some(id.0),
            Self::Device(_) => None,
        }
    }

    /// The device, where it is one.
    #[must_use]
    pub fn device(self) -> Option<Uuid> {
        match self {
            Self::Interface(_) => None,
            Self::Device(id) => Some(id.0),
        }
    }

    /// The id without its kind.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Interface(id) => id.0,
            Self::Device(id) => id.0,
        }
    }
}

impl From<InterfaceId> for AlertObjectId {
    fn from(id: InterfaceId) -> Self {
        Self::Interface(id)
    }
}

impl From<DeviceId> for AlertObjectId {
    fn from(id: DeviceId) -> Self {
        Self::Device(id)
    }
}

/// What an alert is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertObject {
    /// Identity.
    pub id: AlertObjectId,
    /// ifName, or the device's name.
    pub name: String,
    /// ifAlias; may be empty.
    pub alias: String,
    /// The interface's device, where the viewer may see it.
    pub device: Option<(DeviceId, String)>,
}

/// A problem that is not over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertItem {
    /// Of which rule.
    pub kind: AlertKind,
    /// Of what.
    pub object: AlertObject,
    /// Since when, Unix milliseconds.
    pub since_ms: i64,
    /// The last value seen; its unit is the kind's.
    pub value: i64,
    /// It seems to be over.
    pub recovering: bool,
    /// Nothing is known of the object just now.
    pub silent: bool,
    /// It goes back and forth.
    pub flapping: bool,
    /// When somebody took note of it, Unix milliseconds, and who, where the viewer may see the person.
    pub acknowledged: Option<(i64, Option<String>)>,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertChange {
    /// When it was, and which line it is.
    pub place: AlertPlace,
    /// Of which rule.
    pub kind: AlertKind,
    /// Of what.
    pub object: AlertObject,
    /// What happened: the stored name of a turn, or `acknowledged`.
    pub turn: String,
    /// The value seen then; its unit is the kind's. `None` where nothing was seen.
    pub value: Option<i64>,
    /// A mail went out.
    pub told: bool,
}

/// A line's place in the timeline, behind which a page continues. Written as `microseconds.id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AlertPlace {
    /// The line's time, Unix microseconds.
    pub at_us: i64,
    /// The line.
    pub id: Uuid,
}

/// Beyond every time that is stored: the year 10000, in Unix microseconds.
const END_OF_TIME_US: i64 = 253_402_300_800_000_000;

impl AlertPlace {
    /// The line's time, Unix milliseconds.
    #[must_use]
    pub fn at_ms(self) -> i64 {
        self.at_us.div_euclid(1_000)
    }
}

impl fmt::Display for AlertPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at_us, self.id)
    }
}

impl FromStr for AlertPlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at_us, id) = text.split_once('.').ok_or(())?;
        let at_us = at_us.parse().ok().filter(|at_us| (0..END_OF_TIME_US).contains(at_us)).ok_or(())?;
        Ok(Self { at_us, id: id.parse().map_err(|_not_an_id| ())? })
    }
}

impl TryFrom<String> for AlertPlace {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "no such place")
    }
}

impl From<AlertPlace> for String {
    fn from(place: AlertPlace) -> Self {
        place.to_string()
    }
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertPage {
    /// Problems that are not over, those nobody has taken note of first, then the newest; at most 200.
    pub open: Vec<AlertItem>,
    /// How many there are.
    pub open_count: i64,
    /// The newest lines before the asked place.
    pub timeline: Vec<AlertChange>,
    /// What continues the timeline; `None` on its last page.
    pub older: Option<AlertPlace>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_places_round_trip() {
        for kind in AlertKind::ALL {
            assert_eq!(AlertKind::parse(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        let place = AlertPlace { at_us: 1_700_000_000_123_456, id: Uuid::from_u128(7) };
        assert_eq!(place.to_string().parse(), Ok(place));
        for bad in ["", ".", "x.y", "1.", "1", "-1.00000000-0000-0000-0000-000000000007", "9000000000000000000.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(bad.parse::<AlertPlace>(), Err(()), "{bad}");
        }
    }
}
