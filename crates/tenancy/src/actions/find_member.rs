use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, OrgId, RequestId, Result, UserId};

use crate::model::{HostTenant, Member};
use crate::store::users;

/// Who a session stands for on this host, read afresh each time: a role taken away is gone with the next request.
/// `None` when the person is disabled or the membership is no longer there.
pub async fn find_member(store: &Store, host: &HostTenant, user: UserId, org: OrgId, now: DateTime<Utc>, request_id: RequestId) -> Result<Option<Member>> {
    let ctx = Ctx::for_system(host.tenant, "session", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let member = users::membership(tx.conn(), host.tenant, user, host.org, Some(org)).await?;
    tx.commit().await?;
    Ok(member)
}
