//! From the readings of one poll to the rows to write. Pure: the rules judge, this tells whose it is and where it goes.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{InterfaceId, LiveEvent, LivePayload, TenantId, Topic};
use uuid::Uuid;

use crate::model::{CounterKind, GapReason, InterfaceReading};
use crate::rules::counter::{Baseline, Delta, judge, rate_bps};
use crate::rules::spread::by_minute;
use crate::store::interfaces::{KnownInterface, Latest};
use crate::store::readings::{BaselineRow, GapRow, SampleRow};

/// How far back a sample may begin. Samples are kept for two days; the hour between leaves the transaction time to end
/// before the day's partition goes, and pieces cut coarser than minutes lie beyond it.
const SAMPLES_REACH: TimeDelta = TimeDelta::hours(47);
/// How far back a gap may begin: partitions are made for a little more than that at the first start.
const GAPS_REACH: TimeDelta = TimeDelta::days(30);

/// What a poll's readings turn into.
#[derive(Default)]
pub(super) struct Digest {
    pub samples: Vec<SampleRow>,
    pub gaps: Vec<GapRow>,
    pub baselines: Vec<BaselineRow>,
    pub latest: Vec<Latest>,
    pub events: Vec<LiveEvent>,
    /// Something is not as the last search for interfaces found it.
    pub look_again: bool,
}

/// An interface's name as stored. `rules::identity` made it unique and short; only what Postgres cannot store goes.
pub(super) fn storable_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect()
}

/// Judges every reading. `returned` are interfaces that had gone: what their counters did meanwhile is not known.
pub(super) fn digest(tenant: TenantId, now: DateTime<Utc>, known: &[KnownInterface], returned: &HashSet<Uuid>, readings: &[InterfaceReading]) -> Digest {
    let by_name: HashMap<&str, &KnownInterface> = known.iter().map(|interface| (interface.if_name.as_str(), interface)).collect();
    let mut seen = HashSet::new();
    let mut digest = Digest::default();
    for reading in readings {
        let interface = by_name.get(storable_name(&reading.name).as_str()).copied().filter(|interface| !interface.gone);
        let Some(interface) = interface else {
            digest.look_again = true;
            continue;
        };
        if seen.insert(interface.id) {
            take(&mut digest, tenant, now, interface, returned.contains(&interface.id), reading);
        }
    }
    digest
}

fn take(digest: &mut Digest, tenant: TenantId, now: DateTime<Utc>, interface: &KnownInterface, returned: bool, reading: &InterfaceReading) {
    let previous = baseline(interface);
    let mut judged = judge(previous.as_ref().filter(|_| !returned), reading, interface.speed_bps);
    if let Some(previous) = previous.filter(|previous| returned && previous.at_us < reading.at_us) {
        judged.gap = Some((previous.at_us, reading.at_us, GapReason::Reset));
    }
    digest.look_again |= interface.if_index != i64::from(reading.index) || matches!(judged.gap, Some((_, _, GapReason::Reboot)));
    let mut latest = Latest {
        id: interface.id,
        if_index: reading.index.into(),
        counter_kind: reading.kind.as_str(),
        up: reading.up,
        from: None,
        at: None,
        in_bps: None,
        out_bps: None,
    };
    let topic = Topic::Interface(InterfaceId(interface.id));
    if let Some(delta) = judged.measured {
        measured(digest, now, interface, &delta);
        // A rate over time that was a former holder's in part is not the present holder's to see.
        if interface.org_since.is_none_or(|since| since.timestamp_micros() <= delta.from_us) {
            let (in_bps, out_bps) = (rate_bps(delta.in_octets, delta.measured_us), rate_bps(delta.out_octets, delta.measured_us));
            (latest.from, latest.at) = (Some(time(delta.from_us)), Some(time(delta.to_us)));
            (latest.in_bps, latest.out_bps) = (Some(in_bps), Some(out_bps));
            let payload = LivePayload::Rate { from_ms: millis(delta.from_us), at_ms: millis(delta.to_us), in_bps, out_bps, up: reading.up };
            digest.events.push(LiveEvent { tenant, topic, payload });
        }
    }
    if let Some((from_us, to_us, reason)) = judged.gap {
        gap(digest, now, interface, from_us, to_us, reason);
        let payload = LivePayload::Gap { from_ms: millis(from_us), at_ms: millis(to_us), reason: reason.as_str().to_owned(), up: reading.up };
        digest.events.push(LiveEvent { tenant, topic, payload });
    }
    digest.latest.push(latest);
    digest.baselines.push(baseline_row(interface, &judged.baseline));
}

