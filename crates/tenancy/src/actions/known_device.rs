use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, RequestId, Result};

use super::token;
use crate::model::{HostTenant, Member};
use crate::store::known_devices;

/// How long a browser is known after its last sign-in.
pub const DEVICE_LASTS: TimeDelta = TimeDelta::days(180);

/// Browsers that are known of one person.
const MOST: i64 = 20;

/// Notes that `member` has signed in with the browser whose cookie is `given`; returns what the cookie is to hold. Only a
/// cookie that this tenant has set before is kept.
pub async fn remember_device(
    store: &Store,
    host: &HostTenant,
    member: &Member,
    given: Option<&str>,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<String> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let given = given.and_then(|given| Some((given.to_owned(), token::hash(given)?)));
    let mut tx = store.tenant(&ctx).await?;
    let known = match given {
        Some((given, hash)) if known_devices::exists(tx.conn(), host.tenant, &hash, now).await? => Some((given, hash)),
        _ => None,
    };
    let (token, hash) = known.unwrap_or_else(token::new);
    known_devices::note(tx.conn(), host.tenant, &hash, (member.user, member.org), MOST, now, now + DEVICE_LASTS).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whether somebody of this tenant has signed in with the browser whose cookie is `given`.
pub async fn is_known_device(store: &Store, host: &HostTenant, given: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<bool> {
    let Some(hash) = token::hash(given) else { return Ok(false) };
    let mut tx = store.tenant(&Ctx::for_system(host.tenant, "sign-in", now, request_id)).await?;
    let known = known_devices::exists(tx.conn(), host.tenant, &hash, now).await?;
    tx.commit().await?;
    Ok(known)
}
