//! HTTP: the layers every request passes, and the index of all routes.

mod account;
mod alert_forms;
pub mod api;
mod ask;
mod audit;
mod brand;
mod cookies;
mod csv;
mod domain_forms;
mod exports;
mod fence;
mod flood;
mod forms;
mod hosts;
mod hsts;
mod language;
mod links;
mod operations;
mod pages;
mod passkeys;
mod pwa;
mod refusals;
mod role_forms;
mod routes;
mod sessions;
mod settings;
mod state;
mod support;
mod tenant_forms;
mod ways_in;
mod words;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::middleware;
use axum::routing::get;
use http::header;
use tokio_util::sync::CancellationToken;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration as CookieDuration;
use tower_sessions::{Expiry, SessionManagerLayer};

pub use routes::{download_paths, form_paths, look_paths, page_paths};
pub use state::State;

/// Browser cookie that carries the session id. The prefix makes browsers pin it to this host, this path and TLS.
pub const SESSION_COOKIE: &str = "__Host-session";

/// The content policy of everything that is no page: nothing of it runs or loads anything.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Largest form or server function body.
const LARGEST_BODY: usize = 64 * 1024;

/// Every route of the server.
pub fn router(state: State, stop: CancellationToken) -> anyhow::Result<Router> {
    let session_store =
        tenancy::actions::Sessions::new(state.store.clone(), state.clock.clone(), state.settings.session_idle(), state.settings.session.most_per_person);
    let session_layer = SessionManagerLayer::new(session_store)
        .with_name(SESSION_COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(CookieDuration::hours(state.settings.session.absolute_hours)));

    // Built files: named by their content (pkg) or asked for with a version (assets, vendor).
    let site = &state.settings.http.site_dir;
    let files = Router::new()
        .nest_service("/pkg", ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip())
        .nest_service("/assets", ServeDir::new(site.join("assets")).precompressed_br().precompressed_gzip())
        .nest_service("/vendor", ServeDir::new(site.join("vendor")).precompressed_br().precompressed_gzip())
        .layer(middleware::from_fn(pages::cache_files));

    let look = brand::routes().into_iter().chain(pwa::routes()).fold(Router::new(), |look, (path, part)| look.route(path, part)).with_state(state.clone());

    let live = crate::live::router(state.live(), stop);

    let pages = routes::forms()
        .into_iter()
        .chain(routes::downloads())
        .fold(pages::router(&state), |pages, (path, route)| pages.route(path, route))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        // One level above the usual: half a millisecond more, and a tenth less for slow lines to carry.
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(5))
                .compress_when(SizeAbove::new(1024).and(NotForContentType::IMAGES).and(NotForContentType::const_new("application/zip"))),
        )
        .with_state(state.clone());

    let tenant = pages
        .merge(live)
        .layer(middleware::from_fn_with_state(state.clone(), fence::member))
        .layer(session_layer)
        // Before anything is looked up.
        .layer(middleware::from_fn_with_state(state.clone(), flood::guard))
        .layer(middleware::from_fn(fence::same_origin))
        .merge(files)
        .merge(look)
        .merge(api::router(&state).with_state(state.clone()))
        .route("/words/{version}/{language}/{domain}", get(words::file))
        // Inside: what is answered after a panic gets its words too.
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(refusals::speak))
        .layer(middleware::from_fn_with_state(state.clone(), hosts::tenant_of_host));

    let operations = Router::new()
        .route("/healthz", get(operations::healthz))
        .route("/readyz", get(operations::readyz))
        .route("/metrics", get(operations::metrics))
        .route("/domains/ask", get(ask::ask))
        .with_state(state.clone());

    let hsts = hsts::Policy::new(&state.settings.http);

    Ok(operations
        .merge(tenant)
        .layer(middleware::from_fn(fence::observe))
        // Inside the layers that set headers: what is answered after a panic carries them too.
        .layer(CatchPanicLayer::new())
        .layer(SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(SetResponseHeaderLayer::if_not_present(header::REFERRER_POLICY, HeaderValue::from_static("same-origin")))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")))
        // Pages bring a policy of their own, with the nonce of their scripts.
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING)))
        .layer(middleware::from_fn_with_state(hsts, hsts::say))
        .layer(tower_http::timeout::RequestBodyTimeoutLayer::new(Duration::from_secs(30))))
}
