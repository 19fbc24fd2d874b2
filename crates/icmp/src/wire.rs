//! The format: echo requests out (RFC 792, RFC 4443 §4), replies and errors in. Whatever comes in is taken for hostile.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::Trouble;

/// Length of a request without any IP header: as long as other tools' pings, which no network treats specially.
pub const REQUEST: usize = 64;
/// Longest piece of a packet that is looked at: a reply with all the IP options there can be fits.
pub const LOOKED_AT: usize = 192;

const HEADER: usize = 8;
const FILLING: u8 = 0xa5;

/// Which protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// ICMP (RFC 792).
    V4,
    /// ICMPv6 (RFC 4443).
    V6,
}

impl Family {
    /// An address's.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        if address.is_ipv4() { Self::V4 } else { Self::V6 }
    }
}

/// What a packet says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// An answer to an echo request.
    Reply {
        /// Identifier.
        id: u16,
        /// Sequence number.
        sequence: u16,
        /// What only the ping's receiver can know.
        nonce: u64,
    },
    /// An error about an echo request.
    Error {
        /// Identifier of the request.
        id: u16,
        /// Sequence number of the request.
        sequence: u16,
        /// Where the request was going.
        to: IpAddr,
        /// The request's nonce, where so much of it is quoted.
        nonce: Option<u64>,
        /// What is said.
        trouble: Trouble,
    },
    /// Nothing about pings.
    Other,
}

/// Why a packet is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Shorter than it must be, or than it says it is.
    Short,
    /// Its checksum is wrong.
    Checksum,
    /// Not what the socket is for, or a piece of a packet.
    Shape,
    /// A reply that is not as long as the request.
    Length,
}

/// Writes a request. The checksum of ICMPv6 covers addresses that only the kernel knows: it is left to it.
#[must_use]
pub fn request(family: Family, id: u16, sequence: u16, nonce: u64) -> [u8; REQUEST] {
    let mut packet = [FILLING; REQUEST];
    let kind = match family {
        Family::V4 => 8,
        Family::V6 => 128,
    };
    put(&mut packet, 0, &[kind, 0, 0, 0]);
    put(&mut packet, 4, &id.to_be_bytes());
    put(&mut packet, 6, &sequence.to_be_bytes());
    put(&mut packet, HEADER, &nonce.to_be_bytes());
    if family == Family::V4 {
        let sum = checksum(&packet);
        put(&mut packet, 2, &sum.to_be_bytes());
    }
    packet
}

fn put(packet: &mut [u8; REQUEST], at: usize, octets: &[u8]) {
    for (place, octet) in packet.iter_mut().skip(at).zip(octets) {
        *place = *octet;
    }
}

/// Reads what a raw IPv4 socket hands over: the IP header comes along. `cut` says that the packet went on behind `octets`.
pub fn read_v4_packet(octets: &[u8], cut: bool) -> Result<Message, Fault> {
    let (head, body) = split_v4(octets, cut)?;
    // More fragments, or a fragment's offset: the kernel hands over whole packets only.
    if word(head, 6)? & 0x3fff != 0 || byte(head, 9)? != 1 {
        return Err(Fault::Shape);
    }
    read_v4(body, cut)
}

/// Reads an ICMP message without IP header, as a datagram socket hands it over.
pub fn read_v4(octets: &[u8], cut: bool) -> Result<Message, Fault> {
    // The sum over the whole is zero with the checksum in it; of what was cut off it cannot be known.
    if !cut && checksum(octets) != 0 {
        return Err(Fault::Checksum);
    }
    let trouble = match (byte(octets, 0)?, byte(octets, 1)?) {
        (0, _) => return reply(octets, cut),
        (3, 9 | 10 | 13) => Trouble::Prohibited,
        (3, 4) => Trouble::Refused,
        (3, _) => Trouble::Unreachable,
        (11, _) => Trouble::TimeExceeded,
        (12, _) => Trouble::Refused,
        _ => return Ok(Message::Other),
    };
    // What is quoted is the beginning of the request only.
    let (head, inner) = split_v4(octets.get(HEADER..).ok_or(Fault::Short)?, true)?;
    if byte(head, 9)? != 1 || word(head, 6)? & 0x1fff != 0 || byte(inner, 0)? != 8 {
        return Ok(Message::Other);
    }
    let to = head.get(16..20).and_then(|octets| <[u8; 4]>::try_from(octets).ok()).ok_or(Fault::Short)?;
    error(inner, Ipv4Addr::from(to).into(), trouble)
}

