//! One connection from its first frame to its last.

use std::collections::{HashSet, VecDeque};
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use kernel::live::{LiveFrame, LiveRequest};
use kernel::{Ctx, Error, InterfaceId, Topic};
use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout};

use super::outbox::Outbox;
use super::request::{self, Bucket};
use super::topics::encode;
use super::{Ending, LiveState, Viewer};

/// How long a peer has to answer our close frame.
const CLOSING: Duration = Duration::from_secs(1);
/// Answers written in one go, so that a long request never fills the queue it is answered through.
const ANSWERS_IN_A_ROW: usize = 64;

/// Serves one peer until either side ends it.
pub(super) async fn run(socket: WebSocket, live: LiveState, ctx: Ctx, viewer: Viewer) {
    let now = Instant::now();
    let limits = live.hub.limits();
    let mut connection = Connection {
        bucket: Bucket::new(limits.requests_per_second, now),
        heard: now,
        sent: now,
        ping_at: now + share_of(limits.heartbeat),
        recheck_at: now + share_of(limits.recheck),
        checked: now,
        alarm: Box::pin(sleep_until(now)),
        batch: VecDeque::new(),
        wrote: false,
        socket,
        live,
        ctx,
        viewer,
    };
    let ending = connection.serve().await;
    connection.viewer.outbox().end(ending);
    connection.live.hub.count_ending(ending);
    connection.say_goodbye(ending).await;
}

struct Connection {
    socket: WebSocket,
    live: LiveState,
    ctx: Ctx,
    viewer: Viewer,
    bucket: Bucket,
    /// When the peer last sent anything.
    heard: Instant,
    /// When we last sent it text.
    sent: Instant,
    ping_at: Instant,
    recheck_at: Instant,
    /// When the session was last found to stand.
    checked: Instant,
    /// Goes off at or before the next of the times above; they may have moved on by then.
    alarm: Pin<Box<Sleep>>,
    batch: VecDeque<Utf8Bytes>,
    /// The last event was frames to write.
    wrote: bool,
}

enum Event {
    Heard(Option<Result<Message, axum::Error>>),
    Frames,
    Ended(Ending),
    Alarm,
}

impl Connection {
    async fn serve(&mut self) -> Ending {
        loop {
            let done = match self.next().await {
                Event::Frames => self.write().await,
                Event::Heard(message) => self.hear(message).await,
                Event::Alarm => self.keep_up().await,
                Event::Ended(ending) => Err(ending),
            };
            if let Err(ending) = done {
                return ending;
            }
        }
    }

    async fn next(&mut self) -> Event {
        poll_fn(|cx| {
            // Frames come first, as they are what most wake-ups are for; but never twice without listening in between.
            let listen_first = mem::take(&mut self.wrote);
            if !listen_first && let Poll::Ready(event) = self.poll_frames(cx) {
                return Poll::Ready(event);
            }
            if let Poll::Ready(message) = self.socket.poll_next_unpin(cx) {
                return Poll::Ready(Event::Heard(message));
            }
            if listen_first && let Poll::Ready(event) = self.poll_frames(cx) {
                return Poll::Ready(event);
            }
            self.alarm.as_mut().poll(cx).map(|()| Event::Alarm)
        })
        .await
    }

    fn poll_frames(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        self.viewer.poll_take(cx, &mut self.batch).map(|taken| match taken {
            Ok(()) => {
                self.wrote = true;
                Event::Frames
            }
            Err(ending) => Event::Ended(ending),
        })
    }

    /// Writes all frames of the batch and flushes once: many frames, one system call.
    async fn write(&mut self) -> Result<(), Ending> {
        let Self { socket, batch, viewer, live, .. } = self;
        let speaks = !batch.is_empty();
        let write = async {
            while let Some(frame) = batch.pop_front() {
                socket.feed(Message::Text(frame)).await?;
            }
            socket.flush().await
        };
        bounded(write, viewer.outbox(), live.hub.limits().stall).await?;
        if speaks {
            self.sent = Instant::now();
        }
        Ok(())
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), Ending> {
        let Some(message) = message else { return Err(Ending::Gone) };
        let now = Instant::now();
        self.heard = now;
        match message {
            Ok(Message::Text(text)) => {
                self.bucket.take(now)?;
                match request::read(&text, self.live.hub.limits())? {
                    LiveRequest::Subscribe { topics } => self.subscribe(topics).await,
                    LiveRequest::Unsubscribe { topics } => {
                        topics.iter().filter_map(|text| request::topic(text)).for_each(|topic| self.viewer.unfollow(topic));
                        Ok(())
                    }
                }
            }
            // The pong is queued already and leaves with this flush; asking for one costs like a request.
            Ok(Message::Ping(_)) => {
                self.bucket.take(now)?;
                self.write().await
            }
            Ok(Message::Pong(_)) => Ok(()),
            Ok(Message::Binary(_)) => Err(Ending::Binary),
            Ok(Message::Close(_)) => Err(Ending::Gone),
            Err(error) => Err(Ending::of_broken_stream(error)),
        }
    }

    /// Follows what may be seen; everything else is refused in the same words.
    async fn subscribe(&mut self, topics: Vec<String>) -> Result<(), Ending> {
        let asked: HashSet<InterfaceId> = topics.iter().filter_map(|text| request::topic(text)).map(|Topic::Interface(id)| id).collect();
        let visible = self.visible(asked).await?;
        let mut topics = topics.into_iter().peekable();
        while topics.peek().is_some() {
            for text in topics.by_ref().take(ANSWERS_IN_A_ROW) {
                let topic = request::topic(&text).filter(|Topic::Interface(id)| visible.contains(id));
                if !topic.is_some_and(|topic| self.viewer.follow(topic)) {
                    self.viewer.refuse(text);
                }
            }
            self.drain().await?;
        }
        Ok(())
    }

