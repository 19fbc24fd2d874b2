//! Roll samples up into minutes, five minutes, hours and days.

use chrono::{DateTime, Utc};
use store::Store;

use crate::store::{plan_afresh, rollups};

/// Samples a transaction takes at most (and the rest of the last poll among them).
const BATCH_SAMPLES: i64 = 20_000;
/// Transactions a call makes at most; the next call goes on.
const BATCHES: u32 = 200;

/// What a call did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RollupStats {
    /// Minutes that were computed, each as often as it was.
    pub minutes: usize,
    /// Transactions.
    pub batches: u32,
    /// Nothing was left that could be rolled up.
    pub drained: bool,
    /// Another process is at it.
    pub busy: bool,
}

/// Rolls up what was written since the last call. The watermark stands in transaction ids: only samples whose writer has
/// ended are taken, so one that commits late is never passed over. Watermark and figures move in one transaction, whole
/// buckets are recomputed, and one process works at a time, so that a crash at any point changes nothing.
pub async fn roll_up(store: &Store, now: DateTime<Utc>) -> kernel::Result<RollupStats> {
    let mut stats = RollupStats::default();
    while stats.batches < BATCHES && !stats.drained && !stats.busy {
        batch(store, now, &mut stats).await?;
    }
    Ok(stats)
}

async fn batch(store: &Store, now: DateTime<Utc>, stats: &mut RollupStats) -> kernel::Result<()> {
    let mut tx = store.platform("roll up samples").await?;
    let conn = tx.conn();
    let Some(mark) = rollups::take_watermark(conn).await? else {
        stats.busy = true;
        return Ok(());
    };
    plan_afresh(conn).await?;
    let (from, until) = if mark.done > mark.horizon {
        // Transaction ids began anew below the watermark: this is a restored database. Everything that is there counts.
        tracing::warn!(watermark = mark.done, horizon = mark.horizon, "transaction ids began anew, rolling up every sample");
        stats.drained = true;
        (0, i64::MAX)
    } else {
        match rollups::nth_transaction(conn, mark.done, mark.horizon, BATCH_SAMPLES).await? {
            Some(last) => (mark.done, last.saturating_add(1)),
            None => {
                stats.drained = true;
                (mark.done, mark.horizon)
            }
        }
    };
    let minutes = rollups::minutes(conn, from, until).await?;
    if !minutes.is_empty() {
        let five_minutes = rollups::five_minutes(conn, &minutes).await?;
        let hours = rollups::hours(conn, &five_minutes).await?;
        rollups::days(conn, &hours).await?;
    }
    rollups::move_watermark(conn, until.min(mark.horizon), now).await?;
    tx.commit().await?;
    stats.minutes += minutes.len();
    stats.batches += 1;
    metrics::counter!("lastmile_rollup_minutes_total").increment(u64::try_from(minutes.len()).unwrap_or(u64::MAX));
    Ok(())
}
