use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, OrgId, RequestId, Result, Role, UserId};

use crate::model::{HostTenant, Member};
use crate::store::account_links::LinkRow;
use crate::store::{account_links, users};

/// Where a member can go on to: the memberships that count on the portal, where there are several, and linked accounts.
#[derive(Default)]
pub struct Onward {
    /// Node, its name and the role there.
    pub memberships: Vec<(OrgId, String, Role)>,
    /// This side of each link that stands.
    pub links: Vec<LinkRow>,
}

/// Who a session stands for on this host, read afresh each time: a role taken away is gone with the next request.
/// `None` when the person is disabled or the membership is no longer there. With `onward`, also where the person can go on to.
pub async fn find_member(
    store: &Store,
    host: &HostTenant,
    (user, org): (UserId, OrgId),
    onward: bool,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<Option<(Member, Onward)>> {
    let ctx = Ctx::for_system(host.tenant, "session", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let Some(member) = users::membership(tx.conn(), host.tenant, user, host.org, Some(org)).await? else { return Ok(None) };
    let mut places = Onward::default();
    if onward {
        places.memberships = users::memberships(tx.conn(), host.tenant, user, host.org).await?;
        if places.memberships.len() < 2 {
            places.memberships.clear();
        }
        places.links = account_links::list(tx.conn(), host.tenant, user).await?;
        places.links.retain(|link| link.stands);
    }
    tx.commit().await?;
    Ok(Some((member, places)))
}
