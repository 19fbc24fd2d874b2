//! What load balancers and Prometheus ask.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::State;

/// The process lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can serve: it is not stopping and its database answers.
pub async fn readyz(Shared(state): Shared<State>) -> Response {
    if !state.ready() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match state.store.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database away\n").into_response()
        }
    }
}

/// Prometheus text, for this machine or whoever has the token.
pub async fn metrics(Shared(state): Shared<State>, ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: HeaderMap) -> Response {
    if !is_let_in(&state, peer, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], state.metrics.render()).into_response()
}

/// Whether what is only for operators may be answered: to whoever has the token, else to this machine.
pub(super) fn is_let_in(state: &State, peer: SocketAddr, headers: &HeaderMap) -> bool {
    match &state.settings.metrics.token {
        Some(token) => headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            // Hashes first: comparing them leaks nothing of the token by its timing.
            .is_some_and(|given| Sha256::digest(given.as_bytes()) == Sha256::digest(token.as_bytes())),
        // A proxy on this machine speaks for others: what it forwards is not from here.
        // Even one that does not say so: it asks for a portal by its name, and whoever scrapes here asks for an address.
        None => from_here(peer, headers),
    }
}

/// Whether a program on this machine asks, and not for somebody else.
pub(super) fn from_here(peer: SocketAddr, headers: &HeaderMap) -> bool {
    peer.ip().is_loopback() && !headers.contains_key("x-forwarded-for") && !headers.contains_key("forwarded") && !names_a_portal(headers)
}

fn names_a_portal(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).and_then(kernel::validate::host_name);
    host.is_some_and(|host| host != "localhost")
}
