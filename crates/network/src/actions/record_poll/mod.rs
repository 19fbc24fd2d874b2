//! Write down how a poll ended: what was measured, what could not be, and when the device is due again.

mod digest;

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, LiveEvent, Permission};
use sqlx::PgConnection;
use store::Store;

use crate::model::{DeviceFacts, InterfaceFacts, PollData, PollFailure, PollOutcome};
use crate::rules::pace;
use crate::store::schedule::{self, Failed, HeldPoll, Succeeded};
use crate::store::{devices, interfaces, readings};

/// A device is down after this many failed polls in a row.
const DOWN_AFTER: i32 = 3;
/// How often interfaces are looked for without an occasion.
const DISCOVER_EVERY: TimeDelta = TimeDelta::hours(1);
/// Longest sysName, sysDescr and ifAlias that is kept, in characters (DisplayString, RFC 2579).
const TEXT_MAX: usize = 255;

/// Stores the outcome of a poll in one transaction: differences, gaps, baselines, latest figures and the device's next
/// turn stand together or not at all, so that a crash neither loses nor doubles an octet. Returns what to publish, once
/// it is durable. An outcome whose lease was taken over is discarded and counted.
pub async fn record_poll(store: &Store, ctx: &Ctx, outcome: PollOutcome) -> kernel::Result<Vec<LiveEvent>> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let Some(held) = schedule::hold(tx.conn(), ctx.tenant, outcome.device_id, outcome.fence).await? else {
        metrics::counter!("lastmile_polls_fenced_total").increment(1);
        tracing::info!(device = %outcome.device_id, fence = outcome.fence, "a poll came home after its lease was taken over: discarded");
        return Ok(Vec::new());
    };
    let turn = Turn::of(&outcome);
    let events = match outcome.result {
        Ok(data) => succeed(tx.conn(), ctx, &turn, &held, data).await?,
        Err(failure) => {
            fail(tx.conn(), ctx, &turn, &held, failure).await?;
            Vec::new()
        }
    };
    tx.commit().await?;
    Ok(events)
}

/// The poll's own facts, apart from its result.
struct Turn {
    device: kernel::DeviceId,
    finished: DateTime<Utc>,
    next_at: DateTime<Utc>,
    duration_ms: i32,
    max_repetitions: i32,
}

impl Turn {
    fn of(outcome: &PollOutcome) -> Self {
        let finished = outcome.started + TimeDelta::milliseconds(outcome.duration_ms.into());
        let (_, identity) = outcome.device_id.0.as_u64_pair();
        let next_us = pace::next_due(finished.timestamp_micros(), outcome.interval_seconds, identity);
        Self {
            device: outcome.device_id,
            finished,
            next_at: DateTime::from_timestamp_micros(next_us).unwrap_or(finished),
            duration_ms: i32::try_from(outcome.duration_ms).unwrap_or(i32::MAX),
            max_repetitions: i32::try_from(outcome.max_repetitions).unwrap_or(i32::MAX),
        }
    }
}

async fn fail(conn: &mut PgConnection, ctx: &Ctx, turn: &Turn, held: &HeldPoll, failure: PollFailure) -> kernel::Result<()> {
    let failed = Failed {
        at: turn.finished,
        next_at: turn.next_at,
        error: failure.as_str(),
        down: held.failures.saturating_add(1) >= DOWN_AFTER,
        max_repetitions: turn.max_repetitions,
    };
    Ok(schedule::failed(conn, ctx.tenant, turn.device, &failed).await?)
}

async fn succeed(conn: &mut PgConnection, ctx: &Ctx, turn: &Turn, held: &HeldPoll, data: PollData) -> kernel::Result<Vec<LiveEvent>> {
    let discovered = data.facts.is_some();
    let returned = match data.facts {
        Some(facts) => discover(conn, ctx, turn, held, facts).await?,
        None => HashSet::new(),
    };
    let known = interfaces::known(conn, ctx.tenant, turn.device).await?;
    let digest = digest::digest(ctx.tenant, turn.finished, &known, &returned, &data.readings);
    let written = readings::insert_samples(conn, ctx.tenant, &digest.samples).await?;
    readings::insert_gaps(conn, ctx.tenant, &digest.gaps).await?;
    readings::upsert_baselines(conn, ctx.tenant, &digest.baselines).await?;
    interfaces::note_latest(conn, ctx.tenant, &digest.latest, turn.finished).await?;
    let discover_at = if discovered {
        turn.finished + DISCOVER_EVERY
    } else if digest.look_again {
        turn.finished
    } else {
        held.discover_at
    };
    let succeeded = Succeeded { at: turn.finished, next_at: turn.next_at, discover_at, duration_ms: turn.duration_ms, max_repetitions: turn.max_repetitions };
    schedule::succeeded(conn, ctx.tenant, turn.device, &succeeded).await?;
    count(written, &digest);
    Ok(digest.events)
}

/// Stores what was found; returns the interfaces that had gone and are back.
async fn discover(conn: &mut PgConnection, ctx: &Ctx, turn: &Turn, held: &HeldPoll, facts: DeviceFacts) -> kernel::Result<HashSet<uuid::Uuid>> {
    let gone = interfaces::gone(conn, ctx.tenant, turn.device).await?;
    let (sys_name, sys_descr) = (facts.sys_name.as_deref().map(storable), facts.sys_descr.as_deref().map(storable));
    devices::note_system(conn, ctx.tenant, turn.device, sys_name.as_deref(), sys_descr.as_deref()).await?;
    let mut names = HashSet::new();
    let found: Vec<InterfaceFacts> = facts
        .interfaces
        .into_iter()
        .map(|fact| InterfaceFacts {
            name: digest::storable_name(&fact.name),
            alias: storable(&fact.alias),
            mac: fact.mac.as_deref().map(storable),
            speed_bps: fact.speed_bps.filter(|bps| *bps > 0),
            ..fact
        })
        // One statement cannot meet the same row twice.
        .filter(|fact| names.insert(fact.name.clone()))
        .collect();
    interfaces::upsert(conn, ctx.tenant, turn.device, held, &found, turn.finished).await?;
    Ok(gone)
}

/// What an agent says, fit to be stored: Postgres takes no NUL, and nobody needs a megabyte.
fn storable(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect()
}

fn count(written: u64, digest: &digest::Digest) {
    metrics::counter!("lastmile_samples_written_total").increment(written);
    let offered = u64::try_from(digest.samples.len()).unwrap_or(u64::MAX);
    if written < offered {
        // Only possible after our clock was set back: the time was measured already.
        metrics::counter!("lastmile_samples_doubled_total").increment(offered - written);
    }
    for gap in &digest.gaps {
        metrics::counter!("lastmile_gaps_total", "reason" => gap.reason).increment(1);
    }
}
