//! What a person may do. Permissions live in code; a membership names a role, a role is a set of permissions.

use serde::{Deserialize, Serialize};

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
}

impl Permission {
    /// Every permission.
    pub const ALL: [Permission; 17] = [
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
        Permission::MailRead,
        Permission::AuditRead,
        Permission::BrandingManage,
        Permission::DomainsManage,
        Permission::DataExport,
        Permission::SettingsManage,
        Permission::ApiManage,
    ];

    /// The name by which a token's scopes are stored and by which the API speaks of them.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Permission::PlatformRead => "platform_read",
            Permission::PlatformManage => "platform_manage",
            Permission::OrgRead => "org_read",
            Permission::OrgManage => "org_manage",
            Permission::PeopleRead => "people_read",
            Permission::PeopleManage => "people_manage",
            Permission::DeviceRead => "device_read",
            Permission::DeviceManage => "device_manage",
            Permission::InterfaceRead => "interface_read",
            Permission::InterfaceAssign => "interface_assign",
            Permission::MailRead => "mail_read",
            Permission::AuditRead => "audit_read",
            Permission::BrandingManage => "branding_manage",
            Permission::DomainsManage => "domains_manage",
            Permission::DataExport => "data_export",
            Permission::SettingsManage => "settings_manage",
            Permission::ApiManage => "api_manage",
        }
    }

    /// Reads such a name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == name)
    }
}

/// Permissions that a token was made for: what it may do at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes(pub std::collections::BTreeSet<Permission>);

impl Scopes {
    /// Whether `permission` is among them.
    #[must_use]
    pub fn contains(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
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

/// The role that a membership gives. Custom roles per ISP come as data beside these.
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
    /// A program with a token of its own. No membership gives it; what it may do stands in the token's scopes alone.
    Machine,
}

impl Role {
    /// Every role that a membership can give, highest first.
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
            Role::Machine => "machine",
        }
    }

    /// Reads a stored name; `None` for one this version does not know.
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
                )
            }
            Role::IspOwner => !matches!(permission, P::PlatformRead | P::PlatformManage),
            Role::Engineer => {
                matches!(permission, P::DeviceRead | P::DeviceManage | P::InterfaceRead | P::InterfaceAssign | P::OrgRead)
            }
            Role::Support => matches!(permission, P::DeviceRead | P::InterfaceRead | P::OrgRead | P::PeopleRead),
            Role::BranchManager => {
                matches!(permission, P::DeviceRead | P::InterfaceRead | P::OrgRead | P::OrgManage | P::PeopleRead | P::PeopleManage | P::SettingsManage)
            }
            Role::Reseller => {
                matches!(permission, P::InterfaceRead | P::BrandingManage | P::SettingsManage | P::OrgRead | P::OrgManage | P::PeopleRead | P::PeopleManage)
            }
            Role::Client => matches!(permission, P::InterfaceRead),
            Role::Machine => false,
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
    fn permissions_have_the_names_that_json_gives_them() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(permission));
            assert_eq!(serde_json::to_string(&permission).unwrap(), format!("\"{}\"", permission.as_str()));
        }
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