/// Reads an ICMPv6 message; the kernel has seen to its checksum.
pub fn read_v6(octets: &[u8], cut: bool) -> Result<Message, Fault> {
    let trouble = match (byte(octets, 0)?, byte(octets, 1)?) {
        (129, _) => return reply(octets, cut),
        (1, 1 | 5 | 6) => Trouble::Prohibited,
        (1, _) => Trouble::Unreachable,
        (3, _) => Trouble::TimeExceeded,
        (2 | 4, _) => Trouble::Refused,
        _ => return Ok(Message::Other),
    };
    let head = octets.get(HEADER..HEADER + 40).ok_or(Fault::Short)?;
    let inner = octets.get(HEADER + 40..).ok_or(Fault::Short)?;
    // Requests carry no extension headers.
    if byte(head, 0)? >> 4 != 6 || byte(head, 6)? != 58 || byte(inner, 0)? != 128 {
        return Ok(Message::Other);
    }
    let to = head.get(24..40).and_then(|octets| <[u8; 16]>::try_from(octets).ok()).ok_or(Fault::Short)?;
    error(inner, Ipv6Addr::from(to).into(), trouble)
}

/// An IPv4 header and what it carries, by the lengths that it states.
fn split_v4(octets: &[u8], cut: bool) -> Result<(&[u8], &[u8]), Fault> {
    let first = byte(octets, 0)?;
    let header = usize::from(first & 0x0f) * 4;
    let whole = usize::from(word(octets, 2)?);
    if first >> 4 != 4 || header < 20 {
        return Err(Fault::Shape);
    }
    if whole < header || (whole > octets.len() && !cut) {
        return Err(Fault::Short);
    }
    let head = octets.get(..header).ok_or(Fault::Short)?;
    let body = octets.get(header..whole.min(octets.len())).ok_or(Fault::Short)?;
    Ok((head, body))
}

fn reply(octets: &[u8], cut: bool) -> Result<Message, Fault> {
    if cut || octets.len() != REQUEST {
        return Err(Fault::Length);
    }
    Ok(Message::Reply { id: word(octets, 4)?, sequence: word(octets, 6)?, nonce: nonce(octets).ok_or(Fault::Short)? })
}

fn error(request: &[u8], to: IpAddr, trouble: Trouble) -> Result<Message, Fault> {
    Ok(Message::Error { id: word(request, 4)?, sequence: word(request, 6)?, to, nonce: nonce(request), trouble })
}

fn nonce(message: &[u8]) -> Option<u64> {
    message.get(HEADER..HEADER + 8).and_then(|octets| <[u8; 8]>::try_from(octets).ok()).map(u64::from_be_bytes)
}

fn byte(octets: &[u8], at: usize) -> Result<u8, Fault> {
    octets.get(at).copied().ok_or(Fault::Short)
}

fn word(octets: &[u8], at: usize) -> Result<u16, Fault> {
    Ok(u16::from_be_bytes([byte(octets, at)?, byte(octets, at + 1)?]))
}

