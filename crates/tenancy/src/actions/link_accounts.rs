//! Linking two accounts of one human: asked for on one side, granted on the other, made when the browser is back on the first.
//! Neither half is worth anything outside the session that it was made in.

use ::store::{Store, TenantTx};
use chrono::TimeDelta;
use kernel::{Actor, Ctx, Error, Result, TenantId, UserId};
use uuid::Uuid;

use super::confirm_identity::{is_fresh, require_fresh};
use super::own::{self, own};
use super::token;
use crate::model::{HostTenant, OtherSide};
use crate::store::account_links::{self, NewLink, StepRow};
use crate::store::{sessions, users};

/// How long a request waits: signing in on the other side takes its time.
const REQUEST_LASTS: TimeDelta = TimeDelta::minutes(10);

/// How long a grant waits for the browser to be back.
const GRANT_LASTS: TimeDelta = TimeDelta::seconds(60);

/// Links that one person may have on one side.
const MOST: i64 = 20;

/// A job behind the fence of the other side's tenant.
fn beyond(ctx: &Ctx, tenant: TenantId) -> Ctx {
    Ctx::for_system(tenant, "linked account", ctx.now, ctx.request_id)
}

/// The same on behalf of that side's person, for its audit log.
fn person(ctx: &Ctx, tenant: TenantId, user: UserId) -> Ctx {
    Ctx { actor: Actor::User(user), ..beyond(ctx, tenant) }
}

/// Writes the same act into the logs of both sides, always in the same order: two who write to both never wait for each other.
/// Neither row tells of the other side.
pub(super) async fn audit_both(tx: &mut TenantTx, ctx: &Ctx, action: &'static str, sides: [(TenantId, UserId, Uuid); 2]) -> Result<()> {
    let mut sides = sides;
    sides.sort_by_key(|side| side.0);
    for (tenant, user, link) in sides {
        let actor = person(ctx, tenant, user);
        tx.cross(&actor).await?;
        tx.audit(&actor, action, &format!("link:{link}"), serde_json::json!({})).await?;
    }
    Ok(())
}

