use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Result;

use super::access_token::KEY_KEPT;
use super::take_effect_once::KEPT;
use crate::store::{api_keys, api_sessions, api_tokens, once};

/// How long a token or sign-in of an app that is over is kept, for whoever looks into what happened.
const OVER_KEPT: TimeDelta = TimeDelta::days(30);

/// Removes what is over of the API, of all tenants: answers kept for repeated requests, keys, sign-ins, tokens. Returns how
/// many rows.
pub async fn expire_api(store: &Store, now: DateTime<Utc>) -> Result<u64> {
    let mut tx = store.platform("remove what is over of the API").await?;
    let removed = [
        once::delete_old(tx.conn(), now - KEPT).await?,
        api_keys::delete_old(tx.conn(), now - KEY_KEPT).await?,
        api_sessions::delete_ended(tx.conn(), now - OVER_KEPT).await?,
        api_tokens::delete_ended(tx.conn(), now - OVER_KEPT).await?,
    ];
    tx.commit().await?;
    Ok(removed.into_iter().fold(0, u64::saturating_add))
}
