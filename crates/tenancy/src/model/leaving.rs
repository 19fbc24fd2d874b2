//! What a tenant takes along, and what becomes of the rest.

use kernel::ExportId;
use serde::{Deserialize, Serialize};

/// How far an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// Its turn has not come.
    Waiting,
    /// Being written.
    Running,
    /// There to be fetched.
    Ready,
    /// It could not be written.
    Failed,
    /// Removed after its time.
    Expired,
}

impl ExportState {
    /// As stored in `exports.state`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ExportState::Waiting => "waiting",
            ExportState::Running => "running",
            ExportState::Ready => "ready",
            ExportState::Failed => "failed",
            ExportState::Expired => "expired",
        }
    }

    /// Reads such a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Running, Self::Ready, Self::Failed, Self::Expired].into_iter().find(|state| state.as_str() == name)
    }
}

/// One archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportItem {
    /// Identity.
    pub id: ExportId,
    /// How far it is.
    pub state: ExportState,
    /// When it was asked for, Unix milliseconds.
    pub created_ms: i64,
    /// Until when it can be fetched, Unix milliseconds.
    pub expires_ms: Option<i64>,
    /// Tables written so far.
    pub tables_done: u32,
    /// Tables in all.
    pub tables_all: u32,
    /// Rows written so far.
    pub rows: u64,
    /// Its size so far.
    pub octets: u64,
}

/// The archives of a tenant, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exports {
    /// The last few.
    pub exports: Vec<ExportItem>,
    /// Whoever looks at this is asked for a code of the authenticator.
    pub asks_code: bool,
}

/// What becomes of a closed tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasurePlan {
    /// When it is due, Unix milliseconds.
    pub due_ms: i64,
    /// It has begun: nothing stops it any more.
    pub begun: bool,
}
