use ::store::{Store, TenantTx};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Acting, Actor, Ctx, Error, ImpersonationId, OrgId, Permission, RequestId, Result, TenantId, UserId};
use serde_json::json;

use super::own::hashes;
use super::token;
use crate::model::{HandOverView, HostTenant, Member, OrgKind, PeopleQuery, PersonItem, Subject, SupportChoices, TenantState};
use crate::rules::roles::{self as rules, Party};
use crate::store::impersonations::{self, ImpersonationRow, Impersonator, NewImpersonation};
use crate::store::{hosts, orgs, people, users};

/// How long somebody can act as somebody else at most.
const LASTS: TimeDelta = TimeDelta::minutes(30);

/// How long the way to the other portal is open.
const HAND_OVER: TimeDelta = TimeDelta::seconds(30);

/// Why, as typed.
pub struct ActAs<'a> {
    /// As whom.
    pub subject: Subject,
    /// 10 to 500 characters.
    pub reason: &'a str,
    /// May be empty.
    pub ticket: &'a str,
}

/// The way to the portal where it begins.
pub struct HandOver {
    /// That portal's host.
    pub host: String,
    /// The end of the path; it is nowhere else. Good once, for thirty seconds.
    pub token: String,
}

/// As whom the platform's people may act in an ISP.
pub async fn support_choices(store: &Store, ctx: &Ctx, tenant: TenantId) -> Result<SupportChoices> {
    ctx.require(Permission::PlatformManage)?;
    ctx.require(Permission::Impersonate)?;
    let mut tx = store.tenant(&ctx.inside(tenant)).await?;
    let isp = orgs::isp(tx.conn(), tenant).await?.ok_or(Error::NotFound)?;
    let open = isp.support_access && isp.state == TenantState::Active.as_str();
    let people: Vec<PersonItem> = if open { people::list(tx.conn(), tenant, tenant.root(), &PeopleQuery::default(), 200).await? } else { Vec::new() };
    tx.commit().await?;
    Ok(SupportChoices { refused: !isp.support_access, people })
}

/// Opens the way for one of the platform's people to act as one of an ISP's.
pub async fn act_in_isp(store: &Store, ctx: &Ctx, tenant: TenantId, ask: &ActAs<'_>) -> Result<HandOver> {
    ctx.require(Permission::PlatformManage)?;
    ctx.require(Permission::Impersonate)?;
    let inside = ctx.inside(tenant);
    let actor = asker(store, ctx).await?;
    let mut tx = store.tenant(&inside).await?;
    let isp = orgs::isp(tx.conn(), tenant).await?.ok_or(Error::NotFound)?;
    if isp.state != TenantState::Active.as_str() {
        return Err(Error::Conflict("isp-not-open".to_owned()));
    }
    if !isp.support_access {
        return Err(Error::Conflict("support-off".to_owned()));
    }
    open(tx, ctx, &inside, (OrgKind::Founder, actor), ask).await
}

/// Opens the way to act as somebody below the viewer's own node.
pub async fn act_as(store: &Store, ctx: &Ctx, ask: &ActAs<'_>) -> Result<HandOver> {
    ctx.require(Permission::Impersonate)?;
    let mut tx = store.tenant(ctx).await?;
    // Only what is in the viewer's sight; what follows looks at the whole tenant.
    orgs::get(tx.conn(), ctx.tenant, ask.subject.org).await?.ok_or(Error::NotFound)?;
    let own = orgs::get(tx.conn(), ctx.tenant, ctx.org()).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let actor = asker(store, ctx).await?;
    let inside = ctx.inside(ctx.tenant);
    let tx = store.tenant(&inside).await?;
    open(tx, ctx, &inside, (own.kind, actor), ask).await
}

async fn open(mut tx: TenantTx, ctx: &Ctx, inside: &Ctx, (kind, actor): (OrgKind, Impersonator), ask: &ActAs<'_>) -> Result<HandOver> {
    let tenant = inside.tenant;
    let subject = member(&mut tx, ask.subject).await?.ok_or(Error::NotFound)?;
    let own = Party { kind, permissions: &ctx.permissions };
    if actor.user == ask.subject.user || !rules::may_act_as(own, party(&subject)) {
        return Err(ctx.refused("acting as this person"));
    }
    let (reason, ticket) = rules::reason(ask.reason, ask.ticket).map_err(Error::Invalid)?;
    let host = hosts::portal_of(tx.conn(), tenant, ask.subject.org).await?.ok_or_else(|| Error::field("", "no-portal"))?;
    let (token, token_hash) = token::new();
    let id = ImpersonationId::generate();
    let new = NewImpersonation {
        tenant,
        id,
        subject: ask.subject.user,
        org: ask.subject.org,
        actor: &actor,
        reason: &reason,
        ticket: &ticket,
        token_hash: &token_hash,
        token_expires_at: ctx.now + HAND_OVER,
        now: ctx.now,
    };
    impersonations::insert(tx.conn(), &new).await?;
    let detail = json!({ "reason": reason, "ticket": ticket, "host": host });
    both(&mut tx, inside, ctx, "impersonation.request", ask.subject.user, detail).await?;
    tx.commit().await?;
    Ok(HandOver { host, token })
}

