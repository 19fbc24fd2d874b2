//! Linked accounts over HTTP: the three steps that link two, and the way over to another portal. From one portal to the other
//! the browser goes by a link that does nothing by itself; what does something is a form of the portal it stands on.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::FormState;
use axum::extract::{Path, Query, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, OrgId};
use serde::Deserialize;
use tenancy::actions;
use tenancy::model::{HostTenant, TenantState};
use tower_sessions::Session;
use uuid::Uuid;

use super::account::{confirm_first, plainly, stay};
use super::forms::{Posted, failed};
use super::sessions::Proof;
use super::{State, hosts, sessions};

/// Where a person's own are listed.
const PAGE: &str = "/account/links";

/// The other portal, as the address names it.
#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    from: String,
}

/// The portal that a person names: its host, or any address on it as a browser shows it.
fn named(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://")).unwrap_or(typed);
    kernel::validate::host_name(rest.split(['/', '?', '#']).next()?)
}

async fn portal(state: &State, host: Option<String>) -> Result<Option<Arc<HostTenant>>, Error> {
    let Some(host) = host else { return Ok(None) };
    Ok(hosts::lookup(state, host).await?.filter(|portal| portal.state == TenantState::Active))
}

/// The page again, with an address to go on to.
async fn go_on(posted: Posted, state: &State, to: &HostTenant, path: &str) -> Response {
    let values = [("url", format!("{}{path}", state.settings.portal_url(&to.host))), ("portal", to.product_name().to_owned()), ("host", to.host.clone())];
    let values = BTreeMap::from(values.map(|(name, value)| (name.to_owned(), value)));
    posted.shown(state, FormState { form: "go-on".to_owned(), values, errors: Vec::new() }, StatusCode::OK).await
}

async fn refused(posted: Posted, state: &State, back: &str, error: Error) -> Response {
    match error {
        Error::Conflict(code) if code == "confirm-first" => confirm_first(back),
        error => failed(posted, state, "link", error).await,
    }
}

/// `POST /account/links`: asks for a link to an account on another portal.
pub async fn begin(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let (ctx, here) = match (posted.ctx(), posted.asked()) {
        (Ok(ctx), Ok((here, _))) => (ctx, here),
        (Err(error), _) | (_, Err(error)) => return failed(posted, &state, "link", error).await,
    };
    let there = match portal(&state, named(posted.field("host"))).await {
        Ok(Some(there)) => there,
        Ok(None) => return failed(posted, &state, "link", Error::field("host", "not-a-portal")).await,
        Err(error) => return failed(posted, &state, "link", error).await,
    };
    match actions::begin_link(&state.store, &ctx, &here, &there).await {
        Ok(token) => go_on(posted, &state, &there, &format!("/account/links/accept/{token}?from={}", here.host)).await,
        Err(error) => refused(posted, &state, PAGE, error).await,
    }
}

