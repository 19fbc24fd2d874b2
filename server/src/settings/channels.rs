//! `[channels]`.

use serde::Deserialize;

use super::{SettingsError, wrong};

/// Notices besides mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channels {
    /// Telegram's Bot API.
    pub telegram_url: String,
    /// Twilio's REST API.
    pub twilio_url: String,
    /// Meta's Graph API, with its version.
    pub meta_url: String,
    /// Webhooks may lead near this machine.
    pub private_addresses: bool,
}

impl Channels {
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        for (key, url) in [("channels.telegram_url", &self.telegram_url), ("channels.twilio_url", &self.twilio_url), ("channels.meta_url", &self.meta_url)] {
            let fits = ["https://", "http://"].iter().any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
            if !fits || url.ends_with('/') || url.chars().any(char::is_whitespace) {
                return Err(wrong(key, "must be an address without a slash at its end, for example `https://api.example`"));
            }
        }
        Ok(())
    }
}
