//! Make time partitions ahead of time and drop those whose time is over.

use chrono::{DateTime, TimeDelta, Utc};
use store::{Store, partitions};

use crate::store::rollups;

/// How far back partitions are made, for what is written late: gaps begin up to 30 days ago.
const BACK: TimeDelta = TimeDelta::days(35);
/// How long samples are kept (`app.partitioned`).
const SAMPLES_KEPT: TimeDelta = TimeDelta::days(2);

/// Makes what is missing, drops what is over; returns the names of what was dropped. While samples that would be dropped
/// are not rolled up yet, nothing is dropped. Safe to run in several processes, and again.
pub async fn keep_partitions(store: &Store, now: DateTime<Utc>) -> kernel::Result<Vec<String>> {
    let made = partitions::ensure(store, now, now - BACK).await?;
    if made > 0 {
        tracing::info!(made, "partitions made");
    }
    let mut tx = store.platform("keep partitions").await?;
    let waiting = rollups::waiting_before(tx.conn(), now - SAMPLES_KEPT).await?;
    tx.commit().await?;
    if waiting {
        tracing::warn!("samples as old as they are kept are not rolled up yet: no partition is dropped");
        return Ok(Vec::new());
    }
    let dropped = partitions::expire(store, now).await?;
    if !dropped.is_empty() {
        tracing::info!(?dropped, "partitions dropped");
    }
    Ok(dropped)
}
