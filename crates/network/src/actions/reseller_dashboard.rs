//! Show a reseller what its customers use.

use std::collections::HashMap;

use kernel::{Ctx, OrgId, Permission};
use store::{Store, StoreError, TenantTx};
use uuid::Uuid;

use super::totals::{self, Lines};
use crate::model::{CustomerLines, ResellerDashboard, TotalNow, TotalOf};
use crate::store::dashboard::{self, LineRow};
use crate::store::lists::{self, SparkRow};
use crate::store::plan_afresh;

/// The lines of the nodes below the viewer's own, by node.
pub async fn reseller_dashboard(store: &Store, ctx: &Ctx) -> kernel::Result<ResellerDashboard> {
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let lines = dashboard::lines(tx.conn(), ctx.tenant, ctx.org(), true, ctx.now, totals::LINES_MOST).await?;
    let (own, theirs): (Vec<LineRow>, Vec<LineRow>) = lines.into_iter().partition(|row| row.org_id == ctx.org().0);
    let theirs = Lines { of: TotalOf::Assigned, rows: theirs };
    let (capacity_bps, own_capacity) = match speed(&own) {
        Some(speed) => (Some(speed), true),
        None => (speed(&theirs.rows), false),
    };
    plan_afresh(tx.conn()).await?;
    let history = totals::history(&mut tx, ctx, &theirs.ids()).await?;
    let customers = customers(&mut tx, ctx, &theirs.rows).await?;
    tx.commit().await?;
    let more = customers.1;
    let now = if more { TotalNow { follow: Vec::new(), ..theirs.now() } } else { theirs.now() };
    Ok(ResellerDashboard { now, capacity_bps, own_capacity, customers: customers.0, more, history })
}

/// The speeds added up; `None` where one is not known or there is no line.
fn speed(lines: &[LineRow]) -> Option<i64> {
    let speeds: Option<Vec<i64>> = lines.iter().map(|row| row.speed_bps).collect();
    speeds.filter(|speeds| !speeds.is_empty()).map(|speeds| speeds.into_iter().fold(0, i64::saturating_add))
}

/// The busiest customers with their sparklines, and whether there are more.
async fn customers(tx: &mut TenantTx, ctx: &Ctx, lines: &[LineRow]) -> Result<(Vec<CustomerLines>, bool), StoreError> {
    let mut by_org: HashMap<Uuid, Vec<&LineRow>> = HashMap::new();
    for line in lines {
        by_org.entry(line.org_id).or_default().push(line);
    }
    let used = |lines: &[&LineRow]| lines.iter().filter_map(|row| row.in_bps.max(row.out_bps)).fold(0, i64::saturating_add);
    let mut busiest: Vec<(Uuid, Vec<&LineRow>)> = by_org.into_iter().collect();
    busiest.sort_by_key(|(org, lines)| (std::cmp::Reverse(used(lines)), *org));
    let more = busiest.len() > ResellerDashboard::MOST;
    busiest.truncate(ResellerDashboard::MOST);

    let orgs: Vec<Uuid> = busiest.iter().map(|(org, _)| *org).collect();
    let names: HashMap<Uuid, String> = dashboard::names(tx.conn(), ctx.tenant, &orgs).await?.into_iter().collect();
    let ids: Vec<Uuid> = busiest.iter().flat_map(|(_, lines)| lines.iter().map(|line| line.id)).collect();
    let (from, until) = totals::spark_window(ctx.now);
    let steps = if ids.is_empty() { Vec::new() } else { lists::sparks(tx.conn(), ctx.tenant, &ids, from, until - from).await? };
    let mut sparks: HashMap<Uuid, Vec<SparkRow>> = HashMap::new();
    for step in steps {
        sparks.entry(step.interface_id).or_default().push(step);
    }
    let customers = busiest.into_iter().map(|(org, lines)| {
        let steps = lines.iter().filter_map(|line| sparks.remove(&line.id)).flatten();
        CustomerLines {
            org: OrgId(org),
            name: names.get(&org).cloned().unwrap_or_default(),
            lines: lines.iter().map(|line| totals::line_now(line)).collect(),
            spark: totals::spark(from, &totals::sum_of(steps)),
        }
    });
    Ok((customers.collect(), more))
}
