//! An ISP as the platform sees it.

use kernel::TenantId;
use serde::{Deserialize, Serialize};

use super::InvitationItem;

/// Whether a tenant may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenantState {
    /// In use.
    Active,
    /// Its portals show that they are paused; nobody is signed in. Measuring goes on.
    Suspended,
    /// Its hosts lead nowhere.
    Closed,
}

impl TenantState {
    /// As stored in `orgs.state`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TenantState::Active => "active",
            TenantState::Suspended => "suspended",
            TenantState::Closed => "closed",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Active, Self::Suspended, Self::Closed].into_iter().find(|state| state.as_str() == name)
    }
}

/// How much a tenant may have; `None`: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Subscribers: clients in the tree.
    pub subscribers: Option<u32>,
    /// Monitored devices.
    pub devices: Option<u32>,
    /// People who work at the ISP and its branches, open invitations included.
    pub staff: Option<u32>,
}

/// One ISP and how it is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IspDetail {
    /// Identity.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Its hosts, those of its branches and resellers included.
    pub hosts: Vec<String>,
    /// Whether it may be used.
    pub state: TenantState,
    /// Since when, Unix milliseconds; `None` where it never changed.
    pub state_since_ms: Option<i64>,
    /// Why, as the founder wrote it.
    pub state_reason: String,
    /// ISO 4217.
    pub currency: Option<String>,
    /// The language of its pages, by its own name where a person reads this.
    pub locale: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// When it was made, Unix milliseconds.
    pub created_ms: i64,
    /// Part of the demo world.
    pub simulated: bool,
    /// How much it may have.
    pub limits: Limits,
    /// People who can sign in and are no clients.
    pub staff: u32,
    /// Branches, resellers and clients.
    pub nodes: u32,
    /// Clients alone: what the limit of subscribers counts.
    pub subscribers: u32,
    /// Invitations of owners that wait to be accepted.
    pub invitations: Vec<InvitationItem>,
}

/// What the form for a new ISP offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIspChoices {
    /// The id that the new ISP will bear: sending the form twice makes one.
    pub id: TenantId,
    /// Portals stand below it.
    pub base_domain: String,
    /// Language tags, each with the language's own name.
    pub languages: Vec<(String, String)>,
    /// ISO 4217 codes.
    pub currencies: Vec<String>,
    /// IANA names.
    pub time_zones: Vec<String>,
}