/// The Internet checksum (RFC 1071).
#[must_use]
pub fn checksum(octets: &[u8]) -> u16 {
    let mut sum: u32 = 0;
    for pair in octets.chunks(2) {
        let word = match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            [high] => u16::from_be_bytes([*high, 0]),
            _ => 0,
        };
        sum += u32::from(word);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A packet as it comes from `body`.
    fn packet(body: &[u8]) -> Vec<u8> {
        let whole = u16::try_from(20 + body.len()).unwrap().to_be_bytes();
        let mut octets = vec![0x45, 0, whole[0], whole[1], 0, 0, 0, 0, 64, 1, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2];
        octets.extend_from_slice(body);
        octets
    }

    fn summed(mut body: Vec<u8>) -> Vec<u8> {
        (body[2], body[3]) = (0, 0);
        let sum = checksum(&body).to_be_bytes();
        (body[2], body[3]) = (sum[0], sum[1]);
        body
    }

    /// The answer to a request.
    fn answer(request: [u8; REQUEST]) -> Vec<u8> {
        let mut body = request.to_vec();
        body[0] = if body[0] == 8 { 0 } else { 129 };
        if body[0] == 0 { summed(body) } else { body }
    }

    /// What a router says of a request to 198.51.100.7, quoting so much of it.
    fn unreachable(code: u8, request: [u8; REQUEST], quoted: usize) -> Vec<u8> {
        let mut inner = packet(&request);
        inner[16..20].copy_from_slice(&[198, 51, 100, 7]);
        inner.truncate(20 + quoted);
        let mut body = vec![3, code, 0, 0, 0, 0, 0, 0];
        body.extend(inner);
        packet(&summed(body))
    }

    #[test]
    fn a_reply_is_read_and_what_is_wrong_with_it_is_found() {
        let good = packet(&answer(request(Family::V4, 7, 9, 0xdead)));
        assert_eq!(read_v4_packet(&good, false), Ok(Message::Reply { id: 7, sequence: 9, nonce: 0xdead }));
        let mut bad = good.clone();
        bad[40] ^= 1;
        assert_eq!(read_v4_packet(&bad, false), Err(Fault::Checksum));
        assert_eq!(read_v4_packet(&good[..good.len() - 1], false), Err(Fault::Short));
        let mut piece = good.clone();
        piece[6] = 0x20;
        assert_eq!(read_v4_packet(&piece, false), Err(Fault::Shape));
        let mut other = good.clone();
        other[9] = 17;
        assert_eq!(read_v4_packet(&other, false), Err(Fault::Shape));
        let mut long = answer(request(Family::V4, 7, 9, 0xdead));
        long.push(0);
        assert_eq!(read_v4_packet(&packet(&summed(long)), false), Err(Fault::Length));
        // Octets behind the length that IP states are no part of it.
        let mut padded = good;
        padded.extend([0; 6]);
        assert!(read_v4_packet(&padded, false).is_ok());
    }

    #[test]
    fn an_error_is_read_with_little_or_much_of_the_request() {
        let sent = request(Family::V4, 7, 9, 0xdead);
        let to = "198.51.100.7".parse().unwrap();
        for (code, quoted, nonce, trouble) in [(1, 8, None, Trouble::Unreachable), (13, 64, Some(0xdead), Trouble::Prohibited)] {
            assert_eq!(read_v4_packet(&unreachable(code, sent, quoted), false), Ok(Message::Error { id: 7, sequence: 9, to, nonce, trouble }));
        }
        assert_eq!(read_v4_packet(&unreachable(1, sent, 4), false), Err(Fault::Short));
        assert_eq!(read_v4_packet(&packet(&sent), false), Ok(Message::Other), "a request of somebody's");
    }

    #[test]
    fn version_six_replies_and_errors() {
        let sent = request(Family::V6, 7, 9, 0xbeef);
        assert_eq!(read_v6(&answer(sent), false), Ok(Message::Reply { id: 7, sequence: 9, nonce: 0xbeef }));
        let to: Ipv6Addr = "2001:db8::7".parse().unwrap();
        let mut error = vec![1, 3, 0, 0, 0, 0, 0, 0, 0x60, 0, 0, 0, 0, 64, 58, 64];
        error.extend([0; 16]);
        error.extend(to.octets());
        error.extend(sent);
        let expected = Message::Error { id: 7, sequence: 9, to: to.into(), nonce: Some(0xbeef), trouble: Trouble::Unreachable };
        assert_eq!(read_v6(&error, false), Ok(expected));
        assert_eq!(read_v6(&error[..50], false), Err(Fault::Short));
        assert_eq!(read_v6(&[135, 0, 0, 0], false), Ok(Message::Other));
    }

    #[test]
    fn the_checksum_is_that_of_rfc_1071() {
        assert_eq!(checksum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), !0xddf2);
        assert_eq!(checksum(&[]), 0xffff);
        assert_eq!(checksum(&[1]), !0x0100);
    }

    proptest! {
        #[test]
        fn any_octets_are_read_or_refused(octets in proptest::collection::vec(any::<u8>(), 0..200), cut in any::<bool>()) {
            for read in [read_v4_packet(&octets, cut), read_v4(&octets, cut), read_v6(&octets, cut)] {
                let is_reply = matches!(read, Ok(Message::Reply { .. }));
                prop_assert!(octets.len() >= REQUEST || !is_reply);
            }
        }

        #[test]
        fn a_broken_reply_never_passes(id in any::<u16>(), sequence in any::<u16>(), nonce in any::<u64>(), at in 20_usize..84, bit in 0_u8..8) {
            let mut octets = packet(&answer(request(Family::V4, id, sequence, nonce)));
            prop_assert_eq!(read_v4_packet(&octets, false), Ok(Message::Reply { id, sequence, nonce }));
            octets[at] ^= 1 << bit;
            prop_assert_eq!(read_v4_packet(&octets, false), Err(Fault::Checksum));
        }
    }
}
