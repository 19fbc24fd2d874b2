//! Starting sessions, and giving them a new id where more was proven than before.

use std::sync::Arc;

use axum::http::{header, request};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use kernel::RequestId;
use tenancy::actions::SignedIn;
use tenancy::model::{HostTenant, Member};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::{State, cookies, fence};

/// What a session has been shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Its person proved here and now who it is.
    pub fresh: bool,
    /// With a second factor, or a passkey that stands for both.
    pub two_factor: bool,
    /// Nothing but a link in a mail: who has the mailbox must not come into accounts elsewhere by it.
    pub mailed: bool,
}

impl Proof {
    /// The password.
    pub const PASSWORD: Self = Self { fresh: true, two_factor: false, mailed: false };
    /// Both factors.
    pub const BOTH: Self = Self { fresh: true, two_factor: true, mailed: false };
    /// A link in a mail.
    pub const MAIL: Self = Self { fresh: false, two_factor: false, mailed: true };

    async fn note(self, state: &State, session: &Session) -> Result<(), Error> {
        if self.fresh {
            session.insert("proven_at", state.clock.now().timestamp_micros()).await?;
        }
        if self.fresh || self.mailed {
            session.insert("mailed", self.mailed).await?;
        }
        if self.two_factor {
            session.insert("two_factor", true).await?;
        }
        Ok(())
    }
}

/// On to `next` for whoever showed `proof`: with a session, or by way of the page that asks for a second factor.
pub async fn let_in(state: &State, session: &Session, head: &request::Parts, signed_in: SignedIn, proof: Proof, next: &str) -> kernel::Result<Response> {
    match signed_in {
        SignedIn::Member(member) => {
            let started = start(state, session, head, &member, proof, None).await.map_err(|error| {
                tracing::error!(%error, "starting a session");
                kernel::Error::Unavailable
            })?;
            Ok((started, Redirect::to(next)).into_response())
        }
        SignedIn::CodeWanted(token) => {
            let page = format!("/sign-in/code?next={}", fence::percent_encoded(next));
            Ok(([(header::SET_COOKIE, cookies::set_code(&token))], Redirect::to(&page)).into_response())
        }
    }
}

/// What an answer sets beside the session's own cookie.
type Cookies = AppendHeaders<Option<(header::HeaderName, String)>>;

/// Starts a session for `member`, under a new id: one planted before is worth nothing. Until `password_until` it may set a
/// password without the present one. The answer must carry what is returned: the browser is known from now on.
pub async fn start(
    state: &State,
    session: &Session,
    head: &request::Parts,
    member: &Member,
    proof: Proof,
    password_until: Option<DateTime<Utc>>,
) -> Result<Cookies, Error> {
    let agent = head.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let device = tenancy::rules::device::device(agent);
    session.clear().await;
    session.cycle_id().await?;
    session.insert("user", member.user).await?;
    session.insert("org", member.org).await?;
    session.insert("browser", device.browser).await?;
    session.insert("system", device.system).await?;
    proof.note(state, session).await?;
    if let Some(until) = password_until {
        session.insert("password_until", until.timestamp_micros()).await?;
    }
    Ok(AppendHeaders(remember(state, head, member).await.map(|cookie| (header::SET_COOKIE, cookie))))
}

/// Notes that `member` has signed in with this browser. Signing in does not fail for it.
async fn remember(state: &State, head: &request::Parts, member: &Member) -> Option<String> {
    let host = head.extensions.get::<Arc<HostTenant>>()?;
    let request_id = *head.extensions.get::<RequestId>()?;
    let given = cookies::value(&head.headers, cookies::DEVICE_COOKIE);
    match tenancy::actions::remember_device(&state.store, host, member, given.as_deref(), state.clock.now(), request_id).await {
        Ok(device) => Some(cookies::set_device(&device)),
        Err(error) => {
            tracing::warn!(%error, "noting a browser");
            None
        }
    }
}

/// Gives the session a new id after something about it has changed, with what its person has shown meanwhile; ends the live
/// connections of the old.
pub async fn renew(state: &State, session: &Session, proof: Option<Proof>) -> Result<(), Error> {
    let old = session.id();
    session.remove_value("password_until").await?;
    if let Some(proof) = proof {
        proof.note(state, session).await?;
    }
    session.cycle_id().await?;
    if let Some(old) = old {
        state.hub.end_session(&tenancy::actions::session_hash(&old));
    }
    Ok(())
}
