//! Feeds hostile packets to what reads the answers to pings: the first octet says which socket they come from.
#![no_main]

use icmp::wire::{self, Message, REQUEST};

libfuzzer_sys::fuzz_target!(|octets: &[u8]| {
    let Some((kind, packet)) = octets.split_first() else { return };
    let cut = kind & 4 != 0;
    let read = match kind & 3 {
        0 => wire::read_v4_packet(packet, cut),
        1 => wire::read_v4(packet, cut),
        _ => wire::read_v6(packet, cut),
    };
    assert!(packet.len() >= REQUEST || !matches!(read, Ok(Message::Reply { .. })), "a reply out of too little");
});
