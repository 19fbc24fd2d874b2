//! Live figures: events go in at [`Hub::publish`], viewers follow topics over `GET /ws/live`.
//!
//! An event waits at most [`LiveLimits::flush`] in its topic, is written out as JSON once, and the same bytes are queued
//! for every viewer. A viewer that cannot keep up is dropped; it never slows another. Events are lossy by design: the
//! database holds the truth, and a jump in `seq` tells the page to fetch it again.

mod bridge;
mod bridge_wire;
mod connection;
mod ending;
mod hub;
mod limits;
mod outbox;
mod request;
mod roster;
mod socket;
mod topics;
mod viewer;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{Clock, Ctx, InterfaceId};

pub use bridge::{Bridge, BridgeError};
pub use ending::Ending;
pub use hub::{Hub, HubStats};
pub use limits::LiveLimits;
pub use roster::Full;
pub use socket::router;
pub use viewer::Viewer;

/// Names a session without being able to open it: the SHA-256 of its id, as in [`Ctx::session`].
pub type SessionHash = [u8; 32];

/// What `/ws/live` asks before it shows anything, and keeps asking while a connection stays open.
#[async_trait]
pub trait Access: Send + Sync + 'static {
    /// Those of `ids` that exist and that `ctx` may see, in any order.
    async fn visible(&self, ctx: &Ctx, ids: &[InterfaceId]) -> kernel::Result<Vec<InterfaceId>>;

    /// Whether the session of `ctx` still stands: not signed out, not expired, same role. `false` ends the connection with
    /// close code 4401; an error is tried again soon.
    async fn still_valid(&self, ctx: &Ctx) -> kernel::Result<bool>;
}

/// What `/ws/live` works with.
#[derive(Clone)]
pub struct LiveState {
    hub: Hub,
    access: Arc<dyn Access>,
    clock: Clock,
}

impl LiveState {
    /// Frames come from `hub`, permission from `access`, server time from `clock`.
    #[must_use]
    pub fn new(hub: Hub, access: Arc<dyn Access>, clock: Clock) -> Self {
        Self { hub, access, clock }
    }
}

/// Locks, also after another thread has panicked with the lock held: each critical section here leaves whole state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
