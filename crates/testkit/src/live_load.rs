//! Ten thousand subscribers in one thread: sockets, an epoll loop and just enough parsing to time each message.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::{Timespec, epoll};
use rustix::fd::OwnedFd;
use rustix::time::{ClockId, clock_gettime};

/// What the subscribers speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speech {
    /// WebSocket text frames (RFC 6455), unmasked as servers send them.
    WebSocket,
    /// Redis publish/subscribe messages (RESP2 arrays).
    Redis,
}

/// Many subscribers of one server.
pub struct Load {
    speech: Speech,
    epoll: OwnedFd,
    peers: Vec<Peer>,
    buffer: Vec<u8>,
    /// What was received since [`Load::reset`].
    pub tally: Tally,
}

struct Peer {
    stream: TcpStream,
    /// The beginning of a message whose end has not come yet.
    rest: Vec<u8>,
    open: bool,
}

/// What subscribers received.
pub struct Tally {
    /// Messages with a time stamp.
    pub messages: u64,
    /// Subscribers that lost their connection.
    pub closed: u64,
    /// Messages by latency, in tenths of a millisecond.
    latencies: Vec<u64>,
}

impl Tally {
    fn new() -> Self {
        Self { messages: 0, closed: 0, latencies: vec![0; 100_000] }
    }

    fn record(&mut self, sent_us: u64, now_us: u64) {
        self.messages += 1;
        let slot = usize::try_from(now_us.saturating_sub(sent_us) / 100).unwrap_or(usize::MAX);
        let last = self.latencies.len() - 1;
        self.latencies[slot.min(last)] += 1;
    }

    /// The latency that this share (0 to 1) of messages did not exceed, in milliseconds.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> f64 {
        let wanted = (self.messages as f64 * share).ceil() as u64;
        let mut seen = 0;
        for (slot, count) in self.latencies.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return (slot + 1) as f64 / 10.0;
            }
        }
        f64::INFINITY
    }
}

/// Microseconds of the machine's monotonic clock, the same in all processes.
#[must_use]
pub fn monotonic_us() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec.cast_unsigned() * 1_000_000 + now.tv_nsec.cast_unsigned() / 1000
}

impl Load {
    /// Connects `count` subscribers; `hello` and `subscribe` are what number `n` sends, `answers` how many answers follow.
    pub fn connect(
        speech: Speech,
        address: SocketAddr,
        count: usize,
        hello: impl Fn(usize) -> Option<String>,
        subscribe: impl Fn(usize) -> Vec<u8>,
        answers: usize,
    ) -> io::Result<Self> {
        let mut load = Self {
            speech,
            epoll: epoll::create(epoll::CreateFlags::CLOEXEC)?,
            peers: Vec::with_capacity(count),
            buffer: vec![0; 256 << 10],
            tally: Tally::new(),
        };
        for number in 0..count {
            let mut stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            if let Some(hello) = hello(number) {
                stream.write_all(hello.as_bytes())?;
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    stream.read_exact(&mut byte)?;
                    head.push(byte[0]);
                }
                if !head.starts_with(b"HTTP/1.1 101") {
                    return Err(io::Error::other(String::from_utf8_lossy(&head).into_owned()));
                }
            }
            stream.write_all(&subscribe(number))?;
            let (mut rest, mut answered) = (Vec::new(), 0);
            while answered < answers {
                let length = stream.read(&mut load.buffer)?;
                if length == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                rest.extend_from_slice(&load.buffer[..length]);
                while let Some((length, _message)) = next_message(speech, &rest) {
                    rest.drain(..length);
                    answered += 1;
                }
            }
            stream.set_nonblocking(true)?;
            epoll::add(&load.epoll, &stream, epoll::EventData::new_u64(number as u64), epoll::EventFlags::IN)?;
            load.peers.push(Peer { stream, rest, open: true });
        }
        Ok(load)
    }

    /// Forgets what was received so far.
    pub fn reset(&mut self) {
        self.tally = Tally::new();
    }

    /// Receives for `time`; `between` runs at least every millisecond.
    pub fn run(&mut self, time: Duration, mut between: impl FnMut() -> io::Result<()>) -> io::Result<()> {
        let end = Instant::now() + time;
        let mut events = Vec::with_capacity(1024);
        let pause = Timespec { tv_sec: 0, tv_nsec: 1_000_000 };
        while Instant::now() < end {
            between()?;
            events.clear();
            epoll::wait(&self.epoll, spare_capacity(&mut events), Some(&pause))?;
            for event in &events {
                let number = usize::try_from(event.data.u64()).expect("our own number");
                self.receive(number)?;
            }
        }
        Ok(())
    }

    fn receive(&mut self, number: usize) -> io::Result<()> {
        let Self { peers, buffer, tally, speech, epoll, .. } = self;
        let peer = &mut peers[number];
        if !peer.open {
            return Ok(());
        }
        let length = match peer.stream.read(buffer) {
            Ok(length) if length > 0 => length,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Ok(_) | Err(_) => {
                tally.closed += 1;
                peer.open = false;
                epoll::delete(epoll, &peer.stream)?;
                return Ok(());
            }
        };
        let now = monotonic_us();
        let whole = peer.rest.is_empty();
        if !whole {
            peer.rest.extend_from_slice(&buffer[..length]);
        }
        let bytes = if whole { &buffer[..length] } else { &peer.rest[..] };
        let mut at = 0;
        let mut pings = 0;
        while let Some((length, message)) = next_message(*speech, &bytes[at..]) {
            match message {
                Message::Stamped(sent) => tally.record(sent, now),
                Message::Ping => pings += 1,
                Message::Other => {}
            }
            at += length;
        }
        let left = bytes[at..].to_vec();
        peer.rest = left;
        for _ in 0..pings {
            // A pong masked with zeros; six octets always fit a socket that is read.
            peer.stream.write_all(&[0x8a, 0x80, 0, 0, 0, 0])?;
        }
        Ok(())
    }
}

