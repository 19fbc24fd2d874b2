//! Programs that are told by signed requests: <https://www.standardwebhooks.com>. The receiver knows a notice that comes
//! twice by its `webhook-id`.

use async_trait::async_trait;
use store::notices::Fault;

use super::outbound::{Outbound, ask};
use super::{Channel, Letter, Refusal};
use crate::rules;
use crate::rules::secret::{Secret, webhook_url};

/// Sends signed requests.
pub struct Webhook {
    outbound: Outbound,
}

impl Webhook {
    pub(super) fn new(outbound: Outbound) -> Self {
        Self { outbound }
    }
}

#[async_trait]
impl Channel for Webhook {
    async fn send(&self, letter: &Letter<'_>) -> Result<String, Refusal> {
        let Secret::Webhook { url, key, former } = letter.secret else { return Err(Refusal::refused("unfit")) };
        // What else it must not be was looked at when it was typed; where it leads is looked at each time.
        let url = webhook_url(url, true).ok_or_else(|| Refusal::refused("unfit"))?;
        let body = serde_json::to_vec(&rules::event(letter.body, letter.at, letter.portal)).map_err(|_unserialisable| Refusal::refused("unfit"))?;
        let former = former.as_ref().filter(|(_, until)| letter.now < *until).map(|(key, _)| key.as_str());
        let keys: Vec<&str> = std::iter::once(key.as_str()).chain(former).collect();
        let headers = rules::headers(letter.id, letter.now.timestamp(), &body, &keys).ok_or_else(|| Refusal::refused("unfit"))?;
        let request = self.outbound.post_guarded(url)?.header("content-type", "application/json").body(body);
        let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        let reply = ask(request, letter.now).await?;
        match reply.status {
            200..=299 => Ok(String::new()),
            410 => Err(Refusal { fault: Fault::Gone, code: "webhook-gone".to_owned() }),
            // Whatever else is wrong may be put right within the days that it is tried.
            status => Err(reply.busy().unwrap_or(Refusal { fault: Fault::Later(reply.retry_after), code: format!("http-{status}") })),
        }
    }
}
