//! Roles that an ISP makes itself, and what there is to give.

use kernel::{Given, OrgId, Permission, Permissions, Role, RoleId};
use serde::{Deserialize, Serialize};

use super::{OrgKind, PersonItem};

/// A role that an ISP made itself, as memberships name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomRole {
    /// Identity.
    pub id: RoleId,
    /// Its name.
    pub name: String,
}

/// One of them in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleItem {
    /// Identity.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// The level of the nodes at which it can be given.
    pub kind: OrgKind,
    /// What it allows.
    pub permissions: Permissions,
    /// Memberships that give it.
    pub people: u32,
}

/// The page of roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleList {
    /// The ISP's own, from the top level down.
    pub roles: Vec<RoleItem>,
    /// What a new one can begin as.
    pub templates: Vec<RoleTemplate>,
}

/// A built-in role at a level where it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleTemplate {
    /// The level.
    pub kind: OrgKind,
    /// The role.
    pub role: Role,
}

impl RoleTemplate {
    /// What the address says: `isp.engineer`.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}.{}", self.kind.as_str(), self.role.as_str())
    }

    /// Reads such a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let (kind, role) = code.split_once('.')?;
        Some(Self { kind: OrgKind::parse(kind)?, role: Role::parse(role)? })
    }
}

/// The form of a role: a new one's, or one that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleEditor {
    /// Its id; a new one's is made here, so that sending the form twice makes one.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// The level of the nodes at which it can be given; fixed once it is made.
    pub kind: OrgKind,
    /// What it allows.
    pub permissions: Permissions,
    /// What the viewer can put into it.
    pub grantable: Vec<Permission>,
    /// It allows more than the viewer has, who therefore cannot change it.
    pub beyond: bool,
    /// The version that is edited; 0 for a new one.
    pub version: i64,
    /// Memberships that give it.
    pub people: u32,
}

/// A role that can be given at a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChoice {
    /// What the form sends.
    pub given: Given,
    /// Its name, where the ISP made it.
    pub name: Option<String>,
}

/// What the form for an invitation offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteChoices {
    /// The node to invite into.
    pub org: OrgId,
    /// Its name.
    pub org_name: String,
    /// The roles that the viewer can give there, the highest first.
    pub roles: Vec<RoleChoice>,
}

/// One of a person's memberships, and what the viewer can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMembership {
    /// The membership.
    pub item: PersonItem,
    /// The roles that the viewer can give there; empty where the viewer may not change this one.
    pub roles: Vec<RoleChoice>,
    /// The viewer may act as the person here.
    pub may_act: bool,
}
