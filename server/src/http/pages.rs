//! The Leptos pages: which context each rendering gets, and how files are cached.

use std::sync::Arc;

use app::request::{BaseDomain, Guest};
use app::{App, FormState, SiteContext, Viewer};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header, request};
use axum::middleware::Next;
use axum::response::{Redirect, Response};
use axum::routing::get;
use kernel::{Ctx, Locale, Permission, RequestId};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::LeptosRoutes;
use tenancy::model::{HostTenant, Member, OrgKind, Places, TenantState, WaitingFor};

use super::{State, brand, fence};

/// All pages and server functions.
pub fn router(state: &State) -> Router<State> {
    let routes = leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(App, Some(vec!["/".to_owned()]), {
        let state = state.clone();
        move || provide_context(site_context(&state, None, None, Places::default()))
    })
    .0;
    let context = {
        let state = state.clone();
        move || provide_page_context(&state, None)
    };
    let shell = {
        let options = state.leptos.clone();
        move || app::shell(options.clone())
    };
    let missing = state.clone();
    Router::new().route("/", get(front_page)).leptos_routes_with_context(state, routes, context, shell).fallback(move |request: Request| {
        let state = missing.clone();
        async move { render(&state, request, None, StatusCode::NOT_FOUND).await }
    })
}

/// Everybody begins the day with the own level's dashboard.
async fn front_page() -> Redirect {
    Redirect::to("/dashboard")
}

/// Renders the page that the request's path names, whatever its method, with this status where the page itself sets none.
pub async fn render(state: &State, request: Request, form: Option<FormState>, status: StatusCode) -> Response {
    let options = state.leptos.clone();
    let context = {
        let state = state.clone();
        move || provide_page_context(&state, form.clone())
    };
    let handler = leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()));
    let mut response: Response<Body> = handler(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

fn provide_page_context(state: &State, form: Option<FormState>) {
    let parts = use_context::<request::Parts>();
    let extension = parts.as_ref().map(|parts| &parts.extensions);
    let host = extension.and_then(|known| known.get::<Arc<HostTenant>>().cloned());
    let member = extension.and_then(|known| known.get::<Arc<Member>>().cloned());
    if let Some(ctx) = extension.and_then(|known| known.get::<Ctx>().cloned()) {
        provide_context(ctx);
    }
    if let Some(locale) = extension.and_then(|known| known.get::<Locale>().copied()) {
        provide_context(locale);
    }
    if let Some(host) = &host {
        provide_context(brand::look(host, &state.asset_version, state.settings.http.service_worker));
    }
    provide_context(state.store.clone());
    provide_context(BaseDomain(Arc::from(state.settings.http.base_domain.as_str())));
    if let (Some(host), Some(request_id)) = (host.clone(), extension.and_then(|known| known.get::<RequestId>().copied())) {
        provide_context(Guest { host, now: state.clock.now(), request_id });
    }
    let places = extension.and_then(|known| known.get::<Arc<Places>>()).map(|places| Places::clone(places)).unwrap_or_default();
    let site = site_context(state, host.as_deref(), member.as_deref(), places);
    provide_context(SiteContext { waiting_for: extension.and_then(|known| known.get::<WaitingFor>().copied()), ..site });
    if let Some(form) = form {
        provide_context(form);
    }
}

fn site_context(state: &State, host: Option<&HostTenant>, member: Option<&Member>, places: Places) -> SiteContext {
    SiteContext {
        product_name: host.map_or_else(String::new, |host| host.product_name().to_owned()),
        host_org: host.map_or_else(String::new, |host| host.name.clone()),
        logos: host.map_or_else(Vec::new, brand::logos),
        support_contact: host.and_then(|host| host.brand.as_ref()).and_then(|brand| brand.support_contact.clone()),
        simulated_world: host.is_some_and(|host| host.simulated),
        dev_pages: state.settings.dev.pages(),
        keeps_mail: state.settings.mail.host.is_none(),
        signs_in_by_mail: host.is_some_and(|host| host.kind != OrgKind::Founder),
        paused: host.is_some_and(|host| host.state != TenantState::Active),
        asset_version: state.asset_version.to_string(),
        waiting_for: None,
        signed_in: member.map(|member| Viewer {
            must_enrol: host.is_some_and(|host| fence::must_enrol(state, host, member)),
            name: member.name.clone(),
            email: member.email.clone(),
            role: member.role,
            org: member.org,
            org_name: member.org_name.clone(),
            permissions: Permission::ALL.into_iter().filter(|permission| member.role.allows(*permission)).collect(),
            time_zone: member.time_zone.clone(),
            places,
        }),
    }
}

/// For what never changes under its address.
pub(super) const KEPT: &str = "public, max-age=31536000, immutable";

/// Built files carry their version in the path or the query: whoever has one keeps it.
pub async fn cache_files(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let value = if response.status().is_success() { KEPT } else { "no-store" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    response
}
