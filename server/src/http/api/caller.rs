//! Who calls, as far as handlers need to know.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode, header, request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Actor, ApiTokenId, Ctx, Error, Permission, RequestId};
use tenancy::actions::find_api_caller;
use tenancy::model::{HostTenant, Member, TenantState};
use uuid::Uuid;

use super::limits::{self, Bucket, Spent};
use super::problem::Problem;
use crate::http::flood::{Origin, origin_of};
use crate::http::{State, fence, language};

/// Who calls. Handlers that take one are closed to strangers.
#[derive(Clone)]
pub struct Caller {
    /// What the request may do.
    pub ctx: Ctx,
    /// The person, unless a program calls in its own name.
    pub member: Option<Arc<Member>>,
    /// The token, where it is one that was made on the page of tokens.
    pub token: Option<(ApiTokenId, String)>,
    /// A person's or a program's id: nobody is given another's kept answers.
    pub principal: Uuid,
}

impl Caller {
    /// Refuses unless the caller may do all of this. Asked before the body is read; the action asks again.
    pub fn require(&self, permissions: &[Permission]) -> Result<(), Problem> {
        permissions.iter().try_for_each(|permission| self.ctx.require(*permission)).map_err(Problem::from)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Caller>().cloned().ok_or_else(Problem::unauthenticated)
    }
}

/// The portal that was asked, and the request's number: for what strangers may ask.
pub struct Asked {
    /// The portal.
    pub host: Arc<HostTenant>,
    /// The request's number.
    pub request_id: RequestId,
    /// Where the request came from.
    pub origin: Origin,
    /// That and what the client says it is, as one hash.
    pub client: [u8; 32],
}

impl FromRequestParts<State> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, state: &State) -> Result<Self, Problem> {
        use sha2::Digest as _;
        let known = parts.extensions.get::<Arc<HostTenant>>().cloned().zip(parts.extensions.get::<RequestId>().copied());
        let (host, request_id) = known.ok_or(Error::Internal)?;
        let agent = parts.headers.get(header::USER_AGENT).map(|agent| agent.as_bytes().to_vec()).unwrap_or_default();
        let origin = origin_of(&parts.extensions, &parts.headers, &state.settings);
        let client = sha2::Sha256::new().chain_update(origin.to_string()).chain_update([0]).chain_update(agent).finalize().into();
        Ok(Self { host, request_id, origin, client })
    }
}

/// Counts the request, finds out who sends it, and leaves both to the handlers. Cookies are not looked at: a page of another
/// site cannot make a browser's session call the API.
pub async fn admit(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let known = request.extensions().get::<Arc<HostTenant>>().cloned().zip(request.extensions().get::<RequestId>().copied());
    let Some((host, request_id)) = known else { return Problem::from(Error::Internal).into_response() };
    if host.state != TenantState::Active {
        return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "paused", "This portal is paused.").retry_after(3600).into_response();
    }
    let address = origin_of(request.extensions(), request.headers(), &state.settings).to_string();
    let shown = match shown(request.headers()) {
        Ok(shown) => shown.map(str::to_owned),
        Err(problem) => return problem.into_response(),
    };
    // Before the database is asked for anything.
    let mut spent = state.limits.spend(&[(Bucket::Address, address)]).await;
    if spent.refused() {
        return spent.mark(limits::too_many(&spent).into_response());
    }
    if let Some(shown) = shown {
        match find_api_caller(&state.store, &host, &shown, state.clock.now(), request_id).await {
            Ok(Some(found)) => {
                // Only what opens something is counted to the tenant: strangers cannot use it up.
                let keys = [(Bucket::Token, format!("{} {}", host.tenant, found.credential)), (Bucket::Tenant, host.tenant.to_string())];
                spent = spent.and(state.limits.spend(&keys).await);
                if spent.refused() {
                    return spent.mark(limits::too_many(&spent).into_response());
                }
                if found.member.as_ref().is_some_and(|member| fence::must_enrol(&state, &host, member)) {
                    return refuse(&spent, "second-factor-needed", "Set up a second factor on the portal first.");
                }
                let locale = language::of_request(request.headers(), &host, found.member.as_ref());
                let principal = match found.ctx.actor {
                    Actor::User(user) => user.0,
                    Actor::Token(token) => token.0,
                    Actor::System(_) => return Problem::from(Error::Internal).into_response(),
                };
                let member = found.member.map(Arc::new);
                request.extensions_mut().insert(Caller { ctx: found.ctx.with_locale(locale), member, token: found.token, principal });
            }
            Ok(None) => return spent.mark(Problem::unauthenticated().into_response()),
            Err(error) => return spent.mark(Problem::from(error).into_response()),
        }
    }
    spent.mark(next.run(request).await)
}

fn refuse(spent: &Spent, code: &str, detail: &str) -> Response {
    spent.mark(Problem::new(StatusCode::FORBIDDEN, code, detail).into_response())
}

/// What is shown as `Authorization: Bearer …` (RFC 6750 §2.1); `None` where nothing is.
fn shown(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let value = match (sent.next(), sent.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    let token = value.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    token.filter(|token| !token.is_empty()).map(Some).ok_or_else(Problem::unauthenticated)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_bearer_tokens_are_looked_at() {
        let read = |values: &[&'static str]| {
            let headers: HeaderMap = values.iter().map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value))).collect();
            shown(&headers).map(|shown| shown.map(str::to_owned)).map_err(|problem| problem.status.as_u16())
        };
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["Bearer abc"]), Ok(Some("abc".to_owned())));
        assert_eq!(read(&["bearer  abc"]), Ok(Some("abc".to_owned())));
        for bad in [&["Basic abc"][..], &["Bearer"], &["Bearer "], &["Bearer a", "Bearer b"], &[""]] {
            assert_eq!(read(bad), Err(401), "{bad:?}");
        }
    }
}
