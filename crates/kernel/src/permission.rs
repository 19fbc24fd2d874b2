//! What a person may do. Permissions live in code; a membership names a role, a role is a set of permissions: one of the
//! built-in ones, or one that an ISP made itself.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::RoleId;

/// One thing that can be allowed. The first line of every action requires one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See the ISPs of the platform and their collectors' health.
    PlatformRead,
    /// Create ISPs, set their limits, suspend, reactivate and close them.
    PlatformManage,
    /// See branches, resellers and clients (fenced to the viewer's part of the tree).
    OrgRead,
    /// Create, rename and move them.
    OrgManage,
    /// See who can sign in, and open invitations (fenced likewise).
    PeopleRead,
    /// Invite people, change their roles, take their access away.
    PeopleManage,
    /// See devices, how they are polled and what ails them.
    DeviceRead,
    /// Add, change and remove devices and their credentials.
    DeviceManage,
    /// See interfaces, their traffic and live figures (fenced to the viewer's part of the tree).
    InterfaceRead,
    /// Assign an interface to a reseller or client.
    InterfaceAssign,
    /// See alerts of interfaces and their timeline (fenced to the viewer's part of the tree).
    AlertRead,
    /// Take note of an alert.
    AlertAcknowledge,
    /// Read the mails that are kept instead of sent, where no mail server is configured.
    MailRead,
    /// Read and export the audit log (fenced to the viewer's part of the tree).
    AuditRead,
    /// Choose how the portal of one's own node looks and signs its mail.
    BrandingManage,
    /// Bring domains along, for every portal of the ISP.
    DomainsManage,
    /// Take everything that the ISP has along as an archive.
    DataExport,
    /// Choose language, time zone, money and the week of one's own node.
    SettingsManage,
    /// Make tokens for programs that act for the node itself, and say which sites' pages may call the API.
    ApiManage,
    /// Make, change and delete the ISP's own roles.
    RolesManage,
    /// Act as somebody further down, for half an hour, with a reason.
    Impersonate,
    /// See who acted as somebody here and why, end it, and switch the platform's support access off.
    SupportAccess,
}

/// What a permission is about: how pages group them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// The platform and its ISPs.
    Platform,
    /// Devices, interfaces and their figures.
    Network,
    /// The tree, the people in it and what they may do.
    People,
    /// How the portal looks, what was done in it.
    Settings,
}

/// How high in the tree a node stands. Greater means further down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// The founder's own node.
    Platform,
    /// An ISP.
    Isp,
    /// A part of one.
    Branch,
    /// Sells onwards.
    Reseller,
    /// A subscriber.
    Client,
}

