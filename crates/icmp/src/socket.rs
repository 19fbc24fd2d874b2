//! Sockets: raw where the process may, else the kernel's own for pings.

use std::fmt;
use std::os::fd::AsFd as _;

use nix::sys::socket::{setsockopt, sockopt};
use socket2::{Domain, Protocol, SockFilter, Socket, Type};

use crate::wire::Family;

/// What the kernel lets this process do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A raw socket (root, or `CAP_NET_RAW`).
    Raw,
    /// A datagram socket for pings (`net.ipv4.ping_group_range`): errors from routers are not told.
    Datagram,
}

/// Neither is possible.
#[derive(Debug, thiserror::Error)]
#[error(
    "no {family:?} pings: a raw socket is refused ({raw}), and so is a datagram socket ({datagram}). Give the process CAP_NET_RAW, or put its group into net.ipv4.ping_group_range"
)]
pub struct StartError {
    /// Of which family.
    pub family: Family,
    raw: std::io::Error,
    datagram: std::io::Error,
}

/// A socket of one family.
pub(crate) struct Pinger {
    pub family: Family,
    pub access: Access,
    pub socket: Socket,
}

impl fmt::Debug for Pinger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pinger").field("family", &self.family).field("access", &self.access).finish_non_exhaustive()
    }
}

impl Pinger {
    /// Opens a socket that takes in nothing but replies to `id`, with time stamps by the kernel.
    pub fn open(family: Family, id: u16, receive_buffer: usize) -> Result<Self, StartError> {
        match Self::open_as(family, Access::Raw, id, receive_buffer) {
            Ok(pinger) => Ok(pinger),
            Err(raw) => Self::open_as(family, Access::Datagram, id, receive_buffer).map_err(|datagram| StartError { family, raw, datagram }),
        }
    }

    fn open_as(family: Family, access: Access, id: u16, receive_buffer: usize) -> std::io::Result<Self> {
        let kind = match access {
            Access::Raw => Type::RAW,
            Access::Datagram => Type::DGRAM,
        };
        let (domain, protocol) = match family {
            Family::V4 => (Domain::IPV4, Protocol::ICMPV4),
            Family::V6 => (Domain::IPV6, Protocol::ICMPV6),
        };
        let socket = Socket::new(domain, kind, Some(protocol))?;
        // Before anything else, so that other people's packets never take our buffer's room.
        match (access, family) {
            (Access::Raw, Family::V4) => socket.attach_filter(&filter_v4(id))?,
            (Access::Raw, Family::V6) => socket.attach_filter(&filter_v6(id))?,
            // The kernel tells such sockets apart by itself.
            (Access::Datagram, _) => {}
        }
        // Only root may go beyond the system's limit; everybody else gets as much as it allows.
        if setsockopt(&socket.as_fd(), sockopt::RcvBufForce, &receive_buffer).is_err() {
            socket.set_recv_buffer_size(receive_buffer)?;
        }
        setsockopt(&socket.as_fd(), sockopt::ReceiveTimestampns, &true)?;
        setsockopt(&socket.as_fd(), sockopt::RxqOvfl, &1)?;
        Ok(Self { family, access, socket })
    }
}

// Classic BPF (linux/filter.h): opcodes.
const LOAD_BYTE: u16 = 0x30;
const LOAD_HALF: u16 = 0x28;
const LOAD_BYTE_X: u16 = 0x50;
const LOAD_HALF_X: u16 = 0x48;
/// X = 4 × the low half of an octet: the length of an IPv4 header.
const X_HEADER_LENGTH: u16 = 0xb1;
const IF_EQUAL: u16 = 0x15;
const RETURN: u16 = 0x06;

const PASS: SockFilter = SockFilter::new(RETURN, 0, 0, u32::MAX);
const DROP: SockFilter = SockFilter::new(RETURN, 0, 0, 0);

/// Replies with our identifier, and errors about requests with it. The packet begins with the IP header.
fn filter_v4(id: u16) -> [SockFilter; 12] {
    let id = u32::from(id);
    [
        SockFilter::new(X_HEADER_LENGTH, 0, 0, 0),
        SockFilter::new(LOAD_BYTE_X, 0, 0, 0),
        SockFilter::new(IF_EQUAL, 5, 0, 0),
        SockFilter::new(IF_EQUAL, 2, 0, 3),
        SockFilter::new(IF_EQUAL, 1, 0, 11),
        SockFilter::new(IF_EQUAL, 0, 5, 12),
        // Behind the error's header and the request's IP header, which has no options.
        SockFilter::new(LOAD_HALF_X, 0, 0, 8 + 20 + 4),
        SockFilter::new(IF_EQUAL, 2, 3, id),
        SockFilter::new(LOAD_HALF_X, 0, 0, 4),
        SockFilter::new(IF_EQUAL, 0, 1, id),
        PASS,
        DROP,
    ]
}

/// The same of ICMPv6, whose packets begin behind the IP header.
fn filter_v6(id: u16) -> [SockFilter; 12] {
    let id = u32::from(id);
    [
        SockFilter::new(LOAD_BYTE, 0, 0, 0),
        SockFilter::new(IF_EQUAL, 6, 0, 129),
        SockFilter::new(IF_EQUAL, 3, 0, 1),
        SockFilter::new(IF_EQUAL, 2, 0, 2),
        SockFilter::new(IF_EQUAL, 1, 0, 3),
        SockFilter::new(IF_EQUAL, 0, 5, 4),
        SockFilter::new(LOAD_HALF, 0, 0, 8 + 40 + 4),
        SockFilter::new(IF_EQUAL, 2, 3, id),
        SockFilter::new(LOAD_HALF, 0, 0, 4),
        SockFilter::new(IF_EQUAL, 0, 1, id),
        PASS,
        DROP,
    ]
}
