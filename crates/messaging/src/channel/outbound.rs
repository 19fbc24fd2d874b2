//! The one way out over HTTP: TLS as the machine trusts it, no redirects, no proxies, nothing decompressed, answers cut at
//! 64 kB, and for addresses that somebody typed no way to this machine or the networks around it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use store::notices::{Fault, retry_after};

use super::Refusal;
use crate::rules::is_public;

/// What of an answer is read.
const LONGEST_ANSWER: usize = 65_536;

/// How to go out.
#[derive(Clone, Copy, Debug)]
pub struct OutboundOptions {
    /// How long a request may take, from resolving the name to the last byte of the answer.
    pub timeout: Duration,
    /// Addresses that somebody typed may lead near this machine: for development and tests.
    pub private: bool,
}

/// Sends requests; cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    /// For providers, whose addresses the operator sets.
    open: Option<Client>,
    /// For addresses that a tenant sets.
    guarded: Option<Client>,
    private: bool,
    timeout: Duration,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// How long it asks to wait.
    pub retry_after: Option<Duration>,
    /// Its body, cut at 64 kB.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miss {
    /// Nothing was sent: no name, no connection, no TLS.
    Unreachable,
    /// It may have arrived, but no answer came in time.
    Lost,
    /// The address leads where nothing may be sent.
    Forbidden,
}

impl From<Miss> for Refusal {
    fn from(miss: Miss) -> Self {
        Refusal::later(match miss {
            Miss::Unreachable => "unreachable",
            Miss::Lost => "no-answer",
            Miss::Forbidden => "address-forbidden",
        })
    }
}

/// Resolves names to public addresses only; the connection goes to one of these and no other.
struct PublicOnly;

/// A name that leads nowhere public. Found again among an error's sources.
#[derive(Debug, thiserror::Error)]
#[error("no public address")]
struct NoPublicAddress;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(NoPublicAddress.into());
            }
            let addresses: Addrs = Box::new(public.into_iter());
            Ok(addresses)
        })
    }
}

impl Outbound {
    /// Makes the ways out. Where the machine's certificates cannot be read, nothing goes out, and the log says why.
    #[must_use]
    pub fn new(options: OutboundOptions) -> Self {
        let client = |guarded: bool| {
            let builder = Client::builder()
                .no_proxy()
                .redirect(Policy::none())
                .referer(false)
                .timeout(options.timeout)
                .connect_timeout(options.timeout.min(Duration::from_secs(5)))
                .pool_idle_timeout(Duration::from_secs(30))
                .pool_max_idle_per_host(2)
                .user_agent("Lastmile");
            let builder = if guarded { builder.dns_resolver(Arc::new(PublicOnly)) } else { builder };
            builder.build().map_err(|error| tracing::error!(%error, "no notices can go out")).ok()
        };
        Self { open: client(false), guarded: client(!options.private), private: options.private, timeout: options.timeout }
    }

    /// How long to wait before each look at what became of something: seven twentieths of a request's time in all.
    pub fn looks(&self) -> [Duration; 3] {
        [self.timeout / 20, self.timeout / 10, self.timeout / 5]
    }

    /// A request to a provider at an address that the operator set.
    pub fn post(&self, url: &str) -> Result<RequestBuilder, Miss> {
        self.open.as_ref().map(|client| client.post(url)).ok_or(Miss::Unreachable)
    }

    /// A question to a provider at an address that the operator set.
    pub fn get(&self, url: &str) -> Result<RequestBuilder, Miss> {
        self.open.as_ref().map(|client| client.get(url)).ok_or(Miss::Unreachable)
    }

    /// A request to an address that a tenant set, which has been read by [`crate::rules::secret::webhook_url`]. A literal
    /// address asks no resolver, so it is looked at here.
    pub fn post_guarded(&self, url: Url) -> Result<RequestBuilder, Miss> {
        let literal = url.host_str().and_then(|host| host.trim_start_matches('[').trim_end_matches(']').parse().ok());
        if !self.private && literal.is_some_and(|address| !is_public(address)) {
            return Err(Miss::Forbidden);
        }
        self.guarded.as_ref().map(|client| client.post(url)).ok_or(Miss::Unreachable)
    }
}

/// Sends a request and reads its answer. Errors are not passed on: their texts hold addresses, and those hold tokens.
pub async fn ask(request: RequestBuilder, now: DateTime<Utc>) -> Result<Reply, Miss> {
    let mut response = request.send().await.map_err(|error| miss(&error))?;
    let header = response.headers().get(reqwest::header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let (status, asked) = (response.status().as_u16(), header.and_then(|value| retry_after(value, now)));
    let mut body = Vec::new();
    // An answer that breaks off is read as far as it came: the status says most of it.
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = LONGEST_ANSWER.saturating_sub(body.len());
        body.extend(chunk.iter().take(room));
        if chunk.len() >= room {
            break;
        }
    }
    Ok(Reply { status, retry_after: asked, body })
}

fn miss(error: &reqwest::Error) -> Miss {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = source {
        if inner.is::<NoPublicAddress>() {
            return Miss::Forbidden;
        }
        source = inner.source();
    }
    if error.is_connect() || error.is_builder() { Miss::Unreachable } else { Miss::Lost }
}

impl Reply {
    /// The body as JSON; `None` where it is none.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The fault of an answer whose status alone says that something is wrong on the other side for a while.
    pub fn busy(&self) -> Option<Refusal> {
        let code = match self.status {
            429 => "rate-limited".to_owned(),
            408 | 425 | 500..=599 => format!("http-{}", self.status),
            _ => return None,
        };
        Some(Refusal { fault: Fault::Later(self.retry_after), code })
    }
}
