//! The audit log as screens show it.

use kernel::{RequestId, UserId};
use serde::{Deserialize, Serialize};

/// Which part of the log is wanted. Each field as typed; an empty one lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// A part of the e-mail address of who acted.
    pub person: String,
    /// An action's code.
    pub action: String,
    /// The first day, `2026-11-30`, in the viewer's time zone.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Not empty: only what somebody did as somebody else.
    pub acting: String,
}

impl AuditFilter {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Which page of the log is wanted: the newest, or the one next to a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Which rows.
    pub filter: AuditFilter,
    /// Only rows older than this number.
    pub before: Option<i64>,
    /// Only rows newer than this number, those next to it first; wins over `before`.
    pub after: Option<i64>,
}

/// One page of the log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// At most fifty.
    pub entries: Vec<AuditEntry>,
    /// Every action's code that the log holds, to choose from.
    pub actions: Vec<String>,
    /// What [`AuditQuery::after`] must be for the next newer page.
    pub newer: Option<i64>,
    /// What [`AuditQuery::before`] must be for the next older page.
    pub older: Option<i64>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number within the tenant, from 1 on.
    pub seq: i64,
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// Who.
    pub actor: AuditActor,
    /// As whom, where that is somebody else.
    pub acted_as: Option<AuditActor>,
    /// What, as a code: `device.add`.
    pub action: String,
    /// To what.
    pub object: AuditObject,
    /// More about it: a name and a value each, ids of the tree as their nodes' names.
    pub detail: Vec<(String, String)>,
    /// Also in the server's log.
    pub request_id: RequestId,
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditActor {
    /// A person.
    Person {
        /// The person's name.
        name: String,
        /// The person's e-mail address.
        email: String,
    },
    /// One of the platform's people, or of another part of the tree, by the name they acted under.
    Outsider(String),
    /// A person whom the viewer cannot see.
    Hidden(UserId),
    /// The product itself; which part of it.
    Part(String),
}

/// What was acted on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditObject {
    /// The kind, as a code: `device`.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// What it is called, where that is known here: people and nodes of the tree.
    pub name: Option<String>,
}
