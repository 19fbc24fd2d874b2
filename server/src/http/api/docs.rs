//! `/docs`: the API in words, made of its document. No scripts, nothing from elsewhere.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tenancy::model::HostTenant;

use crate::http::{State, brand, language};

/// The portal's own style sheets, and nothing that runs.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page. Anyone at the portal may read it: it says what there is, not what is in it.
pub async fn page(
    Shared(state): Shared<State>,
    Extension(document): Extension<Arc<Value>>,
    Extension(host): Extension<Arc<HostTenant>>,
    headers: HeaderMap,
) -> Response {
    let locale = language::of_request(&headers, &host, None);
    let look = brand::look(&host, &state.asset_version, false);
    let html = app::api_docs(locale, host.product_name(), &state.settings.portal_url(&host.host), &look, &state.asset_version, &document);
    let head = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "no-store")];
    (head, html).into_response()
}