    /// Writes what waits, if anything does.
    async fn drain(&mut self) -> Result<(), Ending> {
        let taken = poll_fn(|cx| match self.viewer.poll_take(cx, &mut self.batch) {
            Poll::Ready(taken) => Poll::Ready(taken.map(|()| true)),
            Poll::Pending => Poll::Ready(Ok(false)),
        });
        if taken.await? { self.write().await } else { Ok(()) }
    }

    async fn visible(&mut self, ids: HashSet<InterfaceId>) -> Result<HashSet<InterfaceId>, Ending> {
        if ids.is_empty() {
            return Ok(ids);
        }
        self.ctx.now = self.live.clock.now();
        let ids: Vec<InterfaceId> = ids.into_iter().collect();
        let asked = timeout(self.live.hub.limits().lookup, self.live.access.visible(&self.ctx, &ids)).await;
        match asked.unwrap_or(Err(Error::Unavailable)) {
            Ok(visible) => Ok(visible.into_iter().collect()),
            Err(Error::Forbidden | Error::NotFound | Error::Invalid(_)) => Ok(HashSet::new()),
            Err(Error::Unauthenticated) => Err(Ending::SessionEnded),
            Err(Error::Unavailable) => Err(Ending::TryLater),
            Err(Error::Conflict(_) | Error::Internal) => Err(Ending::Internal),
        }
    }

    /// Does what is due: notices a dead peer, pings, beats, checks the session; then sets the alarm anew.
    async fn keep_up(&mut self) -> Result<(), Ending> {
        let limits = self.live.hub.limits().clone();
        let now = Instant::now();
        if now >= self.heard + limits.silence {
            return Err(Ending::Silent);
        }
        if now >= self.recheck_at {
            self.recheck().await?;
        }
        if now >= self.sent + limits.heartbeat {
            self.batch.extend(encode(&LiveFrame::Heartbeat { at_ms: self.live.clock.now().timestamp_millis() }));
        }
        if now >= self.ping_at {
            self.ping_at = now + limits.heartbeat;
            bounded(self.socket.feed(Message::Ping(Bytes::new())), self.viewer.outbox(), limits.stall).await?;
        }
        self.write().await?;
        let next = (self.heard + limits.silence).min(self.ping_at).min(self.sent + limits.heartbeat).min(self.recheck_at);
        self.alarm.as_mut().reset(next);
        Ok(())
    }

    /// Asks whether the session still stands and the followed topics may still be seen; those that may not are refused.
    async fn recheck(&mut self) -> Result<(), Ending> {
        let limits = self.live.hub.limits().clone();
        self.ctx.now = self.live.clock.now();
        let asked = timeout(limits.lookup, self.live.access.still_valid(&self.ctx)).await;
        let again = match asked.unwrap_or(Err(Error::Unavailable)) {
            Ok(false) | Err(Error::Unauthenticated) => return Err(Ending::SessionEnded),
            Ok(true) => {
                self.checked = Instant::now();
                let followed: HashSet<InterfaceId> = self.viewer.interfaces().into_iter().collect();
                let lost = match self.visible(followed.clone()).await {
                    Ok(visible) => Some(followed.difference(&visible).copied().collect::<Vec<_>>()),
                    Err(Ending::TryLater) => None,
                    Err(ending) => return Err(ending),
                };
                for id in lost.iter().flatten() {
                    self.viewer.unfollow(Topic::Interface(*id));
                    self.viewer.refuse(Topic::Interface(*id).to_string());
                }
                lost.is_none()
            }
            Err(_error) => true,
        };
        if self.checked.elapsed() >= limits.recheck_patience {
            return Err(Ending::TryLater);
        }
        self.recheck_at = Instant::now() + if again { limits.recheck_again } else { share_of(limits.recheck) };
        Ok(())
    }

    async fn say_goodbye(mut self, ending: Ending) {
        let goodbye = async {
            if let Some((code, reason)) = ending.close() {
                let frame = CloseFrame { code, reason: reason.as_ref().into() };
                self.socket.send(Message::Close(Some(frame))).await?;
            }
            // Reading on until the peer has closed: data left unread would reset the connection under our close frame.
            while self.socket.next().await.transpose()?.is_some() {}
            Ok::<(), axum::Error>(())
        };
        match timeout(CLOSING, goodbye).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::trace!(%error, "the peer was gone before the close frame"),
            Err(_elapsed) => tracing::trace!("the peer did not answer the close frame"),
        }
    }
}

/// Runs a write to its end, unless the viewer is ended meanwhile or the write takes longer than `stall`.
async fn bounded(write: impl Future<Output = Result<(), axum::Error>>, outbox: &Outbox, stall: Duration) -> Result<(), Ending> {
    let mut write = pin!(write);
    // Made only when a write does not finish at once, which is rare.
    let mut deadline: Option<Pin<Box<Sleep>>> = None;
    poll_fn(|cx| {
        if let Poll::Ready(written) = write.as_mut().poll(cx) {
            return Poll::Ready(written.map_err(|_error| Ending::Gone));
        }
        if let Poll::Ready(ending) = outbox.poll_ended(cx) {
            return Poll::Ready(Err(ending));
        }
        deadline.get_or_insert_with(|| Box::pin(sleep(stall))).as_mut().poll(cx).map(|()| Err(Ending::Stalled))
    })
    .await
}

/// Between four fifths of `period` and all of it, so that connections made together do not act together.
fn share_of(period: Duration) -> Duration {
    period.mul_f64(rand::random_range(0.8..=1.0))
}
