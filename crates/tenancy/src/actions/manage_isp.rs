use ::store::Store;
use kernel::{Ctx, Error, Permission, Result, TenantId};

use crate::model::{IspDetail, Limits, NewIspChoices, TenantState};
use crate::rules::isp_form;
use crate::store::{invitations, orgs};

/// What the form for a new ISP offers; `languages` by tag and own name.
pub fn new_isp_choices(ctx: &Ctx, base_domain: &str, languages: Vec<(String, String)>) -> Result<NewIspChoices> {
    ctx.require(Permission::PlatformManage)?;
    Ok(NewIspChoices {
        id: TenantId::generate(),
        base_domain: base_domain.to_owned(),
        languages,
        currencies: isp_form::currencies(),
        time_zones: isp_form::time_zones(),
    })
}

/// One ISP as the platform sees it: how it is set up, nothing of what is theirs.
pub async fn get_isp(store: &Store, ctx: &Ctx, tenant: TenantId) -> Result<IspDetail> {
    ctx.require(Permission::PlatformRead)?;
    let mut tx = store.tenant(&ctx.inside(tenant)).await?;
    let row = orgs::isp(tx.conn(), tenant).await?.ok_or(Error::NotFound)?;
    let invitations = invitations::list(tx.conn(), tenant, tenant.root(), ctx.now, 50).await?;
    tx.commit().await?;
    let count = |count: i64| u32::try_from(count.max(0)).unwrap_or(u32::MAX);
    let limit = |limit: Option<i32>| limit.and_then(|limit| u32::try_from(limit).ok());
    Ok(IspDetail {
        tenant,
        name: row.name,
        hosts: row.hosts,
        state: TenantState::parse(&row.state).ok_or(Error::Internal)?,
        state_since_ms: row.state_since.map(|at| at.timestamp_millis()),
        state_reason: row.state_reason,
        currency: row.currency,
        locale: row.locale,
        time_zone: row.time_zone,
        created_ms: row.created_at.timestamp_millis(),
        simulated: row.simulated,
        limits: Limits { subscribers: limit(row.subscribers), devices: limit(row.devices_limit), staff: limit(row.staff_limit) },
        staff: count(row.staff),
        nodes: count(row.nodes),
        subscribers: count(row.clients),
        invitations: invitations.into_iter().filter(|open| open.role == kernel::Role::IspOwner).collect(),
    })
}

/// Suspends, reactivates or closes an ISP, with a reason that both sides' audit logs keep. An ISP that has the state
/// already stays as it is; a closed one stays closed.
pub async fn set_isp_state(store: &Store, ctx: &Ctx, tenant: TenantId, state: TenantState, reason: &str) -> Result<()> {
    ctx.require(Permission::PlatformManage)?;
    let reason = isp_form::reason(reason, state != TenantState::Active).map_err(|code| Error::field("reason", code))?;
    let inside = ctx.inside(tenant);
    let mut tx = store.tenant(&inside).await?;
    let before = orgs::isp(tx.conn(), tenant).await?.ok_or(Error::NotFound)?;
    if before.state == TenantState::Closed.as_str() && state != TenantState::Closed {
        return Err(Error::Conflict("closed".to_owned()));
    }
    if orgs::set_state(tx.conn(), tenant, state, reason, ctx.now).await? {
        let object = format!("tenant:{tenant}");
        let detail = serde_json::json!({ "from": before.state, "to": state.as_str(), "reason": reason });
        tx.audit(&inside, "isp.state", &object, detail.clone()).await?;
        tx.audit_at(ctx, "isp.state", &object, detail).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Sets how much an ISP may have. What it has already stays, even beyond a new limit.
pub async fn set_isp_limits(store: &Store, ctx: &Ctx, tenant: TenantId, subscribers: &str, devices: &str, staff: &str) -> Result<()> {
    ctx.require(Permission::PlatformManage)?;
    let limits = isp_form::limits(subscribers, devices, staff).map_err(Error::Invalid)?;
    let inside = ctx.inside(tenant);
    let mut tx = store.tenant(&inside).await?;
    orgs::isp(tx.conn(), tenant).await?.ok_or(Error::NotFound)?;
    orgs::set_limits(tx.conn(), tenant, &limits, ctx.now).await?;
    let object = format!("tenant:{tenant}");
    let detail = serde_json::json!({ "subscribers": limits.subscribers, "devices": limits.devices, "staff": limits.staff });
    tx.audit(&inside, "isp.limits", &object, detail.clone()).await?;
    tx.audit_at(ctx, "isp.limits", &object, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// How much the context's tenant may have.
pub async fn limits_of(tx: &mut ::store::TenantTx) -> Result<Limits> {
    let tenant = tx.tenant();
    Ok(orgs::limits(tx.conn(), tenant).await?)
}
