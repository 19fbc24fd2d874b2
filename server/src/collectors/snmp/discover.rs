//! What a device is and which interfaces it has.

use network::model::{CounterKind, DeviceFacts, InterfaceFacts, PollFailure, SnmpVersion};
use network::rules::identity::{RawName, unique_names};
use network::rules::speed;

use super::client::{Oid, Refusal, Session, Value};
use super::columns::{Cell, Columns};
use super::oids;
use super::walk::{Pacing, walk};

/// Longest text kept of what a device says about itself, in characters.
const TEXT: usize = 255;

/// What the next polls of a device build on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The column that tells interfaces apart: ifName, or ifDescr where ifName is missing.
    pub identity: &'static [u32],
    /// That column as it stood: a difference means that indexes have moved.
    pub identities: Vec<(u32, Vec<u8>)>,
    /// Interfaces with counters, by ascending index.
    pub interfaces: Vec<KnownInterface>,
    /// The agent has ifCounterDiscontinuityTime.
    pub discontinuity: bool,
}

/// An interface whose counters are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownInterface {
    /// ifIndex.
    pub index: u32,
    /// Unique name.
    pub name: String,
    /// Which counters make up its series.
    pub kind: CounterKind,
    /// Line speed, where known.
    pub speed_bps: Option<i64>,
    /// ifOperStatus was up(1).
    pub up: bool,
}

impl Known {
    /// Whether any interface has counters of this kind.
    #[must_use]
    pub fn has(&self, kind: CounterKind) -> bool {
        self.interfaces.iter().any(|interface| interface.kind == kind)
    }

    /// Speed of the fastest interface in use that has only 32-bit counters; 100 Mbit/s is assumed where it is not known.
    #[must_use]
    pub fn fastest_narrow_bps(&self) -> Option<i64> {
        let narrow = self.interfaces.iter().filter(|interface| interface.kind == CounterKind::C32 && interface.up);
        narrow.map(|interface| interface.speed_bps.unwrap_or(100_000_000)).max()
    }
}

mod table {
    pub const DESCR: usize = 0;
    pub const TYPE: usize = 1;
    pub const SPEED: usize = 2;
    pub const PHYS_ADDRESS: usize = 3;
    pub const OPER_STATUS: usize = 4;
    pub const IN_OCTETS: usize = 5;
}

mod x_table {
    pub const NAME: usize = 0;
    pub const HIGH_SPEED: usize = 1;
    pub const ALIAS: usize = 2;
    pub const DISCONTINUITY: usize = 3;
    pub const HC_IN_OCTETS: usize = 4;
    pub const HC_OUT_OCTETS: usize = 5;
}

/// Reads the system group, ifTable and ifXTable; works without ifXTable and without 64-bit counters (SNMPv1 and old agents).
pub async fn discover<S: Session>(session: &S, max_interfaces: u32, pacing: &mut Pacing) -> Result<(DeviceFacts, Known), PollFailure> {
    let sys_name = scalar(session, oids::SYS_NAME, pacing).await?;
    let sys_descr = scalar(session, oids::SYS_DESCR, pacing).await?;
    let rows = usize::try_from(max_interfaces).unwrap_or(usize::MAX);

    let bases = [oids::IF_DESCR, oids::IF_TYPE, oids::IF_SPEED, oids::IF_PHYS_ADDRESS, oids::IF_OPER_STATUS, oids::IF_IN_OCTETS];
    let mut plain = Columns::new(&bases, rows);
    walk(session, &mut plain, false, None, pacing).await?;

    let mut bases = vec![oids::IF_NAME, oids::IF_HIGH_SPEED, oids::IF_ALIAS, oids::IF_DISCONTINUITY];
    if session.version() != SnmpVersion::V1 {
        bases.extend([oids::IF_HC_IN_OCTETS, oids::IF_HC_OUT_OCTETS]);
    }
    let mut extended = Columns::new(&bases, rows);
    walk(session, &mut extended, false, Some(plain.rows()), pacing).await?;

    let (interfaces, known) = interpret(&plain, &extended);
    Ok((DeviceFacts { sys_name, sys_descr, interfaces }, known))
}

/// One text of the system group; `None` where the agent does not have it.
async fn scalar<S: Session>(session: &S, oid: &[u32], pacing: &mut Pacing) -> Result<Option<String>, PollFailure> {
    let mut unanswered = 0;
    loop {
        pacing.requests = pacing.requests.checked_sub(1).ok_or(PollFailure::TooMuch)?;
        match session.get(&[Oid::from_slice(oid)]).await {
            Ok(reply) => {
                let found = reply.varbinds.first().filter(|varbind| varbind.oid.arcs() == oid);
                return Ok(found.map(|varbind| text(&varbind.value)).filter(|text| !text.is_empty()));
            }
            Err(Refusal::NoSuchName(_) | Refusal::TooBig) => return Ok(None),
            Err(Refusal::Failed(failure)) => return Err(failure),
            Err(Refusal::Timeout) => {
                unanswered += 1;
                if unanswered >= pacing.attempts {
                    return Err(if session.heard_nonsense() { PollFailure::Malformed } else { PollFailure::Timeout });
                }
            }
        }
    }
}

