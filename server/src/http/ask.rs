//! Whether a proxy may have a certificate made for a name (Caddy's `on_demand_tls ask`): yes for hosts that answer, else no.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{ConnectInfo, Query, State as Shared};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{State, operations};

/// Questions that may come at once, and how many more each second after that: more handshakes for unknown names than this are
/// no customers.
const BURST: f64 = 50.0;
const PER_SECOND: f64 = 10.0;

/// A bucket that fills by the second.
pub(super) struct Bucket {
    state: Mutex<(f64, Instant)>,
}

impl Default for Bucket {
    fn default() -> Self {
        Self { state: Mutex::new((BURST, Instant::now())) }
    }
}

impl Bucket {
    /// Takes one out; `false` where it is empty.
    fn take(&self, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, since) = *state;
        let filled = (left + now.saturating_duration_since(since).as_secs_f64() * PER_SECOND).min(BURST);
        let taken = filled >= 1.0;
        *state = (if taken { filled - 1.0 } else { filled }, now);
        taken
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
    if !state.asked.take(Instant::now()) {
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
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_flood_empties_the_bucket_and_time_fills_it() {
        let bucket = Bucket::default();
        let start = Instant::now();
        let taken = (0..200).filter(|_| bucket.take(start)).count();
        assert_eq!(taken, 50);
        let taken = (0..200).filter(|_| bucket.take(start + Duration::from_secs(1))).count();
        assert_eq!(taken, 10);
        let taken = (0..200).filter(|_| bucket.take(start + Duration::from_secs(3_600))).count();
        assert_eq!(taken, 50, "no more than it holds");
    }
}
