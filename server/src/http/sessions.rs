//! Starting sessions, and giving them a new id where more was proven than before.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use tenancy::actions::{Impersonated, SignedIn};
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

/// Starts a session in which somebody acts as somebody else, under a new id. Its end stands in the database.
pub async fn start_acting(session: &Session, headers: &HeaderMap, begun: &Impersonated) -> Result<(), Error> {
    start(session, headers, &begun.member, None).await?;
    session.insert("impersonation", begun.acting.id).await
}

/// Ends the session and goes on to `next`.
pub async fn end(session: &Session, next: &str) -> Response {
    if let Err(error) = session.flush().await {
        tracing::error!(%error, "ending a session");
    }
    // Removes the cookie too: the session layer's own removal lacks the attributes that the name's prefix asks for.
    let gone = format!("{}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax", super::SESSION_COOKIE);
    ([(header::SET_COOKIE, gone)], Redirect::to(next)).into_response()
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
