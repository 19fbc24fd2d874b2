//! Refusals outside pages, in the visitor's language: whatever answers an error without a page of its own gets a short text.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::Locale;
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use tenancy::model::HostTenant;

use super::language;

/// Says more of a refusal than its status does.
#[derive(Clone, Copy)]
struct Reason(&'static str);

/// An answer whose text [`speak`] finds by this code.
pub fn refuse(status: StatusCode, reason: &'static str) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Reason(reason));
    response
}

/// Gives every refusal below the words of the language that the visitor reads: the signed-in person's, where one was found
/// out (a `Locale` in the answer's extensions), else what the request says. Runs where the portal is known.
pub async fn speak(request: Request, next: Next) -> Response {
    let host = request.extensions().get::<Arc<HostTenant>>().cloned();
    let asked = host.map(|host| language::of_request(request.headers(), &host, None)).unwrap_or_default();
    let response = next.run(request).await;
    if !is_bare(&response) {
        return response;
    }
    let (mut head, _) = response.into_parts();
    let locale = head.extensions.get::<Locale>().copied().unwrap_or(asked);
    let status = head.status.as_u16();
    let text = match head.extensions.get::<Reason>() {
        Some(Reason(reason)) => app::words::refusal(locale, reason),
        None => app::words::refusal(locale, head.status.as_str()),
    };
    for gone in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::TRANSFER_ENCODING, header::ETAG] {
        head.headers.remove(gone);
    }
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if let Ok(language) = HeaderValue::from_str(locale.tag()) {
        head.headers.insert(header::CONTENT_LANGUAGE, language);
    }
    Response::from_parts(head, Body::from(format!("{status} {text}\n")))
}

/// An error with no more than a plain text. Pages, and what answers programs, speak for themselves.
fn is_bare(response: &Response) -> bool {
    let refused = response.status().is_client_error() || response.status().is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    refused && kind.is_none_or(|kind| kind.starts_with(b"text/plain")) && !response.headers().contains_key(SERVER_FN_ERROR_HEADER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_no_words_of_its_own_is_given_some() {
        assert!(is_bare(&StatusCode::NOT_FOUND.into_response()));
        assert!(is_bare(&refuse(StatusCode::FORBIDDEN, "cross-site")));
        assert!(is_bare(&(StatusCode::PAYLOAD_TOO_LARGE, "length limit exceeded").into_response()));
        assert!(!is_bare(&StatusCode::OK.into_response()) && !is_bare(&StatusCode::NOT_MODIFIED.into_response()));
        assert!(!is_bare(&(StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/html; charset=utf-8")]).into_response()));
        assert!(!is_bare(&(StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "application/json")], "{}").into_response()));
        assert!(!is_bare(&(StatusCode::INTERNAL_SERVER_ERROR, [(SERVER_FN_ERROR_HEADER, "/api/x")], "{}").into_response()));
    }
}