/// What stands in the logs of the tenant and, where somebody of another one acts, of that one. Always in the same order, so that
/// two who write to both never wait for each other.
async fn both(tx: &mut TenantTx, here: &Ctx, home: &Ctx, action: &'static str, subject: UserId, detail: serde_json::Value) -> Result<()> {
    let object = format!("user:{subject}");
    if home.tenant < here.tenant {
        tx.audit_at(home, action, &object, detail.clone()).await?;
    }
    tx.audit(here, action, &object, detail.clone()).await?;
    if home.tenant > here.tenant {
        tx.audit_at(home, action, &object, detail).await?;
    }
    Ok(())
}

/// Who asks, by the name that the other side will read. People in a browser only: no token opens this.
async fn asker(store: &Store, ctx: &Ctx) -> Result<Impersonator> {
    let user = match ctx.actor {
        Actor::User(user) if ctx.scopes.is_none() => user,
        _ => return Err(ctx.refused("acting by a token")),
    };
    let mut tx = store.tenant(&Ctx::for_system(ctx.tenant, "support access", ctx.now, ctx.request_id)).await?;
    let name = users::name(tx.conn(), ctx.tenant, user).await?.ok_or(Error::Forbidden)?;
    tx.commit().await?;
    Ok(Impersonator { tenant: ctx.tenant, org: ctx.org(), user, name })
}

/// A membership of the transaction's tenant, as long as it stands and the tenant is in use.
async fn member(tx: &mut TenantTx, subject: Subject) -> Result<Option<Member>> {
    let tenant = tx.tenant();
    Ok(users::membership(tx.conn(), tenant, subject.user, subject.org, Some(subject.org)).await?)
}

fn party(member: &Member) -> Party<'_> {
    Party { kind: member.org_kind, permissions: &member.permissions }
}

/// Both people as they are now, if the one may still act as the other.
async fn still_may(store: &Store, tenant: TenantId, row: &ImpersonationRow, now: DateTime<Utc>, request_id: RequestId) -> Result<Option<(Member, Member)>> {
    let system = |tenant| Ctx::for_system(tenant, "support access", now, request_id);
    if row.actor.tenant != tenant && !row.support_access {
        return Ok(None);
    }
    let mut tx = store.tenant(&system(tenant)).await?;
    let subject = member(&mut tx, Subject { user: row.subject, org: row.org }).await?;
    let node = orgs::get(tx.conn(), tenant, row.org).await?;
    tx.commit().await?;
    // Within a tenant, only as somebody in the own part of its tree.
    let in_reach = row.actor.tenant != tenant || node.is_some_and(|node| node.path.contains(&row.actor.org.0));
    let mut tx = store.tenant(&system(row.actor.tenant)).await?;
    let actor = member(&mut tx, Subject { user: row.actor.user, org: row.actor.org }).await?;
    tx.commit().await?;
    Ok(actor.zip(subject).filter(|(actor, subject)| in_reach && rules::may_act_as(party(actor), party(subject))))
}

