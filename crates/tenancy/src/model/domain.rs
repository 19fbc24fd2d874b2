//! Domains that a tenant brings along.

use kernel::{DomainId, OrgId};
use serde::{Deserialize, Serialize};

/// How a domain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainState {
    /// The proof was not found yet.
    Pending,
    /// Its portal answers.
    Verified,
    /// The proof was there and is gone: its portal answers no more.
    Suspended,
    /// Not looked for any more, unless somebody asks.
    Lapsed,
}

impl DomainState {
    /// As stored in `domains.state`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            DomainState::Pending => "pending",
            DomainState::Verified => "verified",
            DomainState::Suspended => "suspended",
            DomainState::Lapsed => "lapsed",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Pending, Self::Verified, Self::Suspended, Self::Lapsed].into_iter().find(|state| state.as_str() == name)
    }
}

/// One domain and what proves whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainItem {
    /// Identity.
    pub id: DomainId,
    /// As browsers send it.
    pub host: String,
    /// As people read it.
    pub shown: String,
    /// The node whose portal it is.
    pub org: OrgId,
    /// That node's name.
    pub org_name: String,
    /// How it stands.
    pub state: DomainState,
    /// Mails of the node lead here.
    pub primary: bool,
    /// How the last check ended, as a code; `None` before the first.
    pub result: Option<String>,
    /// When that was, Unix milliseconds.
    pub checked_ms: Option<i64>,
    /// The name of the TXT record.
    pub record: String,
    /// What it must say.
    pub proof: String,
}

/// Every domain of a tenant, and where further ones could lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domains {
    /// By name.
    pub domains: Vec<DomainItem>,
    /// Nodes that can have a portal.
    pub places: Vec<(OrgId, String)>,
}
