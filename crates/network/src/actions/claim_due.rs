//! Lease the devices whose turn it is.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{DeviceId, OrgId, TenantId};
use store::Store;

use super::{credential, views};
use crate::model::{DueDevice, SnmpVersion};
use crate::store::schedule;

/// Leases at most `limit` due devices of any tenant for `lease` (an hour at most), the longest waiting first. No two workers ever get the
/// same device while its lease runs; after that the old worker's token no longer fits. Where the sealed credential does
/// not open, `credential` is `None`, so that the poll can end with that failure. A job of the product: no context.
pub async fn claim_due(store: &Store, now: DateTime<Utc>, limit: i64, lease: Duration) -> kernel::Result<Vec<DueDevice>> {
    let lease = TimeDelta::from_std(lease).unwrap_or(TimeDelta::hours(1)).min(TimeDelta::hours(1));
    let mut tx = store.platform("claim due devices").await?;
    let rows = schedule::claim(tx.conn(), now, limit, now + lease).await?;
    let mut due = Vec::with_capacity(rows.len());
    for row in rows {
        let (tenant, device_id) = (TenantId(row.tenant_id), DeviceId(row.device_id));
        let credential = credential::open(store, tx.conn(), tenant, device_id, &row.credential).await?;
        due.push(DueDevice {
            tenant,
            device_id,
            org_id: OrgId(row.org_id),
            port: u16::try_from(row.port).map_err(|_error| views::unknown("port", &row.port.to_string()))?,
            version: SnmpVersion::parse(&row.snmp_version).ok_or_else(|| views::unknown("SNMP version", &row.snmp_version))?,
            credential,
            interval_seconds: views::count(row.interval_seconds.into()),
            max_interfaces: views::count(row.max_interfaces.into()),
            max_repetitions: views::count(row.max_repetitions.into()),
            fence: row.fence,
            discover: row.discover,
            name: row.name,
            address: row.address,
        });
    }
    tx.commit().await?;
    Ok(due)
}
