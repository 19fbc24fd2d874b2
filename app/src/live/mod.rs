//! Live figures: one connection for the whole visit, shared by everything on the page that follows an interface.
//!
//! Live figures may be lost by design; the database holds the truth. Whoever shows figures therefore watches [`Live::missed`]
//! and loads again when it changes.

mod frame;
#[cfg(feature = "hydrate")]
mod hub;
mod sequence;
mod status;

use kernel::{InterfaceId, LivePayload};
use leptos::prelude::*;

pub use status::LiveStatus;

/// The state of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nothing to follow, or the page is out of sight.
    Idle,
    /// On the way to the first connection.
    Connecting,
    /// Figures arrive.
    Live,
    /// The connection broke; another attempt follows.
    Reconnecting,
}

/// The newest figure of one interface; `None` until the first arrives.
pub type Latest = ArcRwSignal<Option<LivePayload>>;

/// The handle that pages use.
#[derive(Clone, Copy)]
pub struct Live {
    link: RwSignal<Link>,
    missed: RwSignal<u32>,
    #[cfg(feature = "hydrate")]
    hub: StoredValue<hub::Hub>,
}

impl Live {
    /// Makes the connection available to every page; it opens when the first interface is followed.
    pub fn provide() {
        let live = Self {
            link: RwSignal::new(Link::Idle),
            missed: RwSignal::new(0),
            #[cfg(feature = "hydrate")]
            hub: StoredValue::new(hub::Hub::default()),
        };
        provide_context(live);
        #[cfg(feature = "hydrate")]
        live.wire();
    }

    /// The state of the connection.
    #[must_use]
    pub fn link(self) -> ReadSignal<Link> {
        self.link.read_only()
    }

    /// Changes when figures may have been missed: load again.
    #[must_use]
    pub fn missed(self) -> ReadSignal<u32> {
        self.missed.read_only()
    }

    /// Follows an interface until the calling component is gone.
    #[must_use]
    pub fn follow(self, id: InterfaceId) -> Latest {
        #[cfg(feature = "hydrate")]
        {
            on_cleanup(move || self.leave(id));
            self.join(id)
        }
        #[cfg(not(feature = "hydrate"))]
        {
            // The server renders what the database holds.
            let InterfaceId(_) = id;
            ArcRwSignal::new(None)
        }
    }
}

/// The connection. Always provided inside the frame.
#[must_use]
pub fn use_live() -> Live {
    expect_context::<Live>()
}

/// Runs `reload` each time figures may have been missed.
pub fn on_missed(reload: impl Fn() + 'static) {
    let missed = use_live().missed();
    Effect::new(move |before: Option<u32>| {
        let now = missed.get();
        if before.is_some_and(|before| before != now) {
            reload();
        }
        now
    });
}
