//! Types that screens, actions and collectors share.

mod device;
mod interface;
mod overview;
mod reading;
mod series;

pub use device::{Credential, DeviceDetail, DeviceForm, DeviceItem, PollState, SnmpVersion};
pub use interface::{InterfaceDetail, InterfaceItem, InterfacePage, InterfaceQuery, OrgRef, SparkPoint};
pub use overview::IspOverview;
pub use reading::{CounterKind, DeviceFacts, DueDevice, InterfaceFacts, InterfaceReading, PollData, PollFailure, PollOutcome};
pub use series::{Gap, GapReason, Point, Range, Resolution, Series};
