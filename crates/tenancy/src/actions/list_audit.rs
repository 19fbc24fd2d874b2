//! List the acts of a tenant.

use std::collections::HashMap;

use ::store::{Store, StoreError};
use kernel::{Ctx, Error, Permission, RequestId, Result, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::{AuditActor, AuditEntry, AuditFilter, AuditObject, AuditPage, AuditQuery};
use crate::rules;
use crate::store::audit::{self, AuditRow, Wanted};
use crate::store::users::NameRow;
use crate::store::{orgs, users};

/// Rows on a page.
const PAGE: usize = 50;

/// One page of the tenant's audit log, as far as the viewer's part of the tree goes. A filter that cannot be answers
/// [`Error::Invalid`].
pub async fn list_audit(store: &Store, ctx: &Ctx, query: AuditQuery) -> Result<AuditPage> {
    ctx.require(Permission::AuditRead)?;
    let wanted = wanted(ctx, &query.filter)?;
    let mut tx = store.tenant(ctx).await?;
    // One more than a page tells whether another follows.
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = match query.after {
        Some(after) => audit::newer(tx.conn(), ctx.tenant, &wanted, after, limit).await?,
        None => audit::older(tx.conn(), ctx.tenant, &wanted, query.before, limit).await?,
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if query.after.is_some() {
        rows.reverse();
    }
    let actions = audit::actions(tx.conn(), ctx.tenant).await?;
    let names = Names::of(tx.conn(), ctx.tenant, &rows).await?;
    tx.commit().await?;
    // Where this page was come to from, there is another page.
    let (newer, older) = if query.after.is_some() { (more, true) } else { (query.before.is_some(), more) };
    Ok(AuditPage {
        newer: rows.first().map(|row| row.seq).filter(|_| newer),
        older: rows.last().map(|row| row.seq).filter(|_| older),
        entries: rows.into_iter().map(|row| names.entry(row)).collect(),
        actions,
    })
}

/// What a filter asks of the database.
pub(super) fn wanted(ctx: &Ctx, filter: &AuditFilter) -> Result<Wanted> {
    let faults = rules::audit::check(filter);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let (from, until) = rules::audit::span(filter, &ctx.time_zone);
    Ok(Wanted { person: filter.person.trim().to_lowercase(), action: filter.action.clone(), from, until })
}

/// What the people who acted in these rows are called.
pub(super) async fn people(conn: &mut PgConnection, tenant: TenantId, rows: &[AuditRow]) -> Result<HashMap<Uuid, NameRow>, StoreError> {
    let mut ids: Vec<Uuid> = rows.iter().flat_map(|row| [row.actor_user, object_id(row, "user")]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(users::names(conn, tenant, &ids).await?.into_iter().map(|person| (person.id, person)).collect())
}

/// The id of a row's object, if it is of this kind.
fn object_id(row: &AuditRow, kind: &str) -> Option<Uuid> {
    row.object.strip_prefix(kind)?.strip_prefix(':')?.parse().ok()
}

/// Names of what stands in rows as ids.
pub(super) struct Names {
    people: HashMap<Uuid, NameRow>,
    nodes: HashMap<Uuid, String>,
}

impl Names {
    pub(super) async fn of(conn: &mut PgConnection, tenant: TenantId, rows: &[AuditRow]) -> Result<Self, StoreError> {
        let in_detail =
            rows.iter().filter_map(|row| row.detail.as_object()).flat_map(|detail| detail.values()).filter_map(|value| value.as_str()?.parse().ok());
        let mut nodes: Vec<Uuid> = rows.iter().filter_map(|row| object_id(row, "org")).chain(in_detail).collect();
        nodes.sort_unstable();
        nodes.dedup();
        Ok(Self { people: people(conn, tenant, rows).await?, nodes: orgs::names(conn, tenant, &nodes).await?.into_iter().collect() })
    }

    pub(super) fn entry(&self, row: AuditRow) -> AuditEntry {
        let person = |id: Uuid| self.people.get(&id);
        let name = object_id(&row, "user")
            .and_then(person)
            .map(|person| person.name.clone())
            .or_else(|| object_id(&row, "org").and_then(|node| self.nodes.get(&node).cloned()));
        let actor = match (row.actor_user, row.actor_part) {
            (Some(user), _) => match person(user) {
                Some(person) => AuditActor::Person { name: person.name.clone(), email: person.email.clone() },
                None => AuditActor::Hidden(UserId(user)),
            },
            (None, part) => AuditActor::Part(part.unwrap_or_default()),
        };
        let (kind, id) = row.object.split_once(':').unwrap_or(("", &row.object));
        let mut detail = rules::audit::readable(&row.detail);
        for (_, value) in &mut detail {
            if let Some(node) = value.parse().ok().and_then(|id: Uuid| self.nodes.get(&id)) {
                value.clone_from(node);
            }
        }
        AuditEntry {
            seq: row.seq,
            at_ms: row.at.timestamp_millis(),
            actor,
            action: row.action,
            object: AuditObject { kind: kind.to_owned(), id: id.to_owned(), name },
            detail,
            request_id: RequestId(row.request_id),
        }
    }
}
