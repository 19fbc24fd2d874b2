//! Which language a request is answered in, and how it is chosen.

use axum::extract::{Form, FromRequest, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Ctx, Locale};
use serde::Deserialize;
use tenancy::model::{HostTenant, Member};
use tower_sessions::cookie::Cookie;

use super::{State, fence, refusals};

/// Remembers the choice of someone who is not signed in.
const COOKIE: &str = "__Host-language";

/// The person's own choice, else this browser's, else the portal's, else what the browser asks for, else English.
pub fn of_request(headers: &HeaderMap, host: &HostTenant, member: Option<&Member>) -> Locale {
    let text = |name| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let chosen = || {
        let mut cookies = text(header::COOKIE).flat_map(Cookie::split_parse).flatten();
        cookies.find(|cookie| cookie.name() == COOKIE).and_then(|cookie| Locale::parse(cookie.value()))
    };
    let asked = || text(header::ACCEPT_LANGUAGE).find_map(Locale::preferred);
    member.and_then(|member| member.locale).or_else(chosen).or(host.locale).or_else(asked).unwrap_or_default()
}

/// What a program asks for, else the portal's, else English: no cookie and no person's choice decides.
pub fn asked(headers: &HeaderMap, host: &HostTenant) -> Locale {
    let mut asked = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    asked.find_map(Locale::preferred).or(host.locale).unwrap_or_default()
}

#[derive(Deserialize)]
struct Choice {
    language: String,
}

/// `POST /language`: back to the page it came from, in the chosen language.
pub async fn choose(Shared(state): Shared<State>, request: Request) -> Response {
    let ctx = request.extensions().get::<Ctx>().cloned();
    let back = came_from(request.headers());
    let Form(Choice { language }) = match Form::from_request(request, &()).await {
        Ok(choice) => choice,
        Err(rejection) => return rejection.into_response(),
    };
    let Some(locale) = Locale::parse(&language) else {
        return refusals::refuse(StatusCode::UNPROCESSABLE_ENTITY, "language");
    };
    if let Some(ctx) = ctx
        && let Err(error) = tenancy::actions::choose_language(&state.store, &ctx, locale).await
    {
        return StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
    }
    let cookie = format!("{COOKIE}={locale}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax");
    ([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response()
}

/// The path and query of the page that sent the request. Only they are taken from the header: wherever it says the page
/// was, the answer stays on this host.
fn came_from(headers: &HeaderMap) -> String {
    let page = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).and_then(|page| page.parse::<Uri>().ok());
    let path = page.as_ref().and_then(Uri::path_and_query).map(|path| path.as_str());
    if path.is_some_and(|path| path == "/sign-in" || path.starts_with("/sign-in?") || path == "/sign-in/link") {
        return path.unwrap_or("/sign-in").to_owned();
    }
    fence::safe_next(path).to_owned()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use kernel::{OrgId, TenantId};
    use tenancy::model::{OrgKind, TenantState};
    use uuid::Uuid;

    use super::*;

    fn host(locale: Option<&str>) -> HostTenant {
        let tenant = TenantId(Uuid::nil());
        HostTenant {
            host: "acme.localhost".to_owned(),
            tenant,
            org: OrgId(Uuid::nil()),
            kind: OrgKind::Isp,
            name: "Acme".to_owned(),
            locale: locale.and_then(Locale::parse),
            state: TenantState::Active,
            simulated: false,
            brand: None,
        }
    }

    fn spoken(portal: Option<&str>, headers: &[(header::HeaderName, &'static str)]) -> &'static str {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        of_request(&headers, &host(portal), None).tag()
    }

    #[test]
    fn who_decides() {
        assert_eq!(spoken(None, &[]), "en");
        assert_eq!(spoken(None, &[(header::ACCEPT_LANGUAGE, "de, ar;q=0.5")]), "ar");
        assert_eq!(spoken(Some("hi"), &[(header::ACCEPT_LANGUAGE, "ar")]), "hi");
        assert_eq!(spoken(Some("hi"), &[(header::COOKIE, "a=b; __Host-language=fr; c"), (header::ACCEPT_LANGUAGE, "ar")]), "fr");
        assert_eq!(spoken(Some("hi"), &[(header::COOKIE, "__Host-language=xx")]), "hi", "a language that is none");
    }

    #[test]
    fn the_way_back_stays_on_this_host() {
        let back = |page: &'static str| came_from(&[(header::REFERER, HeaderValue::from_static(page))].into_iter().collect());
        assert_eq!(back("http://acme.localhost:3000/network/interfaces?range=7d"), "/network/interfaces?range=7d");
        assert_eq!(back("http://evil.example/network"), "/network");
        assert_eq!(back("http://acme.localhost/sign-in?next=/x"), "/sign-in?next=/x");
        assert_eq!(back("http://acme.localhost/sign-in/link"), "/sign-in/link");
        assert_eq!(back("http://evil.example//evil.example"), "/");
        assert_eq!(back("nonsense of no shape"), "/");
        assert_eq!(came_from(&HeaderMap::new()), "/");
    }
}
