//! No mail server: mails stay in the database, for a page that shows them.

use ::store::{Store, StoreError};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{Ctx, RequestId};

use super::{Mail, Mailer, Refusal};
use crate::store::kept;

/// Keeps mails instead of sending them.
pub struct Kept {
    store: Store,
}

impl Kept {
    /// Keeps them in this database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    async fn keep(&self, mail: &Mail, now: DateTime<Utc>) -> Result<(), StoreError> {
        let ctx = Ctx::for_system(mail.tenant, "mail", now, RequestId::generate());
        let mut tx = self.store.tenant(&ctx).await?;
        kept::insert(&self.store, &mut tx, mail, now).await?;
        tx.commit().await
    }
}

#[async_trait]
impl Mailer for Kept {
    async fn send(&self, mail: &Mail, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.keep(mail, now).await.map_err(|error| Refusal::Temporary(format!("database {}", kernel::Error::from(error).code())))
    }
}
