//! Pages of other sites (Fetch standard, CORS): only those that the tenant has named, and never with cookies.

use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Error, RequestId};
use tenancy::actions::is_api_origin;
use tenancy::model::HostTenant;

use super::problem::Problem;
use crate::http::State;

const METHODS: &str = "GET, POST, PATCH, DELETE";
const ASKED: &str = "authorization, content-type, accept-language, if-match, idempotency-key";
const TOLD: &str = "etag, link, location, retry-after, ratelimit, ratelimit-policy, x-request-id, idempotency-replayed, content-language";
/// Seconds that a browser may remember the answer.
const REMEMBERED: &str = "600";

/// Lets pages of named sites call; refuses the others before anything is done. Clients that are no browsers send no Origin.
pub async fn guard(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return varying(next.run(request).await);
    };
    if is_own(&origin, request.headers()) {
        return varying(next.run(request).await);
    }
    let known = request.extensions().get::<Arc<HostTenant>>().cloned().zip(request.extensions().get::<RequestId>().copied());
    let Some((host, request_id)) = known else { return Problem::from(Error::Internal).into_response() };
    let allowed = match origin.to_str() {
        Ok(text) => is_api_origin(&state.store, &host, text, state.clock.now(), request_id).await,
        Err(_) => Ok(false),
    };
    match allowed {
        Ok(true) => {}
        Ok(false) => return varying(Problem::new(StatusCode::FORBIDDEN, "origin", "Pages of this site may not call this API.").into_response()),
        Err(error) => return varying(Problem::from(error).into_response()),
    }
    let asks_first = *request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks_first { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if asks_first {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ASKED));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(REMEMBERED));
    } else {
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(TOLD));
    }
    varying(response)
}

/// The portal's own pages.
fn is_own(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let (Ok(origin), Some(host)) = (origin.to_str(), headers.get(header::HOST).and_then(|host| host.to_str().ok())) else { return false };
    origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) == Some(host)
}

fn varying(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    response
}
