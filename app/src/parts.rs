//! Pieces of pages that wake up on their own.
//!
//! Staff stay for hours and go from page to page: their pages wake up as a whole and the router goes on without loading a
//! document. A customer on a cheap phone looks once; a stranger signs in. Their pages are whole as the server made them and
//! carry code for what moves by itself only, a fraction of the rest: see docs/decisions/0019. The same views serve both.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
#[cfg(feature = "ssr")]
use tenancy::model::OrgKind;
use ui::IntoPlain;

#[cfg(feature = "ssr")]
use crate::SiteContext;

/// What moves by itself: a view made of what the document can carry, with nothing of the page around it.
pub trait Part: Clone + Serialize + DeserializeOwned + 'static {
    /// What the document calls it.
    const NAME: &'static str;

    /// The view; the same on the server and in the browser.
    fn view(self) -> AnyView;
}

/// A piece in its page. Where only pieces wake up, its element says what it is made of.
pub fn part<P: Part>(piece: P) -> AnyView {
    let (name, made_of) = said(&piece).unzip();
    view! {
        <div class="part" data-part=name data-made-of=made_of>
            {piece.view()}
        </div>
    }
    .plain()
}

#[cfg(feature = "ssr")]
fn said<P: Part>(piece: &P) -> Option<(&'static str, String)> {
    let alone = use_context::<SiteContext>().is_some_and(|site| wakes_in_parts(&site));
    alone.then(|| (P::NAME, serde_json::to_string(piece).unwrap_or_default()))
}

/// A browser draws pieces in pages that are awake as a whole.
#[cfg(not(feature = "ssr"))]
fn said<P: Part>(_piece: &P) -> Option<(&'static str, String)> {
    None
}

/// Whether this viewer's pages wake up in parts.
#[cfg(feature = "ssr")]
#[must_use]
pub fn wakes_in_parts(site: &SiteContext) -> bool {
    site.signed_in.as_ref().is_none_or(|viewer| viewer.level == OrgKind::Client)
}

/// The domains whose words the pieces of a customer's page speak; `None` where the page has none: nothing wakes up there.
#[cfg(feature = "ssr")]
#[must_use]
pub fn words_at(path: &str) -> Option<&'static [&'static str]> {
    let mut places = path.trim_matches('/').split('/');
    match (places.next(), places.next(), places.nth(1)) {
        (Some("dashboard"), None, None) => Some(&["dashboard", "network"]),
        (Some("network"), Some("interfaces"), None) => Some(&["kit", "network"]),
        _ => None,
    }
}

#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(feature = "hydrate")]
mod browser {
    use any_spawner::Executor;
    use leptos::prelude::*;
    use leptos::tachys::view::Position;
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use web_sys::Element;

    use super::Part;
    use crate::dashboard::Connection;
    use crate::live::{Live, LiveStatus};
    use crate::network::chart::Course;
    use crate::network::interfaces::{Lines, Rates, State};

    /// Wakes up every piece of the document. Returns when all are awake.
    pub async fn wake() {
        // An error says that it is there already.
        let _there = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        let found = document().query_selector_all("[data-part]").ok();
        let found = found.into_iter().flat_map(|found| (0..found.length()).filter_map(move |at| found.get(at)?.dyn_into::<Element>().ok()));
        let mut coming = Vec::new();
        owner.with(|| {
            Live::provide();
            for element in found {
                match element.get_attribute("data-part").as_deref() {
                    Some(LiveStatus::NAME) => wake_one::<LiveStatus>(&element),
                    Some(State::NAME) => wake_one::<State>(&element),
                    _ => coming.push(element),
                }
            }
        });
        for element in coming {
            let owner = owner.clone();
            let woken = match element.get_attribute("data-part").as_deref() {
                Some(Lines::NAME) => wake_lines(owner, element).await,
                Some(Connection::NAME) => wake_connection(owner, element).await,
                _ => wake_traffic(owner, element).await,
            };
            if woken.is_err() {
                leptos::logging::warn!("a piece of the page stays as the server drew it");
            }
        }
        // For as long as the document stands.
        std::mem::forget(owner);
    }

    // Each page's pieces are code of their own: a customer's page asks for what it shows.

    #[wasm_split(lines, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn wake_lines(owner: Owner, element: Element) -> Result<(), SplitLoaderError> {
        owner.with(|| wake_one::<Lines>(&element));
        Ok(())
    }

    #[wasm_split(connection, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn wake_connection(owner: Owner, element: Element) -> Result<(), SplitLoaderError> {
        owner.with(|| wake_one::<Connection>(&element));
        Ok(())
    }

    #[wasm_split(traffic, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn wake_traffic(owner: Owner, element: Element) -> Result<(), SplitLoaderError> {
        owner.with(|| match element.get_attribute("data-part").as_deref() {
            Some(Rates::NAME) => wake_one::<Rates>(&element),
            Some(Course::NAME) => wake_one::<Course>(&element),
            _ => leptos::logging::warn!("a piece of the page is of no kind that is known"),
        });
        Ok(())
    }

    fn wake_one<P: Part>(element: &Element) {
        let made_of = element.get_attribute("data-made-of").unwrap_or_default();
        match serde_json::from_str::<P>(&made_of) {
            Ok(piece) => std::mem::forget(piece.view().hydrate_from_position::<true>(element, Position::FirstChild)),
            Err(fault) => leptos::logging::warn!("a piece of the page cannot be read: {fault}"),
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn only_pages_with_pieces_wake_up() {
        for path in ["/dashboard", "/network/interfaces", "/network/interfaces/7"] {
            assert!(words_at(path).is_some(), "{path}");
        }
        for path in ["/", "/sign-in", "/network/interfaces/7/assign", "/network/devices", "/account", "/dashboard/x"] {
            assert!(words_at(path).is_none(), "{path}");
        }
    }
}