/// Whether a permission holds while somebody acts as somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WhileActing {
    /// It does: it shows things, or changes what its owner can change back.
    Holds,
    /// It does not: it reaches secrets, money, rights or other people's access.
    Withheld,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Permission; 22] = [
        Permission::PlatformRead,
        Permission::PlatformManage,
        Permission::OrgRead,
        Permission::OrgManage,
        Permission::PeopleRead,
        Permission::PeopleManage,
        Permission::DeviceRead,
        Permission::DeviceManage,
        Permission::InterfaceRead,
        Permission::InterfaceAssign,
        Permission::AlertRead,
        Permission::AlertAcknowledge,
        Permission::MailRead,
        Permission::AuditRead,
        Permission::BrandingManage,
        Permission::DomainsManage,
        Permission::DataExport,
        Permission::SettingsManage,
        Permission::ApiManage,
        Permission::RolesManage,
        Permission::Impersonate,
        Permission::SupportAccess,
    ];

    /// Everything the product has to decide about a permission, in one place that a new one cannot slip past: its stored
    /// name, its group, the lowest level of node whose roles may hold it, and whether it holds while acting as another.
    const fn facts(self) -> (&'static str, Domain, Level, WhileActing) {
        use WhileActing::{Holds, Withheld};
        match self {
            Self::PlatformRead => ("platform_read", Domain::Platform, Level::Platform, Withheld),
            Self::PlatformManage => ("platform_manage", Domain::Platform, Level::Platform, Withheld),
            Self::OrgRead => ("org_read", Domain::People, Level::Client, Holds),
            Self::OrgManage => ("org_manage", Domain::People, Level::Reseller, Holds),
            Self::PeopleRead => ("people_read", Domain::People, Level::Client, Holds),
            Self::PeopleManage => ("people_manage", Domain::People, Level::Client, Withheld),
            Self::DeviceRead => ("device_read", Domain::Network, Level::Branch, Holds),
            // A device's credential goes wherever its address points: who changes the one learns the other.
            Self::DeviceManage => ("device_manage", Domain::Network, Level::Isp, Withheld),
            Self::InterfaceRead => ("interface_read", Domain::Network, Level::Client, Holds),
            Self::InterfaceAssign => ("interface_assign", Domain::Network, Level::Branch, Holds),
            Self::AlertRead => ("alert_read", Domain::Network, Level::Reseller, Holds),
            Self::AlertAcknowledge => ("alert_acknowledge", Domain::Network, Level::Reseller, Holds),
            // Kept mails hold links that sign people in.
            Self::MailRead => ("mail_read", Domain::Settings, Level::Isp, Withheld),
            Self::AuditRead => ("audit_read", Domain::Settings, Level::Client, Holds),
            Self::BrandingManage => ("branding_manage", Domain::Settings, Level::Reseller, Holds),
            // A host name and everybody's data stay with the ISP itself.
            Self::DomainsManage => ("domains_manage", Domain::Settings, Level::Isp, Withheld),
            Self::DataExport => ("data_export", Domain::Settings, Level::Isp, Withheld),
            Self::SettingsManage => ("settings_manage", Domain::Settings, Level::Reseller, Holds),
            // A token is a secret, and a program's outlives the half hour.
            Self::ApiManage => ("api_manage", Domain::Settings, Level::Isp, Withheld),
            Self::RolesManage => ("roles_manage", Domain::People, Level::Isp, Withheld),
            Self::Impersonate => ("impersonate", Domain::People, Level::Branch, Withheld),
            Self::SupportAccess => ("support_access", Domain::People, Level::Isp, Withheld),
        }
    }

    /// The name by which roles and a token's scopes are stored and by which the API speaks of it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.facts().0
    }

    /// Reads a stored name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == name)
    }

    /// The group that pages show it in.
    #[must_use]
    pub const fn domain(self) -> Domain {
        self.facts().1
    }

    /// Whether an ISP's own role at a node of this level may hold it. Never true of the platform's permissions.
    #[must_use]
    pub fn fits(self, level: Level) -> bool {
        self.domain() != Domain::Platform && level <= self.facts().2
    }

    /// Whether it holds while somebody acts as somebody else.
    #[must_use]
    pub fn holds_while_acting(self) -> bool {
        self.facts().3 == WhileActing::Holds
    }
}

impl Domain {
    /// Every group, in the order of pages.
    pub const ALL: [Domain; 4] = [Domain::Network, Domain::People, Domain::Settings, Domain::Platform];

    /// The end of its message id.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Domain::Platform => "platform",
            Domain::Network => "network",
            Domain::People => "people",
            Domain::Settings => "settings",
        }
    }
}

/// A set of permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(BTreeSet<Permission>);

