//! Starting sessions, and giving them a new id where more was proven than before.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use tenancy::actions::SignedIn;
use tenancy::model::Member;
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
}

impl Proof {
    /// The password.
    pub const PASSWORD: Self = Self { fresh: true, two_factor: false };
    /// Both factors.
    pub const BOTH: Self = Self { fresh: true, two_factor: true };

    async fn note(self, state: &State, session: &Session) -> Result<(), Error> {
        if self.fresh {
            session.insert("proven_at", state.clock.now().timestamp_micros()).await?;
        }
        if self.two_factor {
            session.insert("two_factor", true).await?;
        }
        Ok(())
    }
}

/// On to `next` for whoever showed `proof`: with a session, or by way of the page that asks for a second factor.
pub async fn let_in(state: &State, session: &Session, headers: &HeaderMap, signed_in: SignedIn, proof: Proof, next: &str) -> kernel::Result<Response> {
    match signed_in {
        SignedIn::Member(member) => {
            start(state, session, headers, &member, proof, None).await.map_err(|error| {
                tracing::error!(%error, "starting a session");
                kernel::Error::Unavailable
            })?;
            Ok(Redirect::to(next).into_response())
        }
        SignedIn::CodeWanted(token) => {
            let page = format!("/sign-in/code?next={}", fence::percent_encoded(next));
            Ok(([(header::SET_COOKIE, cookies::set(cookies::CODE_COOKIE, &token))], Redirect::to(&page)).into_response())
        }
    }
}

/// Starts a session for `member`, under a new id: one planted before is worth nothing. Until `password_until` it may set a
/// password without the present one.
pub async fn start(
    state: &State,
    session: &Session,
    headers: &HeaderMap,
    member: &Member,
    proof: Proof,
    password_until: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
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
    Ok(())
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
