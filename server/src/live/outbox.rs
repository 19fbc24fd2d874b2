//! What waits for one viewer: a bounded queue that its connection empties in one go.

use std::collections::VecDeque;
use std::mem;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use axum::extract::ws::Utf8Bytes;

use super::{Ending, lock};

/// A viewer's queue. Filled by the hub without ever waiting, emptied by the connection.
pub(super) struct Outbox {
    inner: Mutex<Inner>,
}

struct Inner {
    frames: VecDeque<Utf8Bytes>,
    bytes: usize,
    max_frames: usize,
    max_bytes: usize,
    ending: Option<Ending>,
    waker: Option<Waker>,
}

impl Outbox {
    /// An empty queue for at most `max_frames` frames and `max_bytes` octets.
    pub(super) fn new(max_frames: usize, max_bytes: usize) -> Self {
        let inner = Inner { frames: VecDeque::new(), bytes: 0, max_frames, max_bytes, ending: None, waker: None };
        Self { inner: Mutex::new(inner) }
    }

    /// Queues `frames` in order; the bytes are shared, not copied. What does not fit ends the viewer with
    /// [`Ending::Overflow`] and frees the queue. Returns whether the frames were queued.
    pub(super) fn push(&self, frames: &[Utf8Bytes]) -> bool {
        let mut inner = lock(&self.inner);
        if inner.ending.is_some() {
            return false;
        }
        let bytes = frames.iter().map(|frame| frame.len()).sum::<usize>().saturating_add(inner.bytes);
        let fits = inner.frames.len().saturating_add(frames.len()) <= inner.max_frames && bytes <= inner.max_bytes;
        if fits {
            inner.frames.extend(frames.iter().cloned());
            inner.bytes = bytes;
        } else {
            inner.end(Ending::Overflow);
        }
        let waker = inner.waker.take();
        drop(inner);
        if let Some(waker) = waker {
            waker.wake();
        }
        fits
    }

    /// Ends the viewer; the first reason stays.
    pub(super) fn end(&self, ending: Ending) {
        let mut inner = lock(&self.inner);
        inner.end(ending);
        let waker = inner.waker.take();
        drop(inner);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Makes room for at least `max_frames` frames; never shrinks, as more than the new bound may wait already.
    pub(super) fn grow(&self, max_frames: usize) {
        let mut inner = lock(&self.inner);
        inner.max_frames = inner.max_frames.max(max_frames);
    }

    /// Moves everything that waits into `into`, which must be empty.
    pub(super) fn poll_take(&self, cx: &mut Context<'_>, into: &mut VecDeque<Utf8Bytes>) -> Poll<Result<(), Ending>> {
        let mut inner = lock(&self.inner);
        if let Some(ending) = inner.ending {
            return Poll::Ready(Err(ending));
        }
        if inner.frames.is_empty() {
            inner.wait(cx);
            return Poll::Pending;
        }
        mem::swap(&mut inner.frames, into);
        inner.bytes = 0;
        Poll::Ready(Ok(()))
    }

    /// Ready once the viewer has been ended.
    pub(super) fn poll_ended(&self, cx: &mut Context<'_>) -> Poll<Ending> {
        let mut inner = lock(&self.inner);
        match inner.ending {
            Some(ending) => Poll::Ready(ending),
            None => {
                inner.wait(cx);
                Poll::Pending
            }
        }
    }
}

impl Inner {
    fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
        self.frames = VecDeque::new();
        self.bytes = 0;
    }

    fn wait(&mut self, cx: &Context<'_>) {
        match &mut self.waker {
            Some(waker) => waker.clone_from(cx.waker()),
            none => *none = Some(cx.waker().clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(outbox: &Outbox) -> Poll<Result<VecDeque<Utf8Bytes>, Ending>> {
        let mut into = VecDeque::new();
        let polled = outbox.poll_take(&mut Context::from_waker(Waker::noop()), &mut into);
        polled.map_ok(|()| into)
    }

    #[test]
    fn holds_what_fits_and_ends_at_the_first_frame_too_many() {
        let outbox = Outbox::new(3, 10);
        let frame = Utf8Bytes::from_static("abcd");
        assert!(outbox.push(&[frame.clone(), frame.clone()]));
        assert_eq!(take(&outbox).map_ok(|frames| frames.len()), Poll::Ready(Ok(2)));
        assert_eq!(take(&outbox), Poll::Pending);
        assert!(outbox.push(&[frame.clone(), frame.clone()]));
        assert!(!outbox.push(std::slice::from_ref(&frame)), "12 octets do not fit into 10");
        assert_eq!(take(&outbox), Poll::Ready(Err(Ending::Overflow)));
        assert!(!outbox.push(std::slice::from_ref(&frame)));
        outbox.end(Ending::Restarting);
        assert_eq!(take(&outbox), Poll::Ready(Err(Ending::Overflow)), "the first reason stays");
    }

    #[test]
    fn counts_frames_as_well_as_octets() {
        let outbox = Outbox::new(1, 1000);
        let frame = Utf8Bytes::from_static("");
        assert!(!outbox.push(&[frame.clone(), frame.clone()]));
        let wide = Outbox::new(1, 1000);
        wide.grow(2);
        assert!(wide.push(&[frame.clone(), frame]));
    }
}
