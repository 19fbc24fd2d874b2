//! Traffic over time.

use serde::{Deserialize, Serialize};

/// The ranges a chart offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Range {
    /// The last hour, from raw samples.
    #[default]
    #[serde(rename = "1h")]
    Hour,
    /// The last 24 hours, from 5-minute rollups.
    #[serde(rename = "24h")]
    Day,
    /// The last 7 days, from 1-hour rollups.
    #[serde(rename = "7d")]
    Week,
    /// The last 30 days, from 1-hour rollups.
    #[serde(rename = "30d")]
    Month,
}

impl Range {
    /// Shortest first.
    pub const ALL: [Range; 4] = [Range::Hour, Range::Day, Range::Week, Range::Month];

    /// As in the URL: `1h`, `24h`, `7d`, `30d`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Range::Hour => "1h",
            Range::Day => "24h",
            Range::Week => "7d",
            Range::Month => "30d",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.as_str() == name)
    }

    /// Length in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        match self {
            Range::Hour => 3_600,
            Range::Day => 86_400,
            Range::Week => 7 * 86_400,
            Range::Month => 30 * 86_400,
        }
    }

    /// The coarsest table that still draws the range well.
    #[must_use]
    pub fn resolution(self) -> Resolution {
        match self {
            Range::Hour => Resolution::Raw,
            Range::Day => Resolution::FiveMinutes,
            Range::Week | Range::Month => Resolution::Hour,
        }
    }
}

/// Which table answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Resolution {
    /// As polled.
    Raw,
    /// 1-minute rollups.
    Minute,
    /// 5-minute rollups.
    FiveMinutes,
    /// 1-hour rollups.
    Hour,
    /// 1-day rollups (days in UTC).
    Day,
}

/// Averages over `from_ms` … `to_ms`; only measured time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End, Unix milliseconds.
    pub to_ms: i64,
    /// Average in, bit/s, over the measured part.
    pub in_bps: i64,
    /// Average out, bit/s, over the measured part.
    pub out_bps: i64,
    /// Highest measured rate in within the step.
    pub in_peak_bps: i64,
    /// Highest measured rate out within the step.
    pub out_peak_bps: i64,
    /// Octets in.
    pub in_octets: i64,
    /// Octets out.
    pub out_octets: i64,
    /// How much of the step was measured, in milliseconds.
    pub measured_ms: i64,
}

/// Why nothing could be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// The counters went backwards or ifCounterDiscontinuityTime changed.
    Reset,
    /// The agent started anew (sysUpTime).
    Reboot,
    /// The reading would mean more than the line can carry.
    Implausible,
    /// The kind of counter changed.
    Changed,
    /// Read so late that samples of that time are not kept any more.
    TooOld,
}

impl GapReason {
    /// As stored in `gaps.reason`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            GapReason::Reset => "reset",
            GapReason::Reboot => "reboot",
            GapReason::Implausible => "implausible",
            GapReason::Changed => "changed",
            GapReason::TooOld => "too_old",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Reset, Self::Reboot, Self::Implausible, Self::Changed, Self::TooOld].into_iter().find(|reason| reason.as_str() == name)
    }
}

/// A stretch without figures, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Start, Unix milliseconds.
    pub from_ms: i64,
    /// End, Unix milliseconds.
    pub to_ms: i64,
    /// Why.
    pub reason: GapReason,
}

/// What a chart and its table show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Which range.
    pub range: Range,
    /// Which table answered.
    pub resolution: Resolution,
    /// Start of the range, Unix milliseconds.
    pub from_ms: i64,
    /// End of the range, Unix milliseconds.
    pub to_ms: i64,
    /// Measured steps, oldest first; a hole between two is a gap.
    pub points: Vec<Point>,
    /// Known gaps with their reasons.
    pub gaps: Vec<Gap>,
    /// Octets in over the range.
    pub in_octets: i64,
    /// Octets out over the range.
    pub out_octets: i64,
    /// Offset of the viewer's time zone from UTC at the range's end, in minutes.
    pub utc_offset_minutes: i32,
    /// The viewer's time zone (IANA name).
    pub time_zone: String,
}
