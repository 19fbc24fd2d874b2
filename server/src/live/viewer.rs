//! One viewer's seat at the hub: what it follows and what waits for it.

use std::collections::{HashSet, VecDeque};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::ws::Utf8Bytes;
use kernel::live::LiveFrame;
use kernel::{InterfaceId, TenantId, Topic};

use super::outbox::Outbox;
use super::topics::encode;
use super::{Ending, Hub};

/// A seat at the hub, bound to one tenant for life; dropping it gives the seat back.
pub struct Viewer {
    hub: Hub,
    tenant: TenantId,
    number: u64,
    outbox: Arc<Outbox>,
    topics: HashSet<Topic>,
}

impl Viewer {
    pub(super) fn new(hub: Hub, tenant: TenantId, number: u64, outbox: Arc<Outbox>) -> Self {
        Self { hub, tenant, number, outbox, topics: HashSet::new() }
    }

    /// Follows a topic of its own tenant that the caller has found to be visible; says whether there was room for it.
    /// `Subscribed` comes first, every later frame after it. Following twice repeats `Subscribed` and nothing else.
    pub fn follow(&mut self, topic: Topic) -> bool {
        if !self.topics.contains(&topic) {
            if self.topics.len() >= self.hub.limits().topics {
                return false;
            }
            self.topics.insert(topic);
            self.outbox.grow(self.topics.len().saturating_mul(2));
        }
        self.hub.follow((self.tenant, topic), self.number, &self.outbox);
        true
    }

    /// Stops following a topic; frames that already wait still come.
    pub fn unfollow(&mut self, topic: Topic) {
        if self.topics.remove(&topic) {
            self.hub.unfollow((self.tenant, topic), self.number);
        }
    }

    /// The interfaces it follows, in no order.
    #[must_use]
    pub fn interfaces(&self) -> Vec<InterfaceId> {
        self.topics.iter().map(|Topic::Interface(id)| *id).collect()
    }

    /// Waits for frames and takes all there are, in order; or tells why there will be no more.
    pub async fn take(&mut self) -> Result<VecDeque<Utf8Bytes>, Ending> {
        let mut frames = VecDeque::new();
        poll_fn(|cx| self.outbox.poll_take(cx, &mut frames)).await?;
        Ok(frames)
    }

    pub(super) fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    pub(super) fn poll_take(&self, cx: &mut Context<'_>, into: &mut VecDeque<Utf8Bytes>) -> Poll<Result<(), Ending>> {
        self.outbox.poll_take(cx, into)
    }

    /// Answers that `topic` cannot be followed, in the words it was asked with.
    pub(super) fn refuse(&self, topic: String) {
        if let Some(frame) = encode(&LiveFrame::Refused { topic }) {
            self.outbox.push(&[frame]);
        }
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        for topic in self.topics.drain() {
            self.hub.unfollow((self.tenant, topic), self.number);
        }
        self.hub.leave(self.number);
    }
}
