//! What the demo world consists of, as data.

use kernel::Role;
use network::model::{Credential, SnmpVersion};
use tenancy::model::OrgKind;

use super::agent::{SimulatedDevice, SimulatedInterface};
use super::curve::Curve;

/// A tenant with everything in it.
pub struct TenantPlan {
    /// Its level: the founder or an ISP.
    pub kind: OrgKind,
    /// First label of its host name.
    pub label: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its people's time zone.
    pub time_zone: &'static str,
    /// Branches, resellers and clients; a parent stands before its children.
    pub nodes: &'static [NodePlan],
    /// People.
    pub users: &'static [UserPlan],
    /// Devices.
    pub devices: &'static [DevicePlan],
}

/// A branch, reseller or client.
pub struct NodePlan {
    /// Its level.
    pub kind: OrgKind,
    /// Its name, unique in the tenant.
    pub name: &'static str,
    /// The node above, by name; empty for the tenant itself.
    pub parent: &'static str,
    /// First labels of its own portal's host name, where it has one.
    pub label: Option<&'static str>,
}

/// A person.
pub struct UserPlan {
    /// Shown beside the account.
    pub what: &'static str,
    /// The node of the membership, by name; empty for the tenant itself.
    pub node: &'static str,
    /// First labels of the host name to sign in at.
    pub portal: &'static str,
    /// E-mail address.
    pub email: &'static str,
    /// Name.
    pub name: &'static str,
    /// Role.
    pub role: Role,
}

/// A simulated device.
pub struct DevicePlan {
    /// Name, unique in the tenant.
    pub name: &'static str,
    /// What sysDescr says.
    pub descr: &'static str,
    /// Protocol.
    pub version: SnmpVersion,
    /// Seconds between polls.
    pub interval_seconds: u32,
    /// No agent runs: shows what a dead device looks like.
    pub switched_off: bool,
    /// Noted while no agent runs.
    pub port_when_off: u16,
    /// Its interfaces.
    pub lines: &'static [LinePlan],
}

/// A simulated interface.
pub struct LinePlan {
    /// ifName.
    pub name: &'static str,
    /// ifAlias.
    pub alias: &'static str,
    /// Line speed, Mbit/s.
    pub mbps: u32,
    /// Evening peak in, in per cent of the speed.
    pub peak_in: u32,
    /// Evening peak out, in per cent of the speed.
    pub peak_out: u32,
    /// Whom it serves, by name.
    pub serves: Option<&'static str>,
}

impl DevicePlan {
    /// How the device is opened. Not secret: it opens a simulation on loopback.
    #[must_use]
    pub fn credential(&self) -> Credential {
        match self.version {
            SnmpVersion::V1 | SnmpVersion::V2c => Credential::Community { community: "demo-network".to_owned() },
            SnmpVersion::V3 => Credential::Usm {
                user: "lastmile".to_owned(),
                auth: "sha256".to_owned(),
                auth_passphrase: "demo-authentication".to_owned(),
                privacy: "aes128".to_owned(),
                privacy_passphrase: "demo-privacy".to_owned(),
            },
        }
    }

    /// The agent that plays this device.
    #[must_use]
    pub fn simulated(&self) -> SimulatedDevice {
        SimulatedDevice {
            name: self.name.to_owned(),
            descr: self.descr.to_owned(),
            version: self.version,
            credential: self.credential(),
            interfaces: self
                .lines
                .iter()
                .map(|line| SimulatedInterface { name: line.name.to_owned(), alias: line.alias.to_owned(), speed_mbps: line.mbps, curve: line.curve() })
                .collect(),
        }
    }
}

impl LinePlan {
    /// Its traffic; the name decides phase and noise, so that no two lines look alike.
    #[must_use]
    pub fn curve(&self) -> Curve {
        Curve::new(&format!("{}/{}", self.name, self.alias), i64::from(self.mbps) * 1_000_000, self.peak_in, self.peak_out)
    }
}

const fn line(name: &'static str, alias: &'static str, mbps: u32, peak_in: u32, peak_out: u32, serves: Option<&'static str>) -> LinePlan {
    LinePlan { name, alias, mbps, peak_in, peak_out, serves }
}

const fn node(kind: OrgKind, name: &'static str, parent: &'static str, label: Option<&'static str>) -> NodePlan {
    NodePlan { kind, name, parent, label }
}

const fn user(what: &'static str, node: &'static str, portal: &'static str, email: &'static str, name: &'static str, role: Role) -> UserPlan {
    UserPlan { what, node, portal, email, name, role }
}

const fn device(name: &'static str, descr: &'static str, version: SnmpVersion, interval_seconds: u32, lines: &'static [LinePlan]) -> DevicePlan {
    DevicePlan { name, descr, version, interval_seconds, switched_off: false, port_when_off: 1161, lines }
}