/// Asks for a link from `here`, where `ctx` is signed in, to an account on `there`. The token goes to the other portal.
pub async fn begin_link(store: &Store, ctx: &Ctx, here: &HostTenant, there: &HostTenant) -> Result<String> {
    let me = own(ctx)?;
    if here.host == there.host {
        return Err(Error::field("host", "link-here"));
    }
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    if account_links::count(tx.conn(), ctx.tenant, me.user).await? >= MOST {
        return Err(Error::Conflict("too-many-links".to_owned()));
    }
    let (token, hash) = token::new();
    account_links::delete_steps_of(tx.conn(), ctx.tenant, &me.session).await?;
    let step = StepRow {
        user: me.user,
        org: ctx.org(),
        host: here.host.clone(),
        session: me.session.to_vec(),
        peer_tenant: there.tenant,
        peer_host: there.host.clone(),
        request_hash: None,
    };
    account_links::insert_step(tx.conn(), ctx.tenant, &hash, &step, ctx.now + REQUEST_LASTS).await?;
    tx.audit(ctx, "link.begin", &format!("user:{}", me.user), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whose step waits under `token` on `there` for `here`: shown before anything is agreed to. `grant` says which half.
/// [`Error::NotFound`]: none, or no longer.
pub async fn other_side(store: &Store, ctx: &Ctx, here: &HostTenant, there: &HostTenant, token: &str, grant: bool) -> Result<OtherSide> {
    let me = own(ctx)?;
    let hash = token::hash(token).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(&me.system).await?;
    let fresh = is_fresh(&mut tx, &me, ctx).await?;
    tx.cross(&beyond(ctx, there.tenant)).await?;
    let step = waiting(&mut tx, ctx, here, there, &hash, grant).await?;
    let account = users::account(tx.conn(), there.tenant, step.user).await?.ok_or(Error::NotFound)?;
    let name = users::name(tx.conn(), there.tenant, step.user).await?.unwrap_or_default();
    tx.commit().await?;
    Ok(OtherSide { name, email: account.email, portal: there.product_name().to_owned(), host: there.host.clone(), fresh })
}

async fn waiting(tx: &mut TenantTx, ctx: &Ctx, here: &HostTenant, there: &HostTenant, hash: &[u8], grant: bool) -> Result<StepRow> {
    let step = account_links::step(tx.conn(), there.tenant, hash, (&there.host, &here.host), ctx.now).await?;
    step.filter(|step| step.peer_tenant == here.tenant && step.request_hash.is_some() == grant).ok_or(Error::NotFound)
}

/// Grants what `there` asks for: that the person who asked there is the one who is signed in here. The token goes back.
pub async fn grant_link(store: &Store, ctx: &Ctx, here: &HostTenant, there: &HostTenant, given: &str) -> Result<String> {
    let me = own(ctx)?;
    let request_hash = token::hash(given).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    if account_links::count(tx.conn(), ctx.tenant, me.user).await? >= MOST {
        return Err(Error::Conflict("too-many-links".to_owned()));
    }
    tx.cross(&beyond(ctx, there.tenant)).await?;
    let request = waiting(&mut tx, ctx, here, there, &request_hash, false).await?;
    if (there.tenant, request.user) == (here.tenant, me.user) {
        return Err(Error::Conflict("link-self".to_owned()));
    }
    tx.cross(&me.system).await?;
    let (token, hash) = token::new();
    let step = StepRow {
        user: me.user,
        org: ctx.org(),
        host: here.host.clone(),
        session: me.session.to_vec(),
        peer_tenant: there.tenant,
        peer_host: there.host.clone(),
        request_hash: Some(request_hash.to_vec()),
    };
    account_links::delete_steps_of(tx.conn(), ctx.tenant, &me.session).await?;
    account_links::insert_step(tx.conn(), ctx.tenant, &hash, &step, ctx.now + GRANT_LASTS).await?;
    tx.audit(ctx, "link.grant", &format!("user:{}", me.user), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(token)
}

/// Makes the link that `there` has granted, in the session that asked for it. Both sides or neither; of many who come with one
/// grant, one makes it. A link between the two that was there before is replaced.
pub async fn finish_link(store: &Store, ctx: &Ctx, here: &HostTenant, there: &HostTenant, given: &str) -> Result<()> {
    let me = own(ctx)?;
    let hash = token::hash(given).ok_or(Error::NotFound)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;

    tx.cross(&beyond(ctx, there.tenant)).await?;
    let grant = waiting(&mut tx, ctx, here, there, &hash, true).await?;
    let taken = account_links::delete_step(tx.conn(), there.tenant, &hash).await?;
    let stands = sessions::hold(tx.conn(), there.tenant, grant.user, &grant.session, ctx.now).await?;
    let member = users::membership(tx.conn(), there.tenant, grant.user, there.org, Some(grant.org)).await?;
    if !taken || !stands || member.is_none() {
        return Err(Error::NotFound);
    }

    tx.cross(&me.system).await?;
    let request_hash = grant.request_hash.ok_or(Error::NotFound)?;
    let request = account_links::step(tx.conn(), ctx.tenant, &request_hash, (&here.host, &there.host), ctx.now).await?;
    let request = request.filter(|request| request.session == me.session && request.user == me.user && request.peer_tenant == there.tenant);
    if request.is_none() || !account_links::delete_step(tx.conn(), ctx.tenant, &request_hash).await? {
        return Err(Error::NotFound);
    }

    let (mine, theirs) = (Uuid::now_v7(), Uuid::now_v7());
    let near = NewLink { tenant: ctx.tenant, user: me.user, org: ctx.org(), side: (mine, &here.host), peer: (there.tenant, theirs, grant.user, &there.host) };
    account_links::delete_pair(tx.conn(), ctx.tenant, me.user, (there.tenant, grant.user)).await?;
    let made = account_links::insert(tx.conn(), &near, ctx.now).await?;
    tx.cross(&beyond(ctx, there.tenant)).await?;
    let far = NewLink { tenant: there.tenant, user: grant.user, org: grant.org, side: (theirs, &there.host), peer: (ctx.tenant, mine, me.user, &here.host) };
    account_links::delete_pair(tx.conn(), there.tenant, grant.user, (ctx.tenant, me.user)).await?;
    if !made || !account_links::insert(tx.conn(), &far, ctx.now).await? {
        return Err(Error::NotFound);
    }
    audit_both(&mut tx, ctx, "link.create", [(ctx.tenant, me.user, mine), (there.tenant, grant.user, theirs)]).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a link, from whichever side: both go.
pub async fn unlink(store: &Store, ctx: &Ctx, id: Uuid) -> Result<()> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    let (peer_tenant, peer_id) = account_links::delete(tx.conn(), ctx.tenant, me.user, id).await?.ok_or(Error::NotFound)?;
    tx.cross(&beyond(ctx, peer_tenant)).await?;
    match account_links::delete_peer(tx.conn(), peer_tenant, peer_id, (ctx.tenant, id)).await? {
        Some(user) => audit_both(&mut tx, ctx, "link.remove", [(ctx.tenant, me.user, id), (peer_tenant, user, peer_id)]).await?,
        None => {
            tx.cross(&me.system).await?;
            tx.audit(ctx, "link.remove", &format!("link:{id}"), serde_json::json!({})).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
