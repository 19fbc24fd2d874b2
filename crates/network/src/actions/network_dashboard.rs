//! Show an ISP's or a branch's staff how their network does.

use kernel::{Ctx, DeviceId, Permission};
use store::Store;

use super::totals::{self, Lines};
use super::views;
use crate::model::{DeviceCounts, NetworkDashboard, SilentDevice};
use crate::store::{dashboard, plan_afresh};

/// Rows of each short list.
const FEW: i64 = 5;

/// Everything in the viewer's sight in figures.
pub async fn network_dashboard(store: &Store, ctx: &Ctx) -> kernel::Result<NetworkDashboard> {
    ctx.require(Permission::DeviceRead)?;
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let counts = dashboard::counts(tx.conn(), ctx.tenant).await?;
    let silent = dashboard::silent(tx.conn(), ctx.tenant, FEW).await?;
    let fullest = dashboard::fullest(tx.conn(), ctx.tenant, ctx.now, FEW).await?;
    let lines = Lines::in_sight(&mut tx, ctx, false).await?;
    plan_afresh(tx.conn()).await?;
    let history = totals::history(&mut tx, ctx, &lines.ids()).await?;
    tx.commit().await?;
    Ok(NetworkDashboard {
        devices: DeviceCounts { all: views::count(counts.all), down: views::count(counts.down), pending: views::count(counts.pending) },
        silent: silent
            .into_iter()
            .map(|row| SilentDevice { id: DeviceId(row.id), name: row.name, since_ms: row.since.timestamp_millis(), error: row.last_error })
            .collect(),
        now: lines.now(),
        history,
        fullest: fullest.into_iter().map(|row| views::interface_item(ctx, row, Vec::new())).collect(),
    })
}
