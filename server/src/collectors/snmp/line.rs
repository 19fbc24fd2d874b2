//! The way to one device for the length of one poll: a UDP socket of its own, connected.
//!
//! A connected socket hears only the device, so that nobody else can answer for it; it learns from the kernel when the
//! port is closed; and its source port is as fresh as its request ids.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_snmp::{Candidate, Error, RequestRegistration, ResponseIdentity, Transport};
use bytes::{Bytes, BytesMut};
use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use super::replies::{Dropped, Reason, Verdict, examine};

/// The largest datagram there is.
const LARGEST: usize = 65_535;
/// A device that sends this many wrong replies to one request is not waited for any longer.
const WRONG_REPLIES: u32 = 64;

type Outcome<T> = Result<T, Box<Error>>;

/// A line to a device. Clones share it.
#[derive(Clone)]
pub struct Line {
    inner: Arc<Inner>,
}

struct Inner {
    socket: UdpSocket,
    target: SocketAddr,
    local: SocketAddr,
    community: Option<Vec<u8>>,
    dropped: Arc<Dropped>,
    buffer: Mutex<BytesMut>,
    sent: Mutex<Vec<i32>>,
    nonsense: AtomicU64,
    verdict: Mutex<Option<Verdict>>,
}

impl Line {
    /// Opens a line to `target`. `community` is what replies must bear (v1 and v2c).
    pub async fn open(target: SocketAddr, community: Option<Vec<u8>>, dropped: Arc<Dropped>) -> std::io::Result<Self> {
        let any: SocketAddr = if target.is_ipv4() { (Ipv4Addr::UNSPECIFIED, 0).into() } else { (Ipv6Addr::UNSPECIFIED, 0).into() };
        let socket = UdpSocket::bind(any).await?;
        socket.connect(target).await?;
        let local = socket.local_addr()?;
        let inner = Inner {
            socket,
            target,
            local,
            community,
            dropped,
            buffer: Mutex::default(),
            sent: Mutex::default(),
            nonsense: AtomicU64::new(0),
            verdict: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether replies came that no agent should send.
    #[must_use]
    pub fn heard_nonsense(&self) -> bool {
        self.inner.nonsense.load(Ordering::Relaxed) > 0
    }

    /// What the agent told in clear, once.
    #[must_use]
    pub fn take_verdict(&self) -> Option<Verdict> {
        lock(&self.inner.verdict).take()
    }
}

impl Inner {
    /// Sets a reply aside. Returns whether there is still something to wait for.
    fn set_aside(&self, reply: &Bytes, registration: &RequestRegistration) -> bool {
        let (reason, verdict) = examine(reply, &lock(&self.sent), self.community.as_deref(), registration.decode_config());
        self.dropped.note(reason);
        if reason != Reason::Late {
            self.nonsense.fetch_add(1, Ordering::Relaxed);
        }
        *lock(&self.verdict) = verdict;
        verdict.is_none()
    }

    fn network(&self, source: std::io::Error) -> Box<Error> {
        Error::Network { target: self.target, source }.boxed()
    }
}

impl Transport for Line {
    async fn send(&self, data: &[u8]) -> Outcome<()> {
        self.inner.socket.send(data).await.map(|_sent| ()).map_err(|source| self.inner.network(source))
    }

    async fn request_with<T, F>(&self, data: &[u8], registration: RequestRegistration, mut validate: F) -> Outcome<T>
    where
        T: Send,
        F: FnMut(Bytes, SocketAddr) -> Outcome<Candidate<T>> + Send,
    {
        let line = &*self.inner;
        let started = Instant::now();
        let deadline = registration.deadline();
        let timeout = |_elapsed| Error::Timeout { target: line.target, elapsed: started.elapsed(), retries: 0 }.boxed();
        lock(&line.sent).push(registration.request_id());
        metrics::counter!("lastmile_snmp_requests_total").increment(1);
        timeout_at(deadline, self.send(data)).await.map_err(timeout)??;

        let mut buffer = std::mem::take(&mut *lock(&line.buffer));
        let mut wrong = 0;
        let outcome = loop {
            buffer.clear();
            buffer.reserve(LARGEST);
            match timeout_at(deadline, line.socket.recv_buf(&mut buffer)).await {
                Err(elapsed) => break Err(timeout(elapsed)),
                Ok(Err(source)) => break Err(line.network(source)),
                Ok(Ok(_received)) => {}
            }
            let reply = Bytes::copy_from_slice(&buffer);
            if registration.evaluate_response_identity(&reply, true) != ResponseIdentity::Reject {
                match validate(reply.clone(), line.target) {
                    Ok(Candidate::Accept(value)) => break Ok(value),
                    Ok(Candidate::Reject) => {}
                    Err(error) => break Err(error),
                }
            }
            wrong += 1;
            if !line.set_aside(&reply, &registration) {
                break Err(Error::Auth { target: line.target }.boxed());
            }
            if wrong >= WRONG_REPLIES {
                break Err(Error::MalformedResponse { target: line.target }.boxed());
            }
        };
        *lock(&line.buffer) = buffer;
        outcome
    }

    fn peer_addr(&self) -> SocketAddr {
        self.inner.target
    }

    fn local_addr(&self) -> SocketAddr {
        self.inner.local
    }

    fn is_reliable(&self) -> bool {
        false
    }
}

/// Locks, also after a panic elsewhere: each critical section leaves whole state.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
