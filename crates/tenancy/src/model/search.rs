//! What a search finds in the tree and among its people.

use kernel::{OrgId, TenantId, UserId};

use super::OrgKind;

/// A node that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundOrg {
    /// Identity.
    pub id: OrgId,
    /// Its level.
    pub kind: OrgKind,
    /// Its name.
    pub name: String,
    /// The node above, if the viewer may see it.
    pub above: Option<String>,
}

/// A person who was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPerson {
    /// Identity.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
}

/// An ISP that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundIsp {
    /// Identity.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// The first of its hosts.
    pub host: Option<String>,
}
