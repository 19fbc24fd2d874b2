//! Evaluate the alerts of every ISP whose turn it is.

mod destinations;
mod notices;
mod verdict;

use std::collections::HashMap;

use ::store::{Store, TenantTx};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{Ctx, RequestId};
use uuid::Uuid;

use self::destinations::tell_destinations;
use self::notices::send_notices;
use self::verdict::{Verdict, Watch, judge};
use crate::model::AlertKind;
use crate::rules::alert::Rule;
use crate::rules::reach::SILENT_AFTER_SECONDS;
use crate::store::alerts::{self, Mark, RuleRow, SeenRow};
use crate::store::{alert_groups, plan_afresh};

/// Devices and links are looked at this often.
const EVERY: TimeDelta = TimeDelta::minutes(1);
/// Length of a step of utilisation.
const STEP: TimeDelta = TimeDelta::minutes(5);
/// So long after its end a step is looked at: what is polled every minute has come in by then.
const SETTLE: TimeDelta = TimeDelta::minutes(2);
/// Steps that are caught up with after a standstill; what lies further back fires no more.
const CATCH_UP: i32 = 12;
/// A poll is written down a moment after it ended, so some time is looked at twice; a link's state is no worse for it.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);
/// Rows that a statement writes at most, so that none outlasts its time when a whole network falls silent.
const ROWS: usize = 10_000;

/// What a call did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlertStats {
    /// ISPs that were looked at.
    pub tenants: usize,
    /// Lines that the timelines have more.
    pub changes: usize,
    /// Mails that were handed to the outbox.
    pub mails: usize,
}

/// Looks at every active ISP's devices and links once a minute and at its utilisation as each five minutes are rolled up, which must be
/// done up to now. Mark, states, timeline and mails move in one transaction, so a crash at any point changes nothing and
/// running again repeats nothing; one process at a time looks at an ISP. A job of the product: no context. A fault of one
/// ISP is answered after the others had their turn.
pub async fn evaluate_alerts(store: &Store, now: DateTime<Utc>) -> kernel::Result<AlertStats> {
    let mut tx = store.platform("find ISPs whose alerts are due").await?;
    let tenants = alerts::due(tx.conn(), now - EVERY).await?;
    tx.commit().await?;
    let (mut stats, mut fault) = (AlertStats::default(), None);
    let started = std::time::Instant::now();
    for tenant in tenants {
        let ctx = Ctx::for_system(tenant, "alerts", now, RequestId::generate());
        match evaluate(store, &ctx, &mut stats).await {
            Ok(()) => stats.tenants += 1,
            Err(error) => {
                tracing::error!(%tenant, %error, "alerts of an ISP could not be evaluated");
                fault = Some(error);
            }
        }
    }
    metrics::histogram!("lastmile_alerts_evaluation_seconds").record(started.elapsed().as_secs_f64());
    fault.map_or(Ok(stats), Err)
}

/// The newest step that has settled by `now`.
fn newest_step(now: DateTime<Utc>) -> DateTime<Utc> {
    let settled = now - SETTLE - STEP;
    settled.duration_trunc(STEP).unwrap_or(settled)
}

/// The step to look at next; `None` where none is due. One that lies ahead of our clock waits.
fn next_step(done: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let newest = newest_step(now);
    (done < newest).then(|| (done + STEP).max(newest - STEP * (CATCH_UP - 1)))
}

