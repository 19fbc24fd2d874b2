//! Identifiers as newtypes over UUIDs, so that a device id can never stand where a tenant id is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, ordered by time of creation (UUID version 7, RFC 9562).
            #[cfg(feature = "server")]
            #[must_use]
            pub fn generate() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// The isolation root: an ISP, or the founder's own platform tenant. Data never crosses it.
    TenantId
);
id!(
    /// A node of the tenant tree: founder, ISP, branch, reseller or client. An ISP's node id equals its tenant id.
    OrgId
);
id!(
    /// A person who can sign in; belongs to exactly one tenant (see docs/decisions/0004).
    UserId
);
id!(
    /// A place where someone is signed in, as lists and forms name it; never the id in the cookie.
    SessionId
);
id!(
    /// An invitation to become a member of a node.
    InvitationId
);
id!(
    /// A role that an ISP made itself.
    RoleId
);
id!(
    /// One time that somebody acted as somebody else.
    ImpersonationId
);
id!(
    /// A domain that a tenant brings along.
    DomainId
);
id!(
    /// A destination of notices.
    ChannelId
);
id!(
    /// An archive of what a tenant has.
    ExportId
);
id!(
    /// A monitored device.
    DeviceId
);
id!(
    /// An interface of a device; stable across ifIndex changes.
    InterfaceId
);
id!(
    /// A group of interfaces whose traffic is added up.
    GroupId
);
id!(
    /// A token for the API, as lists and the audit log name it; never the secret.
    ApiTokenId
);
id!(
    /// One request or job run, as shown to users beside an error and written to every log line.
    RequestId
);

impl TenantId {
    /// The tree node that is this tenant's root.
    #[must_use]
    pub fn root(self) -> OrgId {
        OrgId(self.0)
    }
}
