//! What a simulated device answers: the system group and the interface tables (RFC 3418, RFC 2863).

use async_snmp::{BoxFuture, GetNextResult, GetResult, HandlerResult, MibHandler, Oid, RequestContext, Value, VarBind};
use kernel::Clock;
use network::model::SnmpVersion;

use super::agent::{SimulatedDevice, SimulatedInterface};
use crate::collectors::snmp::oids;

/// Everything the device answers for lies below this.
pub const MIB_2: &[u32] = &[1, 3, 6, 1, 2, 1];
const SYS_OBJECT_ID: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 2, 0];
const SYS_UPTIME_0: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 3, 0];
const SYS_CONTACT: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 4, 0];
const SYS_LOCATION: &[u32] = &[1, 3, 6, 1, 2, 1, 1, 6, 0];
const IF_NUMBER: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 1, 0];
const IF_INDEX: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 1];
const IF_MTU: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 4];
const IF_ADMIN_STATUS: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 7];

/// In the order of their names, which is the order in which GETNEXT visits them.
const SCALARS: [&[u32]; 7] = [oids::SYS_DESCR, SYS_OBJECT_ID, SYS_UPTIME_0, SYS_CONTACT, oids::SYS_NAME, SYS_LOCATION, IF_NUMBER];
const PLAIN: [&[u32]; 10] = [
    IF_INDEX,
    oids::IF_DESCR,
    oids::IF_TYPE,
    IF_MTU,
    oids::IF_SPEED,
    oids::IF_PHYS_ADDRESS,
    IF_ADMIN_STATUS,
    oids::IF_OPER_STATUS,
    oids::IF_IN_OCTETS,
    oids::IF_OUT_OCTETS,
];
const EXTENDED: [&[u32]; 6] = [oids::IF_NAME, oids::IF_HC_IN_OCTETS, oids::IF_HC_OUT_OCTETS, oids::IF_HIGH_SPEED, oids::IF_ALIAS, oids::IF_DISCONTINUITY];

/// Answers for a simulated device.
pub struct Mib {
    device: SimulatedDevice,
    clock: Clock,
    columns: Vec<&'static [u32]>,
}

impl Mib {
    /// Plays `device`, with counters as its curves have them at the time of `clock`. An SNMPv1 device is an old one: it has
    /// ifTable and 32-bit counters only.
    #[must_use]
    pub fn new(device: SimulatedDevice, clock: Clock) -> Self {
        let mut columns = PLAIN.to_vec();
        if device.version != SnmpVersion::V1 {
            columns.extend(EXTENDED);
        }
        Self { device, clock, columns }
    }

    fn scalar(&self, oid: &[u32]) -> Option<Value> {
        let text = |text: &str| Some(Value::OctetString(text.to_owned().into()));
        if oid == oids::SYS_DESCR {
            text(&self.device.descr)
        } else if oid == SYS_OBJECT_ID {
            // zeroDotZero (RFC 2578 §7.1.3 of SNMPv2-SMI): the device claims no product.
            Some(Value::ObjectIdentifier(Oid::from_slice(&[0, 0])))
        } else if oid == SYS_UPTIME_0 {
            // As old as its counters, so that neither begins anew when the simulation does.
            let centiseconds = self.clock.now().timestamp_micros().div_euclid(10_000);
            Some(Value::TimeTicks(u32::try_from(centiseconds.rem_euclid(1 << 32)).unwrap_or(0)))
        } else if oid == oids::SYS_NAME {
            text(&self.device.name)
        } else if oid == SYS_CONTACT || oid == SYS_LOCATION {
            text("simulated")
        } else if oid == IF_NUMBER {
            Some(Value::Integer(i32::try_from(self.device.interfaces.len()).unwrap_or(i32::MAX)))
        } else {
            None
        }
    }

    fn cell(&self, column: &[u32], index: u32) -> Option<Value> {
        let interface = self.interface(index)?;
        let narrow = |octets: u64| Value::Counter32(u32::try_from(octets % (1 << 32)).unwrap_or(0));
        let (received, sent) = interface.curve.octets_at(self.clock.now());
        let text = |text: &str| Value::OctetString(text.to_owned().into());
        let value = if column == IF_INDEX {
            Value::Integer(i32::try_from(index).unwrap_or(i32::MAX))
        } else if column == oids::IF_DESCR || column == oids::IF_NAME {
            text(&interface.name)
        } else if column == oids::IF_TYPE {
            Value::Integer(6)
        } else if column == IF_MTU {
            Value::Integer(1500)
        } else if column == oids::IF_SPEED {
            Value::Gauge32(interface.speed_mbps.saturating_mul(1_000_000))
        } else if column == oids::IF_PHYS_ADDRESS {
            Value::OctetString(self.physical_address(index).into())
        } else if column == IF_ADMIN_STATUS || column == oids::IF_OPER_STATUS {
            Value::Integer(1)
        } else if column == oids::IF_IN_OCTETS {
            narrow(received)
        } else if column == oids::IF_OUT_OCTETS {
            narrow(sent)
        } else if column == oids::IF_HC_IN_OCTETS {
            Value::Counter64(received)
        } else if column == oids::IF_HC_OUT_OCTETS {
            Value::Counter64(sent)
        } else if column == oids::IF_HIGH_SPEED {
            Value::Gauge32(interface.speed_mbps)
        } else if column == oids::IF_ALIAS {
            text(&interface.alias)
        } else if column == oids::IF_DISCONTINUITY {
            Value::TimeTicks(0)
        } else {
            return None;
        };
        Some(value)
    }

