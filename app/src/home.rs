//! `/`: on to the page that this viewer works on.

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::context::{Viewer, use_viewer};

/// Redirects.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <Redirect path=home_of(use_viewer().as_ref()) /> }
}

/// The first page of a viewer.
fn home_of(viewer: Option<&Viewer>) -> &'static str {
    match viewer {
        None => "/sign-in",
        Some(viewer) if viewer.allows(Permission::PlatformRead) => "/platform",
        Some(_) => "/network/interfaces",
    }
}
