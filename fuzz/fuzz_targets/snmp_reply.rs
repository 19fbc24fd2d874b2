//! One datagram from a device that wants us harm: decoded, examined, and taken into a table that is being read.
#![no_main]

// The product's own files, without the rest of the server: what they need of it is `client` below.
#[path = "../../server/src/collectors/snmp/columns.rs"]
#[allow(dead_code)]
mod columns;
#[path = "../../server/src/collectors/snmp/replies.rs"]
#[allow(dead_code)]
mod replies;

mod client {
    pub use async_snmp::{Oid, Value, VarBind};
}

use async_snmp::DecodeConfig;
use async_snmp::message::Message;
use bytes::Bytes;
use columns::Columns;
use libfuzzer_sys::fuzz_target;

/// ifName and ifAlias, as discovery reads them.
const BASES: [&[u32]; 2] = [&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1], &[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 18]];
const MAX_ROWS: usize = 64;

fuzz_target!(|data: &[u8]| {
    // The first octet says in how many datagrams the rest comes, each a reply to the next request of one walk.
    let Some((&parts, rest)) = data.split_first() else { return };
    let parts = usize::from(parts % 4) + 1;
    let mut columns = Columns::new(&BASES, MAX_ROWS);
    for (number, datagram) in rest.chunks(rest.len().div_ceil(parts).max(1)).enumerate() {
        let datagram = Bytes::copy_from_slice(datagram);
        let _reason = replies::examine(&datagram, &[6, 7], Some(b"public"), DecodeConfig::DEFAULT);
        let _reason = replies::examine(&datagram, &[6, 7], None, DecodeConfig::DEFAULT);
        let Ok(decoded) = Message::decode(datagram, DecodeConfig::DEFAULT) else { continue };
        let Some(pdu) = decoded.value.into_pdu() else { continue };
        let before = columns.rows();
        let taken = columns.absorb(pdu.varbinds().to_vec(), number);
        for nth in 0..BASES.len() {
            let cells = columns.cells(nth);
            assert!(cells.is_sorted_by(|one, next| one.index < next.index), "rows do not ascend");
            assert!(cells.len() <= MAX_ROWS + 1, "a table without bound");
            assert!(cells.iter().all(|cell| columns.cell(nth, cell.index) == Some(cell)), "a row that cannot be found");
        }
        if taken.is_err() || columns.done() {
            return;
        }
        assert!(columns.rows() > before || columns.pending().len() <= BASES.len(), "a walk that does not advance");
    }
});
