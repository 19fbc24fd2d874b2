//! The frame around every page: sidebar, top bar, bottom bar on phones. The server draws it; the browser only follows the
//! present page in the navigation.

mod account;
mod language;
mod nav;
#[cfg(not(target_arch = "wasm32"))]
mod notices;
mod search;
mod theme;
mod top_bar;

use leptos::prelude::*;

pub use account::{Account, Place};
pub use nav::{NavGroup, NavItem};
#[cfg(not(target_arch = "wasm32"))]
pub use notices::{PAGE_SCRIPT, page_notices};
pub use theme::{THEME_CHANGE, THEME_SCRIPT};

use crate::inert::inert;
use crate::page_header::FocusedPage;
use crate::plain::IntoPlain;
use crate::words::t;

/// What the frame says; made on the server only.
#[derive(Clone, Debug)]
pub struct FrameWords {
    /// The product's or the portal's name.
    pub product: String,
    /// Whose portal this is.
    pub org: String,
    /// The addresses of the product's logos: none, one, or one for light pages and one for dark.
    pub logos: Vec<String>,
    /// The network behind it is simulated, which every page says.
    pub simulated: bool,
    /// What the viewer may open.
    pub groups: Vec<NavGroup>,
    /// Who is signed in.
    pub account: Option<Account>,
}

/// The frame. Where nobody is signed in there is no navigation: that is the sign-in page.
#[component]
pub fn Shell<F>(
    /// What it says; asked for on the server only.
    words: F,
    /// Somebody is signed in.
    signed_in: bool,
    /// The state of the live connection, for the top bar.
    status: AnyView,
    /// The page.
    children: Children,
) -> impl IntoView
where
    F: Fn() -> FrameWords + Clone + 'static,
{
    FocusedPage::provide();
    nav::follow_path();
    let (side, bottom, lead, find, end) = (words.clone(), words.clone(), words.clone(), words.clone(), words);
    view! {
        <div class="app" class:app-plain=!signed_in>
            {inert(|| view! {
                // `external` keeps the router out: the browser itself moves the focus.
                <a class="skip" href="#content" rel="external">
                    {t("skip-to-content")}
                </a>
            }
            .plain())}
            {inert(move || nav::side_bar(side()))}
            <div class="app-main">
                <header class="top-bar">
                    {inert(move || top_bar::lead(lead()))} {inert(move || search::field(find()))} {status} {inert(move || top_bar::end(end()))}
                </header>
                <main id="content" tabindex="-1">
                    {children()}
                </main>
            </div>
            {inert(move || nav::bottom_bar(bottom()))}
        </div>
    }
}
