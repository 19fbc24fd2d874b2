//! The sending thread.

use std::io::IoSlice;
use std::net::SocketAddr;
use std::os::fd::AsRawFd as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, sendmmsg};

use crate::counters::Count;
use crate::engine::{Line, Shared};
use crate::pace::Pace;
use crate::wire::{self, Family, REQUEST};
use crate::{Answer, Ask, Outcome, Trouble};

/// Pings that one call sends at most: few, so that the time noted for the last of them is still right, and so that their
/// answers never come all at once.
const BATCH: usize = 8;
/// How often the order to stop is looked for.
const LOOK: Duration = Duration::from_millis(50);
/// How long to leave the kernel, or a table without a free place, alone.
const BREATHE: Duration = Duration::from_millis(1);
/// Times that a ping is tried again when the kernel lacks room.
const TRIES: u32 = 20;

/// A ping that has its place.
struct Placed {
    ask: Ask,
    sequence: u16,
    packet: [u8; REQUEST],
}

/// Sends what is asked for until the order to stop, or until nobody is left who could ask.
pub(crate) fn run(shared: &Shared, queue: &Receiver<Ask>, rate: u32) {
    let mut pace = Pace::new(rate);
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        match queue.recv_timeout(LOOK) {
            Ok(ask) => batch.push(ask),
            Err(RecvTimeoutError::Timeout) if !shared.stopped() => continue,
            Err(_) => return,
        }
        while batch.len() < BATCH
            && let Ok(ask) = queue.try_recv()
        {
            batch.push(ask);
        }
        let wait = pace.wait_ns(shared.now().steady_ns);
        if wait > 0 {
            std::thread::sleep(Duration::from_nanos(wait));
        }
        pace.sent(batch.len(), shared.now().steady_ns);
        for family in [Family::V4, Family::V6] {
            let mut asks: Vec<Ask> = batch.iter().copied().filter(|ask| Family::of(ask.to) == family).collect();
            match shared.line(family) {
                Some(line) => {
                    while !asks.is_empty() && !shared.stopped() {
                        let placed = place(shared, line, &mut asks);
                        if placed.is_empty() {
                            std::thread::sleep(BREATHE);
                        }
                        send(shared, line, &placed);
                    }
                }
                None => asks.iter().for_each(|ask| end(shared, ask.key, Outcome::Unasked)),
            }
        }
        batch.clear();
    }
}

/// Gives places to as many as there are free; they leave `asks`. What is placed is noted as sent now.
fn place(shared: &Shared, line: &Line, asks: &mut Vec<Ask>) -> Vec<Placed> {
    let mut placed = Vec::with_capacity(asks.len());
    let mut table = line.table();
    let now = shared.now();
    for ask in asks.iter() {
        let nonce = rand::random();
        let Some(sequence) = table.place(ask.key, ask.to, nonce, now) else { break };
        placed.push(Placed { ask: *ask, sequence, packet: wire::request(line.pinger.family, line.id, sequence, nonce) });
    }
    asks.drain(..placed.len());
    let now = shared.now();
    for one in &placed {
        table.sent(one.sequence, now);
    }
    placed
}

fn send(shared: &Shared, line: &Line, placed: &[Placed]) {
    let mut rest = placed;
    let mut tries = 0;
    while let Some(first) = rest.first() {
        match send_some(line, rest) {
            Ok(count) => {
                shared.counters.add(Count::Sent, u64::try_from(count).unwrap_or(u64::MAX));
                rest = rest.get(count.max(1)..).unwrap_or_default();
                tries = 0;
                continue;
            }
            Err(Errno::EINTR) => {}
            Err(Errno::EAGAIN | Errno::ENOBUFS | Errno::ENOMEM) if tries < TRIES => {
                tries += 1;
                std::thread::sleep(BREATHE);
            }
            // The fault is the first one's; those behind it have not been tried.
            Err(errno) => {
                shared.counters.add(Count::Unsent, 1);
                if let Some(key) = line.table().take_back(first.sequence) {
                    end(shared, key, of_errno(errno));
                }
                rest = rest.get(1..).unwrap_or_default();
                tries = 0;
            }
        }
        let now = shared.now();
        let mut table = line.table();
        rest.iter().for_each(|one| table.sent(one.sequence, now));
    }
}

fn send_some(line: &Line, placed: &[Placed]) -> nix::Result<usize> {
    let slices: Vec<[IoSlice<'_>; 1]> = placed.iter().map(|one| [IoSlice::new(&one.packet)]).collect();
    let to: Vec<Option<SockaddrStorage>> = placed.iter().map(|one| Some(SockaddrStorage::from(SocketAddr::new(one.ask.to, 0)))).collect();
    let mut headers = MultiHeaders::preallocate(placed.len(), None);
    Ok(sendmmsg(line.pinger.socket.as_raw_fd(), &mut headers, &slices, &to, [], MsgFlags::MSG_DONTWAIT)?.count())
}

/// No way to the host is the host's trouble; anything else is ours.
fn of_errno(errno: Errno) -> Outcome {
    match errno {
        Errno::EHOSTUNREACH | Errno::ENETUNREACH | Errno::EHOSTDOWN | Errno::ENETDOWN => Outcome::Missed { trouble: Some(Trouble::Unreachable) },
        _ => Outcome::Unasked,
    }
}

fn end(shared: &Shared, key: u64, outcome: Outcome) {
    (shared.tell)(Answer { key, outcome });
}
