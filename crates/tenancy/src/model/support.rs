//! Acting as somebody else, as pages show it.

use kernel::{ImpersonationId, OrgId, UserId};
use serde::{Deserialize, Serialize};

use super::PersonItem;

/// One time that somebody acted as somebody of this tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportItem {
    /// Identity.
    pub id: ImpersonationId,
    /// Who acted.
    pub actor: String,
    /// One of the platform's people.
    pub platform: bool,
    /// As whom.
    pub subject: String,
    /// That person's node.
    pub org_name: String,
    /// Why.
    pub reason: String,
    /// The ticket that it was about; may be empty.
    pub ticket: String,
    /// Since when, Unix milliseconds.
    pub started_ms: i64,
    /// Until when: the end that was, or the latest that can be.
    pub over_ms: i64,
    /// It is not over.
    pub running: bool,
    /// Somebody else ended it.
    pub cut_short: bool,
}

/// The page of support access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportPage {
    /// Running ones first, then the latest. At most 200.
    pub items: Vec<SupportItem>,
    /// Whether the platform's people may act as this tenant's.
    pub allowed: bool,
}

/// As whom the platform's people may act in an ISP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportChoices {
    /// The ISP has switched it off.
    pub refused: bool,
    /// Its people, from the top of the tree down. At most 200.
    pub people: Vec<PersonItem>,
}

/// A membership as forms name it: `user.org`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The person.
    pub user: UserId,
    /// The node of the membership.
    pub org: OrgId,
}

impl Subject {
    /// What the form sends.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}.{}", self.user, self.org)
    }

    /// Reads such a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let (user, org) = code.split_once('.')?;
        Some(Self { user: user.parse().ok()?, org: org.parse().ok()? })
    }
}

/// What someone sees who comes with a token from another portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverView {
    /// Who will act.
    pub actor: String,
    /// As whom.
    pub subject: String,
    /// That person's node.
    pub org_name: String,
    /// Why, as it was written.
    pub reason: String,
}