enum Message {
    Stamped(u64),
    Ping,
    Other,
}

/// The length and meaning of the first whole message in `bytes`.
fn next_message(speech: Speech, bytes: &[u8]) -> Option<(usize, Message)> {
    match speech {
        Speech::WebSocket => next_frame(bytes),
        Speech::Redis => next_array(bytes),
    }
}

fn next_frame(bytes: &[u8]) -> Option<(usize, Message)> {
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    let (head, length) = match second & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))),
        127 => panic!("no frame of ours is that long"),
        short => (2, usize::from(short)),
    };
    let payload = bytes.get(head..head + length)?;
    let message = match first & 0x0f {
        1 => stamp(payload).map_or(Message::Other, Message::Stamped),
        9 => Message::Ping,
        _ => Message::Other,
    };
    Some((head + length, message))
}

/// `*3 $7 message $n channel $n payload`, or the three elements of an answer to SUBSCRIBE.
fn next_array(bytes: &[u8]) -> Option<(usize, Message)> {
    let mut at = line(bytes, 0)?.1;
    let mut last: &[u8] = &[];
    for _ in 0..3 {
        let (head, next) = line(bytes, at)?;
        at = next;
        if let [b'$', digits @ ..] = head {
            let length: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
            last = bytes.get(at..at + length)?;
            bytes.get(at + length..at + length + 2)?;
            at += length + 2;
        }
    }
    Some((at, stamp(last).map_or(Message::Other, Message::Stamped)))
}

fn line(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let length = bytes.get(at..)?.windows(2).position(|pair| pair == b"\r\n")?;
    Some((&bytes[at..at + length], at + length + 2))
}

/// The figure of an event, which the benchmark uses for the time it was due.
fn stamp(payload: &[u8]) -> Option<u64> {
    const NAME: &[u8] = b"\"in_bps\":";
    let at = payload.windows(NAME.len()).position(|window| window == NAME)? + NAME.len();
    let digits = payload[at..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

/// Publishes evenly: says how many events are due, so that falling behind shows as latency and not as a lower rate.
pub struct Pace {
    start_us: u64,
    per_second: u64,
    /// Events handed out so far.
    pub done: u64,
}

impl Pace {
    /// A pace that begins now.
    #[must_use]
    pub fn new(per_second: u64) -> Self {
        Self { start_us: monotonic_us(), per_second, done: 0 }
    }

    /// The numbers and due times (microseconds, monotonic) of the events that are due and were not handed out before.
    pub fn due(&mut self) -> VecDeque<(u64, u64)> {
        let now = monotonic_us();
        let mut due = VecDeque::new();
        loop {
            let at = self.start_us + self.done * 1_000_000 / self.per_second;
            if at > now {
                return due;
            }
            due.push_back((self.done, at));
            self.done += 1;
        }
    }
}