impl Permissions {
    /// Whether it holds `permission`.
    #[must_use]
    pub fn contains(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// Whether `other` holds all of these.
    #[must_use]
    pub fn within(&self, other: &Permissions) -> bool {
        self.0.is_subset(&other.0)
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its permissions, in the order of [`Permission::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = Permission> {
        self.0.iter().copied()
    }

    /// Those of it that `keep` says yes to.
    #[must_use]
    pub fn only(&self, keep: impl Fn(Permission) -> bool) -> Self {
        self.iter().filter(|permission| keep(*permission)).collect()
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<T: IntoIterator<Item = Permission>>(permissions: T) -> Self {
        Self(permissions.into_iter().collect())
    }
}

/// Permissions that a token was made for: what it may do at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes(pub Permissions);

impl Scopes {
    /// Whether `permission` is among them.
    #[must_use]
    pub fn contains(&self, permission: Permission) -> bool {
        self.0.contains(permission)
    }

    /// Their names, in a fixed order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|permission| permission.as_str().to_owned()).collect()
    }

    /// Reads stored names. What this version does not know opens nothing.
    #[must_use]
    pub fn read<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().filter_map(Permission::parse).collect())
    }
}

/// The role that a membership gives. What an ISP's own role allows is data: see [`Given`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the platform.
    Founder,
    /// Owns an ISP: everything inside it.
    IspOwner,
    /// Runs an ISP's network.
    Engineer,
    /// Answers an ISP's customers: sees, does not change.
    Support,
    /// Runs a branch: its part of the tree and the people in it.
    BranchManager,
    /// Runs a reseller: sees its own part of the tree and looks after its clients.
    Reseller,
    /// A subscriber: sees its own line.
    Client,
    /// One of the ISP's own roles. Allows nothing by itself: its permissions come with the membership.
    Custom,
    /// A program with a token of its own. No membership gives it; what it may do stands in the token's scopes alone.
    Machine,
}

impl Role {
    /// Every built-in role that a membership can give, highest first.
    pub const ALL: [Role; 7] = [Role::Founder, Role::IspOwner, Role::Engineer, Role::Support, Role::BranchManager, Role::Reseller, Role::Client];

    /// The name stored in `memberships.role`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Founder => "founder",
            Role::IspOwner => "isp_owner",
            Role::Engineer => "engineer",
            Role::Support => "support",
            Role::BranchManager => "branch_manager",
            Role::Reseller => "reseller",
            Role::Client => "client",
            Role::Custom => "custom",
            Role::Machine => "machine",
        }
    }

    /// Reads a built-in role's stored name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether this role includes `permission`.
    #[must_use]
    pub fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Role::Founder => {
                matches!(
                    permission,
                    P::PlatformRead
                        | P::PlatformManage
                        | P::PeopleRead
                        | P::PeopleManage
                        | P::MailRead
                        | P::AuditRead
                        | P::BrandingManage
                        | P::SettingsManage
                        | P::ApiManage
                        | P::Impersonate
                )
            }
            Role::IspOwner => !matches!(permission, P::PlatformRead | P::PlatformManage),
            Role::Engineer => {
                matches!(permission, P::DeviceRead | P::DeviceManage | P::InterfaceRead | P::InterfaceAssign | P::AlertRead | P::AlertAcknowledge | P::OrgRead)
            }
            Role::Support => matches!(permission, P::DeviceRead | P::InterfaceRead | P::AlertRead | P::OrgRead | P::PeopleRead),
            Role::BranchManager => {
                matches!(
                    permission,
                    P::DeviceRead
                        | P::InterfaceRead
                        | P::AlertRead
                        | P::AlertAcknowledge
                        | P::OrgRead
                        | P::OrgManage
                        | P::PeopleRead
                        | P::PeopleManage
                        | P::SettingsManage
                )
            }
            Role::Reseller => {
                matches!(
                    permission,
                    P::InterfaceRead | P::AlertRead | P::BrandingManage | P::SettingsManage | P::OrgRead | P::OrgManage | P::PeopleRead | P::PeopleManage
                )
            }
            Role::Client => matches!(permission, P::InterfaceRead),
            Role::Custom | Role::Machine => false,
        }
    }

    /// Everything that this role includes.
    #[must_use]
    pub fn permissions(self) -> Permissions {
        Permission::ALL.into_iter().filter(|permission| self.allows(*permission)).collect()
    }
}

/// What a membership or an invitation gives: a built-in role, or one of the ISP's own. Travels as [`Given::from_str`] reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Given {
    /// A built-in role.
    BuiltIn(Role),
    /// One of the ISP's own.
    Custom(RoleId),
}

impl Given {
    /// What stands in the columns `role` and `role_id`.
    #[must_use]
    pub fn stored(self) -> (&'static str, Option<RoleId>) {
        match self {
            Given::BuiltIn(role) => (role.as_str(), None),
            Given::Custom(id) => (Role::Custom.as_str(), Some(id)),
        }
    }
}

impl FromStr for Given {
    type Err = ();

    /// Reads what a form's choice sends: a built-in role's name, or the id of one of the ISP's own.
    fn from_str(text: &str) -> Result<Self, ()> {
        let custom = || text.parse().ok().map(Given::Custom);
        Role::parse(text).map(Given::BuiltIn).or_else(custom).ok_or(())
    }
}

impl TryFrom<String> for Given {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "no such role")
    }
}

impl From<Given> for String {
    fn from(given: Given) -> Self {
        given.to_string()
    }
}

impl std::fmt::Display for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Given::BuiltIn(role) => f.write_str(role.as_str()),
            Given::Custom(id) => id.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
        assert_eq!(Role::parse("custom"), None, "a form cannot ask for it by this name");
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(permission));
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str(), "one name everywhere");
        }
        let id = RoleId(uuid::Uuid::from_u128(7));
        for given in [Given::BuiltIn(Role::Support), Given::Custom(id)] {
            assert_eq!(given.to_string().parse(), Ok(given));
        }
        assert_eq!("custom".parse::<Given>(), Err(()));
    }

    #[test]
    fn every_permission_is_listed_once() {
        let all: Permissions = Permission::ALL.into_iter().collect();
        assert_eq!(all.iter().count(), Permission::ALL.len());
        assert_eq!(all.iter().collect::<Vec<_>>(), Permission::ALL);
    }

    #[test]
    fn a_custom_role_allows_nothing_by_itself_and_never_reaches_the_platform() {
        assert!(Role::Custom.permissions().is_empty());
        for permission in [Permission::PlatformRead, Permission::PlatformManage] {
            assert!(!permission.fits(Level::Isp) && !permission.fits(Level::Platform));
        }
        assert!(Permission::RolesManage.fits(Level::Isp) && !Permission::RolesManage.fits(Level::Branch));
        assert!(Permission::InterfaceRead.fits(Level::Client));
    }

    /// Acting as another must not end in secrets, rights or further people.
    #[test]
    fn what_is_withheld_while_acting() {
        use Permission as P;
        let withheld = Permission::ALL.into_iter().filter(|permission| !permission.holds_while_acting()).collect::<Vec<_>>();
        let expected = [
            P::PlatformRead,
            P::PlatformManage,
            P::PeopleManage,
            P::DeviceManage,
            P::MailRead,
            P::DomainsManage,
            P::DataExport,
            P::ApiManage,
            P::RolesManage,
            P::Impersonate,
            P::SupportAccess,
        ];
        assert_eq!(withheld, expected);
    }

    #[test]
    fn built_in_roles_fit_the_level_they_are_given_at() {
        for (role, level) in
            [(Role::IspOwner, Level::Isp), (Role::BranchManager, Level::Branch), (Role::Reseller, Level::Reseller), (Role::Client, Level::Client)]
        {
            assert!(role.permissions().iter().all(|permission| permission.fits(level)), "{role:?}");
        }
    }

    #[test]
    fn a_client_sees_lines_and_nothing_else() {
        assert!(Role::Client.allows(Permission::InterfaceRead));
        assert!(!Role::Client.allows(Permission::DeviceRead));
        assert!(!Role::Client.allows(Permission::PeopleRead));
        assert!(!Role::Reseller.allows(Permission::DeviceManage));
        assert!(!Role::IspOwner.allows(Permission::PlatformManage));
        assert!(!Role::Support.allows(Permission::DeviceManage));
        assert!(!Role::Engineer.allows(Permission::MailRead));
        for role in [Role::Engineer, Role::Support, Role::Client] {
            assert!(!role.allows(Permission::BrandingManage) && !role.allows(Permission::SettingsManage), "{role:?}");
        }
    }

    #[test]
    fn only_an_isps_owner_brings_domains_and_takes_everything_along() {
        for role in Role::ALL {
            for permission in [Permission::DomainsManage, Permission::DataExport] {
                assert_eq!(role.allows(permission), role == Role::IspOwner, "{role:?}");
            }
        }
    }

    #[test]
    fn scopes_that_are_not_known_open_nothing() {
        assert_eq!(Scopes::read(["device_read", "root"]).names(), ["device_read"]);
    }

    #[test]
    fn no_membership_makes_a_machine() {
        assert_eq!(Role::parse(Role::Machine.as_str()), None);
        assert!(Permission::ALL.into_iter().all(|permission| !Role::Machine.allows(permission)));
    }

    #[test]
    fn only_owners_read_the_audit_log() {
        for role in Role::ALL {
            assert_eq!(role.allows(Permission::AuditRead), matches!(role, Role::Founder | Role::IspOwner), "{role:?}");
        }
    }
}
