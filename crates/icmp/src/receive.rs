//! The reading thread: takes packets in, tells them apart, gives up what has waited its time.

use std::io::IoSliceMut;
use std::net::IpAddr;
use std::os::fd::{AsFd as _, AsRawFd as _};

use nix::cmsg_space;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::socket::{ControlMessageOwned, MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg};
use nix::sys::time::TimeSpec;

use crate::counters::Count;
use crate::engine::{Line, Shared};
use crate::socket::Access;
use crate::table::Heard;
use crate::wire::{self, Family, Fault, LOOKED_AT, Message};
use crate::{Answer, Outcome};

/// Packets that one call takes in at most.
const BATCH: usize = 64;
/// Calls in a row on one socket, so that the other one gets its turn too.
const CALLS: usize = 16;
/// How late a ping may be given up, in milliseconds; also how often the order to stop is looked for.
const LOOK_MS: u16 = 20;

/// A packet as it came in.
struct Packet {
    from: IpAddr,
    stamp_ns: Option<i64>,
    read: Result<Message, Fault>,
}

/// Reads until the order to stop.
pub(crate) fn run(shared: &Shared) {
    let lines: Vec<&Line> = shared.lines().map(AsRef::as_ref).collect();
    let mut buffers = vec![[0_u8; LOOKED_AT]; BATCH];
    let mut drops = vec![0_u32; lines.len()];
    while !shared.stopped() {
        let mut ready: Vec<PollFd<'_>> = lines.iter().map(|line| PollFd::new(line.pinger.socket.as_fd(), PollFlags::POLLIN)).collect();
        if let Err(error) = poll(&mut ready, PollTimeout::from(LOOK_MS))
            && error != Errno::EINTR
        {
            // It cannot happen with sockets of our own; better a slow loop than a hot one.
            std::thread::sleep(std::time::Duration::from_millis(LOOK_MS.into()));
        }
        for ((line, ready), drops) in lines.iter().zip(&ready).zip(&mut drops) {
            if ready.any().unwrap_or_default() {
                drain(shared, line, &mut buffers, drops);
            }
            let now = shared.now();
            line.table().expire(now.steady_ns, |key, trouble| {
                shared.counters.add(Count::Missed, 1);
                (shared.tell)(Answer { key, outcome: Outcome::Missed { trouble } });
            });
        }
    }
}

/// Takes in what is there.
fn drain(shared: &Shared, line: &Line, buffers: &mut [[u8; LOOKED_AT]], drops: &mut u32) {
    for _ in 0..CALLS {
        let packets = match take(line, buffers, drops, shared) {
            Ok(packets) => packets,
            // Nothing more, or an error of a ping that the socket remembers: it is taken out by being told.
            Err(_) => return,
        };
        let now = shared.now();
        let mut table = line.table();
        let mut answers = Vec::with_capacity(packets.len());
        for packet in &packets {
            let count = match packet.read {
                // Only a raw socket shows what is not its own.
                Ok(Message::Reply { id, .. } | Message::Error { id, .. }) if line.pinger.access == Access::Raw && id != line.id => continue,
                Ok(Message::Reply { sequence, nonce, .. }) => match table.reply(packet.from, sequence, nonce, now, packet.stamp_ns) {
                    Heard::Answered { key, round_trip } => {
                        answers.push(Answer { key, outcome: Outcome::Answered { round_trip } });
                        Count::Answered
                    }
                    Heard::Duplicate => Count::Duplicate,
                    Heard::Late => Count::Late,
                    Heard::Stray => Count::Stray,
                },
                Ok(Message::Error { sequence, to, nonce, trouble, .. }) => {
                    if table.trouble(to, sequence, nonce, trouble) {
                        Count::Errors
                    } else {
                        Count::Stray
                    }
                }
                Ok(Message::Other) => continue,
                Err(_) => Count::Malformed,
            };
            shared.counters.add(count, 1);
        }
        drop(table);
        answers.into_iter().for_each(|answer| (shared.tell)(answer));
        if packets.len() < BATCH {
            return;
        }
    }
}

fn take(line: &Line, buffers: &mut [[u8; LOOKED_AT]], drops: &mut u32, shared: &Shared) -> nix::Result<Vec<Packet>> {
    let mut slices: Vec<[IoSliceMut<'_>; 1]> = buffers.iter_mut().map(|buffer| [IoSliceMut::new(buffer)]).collect();
    // Made anew for each call: the kernel writes the lengths of what it told into them, and the next call would have no
    // room for more.
    let mut headers = MultiHeaders::<SockaddrStorage>::preallocate(slices.len(), Some(cmsg_space!(TimeSpec, u32)));
    let received = recvmmsg(line.pinger.socket.as_raw_fd(), &mut headers, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None)?;
    let mut packets = Vec::with_capacity(BATCH);
    for message in received {
        let mut stamp_ns = None;
        for note in message.cmsgs().into_iter().flatten() {
            match note {
                ControlMessageOwned::ScmTimestampns(stamp) => stamp_ns = Some(nanoseconds(stamp)),
                ControlMessageOwned::RxqOvfl(all) => {
                    // Counts from the socket's beginning, modulo 2^32.
                    shared.counters.add(Count::KernelDrops, all.wrapping_sub(*drops).into());
                    *drops = all;
                }
                _ => {}
            }
        }
        let Some(from) = message.address.and_then(|address| ip_of(&address)) else { continue };
        let cut = message.flags.contains(MsgFlags::MSG_TRUNC);
        let octets = message.iovs().next().unwrap_or_default();
        let read = match (line.pinger.family, line.pinger.access) {
            (Family::V4, Access::Raw) => wire::read_v4_packet(octets, cut),
            (Family::V4, Access::Datagram) => wire::read_v4(octets, cut),
            (Family::V6, _) => wire::read_v6(octets, cut),
        };
        packets.push(Packet { from, stamp_ns, read });
    }
    Ok(packets)
}

fn ip_of(address: &SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|address| IpAddr::V4(address.ip()));
    v4.or_else(|| address.as_sockaddr_in6().map(|address| IpAddr::V6(address.ip())))
}

fn nanoseconds(stamp: TimeSpec) -> i64 {
    stamp.tv_sec().saturating_mul(1_000_000_000).saturating_add(stamp.tv_nsec())
}
