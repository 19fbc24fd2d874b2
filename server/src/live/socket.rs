//! `GET /ws/live`: everything that is checked before a connection is accepted.

use std::time::Duration;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{HOST, ORIGIN, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use kernel::Ctx;
use metrics::counter;
use tokio_util::sync::CancellationToken;

use super::{Full, LiveState, connection};

/// Per connection; a viewer sends little and gets its frames in short batches.
const READ_BUFFER: usize = 4 << 10;
const WRITE_BUFFER: usize = 32 << 10;
/// How long connections may take to close when the process stops.
const GOODBYE: Duration = Duration::from_secs(5);

/// The route `/ws/live`. The session layer around it puts [`Ctx`] into the extensions of requests that are signed in;
/// without it the answer is 401. When `stop` is cancelled every connection is closed with code 1012 and no more are
/// accepted; [`super::Hub::shutdown`] waits for that. Call it inside a tokio runtime.
pub fn router<S: Clone + Send + Sync + 'static>(state: LiveState, stop: CancellationToken) -> Router<S> {
    let hub = state.hub.clone();
    tokio::spawn(async move {
        stop.cancelled().await;
        hub.shutdown(GOODBYE).await;
    });
    Router::new().route("/ws/live", get(accept)).with_state(state)
}

async fn accept(State(live): State<LiveState>, request: Request) -> Response {
    let (mut parts, _body) = request.into_parts();
    let signed_in = parts.extensions.remove::<Ctx>().and_then(|ctx| ctx.session.map(|session| (ctx, session)));
    let Some((ctx, session)) = signed_in else {
        return refuse("unauthenticated", StatusCode::UNAUTHORIZED, "401 Please sign in.\n");
    };
    // Browsers send cookies with any site's WebSocket request and let that site read the answer: the Origin is the guard.
    if !same_origin(&parts) {
        return refuse("origin", StatusCode::FORBIDDEN, "403 This request does not come from this site.\n");
    }
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let viewer = match live.hub.join(ctx.tenant, session) {
        Ok(viewer) => viewer,
        Err(Full::Session | Full::Tenant) => return come_back(refuse("full", StatusCode::TOO_MANY_REQUESTS, "429 Too many live connections.\n")),
        Err(Full::Stopping) => return come_back(refuse("stopping", StatusCode::SERVICE_UNAVAILABLE, "503 Stopping.\n")),
    };
    // Above our own bound, so that a request just too long is answered with the close code that says so.
    let most = live.hub.limits().message_bytes.saturating_mul(2);
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(move |socket| connection::run(socket, live, ctx, viewer))
}

/// Whether the page that asks came from the host it asks (ASVS 5.0, 4.4.2). No Origin, no connection.
fn same_origin(parts: &Parts) -> bool {
    let mut origins = parts.headers.get_all(ORIGIN).iter();
    let (Some(origin), None) = (origins.next().and_then(|origin| origin.to_str().ok()), origins.next()) else { return false };
    let host = match parts.uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => parts.headers.get(HOST).and_then(|host| host.to_str().ok()),
    };
    let from = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    matches!((from, host), (Some(from), Some(host)) if !host.is_empty() && from.eq_ignore_ascii_case(host))
}

fn refuse(reason: &'static str, status: StatusCode, body: &'static str) -> Response {
    counter!("lastmile_live_refused_total", "reason" => reason).increment(1);
    (status, body).into_response()
}

fn come_back(mut response: Response) -> Response {
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(host: Option<&str>, origins: &[&str]) -> bool {
        let mut request = Request::builder().uri("/ws/live");
        if let Some(host) = host {
            request = request.header(HOST, host);
        }
        for origin in origins {
            request = request.header(ORIGIN, *origin);
        }
        same_origin(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn only_the_page_s_own_host_may_connect() {
        assert!(asks(Some("acme.localhost:3000"), &["http://acme.localhost:3000"]));
        assert!(asks(Some("Acme.example"), &["https://acme.example"]));
        for origin in ["http://acme.localhost", "http://other.localhost:3000", "null", "", "acme.localhost:3000", "ws://acme.localhost:3000"] {
            assert!(!asks(Some("acme.localhost:3000"), &[origin]), "{origin}");
        }
        assert!(!asks(Some("a.example"), &[]));
        assert!(!asks(Some("a.example"), &["https://a.example", "https://evil.example"]));
        assert!(!asks(Some("a.example"), &["https://a.example@evil.example"]));
        assert!(!asks(None, &["https://"]));
        assert!(!asks(Some(""), &["https://"]));
    }
}
