//! `/`: on to the page that this viewer begins with.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::context::use_viewer;

/// Redirects.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <Redirect path=if use_viewer().is_some() { "/dashboard" } else { "/sign-in" } /> }
}
