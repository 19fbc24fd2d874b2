//! Groups of interfaces whose traffic is added up, and the 95th percentile of a month.

use kernel::{DeviceId, GroupId, InterfaceId, OrgId};
use serde::{Deserialize, Serialize};

use super::{OrgRef, Series};

/// A row of the list of groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupItem {
    /// Identity.
    pub id: GroupId,
    /// What the ISP calls it.
    pub name: String,
    /// Who holds it; `None` where that is the ISP or the viewer's own node.
    pub holder: Option<OrgRef>,
    /// Interfaces that count.
    pub members: u32,
    /// How many of them have a fresh figure: the sum is of these.
    pub fresh: u32,
    /// Sum of the last measured rates in, bit/s; `None` where nothing is fresh.
    pub in_bps: Option<i64>,
    /// Likewise out.
    pub out_bps: Option<i64>,
    /// What the contract allows, bit/s.
    pub capacity_bps: Option<i64>,
    /// The members' speeds added up, where all are known.
    pub speed_bps: Option<i64>,
    /// A problem from this sum on, bit/s.
    pub threshold_bps: Option<i64>,
}

impl GroupItem {
    /// What utilisation is measured against: the contract, else the members' speeds.
    #[must_use]
    pub fn limit_bps(&self) -> Option<i64> {
        self.capacity_bps.or(self.speed_bps)
    }
}

/// An interface of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMember {
    /// Identity.
    pub id: InterfaceId,
    /// ifName.
    pub name: String,
    /// ifAlias; may be empty.
    pub alias: String,
    /// The device, where the viewer may see it.
    pub device: Option<(DeviceId, String)>,
    /// It serves the group's holder or somebody below, so it counts.
    pub counts: bool,
    /// Line speed in bit/s, where known.
    pub speed_bps: Option<i64>,
    /// Last measured rate in, bit/s, while fresh.
    pub in_bps: Option<i64>,
    /// Likewise out.
    pub out_bps: Option<i64>,
}

/// The page of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDetail {
    /// The list's facts.
    pub item: GroupItem,
    /// The node that holds it.
    pub org: OrgId,
    /// The row's version, echoed by forms.
    pub row_version: i32,
    /// Its interfaces in the viewer's sight, by device and name.
    pub members: Vec<GroupMember>,
}

/// The form for a group, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    /// What the ISP calls it.
    pub name: String,
    /// The node that holds it; empty: the viewer's own.
    pub org: String,
    /// Whole Mbit/s; empty: none.
    pub capacity_mbps: String,
    /// Whole Mbit/s; empty: not watched.
    pub threshold_mbps: String,
    /// The version that the form was opened on; empty when adding.
    pub row_version: String,
}

/// What happens to a group's interfaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberChange {
    /// These and no others, of the group's version that was seen.
    Replace(i32, Vec<InterfaceId>),
    /// These besides.
    Add(Vec<InterfaceId>),
    /// These no longer.
    Remove(Vec<InterfaceId>),
}

/// The sum of a group's traffic over time.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSeries {
    /// The sums; a step without any measurement is missing. Peaks are the averages: those of several lines cannot be added.
    pub series: Series,
    /// What utilisation is measured against, bit/s.
    pub limit_bps: Option<i64>,
    /// Interfaces that count.
    pub members: u32,
    /// For each step, how many of them were measured for at least half of it: the sum is of these.
    pub measured: Vec<u32>,
}

/// The 95th percentile of a calendar month's five minutes, in the ISP's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Percentile {
    /// The month.
    pub month: Month,
    /// Its beginning, Unix milliseconds.
    pub from_ms: i64,
    /// Its end, or what is looked at of a month that still runs, Unix milliseconds.
    pub to_ms: i64,
    /// The month still runs.
    pub running: bool,
    /// IANA name of the zone whose month it is.
    pub time_zone: String,
    /// Five minutes from beginning to end.
    pub expected: u32,
    /// How many of them were measured for at least half: what is ordered.
    pub measured: u32,
    /// How many of those are sums that some members are missing in.
    pub partial: u32,
    /// The highest that are set aside: a twentieth of the measured, rounded down.
    pub discarded: u32,
    /// The highest that remains, in, bit/s; `None` where nothing was measured.
    pub in_bps: Option<i64>,
    /// Likewise out.
    pub out_bps: Option<i64>,
    /// Stretches that were not measured.
    pub gap_count: u32,
    /// The longest of them, at most 20, oldest first: beginning and end, Unix milliseconds.
    pub gaps: Vec<(i64, i64)>,
}

impl Percentile {
    /// What is billed: the higher direction.
    #[must_use]
    pub fn billed_bps(&self) -> Option<i64> {
        self.in_bps.max(self.out_bps)
    }
}

/// A calendar month, written `2026-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// A month of the years 2000 to 2999.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let year = u16::try_from(year).ok().filter(|year| (2000..3000).contains(year))?;
        let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
        Some(Self { year, month })
    }

    /// Year and month, January being 1.
    #[must_use]
    pub fn parts(self) -> (i32, u32) {
        (self.year.into(), self.month.into())
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        let (year, month) = self.parts();
        if month == 1 { Self::new(year - 1, 12) } else { Self::new(year, month - 1) }
    }

    /// The one after.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        let (year, month) = self.parts();
        if month == 12 { Self::new(year + 1, 1) } else { Self::new(year, month + 1) }
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for Month {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let (year, month) = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2).ok_or(())?;
        Self::new(digits(year).ok_or(())?, digits(month).and_then(|month: i32| u32::try_from(month).ok()).ok_or(())?).ok_or(())
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "no such month")
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_round_trip_and_follow_each_other() {
        let month: Month = "2026-01".parse().unwrap();
        assert_eq!((month.to_string().as_str(), month.parts()), ("2026-01", (2026, 1)));
        assert_eq!(month.before().unwrap().to_string(), "2025-12");
        assert_eq!(month.before().unwrap().after(), Some(month));
        for bad in ["", "2026", "2026-1", "2026-13", "2026-00", "1999-12", "3000-01", "+026-01", "2026-+1", "2026-01-01", "\u{664}026-01"] {
            assert_eq!(bad.parse::<Month>(), Err(()), "{bad}");
        }
    }
}
