//! People and the nodes they belong to, as lists show them.

use kernel::{InvitationId, OrgId, Role, UserId};
use serde::{Deserialize, Serialize};

use super::OrgKind;

/// A membership: a person, where and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonItem {
    /// The person.
    pub user: UserId,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// The node of the membership.
    pub org: OrgId,
    /// That node's name.
    pub org_name: String,
    /// That node's level.
    pub org_kind: OrgKind,
    /// What the membership allows.
    pub role: Role,
    /// Last request seen, Unix milliseconds; `None` while not signed in anywhere.
    pub last_seen_ms: Option<i64>,
}

/// An invitation that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationItem {
    /// Identity.
    pub id: InvitationId,
    /// Where it was sent.
    pub email: String,
    /// The node to belong to.
    pub org_name: String,
    /// What it will allow.
    pub role: Role,
    /// Until when it can be accepted, Unix milliseconds.
    pub expires_ms: i64,
    /// That time is over.
    pub expired: bool,
}

/// Everybody in the viewer's part of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// In the order that was asked for. At most [`People::MOST`].
    pub people: Vec<PersonItem>,
    /// Where the next page continues.
    pub next: Option<PersonPlace>,
    /// Open invitations, newest first. At most [`People::MOST`]; only on the first page.
    pub invitations: Vec<InvitationItem>,
    /// There are more invitations than are shown.
    pub more: bool,
}

/// Which people are wanted, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleQuery {
    /// A part of the name or of the e-mail address.
    pub search: String,
    /// Only this role.
    pub role: Option<Role>,
    /// By what.
    pub order: PeopleOrder,
    /// From the largest to the smallest.
    pub descending: bool,
    /// The row that the page continues after.
    pub after: Option<PersonPlace>,
}

/// By what a list of people is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleOrder {
    /// By node from the top down, then by name.
    #[default]
    Node,
    /// By name.
    Name,
    /// By the time they were seen last.
    Seen,
}

impl PeopleOrder {
    /// The name that addresses and queries use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PeopleOrder::Node => "node",
            PeopleOrder::Name => "name",
            PeopleOrder::Seen => "seen",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [PeopleOrder::Node, PeopleOrder::Name, PeopleOrder::Seen].into_iter().find(|order| order.as_str() == name)
    }
}

/// A row of the list: a person at a node. Written `person.node`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPlace {
    /// The person.
    pub user: UserId,
    /// The node.
    pub org: OrgId,
}

impl std::fmt::Display for PersonPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.user, self.org)
    }
}

impl PersonPlace {
    /// Reads what is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (user, org) = text.split_once('.')?;
        Some(Self { user: user.parse().ok()?, org: org.parse().ok()? })
    }
}

impl People {
    /// How many a page shows at most.
    pub const MOST: usize = 100;
}

/// What someone who follows an invitation sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The address it was sent to, with which to sign in.
    pub email: String,
    /// The name that the inviter wrote.
    pub name: String,
    /// The node.
    pub org_name: String,
    /// What it allows.
    pub role: Role,
    /// The person has a password here already and accepts with it.
    pub known: bool,
}

/// A node of the tree in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgItem {
    /// Identity.
    pub id: OrgId,
    /// Its level.
    pub kind: OrgKind,
    /// Its name.
    pub name: String,
    /// Steps below the viewer's own node.
    pub depth: u32,
    /// The first of its hosts, where it has a portal of its own.
    pub host: Option<String>,
    /// People who can sign in.
    pub people: u32,
    /// Nodes directly below it.
    pub below: u32,
}

/// A part of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgTree {
    /// The nodes from the top down, each after the one above it. At most [`OrgTree::MOST`].
    pub nodes: Vec<OrgItem>,
    /// There are more than are shown.
    pub more: bool,
}

impl OrgTree {
    /// How many nodes a page shows at most.
    pub const MOST: usize = 500;
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgDetail {
    /// Identity.
    pub id: OrgId,
    /// Its level.
    pub kind: OrgKind,
    /// Its name.
    pub name: String,
    /// The node above, if the viewer may see it.
    pub parent: Option<(OrgId, String)>,
    /// The hosts of its own portal.
    pub hosts: Vec<String>,
    /// When it was made, Unix milliseconds.
    pub created_ms: i64,
    /// Where it could be moved: nodes that may hold it and are not below it.
    pub places: Vec<(OrgId, String)>,
    /// What may be made below it.
    pub may_hold: Vec<OrgKind>,
    /// The roles that people of this node can have.
    pub roles: Vec<Role>,
    /// The viewer's own node: it cannot be moved by its own people.
    pub own: bool,
    /// The id that a node made below it will bear: sending the form twice makes one.
    pub fresh: OrgId,
    /// Portals stand below it.
    pub base_domain: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let place = PersonPlace { user: UserId(uuid::Uuid::from_u128(1)), org: OrgId(uuid::Uuid::from_u128(2)) };
        assert_eq!(PersonPlace::parse(&place.to_string()), Some(place));
        for wrong in ["", ".", "1.2", "00000000-0000-0000-0000-000000000001"] {
            assert_eq!(PersonPlace::parse(wrong), None, "{wrong}");
        }
        for order in [PeopleOrder::Node, PeopleOrder::Name, PeopleOrder::Seen] {
            assert_eq!(PeopleOrder::parse(order.as_str()), Some(order));
        }
    }
}