/// The samples of a difference; the part that is older than samples are kept is a gap.
fn measured(digest: &mut Digest, now: DateTime<Utc>, interface: &KnownInterface, delta: &Delta) {
    let oldest_us = (now - SAMPLES_REACH).timestamp_micros();
    let mut too_old: Option<i64> = None;
    for piece in by_minute(delta) {
        if piece.from_us < oldest_us {
            too_old = Some(piece.to_us);
            continue;
        }
        digest.samples.push(SampleRow {
            interface_id: interface.id,
            org_id: holder(interface, piece.from_us),
            started_at: time(piece.from_us),
            ended_at: time(piece.to_us),
            in_octets: i64::try_from(piece.in_octets).unwrap_or(i64::MAX),
            out_octets: i64::try_from(piece.out_octets).unwrap_or(i64::MAX),
        });
    }
    if let Some(to_us) = too_old {
        gap(digest, now, interface, delta.from_us, to_us, GapReason::TooOld);
    }
}

/// A gap, told to each holder for its own time.
fn gap(digest: &mut Digest, now: DateTime<Utc>, interface: &KnownInterface, from_us: i64, to_us: i64, reason: GapReason) {
    let from_us = from_us.max((now - GAPS_REACH).timestamp_micros());
    let change = interface.org_since.map(|since| since.timestamp_micros()).filter(|since| from_us < *since && *since < to_us);
    let stretches = match change {
        Some(since) => vec![(from_us, since), (since, to_us)],
        None => vec![(from_us, to_us)],
    };
    for (from_us, to_us) in stretches.into_iter().filter(|(from_us, to_us)| from_us < to_us) {
        digest.gaps.push(GapRow {
            interface_id: interface.id,
            org_id: holder(interface, from_us),
            started_at: time(from_us),
            ended_at: time(to_us),
            reason: reason.as_str(),
        });
    }
}

/// Whose the interface was at that time.
fn holder(interface: &KnownInterface, at_us: i64) -> Uuid {
    match (interface.org_before, interface.org_since) {
        (Some(before), Some(since)) if at_us < since.timestamp_micros() => before,
        _ => interface.org_id,
    }
}

fn baseline(interface: &KnownInterface) -> Option<Baseline> {
    Some(Baseline {
        at_us: interface.at?.timestamp_micros(),
        uptime_cs: u32::try_from(interface.uptime_cs?).ok()?,
        discontinuity: u32::try_from(interface.discontinuity?).ok()?,
        kind: CounterKind::parse(interface.counter_kind.as_deref()?)?,
        in_octets: interface.in_octets?.cast_unsigned(),
        out_octets: interface.out_octets?.cast_unsigned(),
        suspect: interface.suspect?,
    })
}

fn baseline_row(interface: &KnownInterface, baseline: &Baseline) -> BaselineRow {
    BaselineRow {
        interface_id: interface.id,
        org_id: interface.org_id,
        at: time(baseline.at_us),
        uptime_cs: baseline.uptime_cs.into(),
        discontinuity: baseline.discontinuity.into(),
        counter_kind: baseline.kind.as_str(),
        in_octets: baseline.in_octets.cast_signed(),
        out_octets: baseline.out_octets.cast_signed(),
        suspect: baseline.suspect,
    }
}

fn time(us: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(us).unwrap_or_default()
}

fn millis(us: i64) -> i64 {
    us.div_euclid(1_000)
}
