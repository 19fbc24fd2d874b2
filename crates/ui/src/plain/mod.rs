//! Views that wake up in one go. Leptos can also wait for lazily loaded code in the middle of waking a view; it makes that
//! second form of every view whose type it erases, used or not. Only the path from the document down to the route needs it:
//! everything else is plain.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod server;

use leptos::prelude::*;

/// Erases the type of a view that holds no lazy route.
pub trait IntoPlain {
    /// The view, erased.
    fn plain(self) -> AnyView;
}

impl<V: IntoView + 'static> IntoPlain for V {
    fn plain(self) -> AnyView {
        #[cfg(feature = "hydrate")]
        return browser::Plain::new(self.into_view()).into_any();
        #[cfg(not(feature = "hydrate"))]
        return server::Plain(self.into_view()).into_any();
    }
}
