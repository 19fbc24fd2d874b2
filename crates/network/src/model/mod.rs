//! Types that screens, actions and collectors share.

mod alert;
mod alert_rule;
mod dashboard;
mod device;
mod interface;
mod overview;
mod ping;
mod pinger;
mod reading;
mod search;
mod series;

pub use alert::{AlertChange, AlertItem, AlertKind, AlertObject, AlertObjectId, AlertPage, AlertPlace};
pub use alert_rule::{PreviewLine, RuleDraft, RuleForm, RulePreview, RuleView};
pub use dashboard::{
    CollectorFigures, CustomerDashboard, CustomerLines, DeviceCounts, IspTrouble, LineNow, NetworkDashboard, Octets, PlatformDashboard, ResellerDashboard,
    SilentDevice, TotalHistory, TotalNow, TotalOf, TotalPoint,
};
pub use device::{Credential, DeviceDetail, DeviceForm, DeviceItem, PollState, SnmpVersion};
pub use interface::{InterfaceDetail, InterfaceItem, InterfacePage, InterfaceQuery, OrgRef, SparkPoint};
pub use overview::IspOverview;
pub use ping::{LinkItem, LinkPlace, LinkState, PingFigures, PingNow, PingSeries, PingStep, Reach};
pub use pinger::{PingMinute, PingState, PingTarget, PingWrite};
pub use reading::{CounterKind, DeviceFacts, DueDevice, InterfaceFacts, InterfaceReading, PollData, PollFailure, PollOutcome};
pub use search::{FoundDevice, FoundInterface};
pub use series::{Gap, GapReason, Point, Range, Resolution, Series};
