//! The REST API, `/api/v1`: what programs may do, by token. Thin over the same actions as the pages; the routes and their
//! description (OpenAPI 3.1) are one list, so that there is no route outside the document.

mod alerts;
mod audit;
mod auth;
mod branding;
mod caller;
mod cors;
mod devices;
mod docs;
mod document;
mod input;
mod interfaces;
mod invitations;
mod isps;
pub(super) mod limits;
mod link_states;
mod me;
mod once;
mod orgs;
mod page;
mod people;
mod precondition;
mod problem;
mod reply;
pub(super) mod token_forms;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use kernel::{Locale, RequestId};
use serde_json::Value;
use tenancy::model::HostTenant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::problem::{PROBLEM_JSON, Problem};
use super::{LARGEST_BODY, State, language};

/// Where the API stands.
pub const BASE: &str = "/api/v1";

/// Every operation of the API with its description.
fn operations() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(document::head())
        .routes(routes!(document::openapi))
        .routes(routes!(auth::create_token))
        .routes(routes!(auth::refresh_token))
        .routes(routes!(auth::revoke_token))
        .routes(routes!(me::get_me))
        .routes(routes!(orgs::list_orgs, orgs::create_org))
        .routes(routes!(orgs::get_org, orgs::change_org))
        .routes(routes!(orgs::move_org))
        .routes(routes!(people::list_people))
        .routes(routes!(people::get_person))
        .routes(routes!(invitations::list_invitations, invitations::create_invitation))
        .routes(routes!(invitations::revoke_invitation))
        .routes(routes!(devices::list_devices, devices::create_device))
        .routes(routes!(devices::get_device, devices::change_device, devices::delete_device))
        .routes(routes!(interfaces::list_interfaces))
        .routes(routes!(interfaces::get_interface))
        .routes(routes!(interfaces::assign_interface))
        .routes(routes!(interfaces::get_traffic))
        .routes(routes!(link_states::list_link_states))
        .routes(routes!(link_states::get_pings))
        .routes(routes!(alerts::list_alerts))
        .routes(routes!(alerts::list_alert_events))
        .routes(routes!(alerts::acknowledge_alert))
        .routes(routes!(audit::list_audit))
        .routes(routes!(branding::get_branding))
        .routes(routes!(isps::list_isps, isps::create_isp))
        .routes(routes!(isps::get_isp))
        .routes(routes!(isps::pause_isp))
        .routes(routes!(isps::reopen_isp))
}

/// The document as it is served, but for the product's name.
#[must_use]
pub fn document() -> Value {
    document::whole(operations().into_openapi())
}

/// The operations of the API: method and path, without [`BASE`].
#[must_use]
pub fn paths() -> Vec<(String, String)> {
    document::operations(&document()).map(|(method, path, _)| (method.to_ascii_uppercase(), path.to_owned())).collect()
}

/// The API, and the page that describes it.
pub(super) fn router(state: &State) -> Router<State> {
    let (routes, description) = operations().split_for_parts();
    let document = Arc::new(document::whole(description));
    let api = routes
        .fallback(async || Problem::not_found())
        .layer(axum::Extension(Arc::clone(&document)))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(state.clone(), caller::admit))
        .layer(middleware::from_fn_with_state(state.clone(), cors::guard))
        .layer(middleware::from_fn(finish));
    let docs = Router::new().route("/docs", axum::routing::get(docs::page)).layer(axum::Extension(document));
    Router::new().nest(BASE, api).merge(docs)
}

/// Writes problems as documents, whoever they come from, and sees to it that nothing is stored on the way.
async fn finish(request: Request, next: Next) -> Response {
    let instance = request.extensions().get::<axum::extract::OriginalUri>().map_or_else(|| request.uri().path().to_owned(), |uri| uri.0.path().to_owned());
    let host = request.extensions().get::<Arc<HostTenant>>().cloned();
    let locale = host.map_or(Locale::ENGLISH, |host| language::asked(request.headers(), &host));
    let request_id = request.extensions().get::<RequestId>().copied();
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let status = response.status();
    let told = response.extensions_mut().remove::<Problem>();
    let Some(problem) = told.or_else(|| Problem::of_status(status)) else { return response };
    let document = serde_json::to_string(&problem.document(locale, &instance, request_id)).unwrap_or_default();
    let (mut head, _text) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    if let Ok(value) = HeaderValue::from_str(locale.tag()) {
        head.headers.insert(header::CONTENT_LANGUAGE, value);
    }
    Response::from_parts(head, Body::from(document))
}

/// A point in time (RFC 3339) of Unix milliseconds.
fn time(ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// A text that is left out where it is empty.
fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
