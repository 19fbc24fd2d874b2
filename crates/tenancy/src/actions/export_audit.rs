//! Take the audit log out of the house.

use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, Permission, Result};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::list_audit::{people, wanted};
use crate::model::AuditFilter;
use crate::store::audit::{self, Wanted};

/// Rows that are read at once.
const BATCH: usize = 1_000;
/// Rows of one export.
const MOST: usize = 100_000;

/// One act, as it is exported.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// Its number within the tenant.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The e-mail address and the name of the person who acted, where the viewer may see the person.
    pub person: Option<(String, String)>,
    /// The e-mail address of the person as whom that person acted, where the viewer may see the person.
    pub acted_as: Option<String>,
    /// The part of the product that acted.
    pub part: Option<String>,
    /// What, as a code.
    pub action: String,
    /// To what, `kind:id`.
    pub object: String,
    /// More about it.
    pub detail: Value,
    /// The request's number.
    pub request_id: Uuid,
    /// SHA-256 over the row and the hash before it.
    pub hash: Vec<u8>,
}

/// An export under way: batches of acts, newest first, each read in a transaction of its own.
pub struct AuditExport {
    store: Store,
    ctx: Ctx,
    wanted: Wanted,
    before: Option<i64>,
    left: usize,
    cut: bool,
}

/// Begins an export and writes down that it was made. The newest 100,000 acts that fit come; the export's own row is
/// among them.
pub async fn export_audit(store: &Store, ctx: &Ctx, filter: &AuditFilter) -> Result<AuditExport> {
    ctx.require(Permission::AuditRead)?;
    let wanted = wanted(ctx, filter)?;
    let mut tx = store.tenant(ctx).await?;
    tx.audit(ctx, "audit.export", &format!("audit:{}", ctx.tenant), asked(filter)).await?;
    tx.commit().await?;
    Ok(AuditExport { store: store.clone(), ctx: ctx.clone(), wanted, before: None, left: MOST, cut: false })
}

/// The filters that were set. A part of an e-mail address is personal data: only that it was asked for is kept.
fn asked(filter: &AuditFilter) -> Value {
    let text = [("action", &filter.action), ("from", &filter.from), ("to", &filter.to)];
    let mut asked: Map<String, Value> = text.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), json!(value))).collect();
    if !filter.acting.is_empty() {
        asked.insert("acting".to_owned(), json!(true));
    }
    if !filter.person.is_empty() {
        asked.insert("person".to_owned(), json!(true));
    }
    Value::Object(asked)
}

impl AuditExport {
    /// The next acts; none at the end.
    pub async fn next(&mut self) -> Result<Vec<AuditLine>> {
        let size = self.left.min(BATCH);
        if size == 0 {
            return Ok(Vec::new());
        }
        // One more tells whether the last batch leaves something out.
        let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
        let mut tx = self.store.tenant(&self.ctx).await?;
        let mut rows = audit::older(tx.conn(), self.ctx.tenant, &self.wanted, self.before, limit).await?;
        let more = rows.len() > size;
        rows.truncate(size);
        let people = people(tx.conn(), self.ctx.tenant, &rows).await?;
        tx.commit().await?;
        self.left = if more { self.left - size } else { 0 };
        self.cut = more && self.left == 0;
        self.before = rows.last().map(|row| row.seq);
        let lines = rows.into_iter().map(|row| AuditLine {
            seq: row.seq,
            at: row.at,
            person: row.actor_user.and_then(|id| people.get(&id)).map(|person| (person.email.clone(), person.name.clone())),
            acted_as: row.as_user.map(|id| people.get(&id).map_or_else(|| id.to_string(), |person| person.email.clone())),
            part: row.actor_part,
            action: row.action,
            object: row.object,
            detail: row.detail,
            request_id: row.request_id,
            hash: row.hash,
        });
        Ok(lines.collect())
    }

    /// Whether older acts that fit were left out.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_kept_without_the_person() {
        assert_eq!(asked(&AuditFilter::default()), json!({}));
        let filter =
            AuditFilter { person: "ana@".to_owned(), action: "sign_in".to_owned(), from: String::new(), to: "2026-11-30".to_owned(), acting: String::new() };
        assert_eq!(asked(&filter), json!({ "person": true, "action": "sign_in", "to": "2026-11-30" }));
    }
}
