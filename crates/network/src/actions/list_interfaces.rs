//! List interfaces with their sparklines.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, Permission};
use store::Store;
use uuid::Uuid;

use super::views;
use crate::model::{InterfacePage, InterfaceQuery, SparkPoint};
use crate::rules::counter::rate_bps;
use crate::store::lists::{self, SparkRow};
use crate::store::plan_afresh;

/// Rows on a page.
const PAGE: usize = 100;
/// Longest search that is looked for, in characters.
const SEARCH_MAX: usize = 100;
/// Steps of a sparkline.
const SPARK_STEPS: i64 = 24;
/// Length of a step in seconds.
const SPARK_STEP_SECONDS: i64 = 300;

/// One page of the interfaces in the viewer's sight. An `after` that is not in sight answers [`Error::NotFound`].
pub async fn list_interfaces(store: &Store, ctx: &Ctx, query: InterfaceQuery) -> kernel::Result<InterfacePage> {
    ctx.require(Permission::InterfaceRead)?;
    let search: String = query.search.trim().chars().filter(|c| !c.is_control()).take(SEARCH_MAX).collect();
    let mut tx = store.tenant(ctx).await?;
    let after = match query.after {
        Some(after) => Some(lists::place(tx.conn(), ctx.tenant, after).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    // One more than a page tells whether another follows.
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = lists::page(tx.conn(), ctx.tenant, query.device, &search, after.as_ref(), limit).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    plan_afresh(tx.conn()).await?;
    let (from, length) = spark_window(ctx.now);
    let mut sparks = draw(from, lists::sparks(tx.conn(), ctx.tenant, &ids, from, length).await?);
    tx.commit().await?;
    let items: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let spark = sparks.remove(&row.id).unwrap_or_else(empty);
            views::interface_item(ctx, row, spark)
        })
        .collect();
    let next = items.last().map(|item| item.id).filter(|_| more);
    Ok(InterfacePage { items, next })
}

/// The sparkline's 24 whole steps; the last one is still running.
fn spark_window(now: DateTime<Utc>) -> (DateTime<Utc>, TimeDelta) {
    let step = now.timestamp().div_euclid(SPARK_STEP_SECONDS);
    let from = DateTime::from_timestamp((step + 1 - SPARK_STEPS) * SPARK_STEP_SECONDS, 0).unwrap_or_default();
    (from, TimeDelta::seconds(SPARK_STEPS * SPARK_STEP_SECONDS))
}

fn empty() -> Vec<SparkPoint> {
    (0..SPARK_STEPS).map(|_| SparkPoint { in_bps: None, out_bps: None }).collect()
}

fn draw(from: DateTime<Utc>, rows: Vec<SparkRow>) -> HashMap<Uuid, Vec<SparkPoint>> {
    let mut sparks = HashMap::new();
    for row in rows {
        let steps = sparks.entry(row.interface_id).or_insert_with(empty);
        let step = row.bucket.signed_duration_since(from).num_seconds() / SPARK_STEP_SECONDS;
        if let Some(point) = usize::try_from(step).ok().and_then(|step| steps.get_mut(step)) {
            let rate = |octets: i64| Some(rate_bps(octets.max(0).cast_unsigned(), row.measured_ms.max(1).saturating_mul(1_000)));
            *point = SparkPoint { in_bps: rate(row.in_octets), out_bps: rate(row.out_octets) };
        }
    }
    sparks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_ends_with_the_running_step() {
        let now = DateTime::from_timestamp(1_700_000_123, 0).unwrap();
        let (from, length) = spark_window(now);
        assert!(from + length > now && from + length - TimeDelta::seconds(SPARK_STEP_SECONDS) <= now);
        assert_eq!(from.timestamp() % SPARK_STEP_SECONDS, 0);
    }

    #[test]
    fn figures_land_in_their_step() {
        let from = DateTime::from_timestamp(1_700_000_100, 0).unwrap();
        let row = |step: i64| SparkRow {
            interface_id: Uuid::nil(),
            bucket: from + TimeDelta::seconds(step * SPARK_STEP_SECONDS),
            in_octets: 3_750,
            out_octets: 0,
            measured_ms: 30_000,
        };
        let sparks = draw(from, vec![row(0), row(23), row(24), row(-1)]);
        let spark = &sparks[&Uuid::nil()];
        assert_eq!(spark.len(), 24);
        assert_eq!(spark[0], SparkPoint { in_bps: Some(1_000), out_bps: Some(0) });
        assert_eq!(spark[1], SparkPoint { in_bps: None, out_bps: None });
        assert_eq!(spark[23].in_bps, Some(1_000));
    }
}
