use std::path::Path;

use ::store::{Store, StoreError, erase};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Ctx, Error, Permission, RequestId, Result, TenantId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::manage_exports::exports_folder;
use crate::model::{ErasurePlan, TenantState};
use crate::rules::domain::QUARANTINE;
use crate::store::erasures::{self, Claimed};
use crate::store::{account_links, hosts, orgs, recovery_links};

/// Rows that are removed in one transaction.
const BATCH: i32 = 2_000;

/// Longer than one transaction can take.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// How long an erased tenant is looked at again: longer than any transaction that was under way when it was erased.
const LOOK_BACK: TimeDelta = TimeDelta::hours(2);

/// Times that all tables are gone through: what somebody was just writing shows up in the next.
const ROUNDS: usize = 10;

/// What becomes of a closed ISP; `None` where it is not closed, or was closed a moment ago.
pub async fn erasure_plan(store: &Store, ctx: &Ctx, tenant: TenantId) -> Result<Option<ErasurePlan>> {
    ctx.require(Permission::PlatformManage)?;
    let mut tx = store.tenant(&ctx.inside(tenant)).await?;
    let plan = erasures::plan(tx.conn(), tenant).await?;
    tx.commit().await?;
    Ok(plan)
}

/// Has a closed ISP erased now instead of after the time of grace. Its name, typed, keeps it from being a slip.
pub async fn erase_now(store: &Store, ctx: &Ctx, tenant: TenantId, name: &str) -> Result<()> {
    ctx.require(Permission::PlatformManage)?;
    let inside = ctx.inside(tenant);
    let mut tx = store.tenant(&inside).await?;
    let isp = orgs::isp(tx.conn(), tenant).await?.ok_or(Error::NotFound)?;
    if isp.state != TenantState::Closed.as_str() {
        return Err(Error::Conflict("not-closed".to_owned()));
    }
    if isp.name != name.trim() {
        return Err(Error::field("confirm", "not-the-name"));
    }
    erasures::hasten(tx.conn(), tenant, ctx.now).await?;
    // The tenant's own log goes with it: the platform's says who wanted it.
    tx.audit_at(ctx, "isp.erase", &format!("tenant:{tenant}"), json!({ "now": true })).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes closed tenants, to be erased after `grace`. A job of the product: no context.
pub async fn plan_erasures(store: &Store, grace: TimeDelta, now: DateTime<Utc>) -> Result<u64> {
    let mut tx = store.platform("plan the erasure of closed tenants").await?;
    let noted = erasures::note_closed(tx.conn(), now, now + grace).await?;
    tx.commit().await?;
    Ok(noted)
}

/// Removes everything of the closed tenant whose time has come first; says which, `None` where none's has. A job of the
/// product: no context. Safe to run in several processes at once; broken off anywhere, the next run goes on from there.
pub async fn erase_due_tenant(store: &Store, data_dir: &Path, clock: &Clock) -> Result<Option<TenantId>> {
    let now = clock.now();
    let mut tx = store.platform("claim a tenant to erase").await?;
    let claimed = erasures::claim(tx.conn(), now, now + LEASE).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(None) };
    let tenant = claimed.tenant;
    tracing::info!(%tenant, fresh = claimed.fresh, "erasing a tenant");
    match erase(store, data_dir, clock, &claimed).await {
        Ok(true) => {
            store.secrets().forget(tenant);
            tracing::info!(%tenant, "a tenant was erased");
        }
        Ok(false) => tracing::warn!(%tenant, "another worker has taken over an erasure"),
        Err(error) => {
            let mut tx = store.platform("give an erasure back").await?;
            erasures::give_back(tx.conn(), &claimed).await?;
            tx.commit().await?;
            return Err(error);
        }
    }
    Ok(Some(tenant))
}

async fn erase(store: &Store, data_dir: &Path, clock: &Clock, claimed: &Claimed) -> Result<bool> {
    let tenant = claimed.tenant;
    let mut tx = store.platform("keep what is left of a tenant").await?;
    let first = hosts::first(tx.conn(), tenant).await?.unwrap_or_default();
    erasures::keep_facts(tx.conn(), claimed, &slug_hash(tenant, &first)).await?;
    let founder = recovery_links::founder(tx.conn()).await?.map(|(founder, _)| founder);
    hosts::hand_over(tx.conn(), tenant, founder, clock.now() + QUARANTINE).await?;
    account_links::delete_peers(tx.conn(), tenant).await?;
    let order = erase::order(tx.conn()).await?;
    tx.commit().await?;
    if claimed.fresh
        && let Some(founder) = founder
    {
        note_at(store, clock, founder, tenant, "isp.erase_begin").await?;
    }
    remove_files(data_dir, tenant).await?;
    for _round in 0..ROUNDS {
        match sweep(store, clock, claimed, &order).await? {
            None => return Ok(false),
            Some(0) => {
                let mut tx = store.platform("enter a tenant into the log of erasures").await?;
                let ours = erasures::finish(tx.conn(), claimed, clock.now()).await?;
                tx.commit().await?;
                if ours && let Some(founder) = founder {
                    note_at(store, clock, founder, tenant, "isp.erased").await?;
                }
                return Ok(ours);
            }
            Some(_) => {}
        }
    }
    tracing::error!(%tenant, "rows keep coming for a tenant that is being erased");
    Err(Error::Unavailable)
}

