//! Parts that the server draws and the browser leaves alone: no code for them is sent.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// One element that never changes while the page stands; `draw` runs on the server only. In the browser the element that
/// is there is skipped, so this must never stand where the browser itself could have to build it.
#[must_use]
pub fn inert(draw: impl FnOnce() -> AnyView) -> InertElement {
    #[cfg(feature = "ssr")]
    let html = draw().to_html();
    #[cfg(not(feature = "ssr"))]
    let html = {
        drop(draw);
        String::new()
    };
    InertElement::new(html)
}
