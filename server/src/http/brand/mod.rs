//! How a portal looks, for anyone who asks its host: style sheet, logo, icons, manifest. Strangers see them on the
//! sign-in page and browsers fetch them without a session, so they stand outside the fence, but behind the host.

pub mod form;
mod icons;
mod manifest;

use std::sync::Arc;

use app::Look;
use axum::Extension;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use bytes::Bytes;
use kernel::RequestId;
use tenancy::model::{BrandImage, HostTenant};
use tenancy::rules::brand;

use super::State;
use super::pages::KEPT;

/// The look of a portal without a branding: the drawing that built files carry too.
const FAVICON: &[u8] = include_bytes!("../../../../public/favicon.svg");

/// What images may do where somebody opens one by itself: nothing.
const IMAGE_POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// What is answered to anyone at a portal's host.
pub fn routes() -> [(&'static str, MethodRouter<State>); 6] {
    [
        ("/brand/{version}", get(stylesheet)),
        ("/brand/{version}/{file}", get(image)),
        ("/favicon.ico", get(favicon)),
        ("/favicon.png", get(favicon)),
        ("/favicon.svg", get(favicon)),
        ("/manifest.webmanifest", get(manifest::manifest)),
    ]
}

/// What the document's head says of a portal's look.
pub fn look(host: &HostTenant, asset_version: &str, service_worker: bool) -> Look {
    let version = version(host);
    let tokens = host.brand.as_ref().and_then(|brand| brand.palette);
    let shown = tokens.unwrap_or_else(|| brand::palette(None));
    Look {
        // The tokens hang on the surfaces of the built style sheet too.
        stylesheet: tokens.map(|_| format!("/brand/{version}.css?v={asset_version}")),
        favicon: host.brand.as_ref().map(|_| format!("/favicon.png?v={version}")),
        touch_icon: format!("/brand/{version}/icon-maskable.png"),
        theme_light: shown.light.accent.to_string(),
        theme_dark: shown.dark.soft.to_string(),
        service_worker,
    }
}

/// The addresses of a portal's logos: none, one, or one for light pages and one for dark.
pub fn logos(host: &HostTenant) -> Vec<String> {
    let Some(brand) = &host.brand else { return Vec::new() };
    let address = |there: bool, file: &str| there.then(|| format!("/brand/{}/{file}", brand.version));
    [address(brand.logo, "logo"), address(brand.logo_dark, "logo-dark")].into_iter().flatten().collect()
}

/// 0 where there is no branding.
pub(super) fn version(host: &HostTenant) -> i64 {
    host.brand.as_ref().map_or(0, |brand| brand.version)
}

/// `GET /brand/{version}.css`.
async fn stylesheet(Extension(host): Extension<Arc<HostTenant>>, Path(name): Path<String>) -> Response {
    let Some(asked) = name.strip_suffix(".css").and_then(|version| version.parse::<i64>().ok()) else { return missing() };
    let css = host.brand.as_ref().and_then(|brand| brand.palette).map(|tokens| brand::stylesheet(&tokens)).unwrap_or_default();
    (kept(&host, asked), [(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response()
}

/// `GET /brand/{version}/{file}`.
async fn image(
    Shared(state): Shared<State>,
    Extension(host): Extension<Arc<HostTenant>>,
    Extension(request_id): Extension<RequestId>,
    Path((asked, file)): Path<(String, String)>,
) -> Response {
    let which = match file.as_str() {
        "logo" => BrandImage::Logo,
        "logo-dark" => BrandImage::LogoDark,
        "icon-192.png" => BrandImage::Icon192,
        "icon-512.png" => BrandImage::Icon512,
        "icon-maskable.png" => BrandImage::Maskable,
        _ => return missing(),
    };
    let Ok(asked) = asked.parse::<i64>() else { return missing() };
    match find(&state, &host, which, request_id).await {
        Ok(Some(png)) => (kept(&host, asked), png_headers(), png).into_response(),
        Ok(None) => missing(),
        Err(error) => unavailable(&error),
    }
}

/// `GET /favicon.*`: whatever the name says, the portal's own icon, or the neutral drawing.
async fn favicon(
    Shared(state): Shared<State>,
    Extension(host): Extension<Arc<HostTenant>>,
    Extension(request_id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let tag = format!("\"{}\"", version(&host));
    let asked_again = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let fresh = [(header::CACHE_CONTROL, "no-cache".to_owned()), (header::ETAG, tag)];
    if asked_again {
        return (StatusCode::NOT_MODIFIED, fresh).into_response();
    }
    if host.brand.is_none() {
        return (fresh, [(header::CONTENT_TYPE, "image/svg+xml"), (header::CONTENT_SECURITY_POLICY, IMAGE_POLICY)], FAVICON).into_response();
    }
    match find(&state, &host, BrandImage::Favicon, request_id).await {
        Ok(Some(png)) => (fresh, png_headers(), png).into_response(),
        Ok(None) => missing(),
        Err(error) => unavailable(&error),
    }
}

/// The stored image; for icons of a portal without a branding, the initial of its name on the neutral accent.
async fn find(state: &State, host: &HostTenant, which: BrandImage, request_id: RequestId) -> kernel::Result<Option<Bytes>> {
    if host.brand.is_some() {
        let found = tenancy::actions::brand_image(&state.store, host, which, state.clock.now(), request_id).await?;
        return Ok(found.map(Bytes::from));
    }
    icons::neutral(host.product_name(), which).await
}

fn png_headers() -> [(HeaderName, &'static str); 2] {
    [(header::CONTENT_TYPE, "image/png"), (header::CONTENT_SECURITY_POLICY, IMAGE_POLICY)]
}

/// Browsers keep what they asked for by its present version. Another one (a page from before a change, a server that has
/// not heard of it yet) is answered too, but not kept; nor is what has no version of its own.
fn kept(host: &HostTenant, asked: i64) -> [(HeaderName, HeaderValue); 1] {
    let value = if asked != 0 && asked == version(host) { KEPT } else { "no-store" };
    [(header::CACHE_CONTROL, HeaderValue::from_static(value))]
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")], "404 Not Found\n").into_response()
}

fn unavailable(error: &kernel::Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    (status, [(header::CACHE_CONTROL, "no-store"), (header::RETRY_AFTER, "5")]).into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use kernel::{OrgId, TenantId};
    use tenancy::model::{Brand, OrgKind};
    use uuid::Uuid;

    use super::*;

    fn host(brand: Option<Brand>) -> HostTenant {
        let id = Uuid::from_u128(1);
        HostTenant {
            host: "acme.localhost".to_owned(),
            tenant: TenantId(id),
            org: OrgId(id),
            kind: OrgKind::Isp,
            name: "Acme".to_owned(),
            locale: None,
            state: tenancy::model::TenantState::Active,
            simulated: false,
            brand,
        }
    }

    fn brand(palette: bool, logo: bool, logo_dark: bool) -> Option<Brand> {
        let palette = palette.then(|| tenancy::rules::brand::palette(None));
        Some(Brand { org: OrgId(Uuid::from_u128(1)), version: 7, product_name: "Sky".to_owned(), palette, logo, logo_dark, support_contact: None })
    }

    #[test]
    fn the_routes_stand_beside_each_other() {
        let _router: Router<State> = routes().into_iter().fold(Router::new(), |router, (path, part)| router.route(path, part));
    }

    #[test]
    fn the_head_says_what_there_is() {
        let plain = look(&host(None), "a", true);
        assert_eq!((plain.stylesheet, plain.favicon, plain.touch_icon.as_str()), (None, None, "/brand/0/icon-maskable.png"));
        let grey = look(&host(brand(false, false, false)), "a", false);
        assert_eq!((grey.stylesheet, grey.favicon.as_deref()), (None, Some("/favicon.png?v=7")));
        assert_eq!(look(&host(brand(true, false, false)), "a", true).stylesheet.as_deref(), Some("/brand/7.css?v=a"));
        assert_eq!(host(brand(true, true, true)).product_name(), "Sky");
        assert_eq!(logos(&host(brand(true, true, true))), ["/brand/7/logo", "/brand/7/logo-dark"]);
        assert_eq!(logos(&host(brand(true, false, true))), ["/brand/7/logo-dark"]);
        assert_eq!(logos(&host(None)), Vec::<String>::new());
    }

    #[test]
    fn only_what_is_asked_for_by_its_present_version_is_kept() {
        let of = |host: &HostTenant, asked| kept(host, asked)[0].1.to_str().unwrap().to_owned();
        let branded = host(brand(true, true, false));
        assert_eq!(of(&branded, 7), KEPT);
        for asked in [0, 6, 8, -7] {
            assert_eq!(of(&branded, asked), "no-store", "{asked}");
        }
        assert_eq!(of(&host(None), 0), "no-store", "another name gives another icon");
    }
}