    fn interface(&self, index: u32) -> Option<&SimulatedInterface> {
        usize::try_from(index).ok()?.checked_sub(1).and_then(|position| self.device.interfaces.get(position))
    }

    /// A locally administered address (IEEE 802, second bit of the first octet) made of the device's name and the index.
    fn physical_address(&self, index: u32) -> Vec<u8> {
        let name = self.device.name.bytes().fold(0_u16, |sum, byte| sum.wrapping_mul(31).wrapping_add(u16::from(byte)));
        let [a, b] = name.to_be_bytes();
        let [_, _, c, d] = index.to_be_bytes();
        vec![0x02, 0x00, a, b, c, d]
    }

    fn value(&self, oid: &[u32]) -> Option<Value> {
        if let Some(value) = self.scalar(oid) {
            return Some(value);
        }
        let (index, column) = oid.split_last()?;
        self.columns.contains(&column).then(|| self.cell(column, *index)).flatten()
    }

    fn successor(&self, oid: &[u32]) -> Option<(Oid, Value)> {
        if let Some(next) = SCALARS.iter().find(|scalar| **scalar > oid) {
            return self.scalar(next).map(|value| (Oid::from_slice(next), value));
        }
        let rows = u32::try_from(self.device.interfaces.len()).unwrap_or(u32::MAX);
        self.columns.iter().find_map(|column| {
            let index = match oid.strip_prefix(*column) {
                // Beyond the column already, or still before it.
                None if oid > *column => return None,
                None | Some([]) => 1,
                Some([index, ..]) => index.checked_add(1)?,
            };
            let value = if index <= rows { self.cell(column, index) } else { None };
            value.map(|value| (Oid::from_slice(column).child(index), value))
        })
    }
}

impl MibHandler for Mib {
    fn get<'a>(&'a self, _ctx: &'a RequestContext, oid: &'a Oid) -> BoxFuture<'a, HandlerResult<GetResult>> {
        Box::pin(async move { Ok(self.value(oid.arcs()).map_or(GetResult::NoSuchInstance, GetResult::Value)) })
    }

    fn get_next<'a>(&'a self, _ctx: &'a RequestContext, oid: &'a Oid) -> BoxFuture<'a, HandlerResult<GetNextResult>> {
        Box::pin(async move {
            let next = self.successor(oid.arcs());
            Ok(next.map_or(GetNextResult::EndOfMibView, |(oid, value)| GetNextResult::Value(VarBind::new(oid, value))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::curve::Curve;
    use network::model::Credential;

    fn mib(version: SnmpVersion) -> Mib {
        let interface = |name: &str| SimulatedInterface {
            name: name.to_owned(),
            alias: "somewhere".to_owned(),
            speed_mbps: 100,
            curve: Curve::new(name, 100_000_000, 50, 10),
        };
        let device = SimulatedDevice {
            name: "Tower".to_owned(),
            descr: "Simulated".to_owned(),
            version,
            credential: Credential::Community { community: "demo".to_owned() },
            interfaces: vec![interface("ether1"), interface("ether2"), interface("ether3")],
        };
        Mib::new(device, Clock::fixed(chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap()))
    }

    fn walk(mib: &Mib) -> Vec<Oid> {
        let mut seen = vec![];
        let mut at = Oid::from_slice(&[1, 3]);
        while let Some((next, value)) = mib.successor(at.arcs()) {
            assert!(next > at, "{next} after {at}");
            assert_eq!(mib.value(next.arcs()), Some(value), "{next}");
            seen.push(next.clone());
            at = next;
        }
        seen
    }

    #[test]
    fn a_walk_visits_everything_in_order() {
        assert_eq!(walk(&mib(SnmpVersion::V2c)).len(), 7 + 16 * 3);
        assert_eq!(walk(&mib(SnmpVersion::V1)).len(), 7 + 10 * 3);
    }

    #[test]
    fn what_is_not_there_is_not_answered() {
        let mib = mib(SnmpVersion::V1);
        assert_eq!(mib.value(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 2, 4]), None);
        assert_eq!(mib.value(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 2, 0]), None);
        assert_eq!(mib.value(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6, 1]), None);
        assert_eq!(mib.value(&[]), None);
    }
}
