//! Limits on what strangers may post: so many a minute from one origin and to one portal, before anything is read, looked
//! up or hashed. A limit knows nothing of accounts, so it answers alike for all of them.

mod buckets;
mod origin;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Ctx, FieldError, Locale, RequestId, TenantId};
use tenancy::model::HostTenant;

use super::forms::Posted;
use super::{State, cookies, fence, language};
use crate::settings::{Limits, Settings};
use buckets::Buckets;
pub(super) use origin::Origin;

/// Origins with a bucket of their own; some megabytes.
const MOST_ORIGINS: usize = 20_000;
/// Portals with a bucket of their own.
const MOST_PORTALS: usize = 20_000;
/// Refusals a minute that one origin gets as a whole page; then a line has to do. A page costs milliseconds, which is
/// what a flood is after.
const PAGES_PER_ORIGIN: u32 = 10;
/// The same for all of a portal's.
const PAGES_PER_PORTAL: u32 = 300;
/// When to come again where the server has too much to do, in seconds.
const BUSY_SECONDS: u64 = 5;

/// What is limited together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// What is checked: passwords, codes, tokens.
    Proof,
    /// What sends a mail to an address that anybody can type.
    Mail,
}

/// The limits of this process.
pub struct Doors {
    proof: Door,
    mail: Door,
    /// How often an origin's cookie is looked up because a limit was reached.
    second_look: Buckets<Origin>,
    origin_pages: Buckets<Origin>,
    portal_pages: Buckets<TenantId>,
}

struct Door {
    origin: Buckets<Origin>,
    portal: Buckets<TenantId>,
}

impl Doors {
    /// As the settings say.
    pub fn new(limits: &Limits) -> Self {
        let door = |origin, portal| Door { origin: buckets(origin, MOST_ORIGINS), portal: buckets(portal, MOST_PORTALS) };
        Self {
            proof: door(limits.sign_ins_per_origin, limits.sign_ins_per_portal),
            mail: door(limits.mails_per_origin, limits.mails_per_portal),
            second_look: buckets(limits.sign_ins_per_origin, MOST_ORIGINS),
            origin_pages: buckets(PAGES_PER_ORIGIN, MOST_ORIGINS),
            portal_pages: buckets(PAGES_PER_PORTAL, MOST_PORTALS),
        }
    }

    /// Lets a request through, or says when to come again. One origin's flood does not use up what its portal has.
    fn knock(&self, kind: Kind, origin: &Origin, tenant: TenantId) -> Result<(), Duration> {
        let door = match kind {
            Kind::Proof => &self.proof,
            Kind::Mail => &self.mail,
        };
        door.origin.take(origin)?;
        door.portal.take(&tenant)
    }

    fn has_page(&self, origin: &Origin, tenant: TenantId) -> bool {
        self.origin_pages.take(origin).is_ok() && self.portal_pages.take(&tenant).is_ok()
    }
}

fn buckets<K: Clone + Eq + std::hash::Hash>(per_minute: u32, most: usize) -> Buckets<K> {
    Buckets::per_minute(std::num::NonZeroU32::new(per_minute).unwrap_or(std::num::NonZeroU32::MIN), most)
}

/// What of strangers' forms is limited, and what the form is called on its page; empty where it has none.
fn door_of(path: &str) -> Option<(Kind, &'static str)> {
    Some(match path {
        "/sign-in" => (Kind::Proof, "sign-in"),
        "/sign-in/code" => (Kind::Proof, "code"),
        // Asked for by a script, or sent to where no page stands: a line has to do.
        "/sign-in/passkey" | "/sign-in/passkey/start" | "/sign-in/code/passkey" | "/sign-in/code/passkey/start" => (Kind::Proof, ""),
        "/sign-in/link" => (Kind::Mail, "mail-link"),
        "/forgot-password" => (Kind::Mail, "mail-link"),
        path if path.starts_with("/sign-in/link/") => (Kind::Proof, "link"),
        path if path.starts_with("/forgot-password/") => (Kind::Proof, "reset"),
        path if path.starts_with("/invitation/") => (Kind::Proof, "invitation"),
        path if path.starts_with("/recover/") => (Kind::Proof, "recover"),
        path if path.starts_with("/switch/") => (Kind::Proof, "switch"),
        _ => return None,
    })
}

