//! Lease devices that nobody pings.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{DeviceId, TenantId};
use store::Store;

use super::views;
use crate::model::{PingState, PingTarget, Reach};
use crate::store::pings;

/// Leases at most `limit` devices of any tenant for `lease` (an hour at most), real or simulated ones. Whoever holds a lease
/// pings the device until it gives it back or its writes stop; then somebody else goes on where it stopped. A job of the
/// product: no context.
pub async fn claim_pings(store: &Store, now: DateTime<Utc>, simulated: bool, limit: i64, lease: Duration) -> kernel::Result<Vec<PingTarget>> {
    let lease = TimeDelta::from_std(lease).unwrap_or(TimeDelta::hours(1)).min(TimeDelta::hours(1));
    let mut tx = store.platform("claim devices to ping").await?;
    let rows = pings::claim(tx.conn(), now, simulated, limit, now + lease).await?;
    tx.commit().await?;
    let target = |row: pings::TargetRow| {
        Ok(PingTarget {
            tenant: TenantId(row.tenant_id),
            device: DeviceId(row.device_id),
            fence: row.fence,
            state: PingState {
                reach: Reach::parse(&row.state).ok_or_else(|| views::unknown("state of a device", &row.state))?,
                since: row.state_since,
                misses: views::count(row.misses.into()),
                last_at: row.last_at,
                answered_at: row.answered_at,
                round_trip_us: row.round_trip_us.map(|us| views::count(us.into())),
                trouble: row.trouble,
            },
            name: row.name,
            address: row.address,
        })
    };
    rows.into_iter().map(target).collect()
}