/// Makes interfaces of what the two tables hold.
fn interpret(plain: &Columns, extended: &Columns) -> (Vec<InterfaceFacts>, Known) {
    let mut indexes: Vec<u32> = plain.cells(table::DESCR).iter().chain(extended.cells(x_table::NAME)).map(|cell| cell.index).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let counted: Vec<(u32, CounterKind)> = indexes.iter().filter_map(|index| kind(plain, extended, *index).map(|kind| (*index, kind))).collect();
    let words = |columns: &Columns, nth, index| columns.cell(nth, index).map(|cell| text(&cell.value)).unwrap_or_default();
    let raw: Vec<RawName> = counted
        .iter()
        .map(|(index, _)| RawName { index: *index, name: words(extended, x_table::NAME, *index), descr: words(plain, table::DESCR, *index) })
        .collect();
    let number = |columns: &Columns, nth, index| columns.cell(nth, index).and_then(|cell| cell.value.as_u32());
    let facts: Vec<InterfaceFacts> = counted
        .iter()
        .zip(unique_names(&raw))
        .map(|(&(index, kind), name)| InterfaceFacts {
            name,
            index,
            alias: words(extended, x_table::ALIAS, index),
            if_type: plain.cell(table::TYPE, index).and_then(|cell| cell.value.as_i32()).unwrap_or(0),
            mac: plain.cell(table::PHYS_ADDRESS, index).and_then(|cell| mac(&cell.value)),
            speed_bps: speed::believable(number(plain, table::SPEED, index), number(extended, x_table::HIGH_SPEED, index)),
            kind,
            up: plain.cell(table::OPER_STATUS, index).is_some_and(|cell| is_up(&cell.value)),
        })
        .collect();

    // The identity column must name every interface; ifName is the steadier one where both do.
    let named = |columns: &Columns, nth| counted.iter().filter(|(index, _)| !words(columns, nth, *index).is_empty()).count();
    let by_name = named(extended, x_table::NAME) >= named(plain, table::DESCR);
    let (identity, cells) = if by_name { (oids::IF_NAME, extended.cells(x_table::NAME)) } else { (oids::IF_DESCR, plain.cells(table::DESCR)) };
    let known = Known {
        identity,
        identities: identities(cells),
        interfaces: facts
            .iter()
            .map(|fact| KnownInterface { index: fact.index, name: fact.name.clone(), kind: fact.kind, speed_bps: fact.speed_bps, up: fact.up })
            .collect(),
        discontinuity: !extended.cells(x_table::DISCONTINUITY).is_empty(),
    };
    (facts, known)
}

/// An identity column, fit to be compared with the next poll's.
#[must_use]
pub fn identities(cells: &[Cell]) -> Vec<(u32, Vec<u8>)> {
    cells.iter().map(|cell| (cell.index, cell.value.as_bytes().unwrap_or_default().to_vec())).collect()
}

/// 64-bit counters where both are there, else 32-bit ones; `None` for what does not count octets. A series keeps the kind
/// it has from here (rule: never switch width inside a series).
fn kind(plain: &Columns, extended: &Columns, index: u32) -> Option<CounterKind> {
    let wide = |nth| extended.cell(nth, index).is_some_and(|cell| octets(CounterKind::Hc64, &cell.value).is_some());
    if wide(x_table::HC_IN_OCTETS) && wide(x_table::HC_OUT_OCTETS) {
        return Some(CounterKind::Hc64);
    }
    plain.cell(table::IN_OCTETS, index).and_then(|cell| octets(CounterKind::C32, &cell.value)).map(|_octets| CounterKind::C32)
}

/// A counter's value, if it is of the type that its kind has.
#[must_use]
pub fn octets(kind: CounterKind, value: &Value) -> Option<u64> {
    match (kind, value) {
        (CounterKind::Hc64, Value::Counter64(octets)) => Some(*octets),
        (CounterKind::C32, Value::Counter32(octets)) => Some(u64::from(*octets)),
        _ => None,
    }
}

/// ifOperStatus up(1).
#[must_use]
pub fn is_up(value: &Value) -> bool {
    value.as_i32() == Some(1)
}

/// Text without control characters, trimmed and of bearable length.
fn text(value: &Value) -> String {
    let text = String::from_utf8_lossy(value.as_bytes().unwrap_or_default());
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT).collect();
    clean.trim().to_owned()
}

/// A physical address as colon-separated octets; `None` for an empty or all-zero one.
fn mac(value: &Value) -> Option<String> {
    let octets = value.as_bytes().filter(|octets| (6..=20).contains(&octets.len()) && octets.iter().any(|octet| *octet != 0))?;
    Some(octets.iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>().join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_addresses_are_made_fit_to_store() {
        assert_eq!(text(&Value::OctetString(" Cisco\r\nIOS\0 ".into())), "Cisco  IOS");
        assert_eq!(text(&Value::OctetString(vec![0xff, b'a'].into())), "\u{fffd}a");
        assert_eq!(text(&Value::OctetString("x".repeat(999).into())).len(), TEXT);
        assert_eq!(text(&Value::Integer(4)), "");
        assert_eq!(mac(&Value::OctetString(vec![0, 1, 0xa, 0xb, 0xc, 0xff].into())).as_deref(), Some("00:01:0a:0b:0c:ff"));
        assert_eq!(mac(&Value::OctetString(vec![0; 6].into())), None);
        assert_eq!(mac(&Value::OctetString("".into())), None);
    }

    #[test]
    fn a_counter_of_another_type_is_none() {
        assert_eq!(octets(CounterKind::Hc64, &Value::Counter64(7)), Some(7));
        assert_eq!(octets(CounterKind::Hc64, &Value::Counter32(7)), None);
        assert_eq!(octets(CounterKind::C32, &Value::Counter32(7)), Some(7));
        assert_eq!(octets(CounterKind::C32, &Value::Integer(7)), None);
    }
}
