//! Verifying: the chain walked from its first row to its head, in batches, so that memory and transactions stay small.

use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{Ctx, RequestId, TenantId};
use uuid::Uuid;

use super::canonical::{self, Row, START, Who};
use crate::{Store, StoreError, TenantTx};

/// Rows that are read at once.
const BATCH: i64 = 1_000;

/// What the walk along a tenant's chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditVerdict {
    /// Rows that stand in an unbroken chain from the first on.
    pub rows: u64,
    /// The number that the head row gives as the last; 0 where nothing was written yet.
    pub head_seq: i64,
    /// The hash of the last of these rows, to be kept elsewhere: who has it can tell later whether all of this still stands.
    pub last_hash: [u8; 32],
    /// Where the chain breaks first, and how; what lies behind it is not looked at.
    pub first_fault: Option<(i64, Fault)>,
}

/// How a chain breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The row is not what was hashed when it was written.
    Changed,
    /// There is no row of this number, though the chain goes on or the head counts it.
    Missing,
    /// The head row is gone, or its hash is not that of the last row.
    Head,
    /// A row that the head does not count: it was not written by the product.
    AfterHead,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "the row was changed",
            Self::Missing => "the row is missing",
            Self::Head => "the head does not match",
            Self::AfterHead => "the row stands after the head",
        })
    }
}

/// A row as stored, with the head as it was at the same moment.
struct Line {
    seq: i64,
    hash: Vec<u8>,
    id: Uuid,
    org_id: Uuid,
    at: DateTime<Utc>,
    actor_user: Option<Uuid>,
    actor_part: Option<String>,
    as_user: Option<Uuid>,
    action: String,
    object: String,
    detail: String,
    request_id: Uuid,
    head_seq: Option<i64>,
}

impl Line {
    /// The hash that this row must have after a row with the hash `previous`; `None` for a row that the product cannot
    /// have written.
    fn expected(&self, tenant: TenantId, previous: &[u8; 32]) -> Option<[u8; 32]> {
        let who = match (self.actor_user, &self.actor_part) {
            (Some(user), None) => Who::User(user),
            (None, Some(part)) => Who::Part(part),
            _ => return None,
        };
        let detail = canonical::json(&serde_json::from_str(&self.detail).ok()?).ok()?;
        let row = Row {
            seq: self.seq,
            tenant: tenant.0,
            id: self.id,
            org: self.org_id,
            at_micros: self.at.timestamp_micros(),
            who,
            as_user: self.as_user,
            action: &self.action,
            object: &self.object,
            detail: &detail,
            request: self.request_id,
        };
        Some(canonical::chain(previous, &row))
    }
}

/// What stands in the tables when the walk has come to the last row.
struct End {
    head_seq: Option<i64>,
    head_hash: Option<Vec<u8>>,
    last_seq: Option<i64>,
}

/// The last row that was found in order.
struct Walked {
    seq: i64,
    id: Uuid,
    hash: [u8; 32],
    rows: u64,
}

impl Walked {
    const START: Self = Self { seq: 0, id: Uuid::nil(), hash: START, rows: 0 };

    fn verdict(&self, head_seq: Option<i64>, first_fault: Option<(i64, Fault)>) -> AuditVerdict {
        AuditVerdict { rows: self.rows, head_seq: head_seq.unwrap_or(0), last_hash: self.hash, first_fault }
    }
}

/// Walks a tenant's chain from the first row to the head. Acts that are written meanwhile are walked too. Answers with the
/// first fault; an error means that the database could not be read, and says nothing of the chain.
pub async fn verify(store: &Store, tenant: TenantId) -> Result<AuditVerdict, StoreError> {
    // Only reads: no row takes this time.
    let ctx = Ctx::for_system(tenant, "audit verifier", DateTime::UNIX_EPOCH, RequestId::generate());
    let mut walked = Walked::START;
    loop {
        let mut tx = store.tenant(&ctx).await?;
        let verdict = stride(&mut tx, &mut walked).await?;
        tx.commit().await?;
        if let Some(verdict) = verdict {
            return Ok(verdict);
        }
    }
}

/// As [`verify`], of the transaction's tenant and as the transaction sees it: for a copy of the log that is made in it.
pub async fn verify_within(tx: &mut TenantTx) -> Result<AuditVerdict, StoreError> {
    let mut walked = Walked::START;
    loop {
        if let Some(verdict) = stride(tx, &mut walked).await? {
            return Ok(verdict);
        }
    }
}

/// Walks one batch further; answers where the walk ends.
async fn stride(tx: &mut TenantTx, walked: &mut Walked) -> Result<Option<AuditVerdict>, StoreError> {
    let lines = batch(tx, walked).await?;
    if lines.is_empty() {
        let end = end(tx).await?;
        // Acts may have been written between the two questions.
        let more = end.last_seq.is_some_and(|last| last > walked.seq);
        return Ok((!more).then(|| walked.verdict(end.head_seq, end_fault(&end, walked))));
    }
    let tenant = tx.tenant();
    for line in lines {
        if let Some(fault) = step(tenant, &line, walked) {
            return Ok(Some(walked.verdict(line.head_seq, Some(fault))));
        }
    }
    Ok(None)
}

/// Goes one row further, or says why it cannot.
fn step(tenant: TenantId, line: &Line, walked: &mut Walked) -> Option<(i64, Fault)> {
    let next = walked.seq + 1;
    match line.head_seq {
        None => return Some((next, Fault::Head)),
        Some(head) if line.seq > head && next > head => return Some((line.seq, Fault::AfterHead)),
        Some(_) => {}
    }
    if line.seq > next {
        return Some((next, Fault::Missing));
    }
    match line.expected(tenant, &walked.hash) {
        Some(hash) if line.seq == next && line.hash == hash => {
            *walked = Walked { seq: next, id: line.id, hash, rows: walked.rows + 1 };
            None
        }
        _ => Some((line.seq, Fault::Changed)),
    }
}