/// Refuses what comes too often, with the page as it was filled in, or, where even that is too much, with a line.
pub async fn guard(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let door = (*request.method() == Method::POST).then(|| door_of(request.uri().path())).flatten();
    let known = request.extensions();
    let (Some((kind, form)), Some(host), Some(request_id)) = (door, known.get::<Arc<HostTenant>>().cloned(), known.get::<RequestId>().copied()) else {
        return next.run(request).await;
    };
    let origin = origin_of(known, request.headers(), &state.settings);
    let Err(wait) = state.doors.knock(kind, &origin, host.tenant) else { return next.run(request).await };
    // Others' floods do not keep those out who have signed in here before.
    if kind == Kind::Proof && state.doors.second_look.take(&origin).is_ok() && is_known(&state, request.headers(), &host, request_id).await {
        return next.run(request).await;
    }
    metrics::counter!("lastmile_floods_refused_total", "form" => if form.is_empty() { "passkey" } else { form }).increment(1);
    let locale = language::of_request(request.headers(), &host, None);
    request.extensions_mut().insert(locale);
    let path = request.uri().path().to_owned();
    let seconds = wait.as_secs().saturating_add(1);
    let response = if !form.is_empty() && state.doors.has_page(&origin, host.tenant) {
        match Posted::read(request).await {
            Ok(posted) => posted.again(&state, form, vec![FieldError::new("", "too-many-requests")], StatusCode::TOO_MANY_REQUESTS).await,
            Err(response) => response,
        }
    } else {
        line(StatusCode::TOO_MANY_REQUESTS, locale, "form-fault-too-many-requests")
    };
    fence::kept_private(&path, again_after(response, seconds))
}

/// The same limit for signing in by the API: lets an attempt through, or says when to come again.
pub(super) fn attempt(state: &State, origin: &Origin, tenant: TenantId) -> Result<(), Duration> {
    state.doors.knock(Kind::Proof, origin, tenant).inspect_err(|_wait| metrics::counter!("lastmile_floods_refused_total", "form" => "api").increment(1))
}

/// Where the server has too much to do: a line in place of the page that was posted to, where its portal or the origin has
/// had its pages. `None`: the page. Those who are signed in always get their page, with what they typed.
pub(super) fn too_busy(state: &State, posted: &Posted) -> Option<Response> {
    let known = &posted.head.extensions;
    let host = known.get::<Arc<HostTenant>>().filter(|_| known.get::<Ctx>().is_none())?;
    let origin = origin_of(known, &posted.head.headers, &state.settings);
    let locale = known.get::<Locale>().copied().unwrap_or_default();
    (!state.doors.has_page(&origin, host.tenant)).then(|| line(StatusCode::SERVICE_UNAVAILABLE, locale, "form-fault-unavailable"))
}

/// Says when to come again after the server had too much to do.
pub(super) fn after_busy(response: Response) -> Response {
    again_after(response, BUSY_SECONDS)
}

fn again_after(mut response: Response, seconds: u64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn line(status: StatusCode, locale: Locale, key: &str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{}\n", ui::words::t_in(locale, key))).into_response()
}

/// Where a request comes from.
pub(super) fn origin_of(known: &Extensions, headers: &HeaderMap, settings: &Settings) -> Origin {
    let peer = known.get::<ConnectInfo<SocketAddr>>().map_or(std::net::Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip());
    Origin::of(peer, headers, &settings.http.trusted_proxies)
}

async fn is_known(state: &State, headers: &HeaderMap, host: &HostTenant, request_id: RequestId) -> bool {
    let Some(device) = cookies::value(headers, cookies::DEVICE_COOKIE) else { return false };
    let known = tenancy::actions::is_known_device(&state.store, host, &device, state.clock.now(), request_id).await;
    known.unwrap_or_else(|error| {
        tracing::warn!(%error, "looking a browser up");
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_strangers_can_post_has_a_door_but_the_choice_of_language() {
        let open: Vec<&str> = super::super::form_paths().into_iter().filter(|path| fence::is_open_to_strangers(&path.replace("{token}", "x"))).collect();
        assert!(open.len() > 5, "{open:?}");
        for path in open {
            assert_eq!(door_of(path).is_some(), path != "/language", "{path}");
        }
    }
}
