use ::store::{Store, StoreError, TenantTx};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use futures::StreamExt as _;
use kernel::{Ctx, DomainId, Error, Locale, MailRequest, MailTemplate, Permission, RequestId, Result, TenantId};

use crate::model::DomainState;
use crate::rules::domain::{self, Looked, Outcome};
use crate::store::domains::{self, DomainRow};
use crate::store::{hosts, people};

/// Asks name servers. Answers in bounded time and size, whatever they do.
#[async_trait]
pub trait TxtLookup: Send + Sync {
    /// The TXT records of a name in its ASCII form, each as one text.
    async fn txt(&self, name: &str) -> Looked;
}

/// Domains that one turn of the job looks at, and how many of them at once.
const ROUND: i64 = 64;
const AT_ONCE: usize = 8;

/// Longer than a check can take.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Looks for the proof of a domain now; says how it stands then.
pub async fn check_domain(store: &Store, dns: &dyn TxtLookup, ctx: &Ctx, id: DomainId) -> Result<DomainState> {
    ctx.require(Permission::DomainsManage)?;
    check(store, dns, ctx, id).await
}

/// Looks at domains whose time has come, of every tenant; returns those tenants whose hosts may lead elsewhere now. A job of
/// the product: no context. Safe to run in several processes at once.
pub async fn check_due_domains(store: &Store, dns: &dyn TxtLookup, now: DateTime<Utc>) -> Result<Vec<TenantId>> {
    let mut tx = store.platform("claim due domains").await?;
    let due = domains::claim_due(tx.conn(), now, now + LEASE, ROUND).await?;
    tx.commit().await?;
    let checks = due.into_iter().map(|(tenant, id)| async move {
        let ctx = Ctx::for_system(tenant, "domains", now, RequestId::generate());
        match check(store, dns, &ctx, id).await {
            // Taken away while it was looked for.
            Ok(_) | Err(Error::NotFound) => Ok(tenant),
            Err(error) => Err(error),
        }
    });
    let outcomes: Vec<Result<TenantId>> = futures::stream::iter(checks).buffer_unordered(AT_ONCE).collect().await;
    let mut tenants = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
    tenants.sort_unstable();
    tenants.dedup();
    Ok(tenants)
}

/// Frees names that were kept for former owners long enough; returns how many. A job of the product: no context.
pub async fn free_names(store: &Store, now: DateTime<Utc>) -> Result<u64> {
    let mut tx = store.platform("free names after their quarantine").await?;
    let freed = hosts::free(tx.conn(), now).await?;
    tx.commit().await?;
    Ok(freed)
}

async fn check(store: &Store, dns: &dyn TxtLookup, ctx: &Ctx, id: DomainId) -> Result<DomainState> {
    let mut tx = store.tenant(ctx).await?;
    let row = domains::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    // No connection is held while name servers are asked.
    let looked = dns.txt(&domain::record(&row.host)).await;
    let outcome = Outcome::of(&looked, &row.token);
    metrics::counter!("lastmile_domain_checks_total", "outcome" => outcome.as_str()).increment(1);
    match settle(store, ctx, id, &row.token, outcome).await {
        Err(Settling::Taken) => settle(store, ctx, id, &row.token, Outcome::Taken).await,
        settled => settled,
    }
    .map_err(|fault| match fault {
        Settling::Taken => Error::Conflict("domain-taken".to_owned()),
        Settling::Fault(error) => error,
    })
}

/// Why a finding could not be noted.
enum Settling {
    /// Another tenant has the name.
    Taken,
    Fault(Error),
}

impl From<StoreError> for Settling {
    fn from(error: StoreError) -> Self {
        if hosts::is_taken(&error) { Self::Taken } else { Self::Fault(error.into()) }
    }
}

impl From<Error> for Settling {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

async fn settle(store: &Store, ctx: &Ctx, id: DomainId, token: &str, outcome: Outcome) -> std::result::Result<DomainState, Settling> {
    let mut tx = store.tenant(ctx).await?;
    // Looked for a proof that is another one by now: it was taken away and added again.
    let row = domains::hold(tx.conn(), ctx.tenant, id).await?.filter(|row| row.token == token).ok_or(Error::NotFound)?;
    let standing = domain::after(&row.standing, row.created_at, outcome, ctx.now);
    let (before, now) = (row.standing.state, standing.state);
    if now == DomainState::Verified && outcome == Outcome::Proved {
        hosts::insert(tx.conn(), ctx.tenant, row.org, &row.host, ctx.now).await?;
    }
    if before == DomainState::Verified && now != DomainState::Verified {
        hosts::release(tx.conn(), ctx.tenant, &row.host, ctx.now + domain::QUARANTINE).await?;
        tell_keepers(store, &mut tx, ctx, &row).await?;
    }
    domains::note(tx.conn(), ctx.tenant, id, &standing, outcome.as_str(), ctx.now).await?;
    let object = format!("domain:{id}");
    let detail = serde_json::json!({ "host": row.host, "result": outcome.as_str() });
    match (before, now) {
        (before, now) if before == now => {}
        (_, DomainState::Verified) => tx.audit(ctx, "domain.verify", &object, detail).await?,
        (_, DomainState::Suspended) => tx.audit(ctx, "domain.suspend", &object, detail).await?,
        (_, DomainState::Pending | DomainState::Lapsed) => {}
    }
    tx.commit().await?;
    Ok(now)
}

/// Writes to everybody who can do something about it.
async fn tell_keepers(store: &Store, tx: &mut TenantTx, ctx: &Ctx, row: &DomainRow) -> std::result::Result<(), StoreError> {
    let Some(portal) = hosts::portal_of(tx.conn(), ctx.tenant, ctx.tenant.root()).await? else { return Ok(()) };
    let shown = domain::shown(&row.host);
    for (email, locale) in people::holders(tx.conn(), ctx.tenant, ctx.tenant.root(), Permission::DomainsManage).await? {
        let locale = locale.as_deref().and_then(Locale::parse).unwrap_or(ctx.locale);
        let args = [("path", "/settings/domains".to_owned()), ("domain", shown.clone())];
        tx.send_mail(store, ctx, &MailRequest::new(MailTemplate::DomainSuspended, email, locale, portal.clone(), args)).await?;
    }
    Ok(())
}
