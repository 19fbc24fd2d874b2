//! Who is asking, and whether a browser of this very site sends it.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Clock, Ctx, InterfaceId, Locale, RequestId};
use store::Store;
use tenancy::actions::{Impersonated, Onward};
use tenancy::model::{HostTenant, LinkedPlace, Member, Places, TenantState};
use tower_sessions::Session;
use tracing::Instrument;

use super::{State, account, hosts, language, pages, refusals};

/// Gives every request an id, a span, a log line and its place in the metrics.
pub async fn observe(mut request: Request, next: Next) -> Response {
    let id = RequestId::generate();
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    if request.uri().path_and_query().is_none() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let route = request.extensions().get::<MatchedPath>().map_or("other", |path| path.as_str()).to_owned();
    let span = tracing::info_span!("request", %id, %method, route);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let seconds = started.elapsed().as_secs_f64();
    metrics::histogram!("lastmile_http_request_seconds", "route" => route, "status" => status.to_string()).record(seconds);
    span.in_scope(|| tracing::debug!(status, seconds, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Lets a request change something only when a browser says that it comes from this origin (Fetch Metadata; by the
/// Origin header where the browser is old). Another tenant's subdomain is the same *site*: SameSite cookies do not stop it.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if safe || from_this_origin(request.headers()) {
        return next.run(request).await;
    }
    metrics::counter!("lastmile_cross_origin_refused_total").increment(1);
    refusals::refuse(StatusCode::FORBIDDEN, "cross-site")
}

fn from_this_origin(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) => origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")) == Some(host),
            _ => false,
        },
    }
}

