//! Remove mails and notices whose time is over.

use chrono::{DateTime, TimeDelta, Utc};
use store::Store;

use crate::store::kept;

/// How long a kept mail stands on its page.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Removes kept mails after 7 days, rows of the outbox with nothing left to do and notices after 30 days, of all tenants;
/// returns how many. Safe to run in several processes, and again.
pub async fn expire_mail(store: &Store, now: DateTime<Utc>) -> kernel::Result<u64> {
    let rows = store::outbox::expire(store, now).await?;
    let mut tx = store.platform("remove old kept mails").await?;
    let mails = kept::remove_before(tx.conn(), now - KEPT).await?;
    tx.commit().await?;
    Ok(rows + mails + store::notices::expire(store, now).await?)
}
