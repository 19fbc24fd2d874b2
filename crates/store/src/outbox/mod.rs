//! What is to happen outside the database once a transaction has been committed: written in that transaction, leased by
//! workers afterwards, done at least once.
//!
//! A lease carries a fencing token: a worker that was paused beyond its lease can no longer note an outcome. The payload is
//! sealed, because it may hold single-use tokens, and erased as soon as nothing is left to do.

mod backoff;
mod lease;

use kernel::{Ctx, MailRequest};
use uuid::Uuid;

pub use backoff::retry_at;
pub use lease::{Ended, Leased, Round, Verdict, claim, delivered, expire, failed};

use crate::{Place, Store, StoreError, TenantTx};

/// The topic of mails.
pub const MAIL: &str = "mail";

fn place(row: Uuid) -> Place {
    Place { table: "outbox", column: "payload", row }
}

/// The topic of rows that stand in for a mail that nobody gets.
const NO_MAIL: &str = "no_mail";

impl TenantTx {
    /// Has `mail` sent once this transaction is committed: no mail without its commit, no commit without its mail. The row
    /// belongs to the context's node; the answer is its id, which is also in the mail's Message-ID. `store` is the one that
    /// opened the transaction; its keys seal the request.
    pub async fn send_mail(&mut self, store: &Store, ctx: &Ctx, mail: &MailRequest) -> Result<Uuid, StoreError> {
        let payload = zeroize::Zeroizing::new(serde_json::to_vec(mail).map_err(StoreError::Payload)?);
        let id = Uuid::now_v7();
        let sealed = store.secrets().seal(self, place(id), &payload).await?;
        sqlx::query!(
            "insert into outbox (tenant_id, id, org_id, topic, payload, created_at, run_at) values ($1, $2, $3, $4, $5, $6, $6)",
            self.tenant().0,
            id,
            ctx.org().0,
            MAIL,
            sealed,
            ctx.now,
        )
        .execute(self.conn())
        .await?;
        Ok(id)
    }

    /// Does the work of [`TenantTx::send_mail`] and leaves as many rows, but nothing is sent: for those who must not show by
    /// their timing whether there is anybody to send to.
    pub async fn send_no_mail(&mut self, store: &Store, ctx: &Ctx, mail: &MailRequest) -> Result<Uuid, StoreError> {
        let payload = zeroize::Zeroizing::new(serde_json::to_vec(mail).map_err(StoreError::Payload)?);
        let id = Uuid::now_v7();
        store.secrets().seal(self, place(id), &payload).await?;
        sqlx::query!(
            "insert into outbox (tenant_id, id, org_id, topic, created_at, run_at, delivered_at) values ($1, $2, $3, $4, $5, $5, $5)",
            self.tenant().0,
            id,
            ctx.org().0,
            NO_MAIL,
            ctx.now,
        )
        .execute(self.conn())
        .await?;
        Ok(id)
    }
}
