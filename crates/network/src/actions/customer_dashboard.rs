//! Show a customer what its own lines carry.

use chrono::{DateTime, Utc};
use kernel::{Ctx, Permission};
use store::{Store, StoreError, TenantTx};
use uuid::Uuid;

use super::totals::{self, Lines};
use super::views;
use crate::model::{CustomerDashboard, Octets};
use crate::rules::spans::{ceiling, day_start, floor, month_start};
use crate::store::{dashboard, lists, plan_afresh};

/// Lines that are shown one by one.
const MOST: i64 = 20;

/// The viewer's own lines: now, today, this month and over 24 hours.
pub async fn customer_dashboard(store: &Store, ctx: &Ctx) -> kernel::Result<CustomerDashboard> {
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let lines = Lines::in_sight(&mut tx, ctx, true).await?;
    let rows = lists::page(tx.conn(), ctx.tenant, None, "", None, MOST).await?;
    plan_afresh(tx.conn()).await?;
    let ids = lines.ids();
    let today = since(&mut tx, ctx, &ids, day_start(ctx.now, &ctx.time_zone)).await?;
    let month = since(&mut tx, ctx, &ids, month_start(ctx.now, &ctx.time_zone)).await?;
    let history = totals::history(&mut tx, ctx, &ids).await?;
    tx.commit().await?;
    let items = rows.into_iter().map(|row| views::interface_item(ctx, row, Vec::new())).collect();
    Ok(CustomerDashboard { lines: items, now: lines.now(), today, month, history })
}

/// What was measured since `from`. Hours are whole in UTC, days of the viewer are not: what lies before the first whole
/// hour is taken from finer steps.
async fn since(tx: &mut TenantTx, ctx: &Ctx, lines: &[Uuid], from: DateTime<Utc>) -> Result<Octets, StoreError> {
    if lines.is_empty() {
        return Ok(Octets::default());
    }
    let (inward, outward) = dashboard::octets(tx.conn(), ctx.tenant, lines, floor(from, 300), ceiling(from, 3_600)).await?;
    Ok(Octets { inward, outward })
}
