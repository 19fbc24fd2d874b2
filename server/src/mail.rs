//! Delivers mail: lanes that look for what is due, each on its own, so that one slow delivery does not hold up the rest.

use std::sync::Arc;
use std::time::Duration;

use kernel::Clock;
use messaging::actions::{Postman, deliver_due};
use messaging::transport::{Credentials, Kept, Mailer, Security, Smtp, SmtpError, SmtpOptions};
use store::Store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::settings::{MailSecurity, Settings};
use crate::vitals::JobBook;

/// How many rounds may be under way at once in this process.
const LANES: usize = 2;
/// How long a lane rests when nothing is due.
const REST: Duration = Duration::from_secs(1);
/// How long it rests when the database is away.
const LONG_REST: Duration = Duration::from_secs(5);
/// How long one mail may take from connecting to the relay's last word; shorter than its lease by far.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The postman as the settings say: with a relay over SMTP, without one into the database.
pub fn postman(settings: &Settings, store: &Store, clock: &Clock) -> anyhow::Result<Arc<Postman>> {
    let links = settings.clone();
    Ok(Arc::new(Postman {
        store: store.clone(),
        mailer: mailer(settings, store)?,
        portal_url: Box::new(move |host| links.portal_url(host)),
        clock: clock.clone(),
    }))
}

fn mailer(settings: &Settings, store: &Store) -> anyhow::Result<Box<dyn Mailer>> {
    let mail = &settings.mail;
    let (Some(host), Some(from)) = (&mail.host, &mail.from) else {
        return Ok(Box::new(Kept::new(store.clone())));
    };
    let credentials = mail.user.clone().zip(mail.password.clone()).map(|(user, password)| Credentials { user, password: password.into() });
    let options = SmtpOptions {
        host: host.clone(),
        port: mail.port(),
        security: match mail.security {
            MailSecurity::StartTls => Security::StartTls,
            MailSecurity::Tls => Security::Tls,
            MailSecurity::None => Security::Plain,
        },
        credentials,
        from: from.clone(),
        reply_to: mail.reply_to.clone(),
        timeout: TIMEOUT,
    };
    let smtp = Smtp::new(options).map_err(|error| {
        let setting = match error {
            SmtpError::Address(_) => "configuration: mail.from or mail.reply_to (environment: LASTMILE_MAIL_FROM, LASTMILE_MAIL_REPLY_TO)",
            _ => "configuration: mail.security (environment: LASTMILE_MAIL_SECURITY)",
        };
        anyhow::Error::new(error).context(setting)
    })?;
    Ok(Box::new(smtp))
}

/// Delivers until `stop`; a round that is under way is finished first.
pub fn run(postman: Arc<Postman>, book: &JobBook, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
    let lane = |_| tokio::spawn(deliver(Arc::clone(&postman), book.clone(), stop.clone()));
    (0..LANES).map(lane).collect()
}

async fn deliver(postman: Arc<Postman>, book: JobBook, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let round = deliver_due(&postman).await;
        let rest = match &round {
            Ok(ended) if ended.is_empty() => REST,
            Ok(_) => Duration::ZERO,
            Err(_) => LONG_REST,
        };
        if rest != REST {
            book.note("deliver_mail", None, round.map(|_ended| ()));
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}
