//! A mail that an action wants sent. It is written down in the action's own transaction (`store::TenantTx::send_mail`) and
//! delivered after the commit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Locale;

/// What to send to whom. The arguments may hold a single-use token inside `path`: a request is sealed at rest and never
/// logged, and its `Debug` shows neither recipient nor arguments.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRequest {
    /// Which mail; says which arguments are needed.
    pub template: MailTemplate,
    /// The recipient, as [`crate::validate::email`] gives it.
    pub to: String,
    /// The language of its words: the recipient's, else the portal's.
    pub locale: Locale,
    /// The portal's host as stored in `hosts`, from which the link and the sender's name are made; never from a request's
    /// header. A host that is no longer the tenant's ends the mail undelivered.
    pub host: String,
    /// The template's arguments; see [`MailTemplate::arguments`].
    pub args: BTreeMap<String, String>,
}

impl MailRequest {
    /// A request for `template`, with `args` as name and value.
    #[must_use]
    pub fn new<const N: usize>(template: MailTemplate, to: impl Into<String>, locale: Locale, host: impl Into<String>, args: [(&str, String); N]) -> Self {
        Self { template, to: to.into(), locale, host: host.into(), args: args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
    }
}

impl std::fmt::Debug for MailRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailRequest").field("template", &self.template).field("locale", &self.locale).finish_non_exhaustive()
    }
}

/// The mails there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTemplate {
    /// Asks a person to join a portal.
    Invitation,
    /// Leads to choosing a new password.
    PasswordReset,
    /// Leads to signing in without a password.
    MagicLink,
    /// Tells a person that something about the account has changed.
    SecurityNotice,
    /// Tells those who manage domains that one no longer leads to its portal.
    DomainSuspended,
    /// Tells who looks after a network what is wrong with it.
    AlertProblem,
    /// Tells them what is right again.
    AlertRecovery,
}

impl MailTemplate {
    /// Every template.
    pub const ALL: [MailTemplate; 7] =
        [Self::Invitation, Self::PasswordReset, Self::MagicLink, Self::SecurityNotice, Self::DomainSuspended, Self::AlertProblem, Self::AlertRecovery];

    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::MagicLink => "magic_link",
            Self::SecurityNotice => "security_notice",
            Self::DomainSuspended => "domain_suspended",
            Self::AlertProblem => "alert_problem",
            Self::AlertRecovery => "alert_recovery",
        }
    }

    /// Reads a stored name; `None` for one this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.as_str() == name)
    }

    /// The arguments that the template needs; others are ignored. `path` is the link's absolute path with its query;
    /// `minutes` and `hours` are whole numbers that say how long the link holds; `by` is a person's name; `event` is one of
    /// [`SECURITY_EVENTS`]; `domain` is a domain as people read it; `count` says how many alerts there are and `lines` tells of
    /// the first of them, a JSON array of [`AlertLine`].
    #[must_use]
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Invitation => &["path", "by", "hours"],
            Self::PasswordReset | Self::MagicLink => &["path", "minutes"],
            Self::SecurityNotice => &["path", "event"],
            Self::DomainSuspended => &["path", "domain"],
            Self::AlertProblem | Self::AlertRecovery => &["path", "count", "lines"],
        }
    }
}

/// What a [`MailTemplate::SecurityNotice`] can tell of, as its argument `event`. Each has words of its own; another code is
/// told in general words.
pub const SECURITY_EVENTS: [&str; 11] = [
    "password-changed",
    "email-changed",
    "two-factor-on",
    "two-factor-off",
    "passkey-added",
    "passkey-removed",
    "recovery-codes-made",
    "recovery-code-used",
    "new-sign-in",
    "sessions-ended",
    "api-token-reused",
];

/// One line of a mail about alerts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertLine {
    /// What there is to say: one of [`ALERT_LINES`]; a line with another code is left out.
    pub code: String,
    /// What it is about: a device and its interface.
    pub object: String,
    /// How much of the line's speed is in use, where the words speak of it.
    pub percent: i64,
}

/// What a line of a mail about alerts can say. Each has words of its own.
pub const ALERT_LINES: [&str; 9] =
    ["utilisation-high", "utilisation-full", "link-down", "device-down", "flapping", "utilisation-calm", "link-up", "device-up", "unwatched"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for template in MailTemplate::ALL {
            assert_eq!(MailTemplate::parse(template.as_str()), Some(template));
            assert_eq!(serde_json::to_string(&template).unwrap(), format!("\"{}\"", template.as_str()));
        }
        assert_eq!(MailTemplate::parse("newsletter"), None);
    }

    #[test]
    fn what_is_logged_tells_neither_recipient_nor_token() {
        let mail = MailRequest::new(MailTemplate::MagicLink, "ana@acme.example", Locale::ENGLISH, "acme.example", [("path", "/magic?token=abc".to_owned())]);
        let shown = format!("{mail:?}");
        assert!(!shown.contains("ana") && !shown.contains("token"), "{shown}");
    }
}
