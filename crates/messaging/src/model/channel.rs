//! Destinations of notices as screens see them.

use kernel::ChannelId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How notices reach a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A chat with a Telegram bot.
    Telegram,
    /// A program's address, signed as Standard Webhooks asks.
    Webhook,
    /// A text message by Twilio.
    TwilioSms,
    /// WhatsApp by Twilio.
    TwilioWhatsapp,
    /// WhatsApp by Meta's Cloud API.
    MetaWhatsapp,
}

impl ChannelKind {
    /// Every kind.
    pub const ALL: [ChannelKind; 5] = [Self::Telegram, Self::Webhook, Self::TwilioSms, Self::TwilioWhatsapp, Self::MetaWhatsapp];

    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Webhook => "webhook",
            Self::TwilioSms => "twilio_sms",
            Self::TwilioWhatsapp => "twilio_whatsapp",
            Self::MetaWhatsapp => "meta_whatsapp",
        }
    }

    /// Reads a stored name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Which alerts go to a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelLevel {
    /// Every alert.
    All,
    /// Full and broken links.
    Red,
}

impl ChannelLevel {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Red => "red",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::All, Self::Red].into_iter().find(|level| level.as_str() == name)
    }
}

/// How a destination does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    /// Notices go there.
    Active,
    /// Its people have paused it.
    Paused,
    /// It has said itself that it wants nothing more.
    Gone,
}

impl ChannelState {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Gone => "gone",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::Gone].into_iter().find(|state| state.as_str() == name)
    }
}

/// A destination in the list. What gets in there is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelItem {
    /// Identity.
    pub id: ChannelId,
    /// How notices reach it.
    pub kind: ChannelKind,
    /// What its people call it.
    pub name: String,
    /// What may be shown of where it leads.
    pub address: String,
    /// Which alerts go there.
    pub level: ChannelLevel,
    /// How it does.
    pub state: ChannelState,
    /// Faults in a row.
    pub failures: i32,
    /// Notices that wait.
    pub waiting: i64,
    /// When a notice arrived last, Unix milliseconds.
    pub last_ok_ms: Option<i64>,
    /// The code of its last fault and when that was, Unix milliseconds.
    pub last_fault: Option<(String, i64)>,
}

/// How a notice does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is on its way.
    Waiting,
    /// The provider has it.
    Delivered,
    /// It was given up.
    Dead,
}

impl DeliveryState {
    /// The end of its message id.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryItem {
    /// Identity; receivers of webhooks know it by this name too.
    pub id: Uuid,
    /// What it is about: the stored name of a notice.
    pub what: String,
    /// The destination's name.
    pub name: String,
    /// What may be shown of where that leads.
    pub address: String,
    /// How it does.
    pub state: DeliveryState,
    /// When it was written, Unix milliseconds.
    pub at_ms: i64,
    /// When it arrived, was given up or is tried next, Unix milliseconds.
    pub then_ms: i64,
    /// How often it was tried.
    pub attempts: i32,
    /// The code of the last fault.
    pub fault: Option<String>,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    /// The destinations, oldest first.
    pub items: Vec<ChannelItem>,
    /// The newest notices.
    pub log: Vec<DeliveryItem>,
}

/// A new destination as typed; which fields count depends on the kind.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChannelForm {
    /// The kind's stored name.
    pub kind: String,
    /// What its people call it.
    pub name: String,
    /// The level's stored name.
    pub level: String,
    /// Telegram: the bot's token. Twilio: the auth token. Meta: the access token.
    pub token: String,
    /// Telegram: the chat's number or public name.
    pub chat: String,
    /// Webhook: the address.
    pub url: String,
    /// Twilio: the account SID. Meta: the id of the sending number.
    pub account: String,
    /// Twilio: the sending number, or the SID of a messaging service.
    pub from: String,
    /// The receiving number.
    pub to: String,
    /// WhatsApp: the approved template that notices begin a conversation with.
    pub template: String,
    /// Meta: the template's language code.
    pub language: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for kind in ChannelKind::ALL {
            assert_eq!(ChannelKind::parse(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for state in [ChannelState::Active, ChannelState::Paused, ChannelState::Gone] {
            assert_eq!(ChannelState::parse(state.as_str()), Some(state));
        }
        assert_eq!(ChannelLevel::parse("red"), Some(ChannelLevel::Red));
        assert_eq!((ChannelKind::parse("fax"), ChannelLevel::parse("")), (None, None));
    }
}