/// What is wrong where no further row is.
fn end_fault(end: &End, walked: &Walked) -> Option<(i64, Fault)> {
    match (end.head_seq, &end.head_hash) {
        // Nothing was written yet.
        (None, _) if walked.seq == 0 => None,
        (Some(head), _) if head > walked.seq => Some((walked.seq + 1, Fault::Missing)),
        (Some(head), Some(hash)) if head == walked.seq && *hash == walked.hash => None,
        (head, _) => Some((head.unwrap_or(walked.seq), Fault::Head)),
    }
}

/// The rows after the one that was walked last. Two rows of one number (a superuser can take the key away) both come.
async fn batch(tx: &mut TenantTx, walked: &Walked) -> Result<Vec<Line>, StoreError> {
    let tenant = tx.tenant();
    let after = if walked.rows == 0 { i64::MIN } else { walked.seq };
    Ok(sqlx::query_as!(
        Line,
        r#"select l.seq, l.hash, l.id, l.org_id, l.at, l.actor_user, l.actor_part, l.as_user, l.action, l.object, l.detail::text as "detail!",
                  l.request_id, h.seq as "head_seq?"
           from audit_log l left join audit_heads h on h.tenant_id = $1
           where l.tenant_id = $1 and (l.seq, l.id) > ($2, $3)
           order by l.seq, l.id limit $4"#,
        tenant.0,
        after,
        walked.id,
        BATCH,
    )
    .fetch_all(tx.conn())
    .await?)
}

async fn end(tx: &mut TenantTx) -> Result<End, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        End,
        r#"select (select seq from audit_heads where tenant_id = $1) as head_seq,
                  (select hash from audit_heads where tenant_id = $1) as head_hash,
                  (select max(seq) from audit_log where tenant_id = $1) as last_seq"#,
        tenant.0,
    )
    .fetch_one(tx.conn())
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: TenantId = TenantId(Uuid::from_u128(7));

    fn line(seq: i64, previous: &[u8; 32]) -> Line {
        let mut line = Line {
            seq,
            hash: Vec::new(),
            id: Uuid::from_u128(seq.cast_unsigned().into()),
            org_id: TENANT.0,
            at: DateTime::UNIX_EPOCH,
            actor_user: None,
            actor_part: Some("test".to_owned()),
            as_user: None,
            action: "a.b".to_owned(),
            object: "c:d".to_owned(),
            detail: r#"{"b": 1, "a": 2}"#.to_owned(),
            request_id: Uuid::nil(),
            head_seq: Some(9),
        };
        line.hash = line.expected(TENANT, previous).unwrap().to_vec();
        line
    }

    fn start() -> Walked {
        Walked { seq: 0, id: Uuid::nil(), hash: START, rows: 0 }
    }

    #[test]
    fn a_row_that_fits_is_walked() {
        let mut walked = start();
        assert_eq!(step(TENANT, &line(1, &START), &mut walked), None);
        let hash = walked.hash;
        assert_eq!(step(TENANT, &line(2, &hash), &mut walked), None);
        assert_eq!((walked.seq, walked.rows), (2, 2));
    }

    #[test]
    fn every_kind_of_fault_has_its_name() {
        let found = |line: Line| step(TENANT, &line, &mut start());
        assert_eq!(found(line(2, &START)), Some((1, Fault::Missing)));
        assert_eq!(found(line(0, &START)), Some((0, Fault::Changed)));
        assert_eq!(found(line(1, &[1; 32])), Some((1, Fault::Changed)));
        assert_eq!(found(Line { action: "a.c".to_owned(), ..line(1, &START) }), Some((1, Fault::Changed)));
        assert_eq!(found(Line { detail: "{\"a\": 2.5}".to_owned(), ..line(1, &START) }), Some((1, Fault::Changed)));
        assert_eq!(found(Line { actor_user: Some(Uuid::nil()), ..line(1, &START) }), Some((1, Fault::Changed)));
        assert_eq!(found(Line { as_user: Some(Uuid::nil()), ..line(1, &START) }), Some((1, Fault::Changed)));
        assert_eq!(found(Line { head_seq: None, ..line(1, &START) }), Some((1, Fault::Head)));
        assert_eq!(found(Line { head_seq: Some(0), ..line(1, &START) }), Some((1, Fault::AfterHead)));
    }

    #[test]
    fn the_head_must_be_the_last_row() {
        let walked = Walked { seq: 3, id: Uuid::nil(), hash: [3; 32], rows: 3 };
        let at = |head_seq: Option<i64>, hash: [u8; 32]| end_fault(&End { head_seq, head_hash: head_seq.map(|_| hash.to_vec()), last_seq: Some(3) }, &walked);
        assert_eq!(at(Some(3), [3; 32]), None);
        assert_eq!(at(Some(3), [4; 32]), Some((3, Fault::Head)));
        assert_eq!(at(Some(4), [3; 32]), Some((4, Fault::Missing)));
        assert_eq!(at(Some(2), [3; 32]), Some((2, Fault::Head)));
        assert_eq!(at(None, [3; 32]), Some((3, Fault::Head)));
        assert_eq!(end_fault(&End { head_seq: None, head_hash: None, last_seq: None }, &start()), None);
    }
}
