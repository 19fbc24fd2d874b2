//! Types that the server and the screens share.

mod channel;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use channel::{ChannelForm, ChannelItem, ChannelKind, ChannelLevel, ChannelState, Channels, DeliveryItem, DeliveryState};

/// A mail that was kept instead of sent, as a line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptItem {
    /// The outbox row it came from.
    pub id: Uuid,
    /// The recipient's address.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was kept, Unix milliseconds.
    pub at_ms: i64,
}

/// The newest kept mails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptList {
    /// Newest first.
    pub items: Vec<KeptItem>,
    /// There are more, which the list leaves out.
    pub more: bool,
}

/// A kept mail with what it says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMail {
    /// What the list shows of it.
    pub item: KeptItem,
    /// Its text part.
    pub text: String,
    /// The link that the text holds.
    pub link: String,
}

impl std::fmt::Debug for KeptMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptMail").field("id", &self.item.id).finish_non_exhaustive()
    }
}
