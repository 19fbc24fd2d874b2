//! What is to happen outside the database once a transaction has been committed: written in that transaction, leased by
//! workers afterwards, done at least once.

use chrono::{DateTime, Utc};
use kernel::{Ctx, MailRequest};
use uuid::Uuid;

use crate::{Place, Store, StoreError, TenantTx};

/// The topic of mails.
pub const MAIL: &str = "mail";

fn place(row: Uuid) -> Place {
    Place { table: "outbox", column: "payload", row }
}

impl TenantTx {
    /// Has `mail` sent once this transaction is committed: no mail without its commit, no commit without its mail. The row
    /// belongs to the context's node; the answer is its id, which is also in the mail's Message-ID. `store` is the one that
    /// opened the transaction; its keys seal the request.
    pub async fn send_mail(&mut self, store: &Store, ctx: &Ctx, mail: &MailRequest) -> Result<Uuid, StoreError> {
        let payload = serde_json::to_vec(mail).map_err(StoreError::Payload)?;
        self.enqueue(store, ctx, MAIL, &payload, ctx.now).await
    }

    async fn enqueue(&mut self, store: &Store, ctx: &Ctx, topic: &str, payload: &[u8], run_at: DateTime<Utc>) -> Result<Uuid, StoreError> {
        let id = Uuid::now_v7();
        let sealed = store.secrets().seal(self, place(id), payload).await?;
        sqlx::query!(
            "insert into outbox (tenant_id, id, org_id, topic, payload, created_at, run_at) values ($1, $2, $3, $4, $5, $6, $7)",
            self.tenant().0,
            id,
            ctx.org().0,
            topic,
            sealed,
            ctx.now,
            run_at,
        )
        .execute(self.conn())
        .await?;
        metrics::counter!("lastmile_outbox_written_total", "topic" => topic.to_owned()).increment(1);
        Ok(id)
    }
}