/// The founder and two ISPs.
pub const TENANTS: &[TenantPlan] = &[
    TenantPlan {
        kind: OrgKind::Founder,
        label: "founder",
        name: "Lastmile",
        time_zone: "UTC",
        nodes: &[],
        users: &[user("founder", "", "founder", "founder@lastmile.example", "Farah Haddad", Role::Founder)],
        devices: &[],
    },
    TenantPlan {
        kind: OrgKind::Isp,
        label: "acme",
        name: "Acme Fibre",
        time_zone: "Asia/Beirut",
        nodes: &[
            node(OrgKind::Branch, "Acme North", "", None),
            node(OrgKind::Reseller, "Metro Wireless", "Acme North", Some("metro.acme")),
            node(OrgKind::Client, "Hotel Cedar", "Metro Wireless", None),
            node(OrgKind::Client, "Rana Khoury", "Metro Wireless", None),
            node(OrgKind::Client, "Aroma Café", "", None),
        ],
        users: &[
            user("ISP owner", "", "acme", "owner@acme.example", "Omar Saleh", Role::IspOwner),
            user("engineer", "", "acme", "engineer@acme.example", "Elena Petrova", Role::Engineer),
            user("support", "", "acme", "support@acme.example", "Sami Nasser", Role::Support),
            user("branch manager", "Acme North", "acme", "manager@north.example", "Nadim Fares", Role::BranchManager),
            user("reseller", "Metro Wireless", "metro.acme", "reseller@metro.example", "Maya Aoun", Role::Reseller),
            user("client", "Hotel Cedar", "metro.acme", "client@cedar.example", "Karim Frem", Role::Client),
            user("client", "Aroma Café", "acme", "client@aroma.example", "Lina Daher", Role::Client),
        ],
        devices: &[
            device(
                "Core router",
                "Simulated router, 10-gigabit uplinks",
                SnmpVersion::V3,
                10,
                &[
                    line("xe-0/0/0", "Transit A", 10_000, 72, 18, None),
                    line("xe-0/0/1", "Transit B", 10_000, 41, 12, None),
                    line("xe-0/0/2", "Peering exchange", 10_000, 55, 21, None),
                    line("ge-0/1/0", "Metro Wireless hand-off", 1_000, 22, 91, Some("Metro Wireless")),
                    line("ge-0/1/1", "Acme North trunk", 1_000, 15, 63, Some("Acme North")),
                ],
            ),
            device(
                "Access switch Hamra",
                "Simulated switch, 24 subscriber ports",
                SnmpVersion::V2c,
                10,
                &[
                    line("GigabitEthernet0/1", "Uplink", 1_000, 66, 17, None),
                    line("GigabitEthernet0/2", "Hotel Cedar", 200, 19, 88, Some("Hotel Cedar")),
                    line("GigabitEthernet0/3", "Rana Khoury", 50, 9, 58, Some("Rana Khoury")),
                    line("GigabitEthernet0/4", "Aroma Café", 100, 12, 47, Some("Aroma Café")),
                    line("GigabitEthernet0/5", "Spare", 100, 0, 0, None),
                ],
            ),
            device(
                "Tower Jbeil",
                "Simulated sector radio, SNMPv1 with 32-bit counters",
                SnmpVersion::V1,
                30,
                &[line("ether1", "Backhaul", 100, 71, 24, None), line("wlan1", "Sector east", 54, 14, 62, Some("Metro Wireless"))],
            ),
            DevicePlan { switched_off: true, ..device("Tower Zahlé", "Simulated sector radio, switched off", SnmpVersion::V2c, 30, &[]) },
        ],
    },
    TenantPlan {
        kind: OrgKind::Isp,
        label: "zenith",
        name: "Zenith Net",
        time_zone: "Asia/Kolkata",
        nodes: &[node(OrgKind::Reseller, "Valley Link", "", Some("valley.zenith")), node(OrgKind::Client, "Green School", "Valley Link", None)],
        users: &[
            user("ISP owner", "", "zenith", "owner@zenith.example", "Asha Rao", Role::IspOwner),
            user("reseller", "Valley Link", "valley.zenith", "reseller@valley.example", "Vikram Shah", Role::Reseller),
            user("client", "Green School", "valley.zenith", "client@green.example", "Meera Iyer", Role::Client),
        ],
        devices: &[device(
            "Edge Pune",
            "Simulated edge router",
            SnmpVersion::V2c,
            10,
            &[
                line("sfp1", "Upstream", 10_000, 48, 16, None),
                line("sfp2", "Valley Link hand-off", 1_000, 20, 79, Some("Valley Link")),
                line("ether3", "Green School", 100, 11, 38, Some("Green School")),
            ],
        )],
    },
];
