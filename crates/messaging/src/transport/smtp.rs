//! A relay over SMTP (RFC 5321). One connection a mail: nothing of one tenant's mail is left when the next begins.

use std::error::Error as _;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials as Login, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use secrecy::{ExposeSecret, SecretString};

use super::{Mail, Mailer, Refusal, message};

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Plain at first, TLS before anything of worth is said (RFC 3207); refuses to go on where the relay offers none.
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// None.
    Plain,
}

/// Who signs in at the relay.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

/// Where the relay is and in whose name mail goes there.
#[derive(Clone, Debug)]
pub struct SmtpOptions {
    /// Host name or IP address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub security: Security,
    /// Signs in where given.
    pub credentials: Option<Credentials>,
    /// The sender's address; the name beside it is the portal's.
    pub from: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// How long one mail may take from connecting to the relay's last word.
    pub timeout: Duration,
}

/// Why a relay cannot be used as configured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SmtpError {
    /// An address of ours is none.
    #[error("{0:?} is not an e-mail address")]
    Address(String),
    /// TLS could not be prepared.
    #[error("TLS cannot be prepared: {0}")]
    Tls(#[source] Error),
}

/// Sends over SMTP.
pub struct Smtp {
    options: SmtpOptions,
    from: Address,
    reply_to: Option<Address>,
    hello: ClientId,
    tls: Option<TlsParameters>,
}

impl Smtp {
    /// Checks the addresses and loads the certificates that the machine trusts; connects to nothing yet.
    pub fn new(options: SmtpOptions) -> Result<Self, SmtpError> {
        let address = |text: &str| text.parse::<Address>().map_err(|_error| SmtpError::Address(text.to_owned()));
        let from = address(&options.from)?;
        let reply_to = options.reply_to.as_deref().map(address).transpose()?;
        let tls = match options.security {
            Security::Plain => None,
            Security::StartTls | Security::Tls => Some(TlsParameters::new(options.host.clone()).map_err(SmtpError::Tls)?),
        };
        // The machine's own name is none of the relay's business, and often none that it could look up.
        let hello = ClientId::Domain(from.domain().to_owned());
        Ok(Self { options, from, reply_to, hello, tls })
    }

    /// Up to the point where the relay would take a mail. What goes wrong here is no fault of the mail.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Refusal> {
        let relay = |error: &Error| Refusal::Temporary(format!("relay {}", code(error)));
        let options = &self.options;
        let implicit = self.tls.clone().filter(|_| options.security == Security::Tls);
        let server = (options.host.as_str(), options.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(options.timeout), &self.hello, implicit, None);
        let mut connection = connecting.await.map_err(|error| relay(&error))?;
        if let Some(tls) = self.tls.clone().filter(|_| options.security == Security::StartTls) {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err(Refusal::Temporary("relay offers no STARTTLS".to_owned()));
            }
            connection.starttls(tls, &self.hello).await.map_err(|error| relay(&error))?;
        }
        if let Some(Credentials { user, password }) = &options.credentials {
            let login = Login::new(user.clone(), password.expose_secret().to_owned());
            if let Err(error) = connection.auth(&[Mechanism::Plain, Mechanism::Login], &login).await {
                connection.abort().await;
                return Err(Refusal::Temporary(format!("relay sign-in {}", code(&error))));
            }
        }
        Ok(connection)
    }

    async fn hand_over(&self, mail: &Mail) -> Result<(), Refusal> {
        let message = message::build(mail, &self.from, self.reply_to.as_ref())?;
        let mut connection = self.connect().await?;
        connection.send(message.envelope(), &message.formatted()).await.map_err(|error| verdict(&error))?;
        // It has the mail; how it says good-bye changes nothing.
        if let Err(error) = connection.quit().await {
            tracing::debug!(code = code(&error), "the relay did not end in order");
        }
        Ok(())
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail, _now: DateTime<Utc>) -> Result<(), Refusal> {
        match tokio::time::timeout(self.options.timeout, self.hand_over(mail)).await {
            Ok(outcome) => outcome,
            Err(_elapsed) => Err(Refusal::Temporary("relay too slow".to_owned())),
        }
    }
}

/// What a relay's refusal of a mail means.
fn verdict(error: &Error) -> Refusal {
    // That we are not let in is a fault of the settings (RFC 4954 §6), not of the mail.
    let not_let_in = error.status().is_some_and(|status| ["530", "534", "535", "538"].contains(&status.to_string().as_str()));
    // Our own side refuses what the relay cannot take, such as an address that needs SMTPUTF8.
    if (error.is_permanent() || error.is_client()) && !not_let_in {
        Refusal::Permanent(format!("smtp {}", code(error)))
    } else {
        Refusal::Temporary(format!("smtp {}", code(error)))
    }
}

/// The reply's code and its enhanced code (RFC 3463), or the kind of fault. The words of a reply are left out: they quote
/// addresses.
fn code(error: &Error) -> String {
    if let Some(status) = error.status() {
        let words = error.source().map(ToString::to_string).unwrap_or_default();
        return match words.split_whitespace().next().filter(|word| is_enhanced(word)) {
            Some(enhanced) => format!("{status} {enhanced}"),
            None => status.to_string(),
        };
    }
    let kind = if error.is_timeout() {
        "time-out"
    } else if error.is_tls() {
        "TLS fault"
    } else if error.is_response() {
        "unreadable reply"
    } else if error.is_client() {
        "lacks an extension"
    } else {
        "connection lost or refused"
    };
    kind.to_owned()
}

fn is_enhanced(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes() {
        assert!(is_enhanced("5.1.1") && is_enhanced("4.7.600"));
        assert!(!is_enhanced("5.1") && !is_enhanced("user@acme.example") && !is_enhanced("5.1.") && !is_enhanced("5.1.1000"));
    }

    #[test]
    fn an_address_of_ours_that_is_none_is_said_at_the_start() {
        let options = SmtpOptions {
            host: "127.0.0.1".to_owned(),
            port: 25,
            security: Security::Plain,
            credentials: Some(Credentials { user: "u".to_owned(), password: SecretString::from("hunter2-hunter2") }),
            from: "no reply".to_owned(),
            reply_to: None,
            timeout: Duration::from_secs(1),
        };
        assert!(!format!("{options:?}").contains("hunter2"));
        assert!(matches!(Smtp::new(options), Err(SmtpError::Address(text)) if text == "no reply"));
    }
}