async fn evaluate(store: &Store, ctx: &Ctx, stats: &mut AlertStats) -> kernel::Result<()> {
    for turn in 0..=CATCH_UP {
        let mut tx = store.tenant(ctx).await?;
        let first = Mark { bucket: newest_step(ctx.now) - STEP, looked_at: DateTime::UNIX_EPOCH };
        // Another process is at it.
        let Some(mut mark) = alerts::take_mark(tx.conn(), ctx.tenant, first).await? else { return Ok(()) };
        let links_due = turn == 0 && mark.looked_at <= ctx.now - EVERY;
        let step = next_step(mark.bucket, ctx.now);
        if !links_due && step.is_none() {
            return Ok(());
        }
        plan_afresh(tx.conn()).await?;
        let rules = rules(&mut tx, ctx).await?;
        if links_due {
            // Devices before their links: in a mail, what is wrong stands before what follows from it.
            let silent = ctx.now - TimeDelta::seconds(SILENT_AFTER_SECONDS);
            let mut seen = alerts::devices(tx.conn(), ctx.tenant, mark.looked_at - OVERLAP, silent).await?;
            seen.extend(alerts::links(tx.conn(), ctx.tenant, mark.looked_at - OVERLAP, ctx.now).await?);
            settle(store, &mut tx, ctx, &rules, seen, ctx.now, stats).await?;
            mark.looked_at = ctx.now;
        }
        if let Some(step) = step {
            let mut seen = alerts::utilisation(tx.conn(), ctx.tenant, step).await?;
            seen.extend(alert_groups::totals(tx.conn(), ctx.tenant, step).await?);
            settle(store, &mut tx, ctx, &rules, seen, step + STEP, stats).await?;
            mark.bucket = step;
        }
        alerts::move_mark(tx.conn(), ctx.tenant, mark).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The ISP's rules by id. Those that it lacks are made: it is new, or this version knows more kinds.
async fn rules(tx: &mut TenantTx, ctx: &Ctx) -> kernel::Result<HashMap<Uuid, Watch>> {
    let mut rows = alerts::rules(tx.conn(), ctx.tenant).await?;
    let missing: Vec<AlertKind> = AlertKind::ALL.into_iter().filter(|kind| rows.iter().all(|row| row.kind != kind.as_str())).collect();
    if !missing.is_empty() {
        for kind in missing {
            alerts::insert_rule(tx.conn(), ctx.tenant, kind.as_str(), &Rule::builtin(kind), ctx.now).await?;
        }
        rows = alerts::rules(tx.conn(), ctx.tenant).await?;
    }
    // A kind of a newer version is left to that version.
    Ok(rows.into_iter().filter_map(|row| Some((row.id, watch(&row)?))).collect())
}

fn watch(row: &RuleRow) -> Option<Watch> {
    let count = |value: i32| u32::try_from(value).unwrap_or(1);
    Some(Watch {
        kind: AlertKind::parse(&row.kind)?,
        rule: Rule {
            raise_at: row.raise_at,
            clear_below: row.clear_below,
            raise_for: count(row.raise_for),
            raise_of: count(row.raise_of),
            clear_for: count(row.clear_for),
        },
    })
}

/// Judges what was seen and writes down what follows from it, all as of `at`.
async fn settle(
    store: &Store,
    tx: &mut TenantTx,
    ctx: &Ctx,
    rules: &HashMap<Uuid, Watch>,
    seen: Vec<SeenRow>,
    at: DateTime<Utc>,
    stats: &mut AlertStats,
) -> kernel::Result<()> {
    let mut verdict = Verdict::default();
    for row in seen {
        if let Some(watch) = rules.get(&row.rule_id) {
            judge(watch, row, at, &mut verdict)?;
        }
    }
    for states in verdict.states.chunks(ROWS) {
        alerts::upsert_states(tx.conn(), ctx.tenant, states, ctx.now).await?;
    }
    for transitions in verdict.transitions.chunks(ROWS) {
        alerts::insert_transitions(tx.conn(), ctx.tenant, transitions, at).await?;
    }
    tell_destinations(tx, ctx, &verdict.told, at).await?;
    let mails = send_notices(store, tx, ctx, verdict.told).await?;
    stats.changes += verdict.transitions.len();
    stats.mails += mails;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-03-10T{time}Z").parse().unwrap()
    }

    #[test]
    fn a_step_is_looked_at_once_it_has_settled() {
        assert_eq!(newest_step(at("12:06:59")), at("11:55:00"));
        assert_eq!(newest_step(at("12:07:00")), at("12:00:00"));
        assert_eq!(next_step(at("11:55:00"), at("12:06:59")), None);
        assert_eq!(next_step(at("11:55:00"), at("12:07:00")), Some(at("12:00:00")));
        assert_eq!(next_step(at("11:40:00"), at("12:07:00")), Some(at("11:45:00")), "none is passed over");
        assert_eq!(next_step(at("06:00:00"), at("12:07:00")), Some(at("11:05:00")), "but for those of long ago");
        assert_eq!(next_step(at("13:00:00"), at("12:07:00")), None, "the clock was set back");
    }
}