/// What someone sees who comes with a token; [`Error::NotFound`] where it is unknown, used or over.
pub async fn find_hand_over(store: &Store, host: &HostTenant, given: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<HandOverView> {
    let hash = token::hash(given).ok_or(Error::NotFound)?;
    let row = waiting(store, host, &hash, now, request_id).await?;
    let (_, subject) = still_may(store, host.tenant, &row, now, request_id).await?.ok_or(Error::NotFound)?;
    Ok(HandOverView { actor: row.actor.name, subject: subject.name, org_name: subject.org_name, reason: row.reason })
}

async fn waiting(store: &Store, host: &HostTenant, hash: &[u8], now: DateTime<Utc>, request_id: RequestId) -> Result<ImpersonationRow> {
    let mut tx = store.tenant(&Ctx::for_system(host.tenant, "support access", now, request_id)).await?;
    let row = impersonations::waiting(tx.conn(), host.tenant, hash, now).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(row)
}

/// Somebody who acts as somebody else.
pub struct Impersonated {
    /// The person acted as.
    pub member: Member,
    /// Who acts.
    pub actor: UserId,
    /// That person's name.
    pub actor_name: String,
    /// As whom and until when.
    pub acting: Acting,
}

/// Spends a token on the host it leads to: of however many come with it, one begins. `signed_in` is who is signed in in
/// that browser, who comes back to an own session at the end. The caller starts the session, under a new id.
pub async fn begin_acting(
    store: &Store,
    host: &HostTenant,
    given: &str,
    signed_in: Option<UserId>,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<Impersonated> {
    let hash = token::hash(given).ok_or(Error::NotFound)?;
    let row = waiting(store, host, &hash, now, request_id).await?;
    let (actor, subject) = still_may(store, host.tenant, &row, now, request_id).await?.ok_or(Error::NotFound)?;
    // The membership must be one of this portal.
    let system = Ctx::for_system(host.tenant, "support access", now, request_id);
    let mut tx = store.tenant(&system).await?;
    users::membership(tx.conn(), host.tenant, subject.user, host.org, Some(subject.org)).await?.ok_or(Error::NotFound)?;
    let until = now + LASTS;
    let returns = row.actor.tenant == host.tenant && signed_in == Some(row.actor.user);
    if !impersonations::begin(tx.conn(), host.tenant, &hash, now, until, returns).await? {
        return Err(Error::NotFound);
    }
    let begun =
        Impersonated { actor: actor.user, actor_name: row.actor.name.clone(), acting: Acting { id: row.id, subject: subject.user, until }, member: subject };
    let here = ctx_of(host.tenant, &begun.member, now, request_id).acted_by(begun.actor, begun.acting);
    let detail = json!({ "reason": row.reason, "ticket": row.ticket, "host": host.host });
    both(&mut tx, &here, &home(&row, &actor, now, request_id), "impersonation.start", begun.member.user, detail).await?;
    tx.commit().await?;
    Ok(begun)
}

fn ctx_of(tenant: TenantId, member: &Member, now: DateTime<Utc>, request_id: RequestId) -> Ctx {
    let scope = crate::rules::scope_of(member.org_kind, member.org);
    Ctx::for_member(tenant, scope, member.user, member.role, member.time_zone.clone(), now, request_id).with_permissions(member.permissions.clone())
}

fn home(row: &ImpersonationRow, actor: &Member, now: DateTime<Utc>, request_id: RequestId) -> Ctx {
    ctx_of(row.actor.tenant, actor, now, request_id)
}

/// Who a session of somebody who acts as somebody else stands for on this host, looked at afresh each time: a right taken
/// away, support access switched off, and the end of the half hour bite with the next request.
pub async fn find_acting(
    store: &Store,
    host: &HostTenant,
    id: ImpersonationId,
    (user, org): (UserId, OrgId),
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<Option<Impersonated>> {
    let mut tx = store.tenant(&Ctx::for_system(host.tenant, "support access", now, request_id)).await?;
    let row = impersonations::running(tx.conn(), host.tenant, id, now).await?;
    let member = users::membership(tx.conn(), host.tenant, user, host.org, Some(org)).await?;
    tx.commit().await?;
    let Some(row) = row.filter(|row| row.subject == user && row.org == org) else { return Ok(None) };
    let (Some(_), Some(until)) = (member, row.expires_at) else { return Ok(None) };
    let both = still_may(store, host.tenant, &row, now, request_id).await?;
    Ok(both.map(|(actor, member)| Impersonated { actor: actor.user, actor_name: row.actor.name, acting: Acting { id, subject: member.user, until }, member }))
}

/// Whether what somebody does as somebody else still goes on and is still allowed.
pub(super) async fn still_running(store: &Store, tenant: TenantId, id: ImpersonationId, now: DateTime<Utc>, request_id: RequestId) -> Result<bool> {
    let mut tx = store.tenant(&Ctx::for_system(tenant, "support access", now, request_id)).await?;
    let row = impersonations::running(tx.conn(), tenant, id, now).await?;
    tx.commit().await?;
    match row {
        Some(row) => Ok(still_may(store, tenant, &row, now, request_id).await?.is_some()),
        None => Ok(false),
    }
}

/// What the end of it leaves.
pub struct Ended {
    /// Hashes of the sessions that were ended.
    pub sessions: Vec<[u8; 32]>,
    /// Who acted and was signed in at this portal before: may be signed in again, under a new id.
    pub back: Option<Member>,
}

/// Ends what the viewer does as somebody else; the second time changes nothing.
pub async fn end_acting(store: &Store, ctx: &Ctx, host: &HostTenant) -> Result<Ended> {
    let (Some(acting), Actor::User(actor)) = (ctx.acting, ctx.actor) else { return Err(Error::NotFound) };
    let mut tx = store.tenant(&ctx.inside(ctx.tenant)).await?;
    let row = impersonations::running(tx.conn(), ctx.tenant, acting.id, ctx.now).await?.ok_or(Error::NotFound)?;
    if !impersonations::end(tx.conn(), ctx.tenant, acting.id, Some(actor), ctx.now).await? {
        return Err(Error::NotFound);
    }
    let sessions = hashes(impersonations::delete_sessions(tx.conn(), ctx.tenant).await?);
    let away = Ctx { tenant: row.actor.tenant, acting: None, scope: crate::rules::scope_of(OrgKind::Founder, row.actor.org), ..ctx.clone() };
    both(&mut tx, ctx, &away, "impersonation.end", acting.subject, json!({})).await?;
    let back = if row.returns { users::membership(tx.conn(), ctx.tenant, actor, host.org, Some(row.actor.org)).await? } else { None };
    tx.commit().await?;
    Ok(Ended { sessions, back })
}
