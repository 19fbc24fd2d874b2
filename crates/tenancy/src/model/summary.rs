//! A part of the tree in figures.

use serde::{Deserialize, Serialize};

/// What a dashboard tells of a part of the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeSummary {
    /// Branches below the viewer's node.
    pub branches: u32,
    /// Resellers below it.
    pub resellers: u32,
    /// Customers below it.
    pub customers: u32,
    /// People who can sign in.
    pub people: u32,
    /// Invitations that wait.
    pub invited: u32,
    /// The viewer's node has a look of its own.
    pub branded: bool,
}
