//! Show the founder how each ISP's network does.

use kernel::{Ctx, Permission, TenantId};
use store::Store;

use super::views;
use crate::model::IspOverview;
use crate::store::overview;

/// Every ISP in figures, by name; nothing of what is theirs.
pub async fn platform_overview(store: &Store, ctx: &Ctx) -> kernel::Result<Vec<IspOverview>> {
    ctx.require(Permission::PlatformRead)?;
    let mut tx = store.platform("founder overview").await?;
    let rows = overview::isps(tx.conn(), ctx.now).await?;
    tx.commit().await?;
    let isps = rows.into_iter().map(|row| IspOverview {
        tenant: TenantId(row.tenant),
        name: row.name,
        host: row.host,
        simulated: row.simulated,
        devices: views::count(row.devices),
        devices_down: views::count(row.devices_down),
        devices_pending: views::count(row.devices_pending),
        interfaces: views::count(row.interfaces),
        in_bps: row.in_bps,
        out_bps: row.out_bps,
    });
    Ok(isps.collect())
}
