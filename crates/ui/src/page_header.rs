//! The head of a page: where one is, its title, its one action.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::breadcrumbs::{Breadcrumbs, Crumb};

/// The page whose title had the focus last, so that a reload of data on the same page does not take the focus away.
#[derive(Clone, Copy)]
pub struct FocusedPage(#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser has a focus"))] StoredValue<String>);

impl FocusedPage {
    /// Makes it known to the pages; called once around the whole page.
    pub fn provide() {
        // The first page keeps the focus where the reader has put it while the page was waking up.
        provide_context(Self(StoredValue::new(leptos_router::hooks::use_location().pathname.get_untracked())));
    }
}

/// Sets the document's title and, after a navigation in the browser, moves the focus to the page's title.
#[component]
pub fn PageHeader(
    /// The page's title.
    #[prop(into)]
    title: String,
    /// The way here, outermost first.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Key facts and the primary action, beside the title.
    #[prop(optional)]
    aside: Option<AnyView>,
) -> impl IntoView {
    let heading = NodeRef::<leptos::html::H1>::new();
    focus_after_navigation(heading);
    view! {
        <Title text=title.clone() />
        <header class="page-header">
            <Breadcrumbs crumbs />
            <div class="page-title">
                <h1 tabindex="-1" dir="auto" node_ref=heading>
                    {title}
                </h1>
                {aside}
            </div>
        </header>
    }
}

#[cfg(feature = "hydrate")]
fn focus_after_navigation(heading: NodeRef<leptos::html::H1>) {
    let Some(FocusedPage(focused)) = use_context::<FocusedPage>() else { return };
    // The router's path, not the address bar's: that one follows only after the new page stands.
    let page = leptos_router::hooks::use_location().pathname.get_untracked();
    Effect::new(move |_| {
        let Some(element) = heading.get() else { return };
        let page = page.clone();
        let arrived = focused.with_value(|last| *last != page);
        focused.set_value(page);
        if arrived {
            focus_once_it_stands(element.into(), FRAMES);
        }
    });
}

/// For how many frames a title is waited for: about a second.
#[cfg(feature = "hydrate")]
const FRAMES: u32 = 60;

/// A page that waited for its data is built before it stands in the document; only there can its title take the focus.
#[cfg(feature = "hydrate")]
fn focus_once_it_stands(heading: web_sys::HtmlElement, frames: u32) {
    if heading.is_connected() {
        if heading.focus().is_err() {
            leptos::logging::warn!("the page's title cannot take the focus");
        }
    } else if let Some(left) = frames.checked_sub(1) {
        request_animation_frame(move || focus_once_it_stands(heading, left));
    }
}

#[cfg(not(feature = "hydrate"))]
fn focus_after_navigation(_heading: NodeRef<leptos::html::H1>) {}