/// Empties every table; returns how many rows went, `None` where another worker has taken over.
async fn sweep(store: &Store, clock: &Clock, claimed: &Claimed, order: &[String]) -> Result<Option<u64>> {
    let mut all = 0_u64;
    for table in order {
        loop {
            let mut tx = store.platform("remove rows of a tenant").await?;
            let gone = erase::batch(tx.conn(), claimed.tenant, table, BATCH).await?;
            let counted = i64::try_from(gone).unwrap_or(i64::MAX);
            if !erasures::count(tx.conn(), claimed, table, counted, clock.now() + LEASE).await? {
                return Ok(None);
            }
            tx.commit().await?;
            all = all.saturating_add(gone);
            if gone == 0 {
                break;
            }
        }
    }
    Ok(Some(all))
}

/// Removes what a job that was just working for an erased tenant (a rollup, say) wrote after the last look; returns how many
/// rows. A job of the product: no context.
pub async fn sweep_stragglers(store: &Store, clock: &Clock) -> Result<u64> {
    let since = clock.now() - LOOK_BACK;
    let mut tx = store.platform("look for rows of erased tenants").await?;
    let lately: Vec<TenantId> = erasures::log(tx.conn()).await?.into_iter().filter(|row| row.erased_at > since).map(|row| TenantId(row.tenant_id)).collect();
    let order = if lately.is_empty() { Vec::new() } else { erase::order(tx.conn()).await? };
    tx.commit().await?;
    let mut all = 0_u64;
    for tenant in lately {
        for table in &order {
            loop {
                let mut tx = store.platform("remove rows of an erased tenant").await?;
                let gone = erase::batch(tx.conn(), tenant, table, BATCH).await?;
                tx.commit().await?;
                if gone == 0 {
                    break;
                }
                tracing::warn!(%tenant, table, gone, "rows of an erased tenant were written late and are removed");
                all = all.saturating_add(gone);
            }
        }
    }
    Ok(all)
}

async fn note_at(store: &Store, clock: &Clock, founder: TenantId, tenant: TenantId, action: &'static str) -> std::result::Result<(), StoreError> {
    let ctx = Ctx::for_system(founder, "eraser", clock.now(), RequestId::generate());
    let mut tx = store.tenant(&ctx).await?;
    tx.audit(&ctx, action, &format!("tenant:{tenant}"), json!({})).await?;
    tx.commit().await
}

async fn remove_files(data_dir: &Path, tenant: TenantId) -> Result<()> {
    let folder = exports_folder(data_dir, tenant);
    match tokio::fs::remove_dir_all(&folder).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::error!(folder = %folder.display(), %error, "a tenant's files were not removed");
            Err(Error::Unavailable)
        }
        _ => Ok(()),
    }
}

/// SHA-256 of the tenant's id and its first host: found by whoever knows both, of no use to look names up.
fn slug_hash(tenant: TenantId, host: &str) -> [u8; 32] {
    Sha256::new().chain_update(tenant.0.as_bytes()).chain_update(host.as_bytes()).finalize().into()
}

/// The log of erasures, each entry as one JSON object: to be kept where backups are, for [`replay_erasures`].
pub async fn erasure_log(store: &Store) -> Result<Vec<Value>> {
    let mut tx = store.platform("read the log of erasures").await?;
    let rows = erasures::log(tx.conn()).await?;
    tx.commit().await?;
    let entry = |row: erasures::LogRow| {
        json!({
            "tenant": row.tenant_id,
            "erased_at": row.erased_at,
            "slug_sha256": hex::encode(row.slug_hash),
            "audit_seq": row.audit_seq,
            "audit_hash": hex::encode(row.audit_hash),
            "rows": row.counts,
        })
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Has tenants erased again that a restored backup still holds; returns those that it held. Only the server's console may call
/// this.
pub async fn replay_erasures(store: &Store, tenants: &[TenantId], now: DateTime<Utc>) -> Result<Vec<TenantId>> {
    let mut held = Vec::new();
    for tenant in tenants {
        let mut tx = store.platform("erase a tenant again after a restore").await?;
        if erasures::replay(tx.conn(), *tenant, now).await? {
            held.push(*tenant);
        }
        tx.commit().await?;
    }
    Ok(held)
}
