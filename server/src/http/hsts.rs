//! Strict-Transport-Security (RFC 6797): browsers come back by TLS only.

use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::settings::{Http, Scheme};

/// A year, for the host and everything below it.
const WITH_SUBDOMAINS: &str = "max-age=31536000; includeSubDomains";
/// A year, for the host alone.
const HOST_ALONE: &str = "max-age=31536000";

/// What is said of which host; nothing where browsers come without TLS.
#[derive(Clone)]
pub(super) struct Policy {
    base_domain: Option<Arc<str>>,
}

impl Policy {
    pub(super) fn new(http: &Http) -> Self {
        Self { base_domain: (http.public_scheme == Scheme::Https).then(|| Arc::from(http.base_domain.as_str())) }
    }

    /// Portals below the platform's own domain speak for what lies below them too: the platform alone gives names there, and each is
    /// a portal of this server. A tenant's own domain, and the base domain itself, may have neighbours that are no business of ours and
    /// know no TLS.
    fn of(&self, host: Option<&str>) -> Option<&'static str> {
        let base = self.base_domain.as_deref()?;
        let below = host.and_then(|host| host.strip_suffix(base)).is_some_and(|label| label.len() > 1 && label.ends_with('.'));
        Some(if below { WITH_SUBDOMAINS } else { HOST_ALONE })
    }
}

/// Says it with every answer.
pub(super) async fn say(Shared(policy): Shared<Policy>, request: Request, next: Next) -> Response {
    let host = named(request.headers()).or_else(|| request.uri().host().and_then(kernel::validate::host_name));
    let said = policy.of(host.as_deref());
    let mut response = next.run(request).await;
    if let Some(said) = said {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(said));
    }
    response
}

fn named(headers: &HeaderMap) -> Option<String> {
    headers.get(header::HOST)?.to_str().ok().and_then(kernel::validate::host_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_portals_of_the_platform_speak_for_what_is_below_them() {
        let policy = Policy { base_domain: Some(Arc::from("isp.example")) };
        for host in ["acme.isp.example", "metro.acme.isp.example", "founder.isp.example"] {
            assert_eq!(policy.of(Some(host)), Some(WITH_SUBDOMAINS), "{host}");
        }
        for host in [Some("isp.example"), Some("portal.acme.example"), Some("evilisp.example"), Some("isp.example.evil.example"), None] {
            assert_eq!(policy.of(host), Some(HOST_ALONE), "{host:?}");
        }
        assert_eq!(Policy { base_domain: None }.of(Some("acme.isp.example")), None, "without TLS nothing is said");
    }
}
