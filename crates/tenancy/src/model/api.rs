//! Tokens for the API, as their page shows them.

use kernel::ApiTokenId;
use serde::{Deserialize, Serialize};

/// A token: everything but the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenItem {
    /// Identity.
    pub id: ApiTokenId,
    /// What its maker called it.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// The name of the node that it acts for.
    pub org_name: String,
    /// Names of the permissions that it was made for.
    pub scopes: Vec<String>,
    /// When it was made, Unix milliseconds.
    pub created_ms: i64,
    /// Until when it works, Unix milliseconds.
    pub expires_ms: i64,
    /// Last use to some minutes, Unix milliseconds; `None` while unused.
    pub last_used_ms: Option<i64>,
    /// Its time is over.
    pub expired: bool,
}

/// What the page of tokens shows a viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiTokens {
    /// The viewer's own, newest first; at most [`ApiTokens::MOST`].
    pub personal: Vec<TokenItem>,
    /// Those of programs in the viewer's part of the tree; empty unless `manages`. At most [`ApiTokens::MOST`].
    pub machine: Vec<TokenItem>,
    /// Sites whose pages may call the API; empty unless `manages`.
    pub origins: Vec<String>,
    /// Names of the permissions that the viewer has and the API asks for: what can be given to a token.
    pub grantable: Vec<String>,
    /// The present session has proved a moment ago who it is; else that comes before a new token.
    pub fresh: bool,
    /// The viewer may make tokens for programs.
    pub manages: bool,
    /// The viewer may say which sites' pages may call the API: that holds for the whole tenant.
    pub manages_origins: bool,
}

impl ApiTokens {
    /// How many of each kind there may be, and so are shown at most.
    pub const MOST: usize = 50;
}

/// A node of the tree as the API tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgRecord {
    /// Identity.
    pub id: kernel::OrgId,
    /// Its level.
    pub kind: super::OrgKind,
    /// Its name.
    pub name: String,
    /// The node above, where the viewer may see it.
    pub parent: Option<kernel::OrgId>,
    /// The hosts of its own portal.
    pub hosts: Vec<String>,
    /// When it was made, Unix milliseconds.
    pub created_ms: i64,
    /// Counts up with each change.
    pub version: i32,
}
