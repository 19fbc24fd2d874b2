//! Reading the columns of a table to their end, within bounds.

use network::model::{PollFailure, SnmpVersion};
use network::rules::pace;

use super::client::{Oid, Refusal, Reply, Session, VarBind};
use super::columns::{Columns, Fault};
use super::oids::SYS_UPTIME;

/// How hard a device may be asked, adapted as it answers.
#[derive(Clone, Copy, Debug)]
pub struct Pacing {
    /// GETBULK max-repetitions; carried from one poll to the next.
    pub repetitions: u32,
    /// Requests in a row that may go unanswered.
    pub attempts: u32,
    /// Requests left in this poll.
    pub requests: u32,
    /// The agent cuts its answers to what fits into a datagram: asking for more is of no use in this poll.
    pub cut: bool,
}

/// When and at which sysUpTime a reply was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// sysUpTime.0, hundredths of a second.
    pub uptime_cs: u32,
    /// Arrival, Unix microseconds.
    pub at_us: i64,
}

/// Reads `columns` to their ends. With `stamped`, each request also asks for sysUpTime.0, and the result has one stamp for
/// each reply, in the order in which the cells number them. `expected` rows are not overshot by much.
pub async fn walk<S: Session>(
    session: &S,
    columns: &mut Columns,
    stamped: bool,
    expected: Option<usize>,
    pacing: &mut Pacing,
) -> Result<Vec<Stamp>, PollFailure> {
    let mut stamps = Vec::new();
    let mut replies = 0;
    let mut unanswered = 0;
    while !columns.done() {
        pacing.requests = pacing.requests.checked_sub(1).ok_or(PollFailure::TooMuch)?;
        let mut oids: Vec<Oid> = if stamped { vec![Oid::from_slice(SYS_UPTIME)] } else { Vec::new() };
        oids.extend(columns.pending());
        let scalars = usize::from(stamped);
        let wanted = repetitions(pacing.repetitions, columns.rows(), expected);
        let answer = match session.version() {
            SnmpVersion::V1 => session.get_next(&oids).await,
            SnmpVersion::V2c | SnmpVersion::V3 => session.get_bulk(&oids, u32::from(stamped), wanted).await,
        };
        match answer {
            Ok(Reply { mut varbinds, at_us, took }) => {
                unanswered = 0;
                let repeated = varbinds.split_off(scalars.min(varbinds.len()));
                if stamped {
                    stamps.push(Stamp { uptime_cs: uptime(varbinds.first())?, at_us });
                }
                let rows = columns.absorb(repeated, replies).map_err(fault)?;
                replies += 1;
                adapt(pacing, session.version(), rows, wanted, columns.done(), took);
            }
            Err(Refusal::TooBig) if pacing.repetitions > *pace::REPETITIONS.start() => pacing.repetitions = pace::shrink(pacing.repetitions),
            Err(Refusal::TooBig) => return Err(PollFailure::AgentError),
            Err(Refusal::Timeout) => {
                unanswered += 1;
                pacing.repetitions = pace::shrink(pacing.repetitions);
                if unanswered >= pacing.attempts {
                    return Err(if session.heard_nonsense() { PollFailure::Malformed } else { PollFailure::Timeout });
                }
            }
            Err(Refusal::NoSuchName(position)) => match position.map(|position| position.checked_sub(scalars)) {
                Some(Some(column)) if column < columns.pending().len() => columns.end_pending(column),
                _ => return Err(PollFailure::AgentError),
            },
            Err(Refusal::Failed(failure)) => return Err(failure),
        }
    }
    Ok(stamps)
}

/// Asks for one row more than is left to come, so that the same answer shows the end.
fn repetitions(repetitions: u32, rows: usize, expected: Option<usize>) -> u32 {
    let left = expected.and_then(|expected| expected.checked_sub(rows)).filter(|left| *left > 0);
    left.and_then(|left| u32::try_from(left).ok()).map_or(repetitions, |left| repetitions.min(left.saturating_add(1))).max(1)
}

fn adapt(pacing: &mut Pacing, version: SnmpVersion, rows: usize, wanted: u32, done: bool, took: std::time::Duration) {
    if version == SnmpVersion::V1 {
        return;
    }
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    if rows < wanted && !done {
        pacing.cut = true;
        pacing.repetitions = rows.max(1);
    } else if !pacing.cut && wanted == pacing.repetitions {
        pacing.repetitions = pace::grow(pacing.repetitions, took);
    }
}

fn uptime(varbind: Option<&VarBind>) -> Result<u32, PollFailure> {
    let varbind = varbind.ok_or(PollFailure::Malformed)?;
    let scalar = varbind.oid.arcs().strip_prefix(SYS_UPTIME) == Some(&[0]);
    varbind.value.as_u32().filter(|_ticks| scalar).ok_or(PollFailure::Malformed)
}

fn fault(fault: Fault) -> PollFailure {
    match fault {
        Fault::Malformed => PollFailure::Malformed,
        Fault::TooMuch => PollFailure::TooMuch,
    }
}
