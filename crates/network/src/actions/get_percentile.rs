//! Work out the 95th percentile of a month.

use chrono::TimeDelta;
use kernel::{Ctx, Error, GroupId, InterfaceId, Permission};
use store::Store;
use uuid::Uuid;

use super::group_views::{Counted, counted, time_zone};
use super::views::count;
use crate::model::{Month, Percentile};
use crate::rules::percentile::{Bucket, work_out};
use crate::rules::spans::{floor, month_at, span_of_month};
use crate::store::groups::{self, Added};
use crate::store::{lists, plan_afresh};

/// Of a month that runs, the last minutes are still coming in.
const SETTLED: TimeDelta = TimeDelta::minutes(10);

/// Of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentileOf {
    /// An interface.
    Interface(InterfaceId),
    /// The sum of a group.
    Group(GroupId),
}

/// The 95th percentile of a calendar month in the ISP's time zone, of the present one where none is named; `None` for a month
/// that has not begun. What is older than five-minute figures are kept (14 months) reads as not measured.
pub async fn get_percentile(store: &Store, ctx: &Ctx, of: PercentileOf, month: Option<Month>) -> kernel::Result<Option<Percentile>> {
    ctx.require(Permission::InterfaceRead)?;
    // Before the transaction of its own: two at once would take two connections.
    let zone = time_zone(store, ctx).await?;
    let mut tx = store.tenant(ctx).await?;
    let Counted { holder, interfaces, .. } = match of {
        PercentileOf::Group(id) => counted(&mut tx, ctx, id).await?,
        PercentileOf::Interface(id) => {
            lists::find(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
            // All that the viewer may see of it.
            Counted { holder: ctx.tenant.0, limit_bps: None, interfaces: vec![id.0] }
        }
    };
    let Some(month) = month.or_else(|| month_at(ctx.now, &zone)) else { return Err(Error::NotFound) };
    let Some((from, end)) = span_of_month(month, &zone) else { return Ok(None) };
    if from > ctx.now {
        return Ok(None);
    }
    let until = end.min(floor(ctx.now - SETTLED, 300)).max(from);
    let members = count(i64::try_from(interfaces.len()).unwrap_or(i64::MAX));
    plan_afresh(tx.conn()).await?;
    let buckets = buckets(&mut tx, ctx, &interfaces, holder, (from, until)).await?;
    tx.commit().await?;
    let (from_ms, to_ms) = (from.timestamp_millis(), until.timestamp_millis());
    let outcome = work_out(from_ms, to_ms, members, &buckets);
    Ok(Some(Percentile {
        month,
        from_ms,
        to_ms,
        running: until < end,
        time_zone: zone,
        expected: outcome.expected,
        measured: outcome.measured,
        partial: outcome.partial,
        discarded: outcome.discarded,
        in_bps: outcome.in_bps,
        out_bps: outcome.out_bps,
        gap_count: outcome.gap_count,
        gaps: outcome.gaps,
    }))
}

type Span = (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>);

async fn buckets(tx: &mut store::TenantTx, ctx: &Ctx, interfaces: &[Uuid], holder: Uuid, (from, until): Span) -> kernel::Result<Vec<Bucket>> {
    let rows = groups::sums_5m(tx.conn(), ctx.tenant, &Added { interfaces, holder }, from, until).await?;
    let bucket = |row: groups::SumRow| {
        let (in_bps, out_bps) = row.in_bps.zip(row.out_bps)?;
        Some(Bucket { from_ms: row.bucket.timestamp_millis(), in_bps, out_bps, measured: count(row.measured) })
    };
    Ok(rows.into_iter().filter_map(bucket).collect())
}
