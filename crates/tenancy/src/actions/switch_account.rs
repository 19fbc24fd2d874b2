//! Going over to a linked account without signing in anew, and acting under another membership of the same account.

use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, OrgId, RequestId, Result};
use uuid::Uuid;

use super::find_host::find_host;
use super::link_accounts::audit_both;
use super::own::{self, own};
use super::sign_in::{SignedIn, wait_for_code};
use super::token;
use crate::model::{HostTenant, OtherSide, TenantState};
use crate::store::{account_links, handovers, sessions, users};

/// How long a handover waits for the browser to arrive.
const LASTS: TimeDelta = TimeDelta::seconds(30);

/// Where a handover leads.
#[derive(Debug)]
pub struct Handover {
    /// The other portal's host.
    pub host: String,
    /// What the browser carries there.
    pub token: String,
}

/// Hands the person over to the other side of a link. Conflict `confirm-first`: nothing but a mail opened this session. Conflict `link-away`: the other portal is paused, closed or another's by
/// now. Conflict `link-gone`: the other account is no more, and the link with it.
pub async fn hand_over(store: &Store, ctx: &Ctx, id: Uuid) -> Result<Handover> {
    let me = own(ctx)?;
    let away = || Error::Conflict("link-away".to_owned());
    let mut tx = store.tenant(&me.system).await?;
    let links = account_links::list(tx.conn(), ctx.tenant, me.user).await?;
    tx.commit().await?;
    let link = links.into_iter().find(|link| link.id == id && link.stands).ok_or(Error::NotFound)?;
    let there = find_host(store, &link.peer_host).await?;
    let there = there.filter(|there| there.tenant == link.peer_tenant && there.state == TenantState::Active).ok_or_else(away)?;

    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    let standing = sessions::standing(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?.ok_or(Error::Unauthenticated)?;
    // Who has the mailbox here, or runs it, must not come into the other tenant by that.
    if standing.mailed {
        return Err(Error::Conflict("confirm-first".to_owned()));
    }
    tx.cross(&Ctx::for_system(there.tenant, "linked account", ctx.now, ctx.request_id)).await?;
    let user = account_links::owner(tx.conn(), there.tenant, link.peer_id, (ctx.tenant, id)).await?;
    let member = match user {
        Some(user) => users::membership(tx.conn(), there.tenant, user, there.org, None).await?,
        None => None,
    };
    let (token, hash) = token::new();
    let Some(member) = member else {
        account_links::delete_peer(tx.conn(), there.tenant, link.peer_id, (ctx.tenant, id)).await?;
        tx.cross(&me.system).await?;
        account_links::delete(tx.conn(), ctx.tenant, me.user, id).await?;
        match user {
            Some(user) => audit_both(&mut tx, ctx, "link.remove", [(ctx.tenant, me.user, id), (there.tenant, user, link.peer_id)]).await?,
            None => tx.audit(ctx, "link.remove", &format!("link:{id}"), serde_json::json!({})).await?,
        }
        tx.commit().await?;
        return Err(Error::Conflict("link-gone".to_owned()));
    };
    handovers::insert(tx.conn(), there.tenant, &hash, link.peer_id, standing.two_factor, ctx.now + LASTS).await?;
    audit_both(&mut tx, ctx, "link.switch", [(ctx.tenant, me.user, id), (there.tenant, member.user, link.peer_id)]).await?;
    tx.commit().await?;
    Ok(Handover { host: there.host, token })
}

/// Who arrives on this portal with this handover; it stays as it is. [`Error::NotFound`]: none, or no longer.
pub async fn find_handover(store: &Store, host: &HostTenant, given: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<OtherSide> {
    let hash = token::hash(given).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(&Ctx::for_system(host.tenant, "linked account", now, request_id)).await?;
    let handover = handovers::get(tx.conn(), host.tenant, &hash, &host.host, now).await?.ok_or(Error::NotFound)?;
    let member = users::membership(tx.conn(), host.tenant, handover.user, host.org, None).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(OtherSide { name: member.name, email: member.email, portal: host.product_name().to_owned(), host: host.host.clone(), fresh: false })
}

/// Takes the person in; says too whether the session that was left had shown a second factor, for the one that the caller
/// starts. Where the account has a second factor that the other session had not shown, it is asked for. Of many who come with
/// one handover, one is let in.
pub async fn take_over(store: &Store, host: &HostTenant, given: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<(SignedIn, bool)> {
    let ctx = Ctx::for_system(host.tenant, "linked account", now, request_id);
    let hash = token::hash(given).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(&ctx).await?;
    let handover = handovers::get(tx.conn(), host.tenant, &hash, &host.host, now).await?.ok_or(Error::NotFound)?;
    let member = users::membership(tx.conn(), host.tenant, handover.user, host.org, None).await?.ok_or(Error::NotFound)?;
    if !handovers::delete(tx.conn(), host.tenant, &hash).await? {
        return Err(Error::NotFound);
    }
    if member.second_factor && !handover.two_factor {
        let token = wait_for_code(&mut tx, &ctx, host, &member).await?;
        tx.commit().await?;
        return Ok((SignedIn::CodeWanted(token), false));
    }
    tx.audit(&ctx, "sign_in", &format!("user:{}", member.user), serde_json::json!({ "host": host.host })).await?;
    tx.commit().await?;
    metrics::counter!("lastmile_sign_ins_total", "outcome" => "linked").increment(1);
    Ok((SignedIn::Member(Box::new(member)), handover.two_factor))
}

/// Whether the person may act on this portal under the membership of `org`. The caller puts it into the session, under a new
/// id.
pub async fn switch_membership(store: &Store, ctx: &Ctx, host: &HostTenant, org: OrgId) -> Result<()> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    users::membership(tx.conn(), ctx.tenant, me.user, host.org, Some(org)).await?.ok_or(Error::NotFound)?;
    tx.audit(ctx, "membership.switch", &format!("org:{org}"), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}
