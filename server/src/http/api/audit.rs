//! The audit log.

use axum::extract::State as Shared;
use axum::http::Uri;
use kernel::Permission;
use serde::{Deserialize, Serialize};
use tenancy::actions;
use tenancy::model::{AuditActor, AuditEntry, AuditFilter, AuditQuery};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::input::Asked;
use super::page::{self, PageOf};
use super::problem::Answer;
use super::reply::Reply;
use super::time;
use crate::http::State;

/// Rows on a page at most: as many as the page of the log shows.
const MOST: usize = 50;

/// One act.
#[derive(Serialize, ToSchema)]
pub(super) struct Act {
    /// Its number within the log, from 1 on.
    seq: i64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The e-mail address of the person who acted, where the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    person: Option<String>,
    /// The part of the product, or the token, that acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    part: Option<String>,
    /// What, as a code.
    #[schema(example = "device.add")]
    action: String,
    /// The kind of thing that it was done to.
    #[schema(example = "device")]
    object_kind: String,
    /// Which one.
    object_id: String,
    /// More about it.
    detail: Vec<Detail>,
    /// Also in the server's log.
    request_id: Uuid,
}

/// A name and a value.
#[derive(Serialize, ToSchema)]
pub(super) struct Detail {
    /// The name.
    name: String,
    /// The value as text; nodes of the tree by their names.
    value: String,
}

impl From<AuditEntry> for Act {
    fn from(entry: AuditEntry) -> Self {
        let (person, part) = match entry.actor {
            AuditActor::Person { email, .. } => (Some(email), None),
            AuditActor::Hidden(_) => (None, None),
            AuditActor::Part(part) => (None, Some(part)),
        };
        Self {
            seq: entry.seq,
            at: time(entry.at_ms),
            person,
            part,
            action: entry.action,
            object_kind: entry.object.kind,
            object_id: entry.object.id,
            detail: entry.detail.into_iter().map(|(name, value)| Detail { name, value }).collect(),
            request_id: entry.request_id.0,
        }
    }
}

/// Which acts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ActsQuery {
    /// Part of the e-mail address of who acted.
    #[serde(default)]
    person: Option<String>,
    /// An action's code.
    #[serde(default)]
    action: Option<String>,
    /// The first day, in the caller's time zone.
    #[serde(default)]
    #[param(example = "2026-11-01")]
    from: Option<String>,
    /// The last day.
    #[serde(default)]
    #[param(example = "2026-11-30")]
    to: Option<String>,
    /// Rows on the page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 50, default = 50)]
    limit: Option<u16>,
    /// Where the page before ended: in `next` of its answer.
    #[serde(default)]
    #[param(max_length = 400)]
    cursor: Option<String>,
}

/// List the audit log
///
/// Newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", params(ActsQuery), security(("token" = ["audit_read"])),
    responses((status = 200, description = "A page", body = PageOf<Act>)))]
pub(super) async fn list_audit(caller: Caller, Shared(state): Shared<State>, uri: Uri, Asked(query): Asked<ActsQuery>) -> Answer<Reply> {
    caller.require(&[Permission::AuditRead])?;
    let limit = page::limit(query.limit, MOST)?;
    let before: Option<i64> = page::place("audit", query.cursor.as_deref(), |seq| seq.parse().ok())?;
    let text = |asked: Option<String>| asked.unwrap_or_default();
    let filter = AuditFilter { person: text(query.person), action: text(query.action), from: text(query.from), to: text(query.to) };
    let found = actions::list_audit(&state.store, &caller.ctx, AuditQuery { filter, before, after: None }).await?;
    let mut entries = found.entries;
    let more = found.older.is_some() || entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|entry| page::cursor("audit", &entry.seq.to_string()));
    page::answer(&uri, entries.into_iter().map(Act::from).collect(), next)
}
