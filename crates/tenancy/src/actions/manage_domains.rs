use ::store::Store;
use kernel::{Ctx, DomainId, Error, FieldError, OrgId, Permission, Result};

use crate::model::{DomainItem, DomainState, Domains};
use crate::rules::domain;
use crate::store::{domains, hosts};

/// Domains that one tenant can have.
const MOST: i64 = 50;

/// Nodes that are offered.
const PLACES: i64 = 500;

/// The ISP's domains and what proves them.
pub async fn list_domains(store: &Store, ctx: &Ctx) -> Result<Domains> {
    ctx.require(Permission::DomainsManage)?;
    let mut tx = store.tenant(ctx).await?;
    let rows = domains::list(tx.conn(), ctx.tenant, MOST).await?;
    let places = domains::places(tx.conn(), ctx.tenant, PLACES).await?;
    tx.commit().await?;
    let item = |row: domains::DomainListRow| {
        Some(DomainItem {
            id: DomainId(row.id),
            shown: domain::shown(&row.host),
            record: domain::record(&row.host),
            proof: domain::proof(&row.token),
            host: row.host,
            org: OrgId(row.org_id),
            org_name: row.org_name,
            state: DomainState::parse(&row.state)?,
            primary: row.is_primary,
            result: row.last_result,
            checked_ms: row.checked_at.map(|at| at.timestamp_millis()),
        })
    };
    Ok(Domains { domains: rows.into_iter().filter_map(item).collect(), places })
}

/// Notes that a domain is to lead to a node's portal; it does so once its owner's proof is found. Added twice, it is there
/// once.
pub async fn add_domain(store: &Store, ctx: &Ctx, host: &str, org: &str, base_domain: &str) -> Result<()> {
    ctx.require(Permission::DomainsManage)?;
    let host = domain::read(host, base_domain);
    let mut tx = store.tenant(ctx).await?;
    let places = domains::places(tx.conn(), ctx.tenant, PLACES).await?;
    let org = org.parse::<OrgId>().ok().filter(|org| places.iter().any(|(place, _)| place == org));
    let (host, org) = match (host, org) {
        (Ok(host), Some(org)) => (host, org),
        (host, org) => {
            let mut faults = Vec::new();
            faults.extend(host.err().map(|code| FieldError::new("host", code)));
            faults.extend(org.is_none().then(|| FieldError::new("org", "not-a-choice")));
            return Err(Error::Invalid(faults));
        }
    };
    let known = domains::list(tx.conn(), ctx.tenant, MOST).await?.into_iter().find(|row| row.host == host);
    if let Some(known) = known {
        return if known.org_id == org.0 { Ok(()) } else { Err(Error::field("host", "domain-known")) };
    }
    if domains::count(tx.conn(), ctx.tenant).await? >= MOST {
        return Err(Error::field("", "domain-limit"));
    }
    let id = DomainId::generate();
    if domains::insert(tx.conn(), ctx.tenant, id, org, (&host, &domain::token(rand::random())), ctx.now).await? {
        tx.audit(ctx, "domain.add", &format!("domain:{id}"), serde_json::json!({ "host": host, "org": org })).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes a domain the one that mails of its node lead to, or no longer.
pub async fn set_primary_domain(store: &Store, ctx: &Ctx, id: DomainId, primary: bool) -> Result<()> {
    ctx.require(Permission::DomainsManage)?;
    let mut tx = store.tenant(ctx).await?;
    let row = domains::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    if !hosts::set_primary(tx.conn(), ctx.tenant, &row.host, primary).await? {
        return Err(Error::Conflict("domain-not-verified".to_owned()));
    }
    tx.audit(ctx, "domain.primary", &format!("domain:{id}"), serde_json::json!({ "host": row.host, "primary": primary })).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a domain away: its portal answers there no more. For 30 days nobody else can have the name.
pub async fn remove_domain(store: &Store, ctx: &Ctx, id: DomainId) -> Result<()> {
    ctx.require(Permission::DomainsManage)?;
    let mut tx = store.tenant(ctx).await?;
    let row = domains::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    if row.standing.state == DomainState::Verified {
        hosts::release(tx.conn(), ctx.tenant, &row.host, ctx.now + domain::QUARANTINE).await?;
    }
    domains::delete(tx.conn(), ctx.tenant, id).await?;
    tx.audit(ctx, "domain.remove", &format!("domain:{id}"), serde_json::json!({ "host": row.host, "state": row.standing.state.as_str() })).await?;
    tx.commit().await?;
    Ok(())
}
