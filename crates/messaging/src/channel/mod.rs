//! How each provider is spoken to. All of them answer in the same few ways, so that queue, log and pages need not know them.

mod meta;
mod outbound;
mod telegram;
mod twilio;
mod webhook;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{Locale, NoticeBody};
use store::notices::Fault;
use uuid::Uuid;

pub use outbound::{Miss, Outbound, OutboundOptions};
pub use telegram::{Heard, Telegram};

use crate::model::ChannelKind;
use crate::rules::Portal;
use crate::rules::secret::Secret;

/// A notice, addressed.
pub struct Letter<'a> {
    /// The same at each attempt: a receiver that can tell by it gets nothing twice.
    pub id: Uuid,
    /// What to say.
    pub body: &'a NoticeBody,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// In which language.
    pub locale: Locale,
    /// In whose name.
    pub portal: &'a Portal,
    /// Where to, and how to get in.
    pub secret: &'a Secret,
    /// Which attempt it is, from 1.
    pub attempt: i32,
    /// The present.
    pub now: DateTime<Utc>,
}

/// Why a notice was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What follows from it.
    pub fault: Fault,
    /// One of the codes that pages have words for (`channel-fault-…`), or `http-` and a status. Never an address or a token.
    pub code: String,
}

impl Refusal {
    /// Trying again may help.
    #[must_use]
    pub fn later(code: &str) -> Self {
        Self { fault: Fault::Later(None), code: code.to_owned() }
    }

    /// Trying again cannot help.
    #[must_use]
    pub fn refused(code: &str) -> Self {
        Self { fault: Fault::Refused, code: code.to_owned() }
    }
}

/// A provider of notices.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Hands `letter` over; answers what the provider calls it (may be empty) once it has accepted it. An answer that is lost
    /// is a fault like others: the same letter is handed over again.
    async fn send(&self, letter: &Letter<'_>) -> Result<String, Refusal>;
}

/// Where the providers are. Tests and a Bot API server of one's own stand elsewhere.
#[derive(Clone, Debug)]
pub struct Places {
    /// Telegram's Bot API.
    pub telegram: String,
    /// Twilio's REST API.
    pub twilio: String,
    /// Meta's Graph API, with its version.
    pub meta: String,
}

/// Every provider.
pub struct Providers {
    /// Its bots are asked for what they were told, too.
    pub telegram: Telegram,
    twilio: twilio::Twilio,
    meta: meta::Meta,
    webhook: webhook::Webhook,
    /// Webhooks may lead near this machine.
    pub private: bool,
}

impl Providers {
    /// Speaks to the providers at `places`.
    #[must_use]
    pub fn new(places: Places, options: OutboundOptions) -> Self {
        let outbound = Outbound::new(options);
        Self {
            telegram: Telegram::new(places.telegram, outbound.clone()),
            twilio: twilio::Twilio::new(places.twilio, outbound.clone()),
            meta: meta::Meta::new(places.meta, outbound.clone()),
            webhook: webhook::Webhook::new(outbound),
            private: options.private,
        }
    }

    /// The provider of a kind of destination.
    #[must_use]
    pub fn of(&self, kind: ChannelKind) -> &dyn Channel {
        match kind {
            ChannelKind::Telegram => &self.telegram,
            ChannelKind::Webhook => &self.webhook,
            ChannelKind::TwilioSms | ChannelKind::TwilioWhatsapp => &self.twilio,
            ChannelKind::MetaWhatsapp => &self.meta,
        }
    }
}
