//! The words every crate speaks: ids, context, permissions, error codes, live events, validators, clock.
//!
//! Compiles to WebAssembly with default features; the feature `server` adds the clock and id generation.

pub mod clock;
pub mod ctx;
pub mod error;
pub mod format;
pub mod ids;
pub mod live;
pub mod locale;
pub mod mail;
pub mod notice;
pub mod permission;
#[cfg(feature = "server")]
mod refused;
pub mod search;
pub mod validate;

pub use clock::Clock;
pub use ctx::{Acting, Actor, Ctx, Once, Scope};
pub use error::{Error, FieldError, Result};
pub use ids::{
    ApiTokenId, ChannelId, DeviceId, DomainId, ExportId, GroupId, ImpersonationId, InterfaceId, InvitationId, OrgId, RequestId, RoleId, SessionId, TenantId,
    UserId,
};
pub use live::{LiveEvent, LivePayload, Topic};
pub use locale::{LOCALES, Locale};
pub use mail::{MailRequest, MailTemplate};
pub use notice::{Notice, NoticeBody};
pub use permission::{Domain, Given, Level, Permission, Permissions, Role, Scopes};
pub use search::SearchTerm;
