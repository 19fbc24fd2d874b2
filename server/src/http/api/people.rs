//! Who can sign in.

use axum::extract::State as Shared;
use axum::http::Uri;
use kernel::{OrgId, Permission, UserId};
use serde::{Deserialize, Serialize};
use tenancy::actions;
use tenancy::model::PersonItem;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::input::{Asked, Id};
use super::page::{self, PageOf};
use super::problem::{Answer, Problem};
use super::reply::Reply;
use super::time;
use crate::http::State;

/// A person at a node, and as what.
#[derive(Serialize, ToSchema)]
pub(super) struct Membership {
    /// The person.
    person_id: Uuid,
    /// The person's name.
    name: String,
    /// The person's e-mail address.
    #[schema(format = Email)]
    email: String,
    /// The node.
    org_id: Uuid,
    /// The node's name.
    org_name: String,
    /// What the membership allows.
    #[schema(example = "engineer")]
    role: &'static str,
    /// Last request in a browser; absent while the person is not signed in there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = DateTime)]
    last_seen_at: Option<String>,
}

impl From<PersonItem> for Membership {
    fn from(item: PersonItem) -> Self {
        Self {
            person_id: item.user.0,
            name: item.name,
            email: item.email,
            org_id: item.org.0,
            org_name: item.org_name,
            role: item.role.as_str(),
            last_seen_at: item.last_seen_ms.map(time),
        }
    }
}

/// A person with all memberships that the caller may see.
#[derive(Serialize, ToSchema)]
pub(super) struct Person {
    /// Identity.
    id: Uuid,
    /// The person's name.
    name: String,
    /// The person's e-mail address.
    #[schema(format = Email)]
    email: String,
    /// Where, and as what.
    memberships: Vec<Membership>,
}

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PeopleQuery {
    /// Part of the name or the address.
    #[serde(default)]
    search: Option<String>,
    /// Rows on the page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page before ended: in `next` of its answer.
    #[serde(default)]
    #[param(max_length = 400)]
    cursor: Option<String>,
}

/// List people
///
/// Memberships in the caller's part of the tree: a person with two is there twice.
#[utoipa::path(get, path = "/people", tag = "people", params(PeopleQuery), security(("token" = ["people_read"])),
    responses((status = 200, description = "A page", body = PageOf<Membership>)))]
pub(super) async fn list_people(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<PeopleQuery>) -> Answer<Reply> {
    caller.require(&[Permission::PeopleRead])?;
    let limit = page::limit(query.limit, page::MOST)?;
    let after = page::place("people", query.cursor.as_deref(), |place| {
        let (user, org) = place.split_once(' ')?;
        Some((user.parse::<UserId>().ok()?, org.parse::<OrgId>().ok()?))
    })?;
    let found = actions::page_people(&state.store, &caller.ctx, query.search.as_deref().unwrap_or_default(), after, limit).await?;
    let next = found.items.last().filter(|_| found.more).map(|item| page::cursor("people", &format!("{} {}", item.user, item.org)));
    page::answer(&uri, found.items.into_iter().map(Membership::from).collect(), next)
}

/// Show a person
#[utoipa::path(get, path = "/people/{id}", tag = "people", params(("id" = Uuid, Path, description = "The person")), security(("token" = ["people_read"])),
    responses((status = 200, description = "The person", body = Person)))]
pub(super) async fn get_person(caller: Caller, Shared(state): Shared<State>, Id(user): Id<UserId>) -> Answer<Reply> {
    caller.require(&[Permission::PeopleRead])?;
    let memberships = actions::get_person(&state.store, &caller.ctx, user).await?;
    let (first, _) = memberships.first().cloned().ok_or_else(Problem::not_found)?;
    let memberships = memberships.into_iter().map(|(item, _)| item.into()).collect();
    Reply::json(&Person { id: first.user.0, name: first.name, email: first.email, memberships })
}
