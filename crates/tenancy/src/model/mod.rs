//! Types that the server and the screens share.

mod account;
mod api;
mod domain;
mod health;
mod isp;
mod leaving;
mod people;
mod roles;
mod search;
mod settings;
mod summary;
mod support;

pub use account::{
    AccountSecurity, AppItem, Enrolment, EnrolmentStep, HeldPlace, LinkItem, LinkedPlace, Links, OtherSide, PasskeyItem, PasswordResetView, Places, QrDrawing,
    SessionItem, WaitingFor,
};
pub use api::{ApiTokens, OrgRecord, TokenItem};
pub use domain::{DomainItem, DomainState, Domains};
pub use health::{DatabaseHealth, JobHealth, Level, OutboxHealth, PartitionHealth, PlatformSummary, PoolHealth, ProcessHealth, SystemHealth};
pub use isp::{IspDetail, Limits, NewIspChoices, TenantState};
pub use leaving::{ErasurePlan, ExportItem, ExportState, Exports};
pub use people::{InvitationItem, InvitationView, OrgDetail, OrgItem, OrgTree, People, PeopleOrder, PeopleQuery, PersonItem, PersonPlace};
pub use roles::{CustomRole, InviteChoices, PersonMembership, RoleChoice, RoleEditor, RoleItem, RoleList, RoleTemplate};
pub use search::{FoundIsp, FoundOrg, FoundPerson};
pub use settings::SettingsView;
pub use summary::TreeSummary;
pub use support::{HandOverView, Subject, SupportChoices, SupportItem, SupportPage};
mod audit;

use kernel::{Locale, OrgId, Permissions, Role, TenantId, UserId};
use serde::{Deserialize, Serialize};

mod brand;

pub use audit::{AuditActor, AuditEntry, AuditFilter, AuditObject, AuditPage, AuditQuery};
pub use brand::{Brand, BrandColour, BrandImage, BrandPalette, BrandingForm, BrandingView, LogoChange, Tones};

/// The five levels of the tenant tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgKind {
    /// Runs the platform.
    Founder,
    /// An internet provider: the root of isolation.
    Isp,
    /// A part of an ISP; branches nest.
    Branch,
    /// Sells an ISP's service onwards.
    Reseller,
    /// A subscriber.
    Client,
}

impl OrgKind {
    /// As stored in `orgs.kind`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            OrgKind::Founder => "founder",
            OrgKind::Isp => "isp",
            OrgKind::Branch => "branch",
            OrgKind::Reseller => "reseller",
            OrgKind::Client => "client",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Founder, Self::Isp, Self::Branch, Self::Reseller, Self::Client].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What a host name leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostTenant {
    /// The validated host name, lower case, without port.
    pub host: String,
    /// The isolation root.
    pub tenant: TenantId,
    /// The node whose portal this is; its members and those below it may sign in here.
    pub org: OrgId,
    /// That node's level.
    pub kind: OrgKind,
    /// That node's name.
    pub name: String,
    /// The language that its pages speak to those who have chosen none.
    pub locale: Option<Locale>,
    /// Whether the tenant may be used. Never closed: such a host leads nowhere.
    pub state: TenantState,
    /// Part of the demo world: its network is simulated.
    pub simulated: bool,
    /// Its branding: its own, or what it inherits. `None` means the neutral look.
    pub brand: Option<Brand>,
}

impl HostTenant {
    /// What the portal is called: by its branding, else as its node. Never the platform's name.
    #[must_use]
    pub fn product_name(&self) -> &str {
        self.brand.as_ref().map_or(&self.name, |brand| &brand.product_name)
    }
}

/// Who is signed in, where in the tree and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The person.
    pub user: UserId,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// IANA time zone, checked.
    pub time_zone: String,
    /// The language that the person chose.
    pub locale: Option<Locale>,
    /// The node of the membership.
    pub org: OrgId,
    /// That node's level.
    pub org_kind: OrgKind,
    /// That node's name.
    pub org_name: String,
    /// The role that the membership gives.
    pub role: Role,
    /// Which one, where the ISP made it itself.
    pub custom: Option<CustomRole>,
    /// What that role allows.
    pub permissions: Permissions,
    /// A second factor is asked for at sign-in.
    pub second_factor: bool,
}
