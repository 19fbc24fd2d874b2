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
        Some(viewer) => first_page(|permission| viewer.allows(permission)),
    }
}

/// Where somebody with these permissions begins.
#[must_use]
pub fn first_page(allows: impl Fn(Permission) -> bool) -> &'static str {
    let pages = [
        (Permission::PlatformRead, "/platform"),
        (Permission::InterfaceRead, "/network/interfaces"),
        (Permission::DeviceRead, "/network/devices"),
        (Permission::OrgRead, "/organisation"),
        (Permission::PeopleRead, "/people"),
        (Permission::AuditRead, "/audit"),
    ];
    pages.into_iter().find(|(permission, _)| allows(*permission)).map_or("/account/security", |(_, page)| page)
}