/// Puts `Ctx` and `Arc<Member>` into the request where someone is signed in; sends everyone else to the sign-in page.
pub async fn member(Shared(state): Shared<State>, session: Session, mut request: Request, next: Next) -> Response {
    let (Some(host), Some(request_id)) = (request.extensions().get::<Arc<HostTenant>>().cloned(), request.extensions().get::<RequestId>().copied()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let now = state.clock.now();
    if host.state != TenantState::Active {
        return never_stored(paused(&state, &host, request).await);
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if request.uri().path() == "/sign-in/code" {
        match account::waiting_for(&state, request.headers(), &host, request_id).await {
            Ok(Some(waiting)) => {
                request.extensions_mut().insert(waiting);
            }
            Ok(None) if reads => return never_stored(Redirect::to("/sign-in").into_response()),
            Ok(None) => {}
            Err(error) => return busy(&error),
        }
    }
    let draws = !is_for_scripts(request.uri().path());
    match signed_in(&state.store, &session, &host, draws, now, request_id).await {
        Ok(Some(Who { member, acted_by: None, .. })) if must_enrol(&state, &host, &member) && !open_before_enrolment(request.uri().path()) => {
            let page = Redirect::to(ENROLMENT).into_response();
            let is_page = reads && !is_for_scripts(request.uri().path());
            let response = if is_page { page } else { refusals::refuse(StatusCode::FORBIDDEN, "second-factor") };
            return never_stored(spoken_to(response, language::of_request(request.headers(), &host, Some(&member))));
        }
        Ok(Some(Who { member, onward, acted_by })) => {
            let scope = tenancy::rules::scope_of(member.org_kind, member.org);
            // Whoever acts as somebody else reads in a language of their own.
            let locale = language::of_request(request.headers(), &host, Some(&member).filter(|_| acted_by.is_none()));
            let mut ctx = Ctx::for_member(host.tenant, scope, member.user, member.role, member.time_zone.clone(), now, request_id)
                .with_permissions(member.permissions.clone())
                .with_locale(locale);
            if let Some(by) = acted_by {
                ctx = ctx.acted_by(by.user, by.acting);
                request.extensions_mut().insert(by);
            }
            if let Some(id) = session.id() {
                ctx = ctx.with_session(tenancy::actions::session_hash(&id));
            }
            request.extensions_mut().insert(locale);
            request.extensions_mut().insert(Arc::new(places(&state, onward).await));
            request.extensions_mut().insert(ctx);
            request.extensions_mut().insert(Arc::new(member));
        }
        Ok(None) => {
            if let Some(response) = refuse_stranger(&request) {
                return never_stored(response);
            }
            let locale = language::of_request(request.headers(), &host, None);
            request.extensions_mut().insert(locale);
        }
        Err(error) => return busy(&error),
    }
    let path = request.uri().path().to_owned();
    let locale = request.extensions().get::<Locale>().copied().unwrap_or_default();
    kept_private(&path, spoken_to(next.run(request).await, locale))
}

/// A page's answer: no cache keeps it, and where its path ends in a token, no other page learns it.
pub(super) fn kept_private(path: &str, response: Response) -> Response {
    let mut response = never_stored(response);
    if OPEN_BY_TOKEN.iter().chain(&WITH_TOKEN).any(|folder| path.starts_with(folder)) {
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    response
}

/// Where a person without the second factor that the role asks for is sent.
const ENROLMENT: &str = "/account/security/authenticator";

/// What a token opens lies below these.
const OPEN_BY_TOKEN: [&str; 7] = ["/recover/", "/invitation/", "/forgot-password/", "/sign-in/link/", "/switch/", "/support-access/", "/exports/"];

/// What carries a token and asks who one is besides lies below these.
const WITH_TOKEN: [&str; 2] = ["/account/links/accept/", "/account/links/finish/"];

/// Where the person can go on to, with what the other portals are called now. Those that are not in use are left out.
async fn places(state: &State, onward: Onward) -> Places {
    let mut links = Vec::with_capacity(onward.links.len());
    for link in onward.links {
        let Ok(Some(there)) = hosts::lookup(state, link.peer_host).await else { continue };
        if there.tenant == link.peer_tenant && there.state == TenantState::Active {
            let origin = state.settings.portal_url(&there.host);
            links.push(LinkedPlace { id: link.id, host: there.host.clone(), name: there.product_name().to_owned(), origin });
        }
    }
    Places { memberships: onward.memberships, links }
}

/// Whether the person's role asks for a second factor that the person does not have. Demo worlds ask nobody.
pub(super) fn must_enrol(state: &State, host: &HostTenant, member: &Member) -> bool {
    let asked = state.settings.security.require_second_factor && tenancy::rules::requires_second_factor(member.role, &member.permissions);
    asked && !host.simulated && !member.second_factor
}

/// What such a person can still reach: the way to a second factor, and the way out.
fn open_before_enrolment(path: &str) -> bool {
    let below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below("/account/security") || below("/api/account") || is_open_to_strangers(path) || path == "/sign-out"
}

/// Answered to programs, which cannot follow a page.
fn is_for_scripts(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with("/ws/")
}

pub(super) fn is_open_to_strangers(path: &str) -> bool {
    let by_token = OPEN_BY_TOKEN.iter().filter_map(|folder| path.strip_prefix(folder)).any(|token| !token.is_empty() && !token.contains('/'));
    let by_passkey = matches!(path, "/sign-in/passkey" | "/sign-in/passkey/start" | "/sign-in/code/passkey" | "/sign-in/code/passkey/start");
    by_token
        || by_passkey
        || matches!(path, "/sign-in" | "/sign-in/code" | "/sign-in/link" | "/forgot-password" | "/language" | "/favicon.svg" | "/favicon.ico")
}

/// The database is away, or busy.
fn busy(error: &kernel::Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    (status, [(header::RETRY_AFTER, "5")]).into_response()
}

/// Every page of a portal that the platform has paused says so; nothing else is answered.
async fn paused(state: &State, host: &HostTenant, mut request: Request) -> Response {
    let page = *request.method() == Method::GET && !is_for_scripts(request.uri().path());
    if !page {
        return refusals::refuse(StatusCode::SERVICE_UNAVAILABLE, "paused");
    }
    let locale = language::of_request(request.headers(), host, None);
    request.extensions_mut().insert(locale);
    pages::render(state, request, None, StatusCode::SERVICE_UNAVAILABLE).await
}

/// Tells what answers a refusal in whose language.
fn spoken_to(mut response: Response, locale: Locale) -> Response {
    response.extensions_mut().insert(locale);
    response
}

/// Pages differ by person and host: no cache may keep them.
fn never_stored(mut response: Response) -> Response {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whom a session stands for.
struct Who {
    member: Member,
    /// Where the person can go on to.
    onward: Onward,
    /// Who acts as that person, where it is somebody else.
    acted_by: Option<ActedBy>,
}

/// Who acts as the member that the request stands for.
#[derive(Clone, Debug)]
pub(super) struct ActedBy {
    /// The person who acts.
    pub(super) user: kernel::UserId,
    /// That person's name.
    pub(super) name: String,
    /// Which time, and until when.
    pub(super) acting: kernel::Acting,
}

async fn signed_in(
    store: &Store,
    session: &Session,
    host: &HostTenant,
    onward: bool,
    now: chrono::DateTime<chrono::Utc>,
    request_id: RequestId,
) -> kernel::Result<Option<Who>> {
    let read = |error: tower_sessions::session::Error| {
        tracing::error!(%error, "reading a session");
        kernel::Error::Unavailable
    };
    let user = session.get("user").await.map_err(read)?;
    let org = session.get("org").await.map_err(read)?;
    let impersonation = session.get("impersonation").await.map_err(read)?;
    let (Some(user), Some(org)) = (user, org) else { return Ok(None) };
    let Some(id) = impersonation else {
        let found = tenancy::actions::find_member(store, host, (user, org), onward, now, request_id).await?;
        return Ok(found.map(|(member, onward)| Who { member, onward, acted_by: None }));
    };
    let acting = tenancy::actions::find_acting(store, host, id, (user, org), now, request_id).await?;
    // Where the person could go on to is not for somebody who acts as the person.
    Ok(acting.map(|Impersonated { member, actor, actor_name, acting }| Who {
        member,
        onward: Onward::default(),
        acted_by: Some(ActedBy { user: actor, name: actor_name, acting }),
    }))
}

/// What someone who is not signed in gets, the same for paths that exist and paths that do not.
fn refuse_stranger(request: &Request) -> Option<Response> {
    let path = request.uri().path();
    if is_open_to_strangers(path) {
        return None;
    }
    if *request.method() == Method::GET && !is_for_scripts(path) {
        let next = percent_encoded(request.uri().path_and_query().map_or("/", |path| path.as_str()));
        return Some(Redirect::to(&format!("/sign-in?next={next}")).into_response());
    }
    Some(StatusCode::UNAUTHORIZED.into_response())
}

/// A path as the value of a query.
pub(super) fn percent_encoded(path: &str) -> String {
    path.bytes().fold(String::new(), percent_encode)
}

fn percent_encode(mut text: String, byte: u8) -> String {
    use std::fmt::Write as _;
    if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
        text.push(char::from(byte));
    } else if write!(text, "%{byte:02X}").is_err() {
        tracing::debug!("writing to a string cannot fail");
    }
    text
}

/// Where to go after signing in: a path of this site, or its front page.
#[must_use]
pub fn safe_next(next: Option<&str>) -> &str {
    next.filter(|path| {
        path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/sign-") && !path.contains('\\') && !path.chars().any(char::is_control)
    })
    .unwrap_or("/")
}

/// How the live socket asks what a viewer may see and whether the viewer is still signed in.
pub struct LiveAccess {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
}

#[async_trait::async_trait]
impl crate::live::Access for LiveAccess {
    async fn visible(&self, ctx: &Ctx, ids: &[InterfaceId]) -> kernel::Result<Vec<InterfaceId>> {
        network::actions::topics_visible(&self.store, ctx, ids).await
    }

    async fn still_valid(&self, ctx: &Ctx) -> kernel::Result<bool> {
        tenancy::actions::is_signed_in(&self.store, ctx, self.clock.now()).await
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/network/interfaces?q=a%20b"] {
            assert_eq!(safe_next(Some(good)), good);
        }
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "", "x", "/sign-out"] {
            assert_eq!(safe_next(Some(bad)), "/", "{bad:?}");
        }
        assert_eq!(safe_next(None), "/");
    }

    #[test]
    fn what_is_open_before_a_second_factor_is() {
        for open in ["/account/security", "/account/security/authenticator", "/api/account/security", "/sign-out", "/sign-in", "/language"] {
            assert!(open_before_enrolment(open), "{open}");
        }
        for shut in ["/", "/platform", "/account/securityx", "/account", "/api/accounts", "/api/network/list_devices", "/ws/live", "/recover/", "/recover/a/b"]
        {
            assert!(!open_before_enrolment(shut), "{shut}");
        }
    }

    #[test]
    fn origin_decides() {
        let check = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            from_this_origin(&headers)
        };
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(!check(&[("sec-fetch-site", "same-site"), ("origin", "http://a.localhost:3000"), ("host", "a.localhost:3000")]));
        assert!(!check(&[("sec-fetch-site", "none")]));
        assert!(check(&[("origin", "http://a.localhost:3000"), ("host", "a.localhost:3000")]));
        assert!(!check(&[("origin", "http://b.localhost:3000"), ("host", "a.localhost:3000")]));
        assert!(!check(&[("host", "a.localhost:3000")]));
    }
}
