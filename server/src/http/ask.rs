//! Whether a proxy may have a certificate made for a name (Caddy's `on_demand_tls ask`): yes for hosts that answer, else no.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use axum::extract::{ConnectInfo, Query, State as Shared};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde::Deserialize;

use super::{State, operations};

/// Questions that may come at once, and how many more each second after that: more handshakes for unknown names than this are
/// no customers.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(49);
const PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// Counts the questions of this process.
pub(super) struct Questions(DefaultDirectRateLimiter);

impl Default for Questions {
    fn default() -> Self {
        Self(RateLimiter::direct(Quota::per_second(PER_SECOND).allow_burst(BURST)))
    }
}

impl Questions {
    /// Whether another may be answered now.
    fn may_ask(&self) -> bool {
        self.0.check().is_ok()
    }
}

/// What is asked for.
#[derive(Deserialize)]
pub struct Asked {
    domain: Option<String>,
}

/// `GET /domains/ask?domain=…`, for this machine alone: 200 for a host that answers, 404 for any other, and no in every case of
/// doubt.
pub async fn ask(Shared(state): Shared<State>, ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: HeaderMap, uri: Uri) -> Response {
    if !operations::is_let_in(&state, peer, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let domain = Query::<Asked>::try_from_uri(&uri).ok().and_then(|Query(asked)| asked.domain);
    let host = domain.and_then(|domain| kernel::validate::host_name(&domain).filter(|host| *host == domain));
    let Some(host) = host else { return StatusCode::NOT_FOUND.into_response() };
    if !state.questions.may_ask() {
        metrics::counter!("lastmile_certificate_questions_total", "answer" => "too-many").increment(1);
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "5")]).into_response();
    }
    // Asked of the database each time: a certificate for a name that was lost a moment ago is one too many.
    let (answer, status) = match tenancy::actions::find_host(&state.store, &host).await {
        Ok(Some(_)) => ("yes", StatusCode::OK),
        Ok(None) => ("no", StatusCode::NOT_FOUND),
        Err(_logged) => ("fault", StatusCode::SERVICE_UNAVAILABLE),
    };
    metrics::counter!("lastmile_certificate_questions_total", "answer" => answer).increment(1);
    status.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_off() {
        let questions = Questions::default();
        let answered = (0..1_000).filter(|_| questions.may_ask()).count();
        assert!((50..500).contains(&answered), "{answered}");
    }
}
