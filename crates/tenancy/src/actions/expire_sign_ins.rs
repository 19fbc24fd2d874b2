use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, RequestId, Result};

use super::refusal;
use crate::store::{attempts, known_devices, mailed_links};

/// How long failures are remembered after the last attempt, and links after they are over.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);

/// Removes what signing in leaves behind, of all tenants: failures long past, links and known browsers that are over;
/// returns how many rows. Refusals that were only counted come into their tenants' audit logs, one line a tenant.
pub async fn expire_sign_ins(store: &Store, now: DateTime<Utc>) -> Result<u64> {
    let mut tx = store.platform("remove old sign-in attempts").await?;
    let mut removed = attempts::delete_quiet(tx.conn(), now - REMEMBERED, now).await?;
    removed = removed.saturating_add(mailed_links::delete_expired(tx.conn(), now - REMEMBERED).await?);
    removed = removed.saturating_add(known_devices::delete_expired(tx.conn(), now).await?);
    let quiet_since = now - refusal::WINDOW;
    let waiting = attempts::waiting(tx.conn(), quiet_since).await?;
    tx.commit().await?;

    for tenant in waiting {
        let ctx = Ctx::for_system(tenant, "sign-in", now, RequestId::generate());
        let mut tx = store.tenant(&ctx).await?;
        let (refused, addresses) = attempts::collect(tx.conn(), tenant, quiet_since, now).await?;
        if refused > 0 {
            let detail = serde_json::json!({ "refused": refused, "addresses": addresses });
            tx.audit(&ctx, "sign_in.refused_many", &format!("org:{}", tenant.root()), detail).await?;
        }
        tx.commit().await?;
    }
    Ok(removed)
}