/// `POST /account/links/accept/{token}?from=`: on the other portal, agrees to the link.
pub async fn accept(Shared(state): Shared<State>, Path(token): Path<String>, Query(From { from }): Query<From>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let granted = match (posted.ctx(), posted.asked(), portal(&state, named(&from)).await) {
        (Ok(ctx), Ok((here, _)), Ok(Some(there))) => {
            let granted = actions::grant_link(&state.store, &ctx, &here, &there, &token).await;
            granted.map(|token| (there, format!("/account/links/finish/{token}?from={}", here.host)))
        }
        (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => Err(error),
        (_, _, Ok(None)) => Err(Error::NotFound),
    };
    match granted {
        Ok((there, path)) => go_on(posted, &state, &there, &path).await,
        Err(error) => {
            let back = posted.head.uri.path_and_query().map_or(PAGE, |path| path.as_str()).to_owned();
            refused(posted, &state, &back, error).await
        }
    }
}

/// `POST /account/links/finish/{token}?from=`: back where it began, makes the link.
pub async fn finish(Shared(state): Shared<State>, Path(token): Path<String>, Query(From { from }): Query<From>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let made = match (posted.ctx(), posted.asked(), portal(&state, named(&from)).await) {
        (Ok(ctx), Ok((here, _)), Ok(Some(there))) => actions::finish_link(&state.store, &ctx, &here, &there, &token).await,
        (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => Err(error),
        (_, _, Ok(None)) => Err(Error::NotFound),
    };
    match made {
        Ok(()) => Redirect::to("/account/links?done=account-linked").into_response(),
        Err(error) => refused(posted, &state, PAGE, error).await,
    }
}

/// `POST /account/links/{id}/end`.
pub async fn end(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let ended = match (posted.ctx(), id.parse::<Uuid>()) {
        (Ok(ctx), Ok(id)) => actions::unlink(&state.store, &ctx, id).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match ended {
        Ok(()) => Redirect::to("/account/links?done=account-unlinked").into_response(),
        // Not here, or another's: the page that says so.
        Err(Error::NotFound) => failed(posted, &state, "", Error::NotFound).await,
        Err(error) => plainly(&error),
    }
}

/// `POST /account/switch`: over to a linked account, by way of its portal's own page.
pub async fn switch(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let handed = match (posted.ctx(), posted.field("link").parse::<Uuid>()) {
        (Ok(ctx), Ok(id)) => actions::hand_over(&state.store, &ctx, id).await,
        (Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _) => Err(error),
    };
    match handed {
        Ok(handover) => Redirect::to(&format!("{}/switch/{}", state.settings.portal_url(&handover.host), handover.token)).into_response(),
        Err(Error::NotFound) => failed(posted, &state, "", Error::NotFound).await,
        Err(Error::Conflict(code)) if code == "confirm-first" => confirm_first(PAGE),
        Err(Error::Conflict(code)) => Redirect::to(&format!("{PAGE}?again={code}")).into_response(),
        Err(error) => plainly(&error),
    }
}

/// `POST /switch/{token}`: arrives from a linked account.
pub async fn arrive(Shared(state): Shared<State>, session: Session, Path(token): Path<String>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let taken = match posted.asked() {
        Ok((host, request_id)) => actions::take_over(&state.store, &host, &token, state.clock.now(), request_id).await,
        Err(error) => Err(error),
    };
    let let_in = match taken {
        // Came over by what was proved elsewhere: here, nothing was.
        Ok((signed_in, two_factor)) => {
            let proof = Proof { fresh: false, two_factor, mailed: false };
            sessions::let_in(&state, &session, &posted.head, signed_in, proof, "/").await
        }
        Err(error) => Err(error),
    };
    match let_in {
        Ok(response) => response,
        Err(error) => failed(posted, &state, "switch", error).await,
    }
}

/// `POST /account/membership`: acts under another membership of the same account.
pub async fn change_membership(Shared(state): Shared<State>, session: Session, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let changed = match (posted.ctx(), posted.asked(), posted.field("org").parse::<OrgId>()) {
        (Ok(ctx), Ok((host, _)), Ok(org)) => actions::switch_membership(&state.store, &ctx, &host, org).await.map(|()| org),
        (Ok(_), Ok(_), Err(_)) => Err(Error::NotFound),
        (Err(error), _, _) | (_, Err(error), _) => Err(error),
    };
    match changed {
        Ok(org) => match session.insert("org", org).await {
            Ok(()) => stay(posted, &state, &session, &[], None, "/").await,
            Err(error) => {
                tracing::error!(%error, "changing a session");
                plainly(&Error::Unavailable)
            }
        },
        Err(Error::NotFound) => failed(posted, &state, "", Error::NotFound).await,
        Err(error) => plainly(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portals_are_named_as_people_do() {
        for typed in ["zenith.localhost", " https://zenith.localhost/ ", "http://Zenith.localhost:3000/sign-in?next=/", "zenith.localhost#x"] {
            assert_eq!(named(typed).as_deref(), Some("zenith.localhost"), "{typed}");
        }
        for typed in ["", "https://", "127.0.0.1", "a b", "https://user@zenith.localhost/", "javascript:alert(1)"] {
            assert_eq!(named(typed), None, "{typed}");
        }
    }
}
