//! List how devices and links do.

use chrono::TimeDelta;
use kernel::{Ctx, DeviceId, InterfaceId, Permission};
use store::Store;

use super::get_pings::figures;
use super::views;
use crate::model::{LinkItem, LinkPlace};
use crate::rules::link::{LinkFacts, link_state};
use crate::store::pings::{self, DeviceLinkRow, InterfaceLinkRow};
use crate::store::plan_afresh;

/// The last five minutes, and the one that is not rolled up yet.
const LATELY: TimeDelta = TimeDelta::minutes(6);

/// At most `limit` devices and interfaces in the viewer's sight, beginning after `after`, and whether others follow. Devices
/// come first, and only to who may see devices.
pub async fn list_link_states(store: &Store, ctx: &Ctx, after: Option<LinkPlace>, limit: usize) -> kernel::Result<(Vec<LinkItem>, bool)> {
    ctx.require(Permission::InterfaceRead)?;
    // One more than a page tells whether another follows.
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let lately = ctx.now - LATELY;
    let mut tx = store.tenant(ctx).await?;
    plan_afresh(tx.conn()).await?;
    let (device, interface) = match after {
        None => (Some(None), None),
        Some(LinkPlace::Device(id)) => (Some(Some(id)), None),
        Some(LinkPlace::Interface(id)) => (None, Some(id)),
    };
    let mut items = Vec::new();
    if let Some(after) = device.filter(|_| ctx.allows(Permission::DeviceRead)) {
        for row in pings::device_links(tx.conn(), ctx.tenant, after, lately, wanted).await? {
            items.push(device_item(ctx, row)?);
        }
    }
    let rest = wanted.saturating_sub(i64::try_from(items.len()).unwrap_or(i64::MAX));
    if rest > 0 {
        for row in pings::interface_links(tx.conn(), ctx.tenant, interface, lately, rest).await? {
            items.push(interface_item(ctx, row)?);
        }
    }
    tx.commit().await?;
    let more = items.len() > limit;
    items.truncate(limit);
    Ok((items, more))
}

fn device_item(ctx: &Ctx, row: DeviceLinkRow) -> kernel::Result<LinkItem> {
    let ping = views::ping(ctx.now, row.ping_state.as_deref(), row.ping_since, row.ping_last_at, row.ping_answered_at, row.ping_round_trip_us)?;
    Ok(LinkItem::Device { id: DeviceId(row.id), name: row.name, now: ping, lately: figures(row.sent, row.received, row.least_us, row.sum_us, row.most_us) })
}

fn interface_item(ctx: &Ctx, row: InterfaceLinkRow) -> kernel::Result<LinkItem> {
    let ping = views::ping(ctx.now, row.ping_state.as_deref(), row.ping_since, row.ping_last_at, None, None)?;
    let old = ctx.now - TimeDelta::seconds(i64::from(row.interval_seconds) * 2 + 60);
    let state = link_state(LinkFacts {
        oper_up: row.oper_at.filter(|at| *at >= old).map(|_| row.oper_up),
        device: ping.reach,
        older_than_silence: row.oper_at <= row.ping_since,
        traffic_bps: row.traffic_bps,
    });
    Ok(LinkItem::Interface {
        id: InterfaceId(row.id),
        name: row.if_name,
        device: row.device_id.map(DeviceId).filter(|_| ctx.allows(Permission::DeviceRead)),
        state,
        since_ms: row.oper_since.map(|at| at.timestamp_millis()),
    })
}
