use std::path::Path;

use ::store::audit::AuditVerdict;
use ::store::catalogue::{Export, TABLES, Table};
use ::store::{Store, StoreError, TenantTx, audit, migrate};
use chrono::TimeDelta;
use kernel::{Clock, Ctx, RequestId, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::archive::{Archive, ArchiveError};
use super::manage_exports::{EXPORT_LASTS, export_file};
use crate::store::exports::{self, Claimed, Progress};
use crate::store::orgs;

/// Longer than the time between two notes of progress.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// After so many attempts an archive is given up.
const ATTEMPTS: i32 = 5;

/// Rows between two notes of progress.
const NOTE_EVERY: i64 = 50_000;

/// What explains the archive to whoever opens it.
const README: &str = include_str!("../../../../docs/formats/export.md");

/// Why an archive was not made.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("another worker has taken over")]
    Stale,
}

/// Makes the archive that has waited longest; `false` where none waits. A job of the product: no context. Safe to run in
/// several processes at once; one that dies is followed by another, which begins anew.
pub async fn make_due_export(store: &Store, data_dir: &Path, clock: &Clock) -> Result<bool> {
    let now = clock.now();
    let mut tx = store.platform("claim a due archive").await?;
    let claimed = exports::claim(tx.conn(), now, now + LEASE).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(false) };
    let (tenant, id) = (claimed.tenant, claimed.id);
    match make(store, data_dir, clock, &claimed).await {
        Ok(()) | Err(Fault::Stale) => {}
        Err(error) => {
            let give_up = claimed.attempts >= ATTEMPTS;
            tracing::error!(%tenant, %id, attempts = claimed.attempts, give_up, %error, "an archive was not made");
            let mut tx = store.tenant(&job(&claimed, clock)).await?;
            exports::give_back(tx.conn(), &claimed, give_up).await?;
            tx.commit().await?;
            return Err(kernel::Error::Unavailable);
        }
    }
    Ok(true)
}

fn job(claimed: &Claimed, clock: &Clock) -> Ctx {
    Ctx::for_system(claimed.tenant, "export", clock.now(), RequestId::generate())
}

async fn make(store: &Store, data_dir: &Path, clock: &Clock, claimed: &Claimed) -> std::result::Result<(), Fault> {
    let ctx = job(claimed, clock);
    let archive = Archive::begin(&export_file(data_dir, claimed.tenant, claimed.id)).await?;
    let mut making = Making { store, clock, claimed, archive, at: Progress { tables_all: leaving(), ..Progress::default() }, noted: 0 };
    // Everything as it is at this one moment.
    let mut tx = store.snapshot(&ctx).await?;
    let name = orgs::get(tx.conn(), claimed.tenant, claimed.tenant.root()).await?.map(|root| root.name).unwrap_or_default();
    making.put("README.md", README.as_bytes().to_vec()).await?;
    let verdict = audit::verify_within(&mut tx).await?;
    making.put("audit/proof.json", pretty(&proof(&verdict))).await?;
    let mut tables = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        tables.push(making.table(&mut tx, table).await?);
    }
    tx.commit().await?;
    let manifest = json!({
        "format": "lastmile-export-1",
        "tenant": { "id": claimed.tenant, "name": name },
        "export": claimed.id,
        "taken_at": ctx.now,
        "schema": migrate::fingerprint(),
        "tables": tables,
    });
    making.put("manifest.json", pretty(&manifest)).await?;
    let Making { archive, mut at, .. } = making;
    let closed = archive.close().await?;
    at.octets = i64::try_from(closed.octets).unwrap_or(i64::MAX);

    let now = clock.now();
    let mut tx = store.tenant(&job(claimed, clock)).await?;
    if !exports::finish(tx.conn(), claimed, &at, &closed.sha256, now, now + EXPORT_LASTS).await? {
        return Err(Fault::Stale);
    }
    let detail = json!({ "rows": at.rows, "octets": at.octets, "sha256": hex::encode(closed.sha256) });
    tx.audit(&job(claimed, clock), "export.make", &format!("export:{}", claimed.id), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Tables of which something leaves the house.
fn leaving() -> i32 {
    i32::try_from(TABLES.iter().filter(|table| matches!(table.export, Export::Rows { .. })).count()).unwrap_or(i32::MAX)
}

struct Making<'a> {
    store: &'a Store,
    clock: &'a Clock,
    claimed: &'a Claimed,
    archive: Archive,
    at: Progress,
    /// Rows when progress was last noted.
    noted: i64,
}

impl Making<'_> {
    /// A whole small file.
    async fn put(&self, name: &str, content: Vec<u8>) -> std::result::Result<(), Fault> {
        self.archive.file(name).await?;
        Ok(self.archive.write(content).await?)
    }

    /// A table's rows, one JSON object in a line; what the manifest says of it.
    async fn table(&mut self, tx: &mut TenantTx, table: &Table) -> std::result::Result<Value, Fault> {
        let left_out = |why: &str| json!({ "table": table.name, "left_out": why });
        let without = match table.export {
            Export::Rows { without, .. } => without,
            Export::Secret => return Ok(left_out("secret")),
            Export::Internal => return Ok(left_out("internal")),
        };
        let file = format!("data/{}.jsonl", table.name);
        self.archive.file(&file).await?;
        let (mut digest, mut count) = (Sha256::new(), 0_i64);
        if let Some(mut rows) = tx.rows(table).await? {
            loop {
                let lines = rows.next().await?;
                if lines.is_empty() {
                    break;
                }
                let mut text = String::with_capacity(lines.iter().map(|line| line.len().saturating_add(1)).sum());
                for line in &lines {
                    text.push_str(line);
                    text.push('\n');
                }
                let lines = i64::try_from(lines.len()).unwrap_or(0);
                count = count.saturating_add(lines);
                self.at.rows = self.at.rows.saturating_add(lines);
                self.at.octets = self.at.octets.saturating_add(i64::try_from(text.len()).unwrap_or(0));
                digest.update(text.as_bytes());
                self.archive.write(text.into_bytes()).await?;
                if self.at.rows.saturating_sub(self.noted) >= NOTE_EVERY {
                    self.note().await?;
                }
            }
        }
        self.at.tables_done = self.at.tables_done.saturating_add(1);
        self.note().await?;
        Ok(json!({ "table": table.name, "file": file, "rows": count, "sha256": hex::encode(digest.finalize()), "without": without }))
    }

    /// Notes progress where the page looks for it, and goes on only as long as no other worker has taken over.
    async fn note(&mut self) -> std::result::Result<(), Fault> {
        self.noted = self.at.rows;
        let mut tx = self.store.tenant(&job(self.claimed, self.clock)).await?;
        let ours = exports::progress(tx.conn(), self.claimed, &self.at, self.clock.now() + LEASE).await?;
        tx.commit().await?;
        if ours { Ok(()) } else { Err(Fault::Stale) }
    }
}

fn proof(verdict: &AuditVerdict) -> Value {
    let fault = verdict.first_fault.map(|(seq, fault)| json!({ "seq": seq, "fault": fault.to_string() }));
    json!({
        // The second is that of rows with `as_user`.
        "encodings": ["lastmile-audit-1", "lastmile-audit-2"],
        "rows": verdict.rows,
        "head_seq": verdict.head_seq,
        "last_hash": hex::encode(verdict.last_hash),
        "intact": fault.is_none(),
        "first_fault": fault,
    })
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}
