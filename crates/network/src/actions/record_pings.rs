//! Write down what pings came to.

use std::collections::HashMap;
use std::time::Duration;

use chrono::TimeDelta;
use kernel::{Ctx, DeviceId, Permission};
use store::Store;
use uuid::Uuid;

use crate::model::{PingFigures, PingWrite};
use crate::store::pings::{self, MinuteRow};

/// Stores what was gathered of devices of one tenant, in one transaction, and keeps their leases for `lease`; `None` gives
/// them back. A write that is repeated changes nothing. Returns the devices whose lease still held: of the others nothing
/// was written, and somebody else pings them.
pub async fn record_pings(store: &Store, ctx: &Ctx, writes: &[PingWrite], lease: Option<Duration>) -> kernel::Result<Vec<DeviceId>> {
    ctx.require(Permission::DeviceManage)?;
    let lease_until = lease.map(|lease| ctx.now + TimeDelta::from_std(lease).unwrap_or(TimeDelta::hours(1)).min(TimeDelta::hours(1)));
    let devices: Vec<Uuid> = writes.iter().map(|write| write.device.0).collect();
    let fences: Vec<i64> = writes.iter().map(|write| write.fence).collect();
    let mut tx = store.tenant(ctx).await?;
    let held = pings::hold(tx.conn(), ctx.tenant, &devices, &fences).await?;
    let known: HashMap<Uuid, (Uuid, i64)> = held.iter().map(|row| (row.device_id, (row.org_id, row.written))).collect();
    let (mut news, mut rows) = (Vec::new(), Vec::new());
    for write in writes {
        let Some((org, written)) = known.get(&write.device.0) else { continue };
        if *written < write.number {
            news.push(write);
            rows.extend(write.minutes.iter().map(|minute| row(write.device, *org, minute.bucket, &minute.figures)));
        }
    }
    if !news.is_empty() {
        pings::note(tx.conn(), ctx.tenant, &news, lease_until).await?;
        pings::add(tx.conn(), ctx.tenant, &rows).await?;
    }
    tx.commit().await?;
    metrics::counter!("lastmile_pings_fenced_total").increment(u64::try_from(writes.len().saturating_sub(held.len())).unwrap_or_default());
    Ok(held.into_iter().map(|row| DeviceId(row.device_id)).collect())
}

fn row(device: DeviceId, org: Uuid, bucket: chrono::DateTime<chrono::Utc>, figures: &PingFigures) -> MinuteRow {
    let small = |value: i64| i32::try_from(value).unwrap_or(i32::MAX);
    MinuteRow {
        device_id: device.0,
        org_id: org,
        bucket,
        sent: small(figures.sent),
        received: small(figures.received),
        least_us: figures.least_us.map(small),
        sum_us: figures.sum_us,
        most_us: figures.most_us.map(small),
    }
}
