//! Starting sessions, and giving them a new id where more was proven than before.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use tenancy::actions::SignedIn;
use tenancy::model::Member;
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::{State, cookies, fence};

/// On to `next` for whoever gave the right password: with a session, or by way of the page that asks for a code.
pub async fn let_in(session: &Session, headers: &HeaderMap, signed_in: SignedIn, next: &str) -> kernel::Result<Response> {
    match signed_in {
        SignedIn::Member(member) => {
            start(session, headers, &member, None).await.map_err(|error| {
                tracing::error!(%error, "starting a session");
                kernel::Error::Unavailable
            })?;
            Ok(Redirect::to(next).into_response())
        }
        SignedIn::CodeWanted(token) => {
            let page = format!("/sign-in/code?next={}", fence::percent_encoded(next));
            Ok(([(header::SET_COOKIE, cookies::set_code(&token))], Redirect::to(&page)).into_response())
        }
    }
}

/// Starts a session for `member`, under a new id: one planted before is worth nothing. Until `password_until` it may set a
/// password without the present one.
pub async fn start(session: &Session, headers: &HeaderMap, member: &Member, password_until: Option<DateTime<Utc>>) -> Result<(), Error> {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let device = tenancy::rules::device::device(agent);
    session.clear().await;
    session.cycle_id().await?;
    session.insert("user", member.user).await?;
    session.insert("org", member.org).await?;
    session.insert("browser", device.browser).await?;
    session.insert("system", device.system).await?;
    if let Some(until) = password_until {
        session.insert("password_until", until.timestamp_micros()).await?;
    }
    Ok(())
}

/// Gives the session a new id after its person has proven more (a password, a code); ends the live connections of the old.
pub async fn renew(state: &State, session: &Session) -> Result<(), Error> {
    let old = session.id();
    session.remove_value("password_until").await?;
    session.cycle_id().await?;
    if let Some(old) = old {
        state.hub.end_session(&tenancy::actions::session_hash(&old));
    }
    Ok(())
}
