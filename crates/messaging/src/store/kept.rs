//! Mails that were kept instead of sent. What they say is sealed, because it holds single-use links.

use ::store::{Place, Store, StoreError, TenantTx};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use crate::model::{KeptItem, KeptMail};
use crate::transport::Mail;

/// What is sealed in `kept_mails.mail`.
#[derive(Serialize, Deserialize)]
struct Sealed {
    to: String,
    subject: String,
    text: String,
    link: String,
}

struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    mail: Vec<u8>,
}

fn place(row: Uuid) -> Place {
    Place { table: "kept_mails", column: "mail", row }
}

/// Keeps a mail; keeping it again, after a lost acknowledgement, changes nothing.
pub async fn insert(store: &Store, tx: &mut TenantTx, mail: &Mail, now: DateTime<Utc>) -> Result<()> {
    let rendered = &mail.rendered;
    let content = Sealed { to: mail.to.clone(), subject: rendered.subject.clone(), text: rendered.text.clone(), link: rendered.link.clone() };
    let plain = ::store::Zeroizing::new(serde_json::to_vec(&content).map_err(StoreError::Payload)?);
    let sealed = store.secrets().seal(tx, place(mail.id), &plain).await?;
    sqlx::query!(
        "insert into kept_mails (tenant_id, id, org_id, at, mail) values ($1, $2, $3, $4, $5) on conflict (tenant_id, id) do nothing",
        mail.tenant.0,
        mail.id,
        mail.org.0,
        now,
        sealed,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// At most `limit` kept mails within the transaction's sight, newest first.
pub async fn list(store: &Store, tx: &mut TenantTx, limit: i64) -> Result<Vec<KeptItem>> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(Row, "select id, at, mail from kept_mails where tenant_id = $1 order by at desc, id desc limit $2", tenant.0, limit)
        .fetch_all(tx.conn())
        .await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(open(store, tx, row).await?.item);
    }
    Ok(items)
}

/// One kept mail, if this transaction may see it.
pub async fn get(store: &Store, tx: &mut TenantTx, id: Uuid) -> Result<Option<KeptMail>> {
    let tenant = tx.tenant();
    let row = sqlx::query_as!(Row, "select id, at, mail from kept_mails where tenant_id = $1 and id = $2", tenant.0, id).fetch_optional(tx.conn()).await?;
    match row {
        Some(row) => Ok(Some(open(store, tx, row).await?)),
        None => Ok(None),
    }
}

/// Removes what was kept before `before`, of all tenants; returns how many. Runs in a platform transaction.
pub async fn remove_before(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from kept_mails where at < $1", before).execute(conn).await?.rows_affected())
}

async fn open(store: &Store, tx: &mut TenantTx, row: Row) -> Result<KeptMail> {
    let tenant = tx.tenant();
    let plain = store.secrets().open(tx.conn(), tenant, place(row.id), &row.mail).await?;
    let Sealed { to, subject, text, link } = serde_json::from_slice(&plain).map_err(StoreError::Payload)?;
    Ok(KeptMail { item: KeptItem { id: row.id, to, subject, at_ms: row.at.timestamp_millis() }, text, link })
}
