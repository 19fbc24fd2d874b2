//! How a mail leaves: over SMTP, or kept where no mail server is configured.

mod kept;
mod message;
mod smtp;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId};
use uuid::Uuid;

pub use kept::Kept;
pub use smtp::{Credentials, Security, Smtp, SmtpError, SmtpOptions};

use crate::rules::Rendered;

/// A mail on its way.
pub struct Mail {
    /// The outbox row's id, the same at every attempt.
    pub id: Uuid,
    /// Whose mail it is.
    pub tenant: TenantId,
    /// The node it belongs to.
    pub org: OrgId,
    /// When it was asked for; its Date, the same at every attempt.
    pub written_at: DateTime<Utc>,
    /// The portal's host.
    pub host: String,
    /// The portal's name: the sender's.
    pub sender: String,
    /// The recipient's address.
    pub to: String,
    /// What it says.
    pub rendered: Rendered,
}

/// Why a mail was not taken: a code and a short reason, without addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Trying again later may help.
    Temporary(String),
    /// Trying again cannot help.
    Permanent(String),
}

/// Takes mails. `Ok` means that it has the mail durably; after anything else it may have it nevertheless, so a mail
/// carries the same Message-ID at every attempt.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail over, `now` being the time of the attempt.
    async fn send(&self, mail: &Mail, now: DateTime<Utc>) -> Result<(), Refusal>;
}
