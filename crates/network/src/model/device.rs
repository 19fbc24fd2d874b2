//! Devices as screens and forms see them.

use kernel::DeviceId;
use serde::{Deserialize, Serialize};

use super::PingNow;

/// SNMP protocol version (RFC 1157, RFC 3416, RFC 3411).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SnmpVersion {
    /// SNMPv1: no GETBULK and no 64-bit counters.
    V1,
    /// SNMPv2c.
    V2c,
    /// SNMPv3 with USM (RFC 3414), authentication and privacy.
    V3,
}

impl SnmpVersion {
    /// Every version, in the order a form offers them.
    pub const ALL: [SnmpVersion; 3] = [SnmpVersion::V2c, SnmpVersion::V3, SnmpVersion::V1];

    /// The name stored in `devices.snmp_version` and used in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            SnmpVersion::V1 => "v1",
            SnmpVersion::V2c => "v2c",
            SnmpVersion::V3 => "v3",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.as_str() == name)
    }
}

/// What opens a device. Held sealed in the database; never serialised towards a browser, never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Credential {
    /// v1 and v2c.
    Community {
        /// The community string.
        community: String,
    },
    /// v3, authPriv.
    Usm {
        /// securityName.
        user: String,
        /// `sha1` (HMAC-SHA-96, RFC 3414) or `sha256` (HMAC-192-SHA-256, RFC 7860).
        auth: String,
        /// At least 8 characters (RFC 3414 §11.2).
        auth_passphrase: String,
        /// `aes128` (RFC 3826) or `aes256` (the Blumenthal draft, as net-snmp and Cisco speak it).
        privacy: String,
        /// At least 8 characters.
        privacy_passphrase: String,
    },
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Credential::Community { .. } => "Credential::Community(…)",
            Credential::Usm { .. } => "Credential::Usm(…)",
        })
    }
}

/// Whether a device answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PollState {
    /// Not polled yet.
    Pending,
    /// Answered the last poll.
    Up,
    /// Did not: the last three polls failed in a row.
    Down,
}

/// A row of the device list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceItem {
    /// Identity.
    pub id: DeviceId,
    /// What the ISP calls it.
    pub name: String,
    /// Host name or address, without port.
    pub address: String,
    /// UDP port.
    pub port: u16,
    /// Protocol version.
    pub version: SnmpVersion,
    /// Seconds between polls.
    pub interval_seconds: u32,
    /// Part of the simulated network of the demo world.
    pub simulated: bool,
    /// Whether it answers.
    pub state: PollState,
    /// Since when, Unix milliseconds.
    pub state_since_ms: i64,
    /// Last complete poll, Unix milliseconds.
    pub last_ok_ms: Option<i64>,
    /// Why the last failed poll failed, as a message code (`timeout`, `auth`, `refused`, `malformed`, …); `None` after a good one.
    pub last_error: Option<String>,
    /// How long the last complete poll took.
    pub duration_ms: Option<u32>,
    /// Interfaces known and not gone.
    pub interfaces: u32,
    /// How it answers pings.
    pub ping: PingNow,
}

/// The device page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceDetail {
    /// The list's facts.
    pub item: DeviceItem,
    /// sysName (SNMPv2-MIB).
    pub sys_name: Option<String>,
    /// sysDescr (SNMPv2-MIB).
    pub sys_descr: Option<String>,
    /// The row's version, echoed by the edit form.
    pub row_version: i32,
    /// v3 user and algorithms, for the edit form: never a passphrase.
    pub usm_user: Option<String>,
    /// `sha1` or `sha256`.
    pub usm_auth: Option<String>,
    /// `aes128` or `aes256`.
    pub usm_privacy: Option<String>,
}

/// What the form for a device holds, as typed. Secrets that stay empty on an edit are left as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeviceForm {
    /// What the ISP calls it.
    pub name: String,
    /// Host name or address.
    pub address: String,
    /// UDP port.
    pub port: String,
    /// `v1`, `v2c` or `v3`.
    pub version: String,
    /// Seconds between polls, 10 to 300.
    pub interval_seconds: String,
    /// Community for v1 and v2c.
    pub community: String,
    /// securityName for v3.
    pub usm_user: String,
    /// `sha1` or `sha256`.
    pub usm_auth: String,
    /// Passphrase, at least 8 characters.
    pub usm_auth_passphrase: String,
    /// `aes128` or `aes256`.
    pub usm_privacy: String,
    /// Passphrase, at least 8 characters.
    pub usm_privacy_passphrase: String,
    /// The row version that the form was opened on; empty when adding.
    pub row_version: String,
}

impl DeviceForm {
    /// The form without its secrets, fit to be shown again.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        self.community.clear();
        self.usm_auth_passphrase.clear();
        self.usm_privacy_passphrase.clear();
        self
    }
}
