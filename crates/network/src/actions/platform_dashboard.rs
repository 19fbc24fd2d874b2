//! Show the founder how all networks and the collectors do.

use kernel::{Ctx, Permission, TenantId};
use store::Store;

use super::{totals, views};
use crate::model::{CollectorFigures, DeviceCounts, IspTrouble, PlatformDashboard, SparkPoint};
use crate::store::overview::IspRow;
use crate::store::{overview, plan_afresh, platform};

/// ISPs that are listed.
const LISTED: usize = 10;
/// More interfaces than these are not added up over time while somebody waits.
const DRAWN_MOST: i64 = 20_000;

/// Counts and sums over all ISPs.
pub async fn platform_dashboard(store: &Store, ctx: &Ctx) -> kernel::Result<PlatformDashboard> {
    ctx.require(Permission::PlatformRead)?;
    let mut tx = store.platform("founder dashboard").await?;
    let mut isps = overview::isps(tx.conn(), ctx.now).await?;
    let collectors = platform::collectors(tx.conn(), ctx.now).await?;
    tx.commit().await?;
    let sum = |figure: fn(&IspRow) -> i64| isps.iter().map(figure).fold(0, i64::saturating_add);
    let count = |figure: fn(&IspRow) -> i64| views::count(sum(figure));
    let mut dashboard = PlatformDashboard {
        devices: DeviceCounts { all: count(|isp| isp.devices), down: count(|isp| isp.devices_down), pending: count(|isp| isp.devices_pending) },
        interfaces: count(|isp| isp.interfaces),
        in_bps: sum(|isp| isp.in_bps),
        out_bps: sum(|isp| isp.out_bps),
        collectors: CollectorFigures {
            devices: views::count(collectors.devices),
            polls_due_a_minute: views::count(collectors.a_minute),
            late: views::count(collectors.late),
            failing: views::count(collectors.failing),
            leased: views::count(collectors.leased),
        },
        isps: Vec::new(),
    };
    // The order by name stays among those that are alike.
    isps.sort_by_key(|isp| std::cmp::Reverse((isp.devices_down, isp.devices_pending)));
    dashboard.isps = isps.into_iter().take(LISTED).map(trouble).collect();
    Ok(dashboard)
}

fn trouble(isp: IspRow) -> IspTrouble {
    IspTrouble {
        tenant: TenantId(isp.tenant),
        name: isp.name,
        devices: DeviceCounts { all: views::count(isp.devices), down: views::count(isp.devices_down), pending: views::count(isp.devices_pending) },
        in_bps: isp.in_bps,
        out_bps: isp.out_bps,
    }
}

/// The traffic of all ports over the last two hours; empty where they are too many to be added up while somebody waits.
pub async fn platform_spark(store: &Store, ctx: &Ctx) -> kernel::Result<Vec<SparkPoint>> {
    ctx.require(Permission::PlatformRead)?;
    let (from, until) = totals::spark_window(ctx.now);
    let mut tx = store.platform("founder dashboard").await?;
    if platform::has_more_interfaces(tx.conn(), DRAWN_MOST).await? {
        return Ok(Vec::new());
    }
    plan_afresh(tx.conn()).await?;
    let rows = platform::sums(tx.conn(), from, until).await?;
    tx.commit().await?;
    Ok(totals::spark(from, &rows))
}
