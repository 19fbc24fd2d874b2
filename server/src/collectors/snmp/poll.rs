//! One poll: every interface's counters, and the interfaces themselves when they may have changed.

use std::time::Duration;

use network::model::{CounterKind, InterfaceReading, PollData, PollFailure};
use tokio::time::Instant;

use super::client::Session;
use super::columns::Columns;
use super::discover::{Known, discover, identities, is_up, octets};
use super::oids;
use super::walk::{Pacing, Stamp, walk};

/// Interfaces that come and go all the time (PPP) must not mean a full discovery at every poll.
const REDISCOVER_AFTER: Duration = Duration::from_secs(60);

/// What is remembered of a device between two polls.
#[derive(Clone, Debug)]
pub struct Profile {
    known: Known,
    found: Instant,
}

impl Profile {
    /// What discovery found.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }
}

mod column {
    pub const IDENTITY: usize = 0;
    pub const IN_OCTETS: usize = 1;
    pub const OUT_OCTETS: usize = 2;
    pub const OPER_STATUS: usize = 3;
    pub const DISCONTINUITY: usize = 4;
}

/// Counters of one width, as read.
struct Counters {
    kind: CounterKind,
    columns: Columns,
    stamps: Vec<Stamp>,
}

/// Polls a device. Looks for interfaces first when `search` is set or nothing is remembered, and again when the names
/// read beside the counters are not the remembered ones: an index that moved never mixes two interfaces' figures. After a
/// failure nothing is remembered.
pub async fn poll<S: Session>(
    session: &S,
    profile: &mut Option<Profile>,
    search: bool,
    max_interfaces: u32,
    pacing: &mut Pacing,
) -> Result<PollData, PollFailure> {
    let mut facts = None;
    let remembered = profile.take().filter(|_profile| !search);
    let (mut known, mut found) = match remembered {
        Some(profile) => (profile.known, profile.found),
        None => {
            let (fresh, known) = discover(session, max_interfaces, pacing).await?;
            facts = Some(fresh);
            (known, Instant::now())
        }
    };
    let mut counters = read(session, &known, max_interfaces, pacing).await?;
    let moved = counters.iter().any(|read| identities(read.columns.cells(column::IDENTITY)) != known.identities);
    if moved && facts.is_none() && found.elapsed() >= REDISCOVER_AFTER {
        let (fresh, again) = discover(session, max_interfaces, pacing).await?;
        facts = Some(fresh);
        (known, found) = (again, Instant::now());
        counters = read(session, &known, max_interfaces, pacing).await?;
    }
    let readings = counters.iter().flat_map(|read| readings(&known, read)).collect();
    *profile = Some(Profile { known, found });
    Ok(PollData { facts, readings })
}

async fn read<S: Session>(session: &S, known: &Known, max_interfaces: u32, pacing: &mut Pacing) -> Result<Vec<Counters>, PollFailure> {
    let rows = usize::try_from(max_interfaces).unwrap_or(usize::MAX);
    let mut read = Vec::new();
    for (kind, octets_in, octets_out) in
        [(CounterKind::Hc64, oids::IF_HC_IN_OCTETS, oids::IF_HC_OUT_OCTETS), (CounterKind::C32, oids::IF_IN_OCTETS, oids::IF_OUT_OCTETS)]
    {
        // An agent without any counters is still asked, so that it shows whether it lives.
        if known.has(kind) || (known.interfaces.is_empty() && kind == CounterKind::C32) {
            let mut bases = vec![known.identity, octets_in, octets_out, oids::IF_OPER_STATUS];
            if known.discontinuity {
                bases.push(oids::IF_DISCONTINUITY);
            }
            let mut columns = Columns::new(&bases, rows);
            let stamps = walk(session, &mut columns, true, Some(known.identities.len()), pacing).await?;
            read.push(Counters { kind, columns, stamps });
        }
    }
    Ok(read)
}

/// The readings of all known interfaces of this width that still bear the name they had.
fn readings(known: &Known, read: &Counters) -> Vec<InterfaceReading> {
    let now = identities(read.columns.cells(column::IDENTITY));
    let name_at = |names: &[(u32, Vec<u8>)], index: u32| {
        names.binary_search_by_key(&index, |(index, _)| *index).ok().and_then(|at| names.get(at)).map(|(_, name)| name.clone())
    };
    known
        .interfaces
        .iter()
        .filter(|interface| interface.kind == read.kind && name_at(&now, interface.index) == name_at(&known.identities, interface.index))
        .filter_map(|interface| {
            let cell = |nth| read.columns.cell(nth, interface.index);
            let received = cell(column::IN_OCTETS)?;
            let stamp = read.stamps.get(received.reply)?;
            Some(InterfaceReading {
                name: interface.name.clone(),
                index: interface.index,
                kind: read.kind,
                in_octets: octets(read.kind, &received.value)?,
                out_octets: octets(read.kind, &cell(column::OUT_OCTETS)?.value)?,
                up: cell(column::OPER_STATUS).map_or(interface.up, |status| is_up(&status.value)),
                discontinuity: cell(column::DISCONTINUITY).and_then(|time| time.value.as_u32()).unwrap_or(0),
                uptime_cs: stamp.uptime_cs,
                at_us: stamp.at_us,
            })
        })
        .collect()
}
