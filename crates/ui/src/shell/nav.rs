//! Navigation by job: the same entries beside the page and, on phones, under it.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::FrameWords;
use crate::brand::brand_logo;
use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;
use crate::words::t;

/// One place to go.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Path.
    pub href: &'static str,
    /// Its words.
    pub label: String,
    /// Its icon.
    pub icon: Icon,
}

/// Places that belong to one job.
#[derive(Clone, Debug)]
pub struct NavGroup {
    /// The job.
    pub title: String,
    /// Never empty.
    pub items: Vec<NavItem>,
}

/// Beside the page. An empty element where nobody is signed in.
pub fn side_bar(words: FrameWords) -> AnyView {
    if words.account.is_none() {
        return view! { <div hidden></div> }.plain();
    }
    view! {
        <div class="sidebar">
            <nav aria-label=t("nav-main")>
                <a class="brand" href="/">
                    {match brand_logo(words.logos, words.product.clone()) {
                        Some(logo) => logo,
                        None => {
                            view! {
                                <span class="brand-mark" aria-hidden="true"></span>
                                <span>{words.product}</span>
                            }
                                .plain()
                        }
                    }}
                </a>
                {words
                    .groups
                    .into_iter()
                    .map(|group| {
                        view! {
                            <div class="nav-group">
                                <h2 class="nav-title">{group.title}</h2>
                                <ul>
                                    {group
                                        .items
                                        .into_iter()
                                        .map(|item| view! { <li>{entry(item)}</li> })
                                        .collect_view()}
                                </ul>
                            </div>
                        }
                    })
                    .collect_view()}
            </nav>
        </div>
    }
    .plain()
}

/// How many places a phone's bar holds.
const PLACES: usize = 4;

/// Under the page, on phones: at most four places; where there are more, the fourth opens the rest.
pub fn bottom_bar(words: FrameWords) -> AnyView {
    if words.account.is_none() {
        return view! { <div hidden></div> }.plain();
    }
    let mut items: Vec<NavItem> = words.groups.into_iter().flat_map(|group| group.items).collect();
    let rest = if items.len() > PLACES { items.split_off(PLACES.saturating_sub(1)) } else { Vec::new() };
    let place = |item| view! { <li>{entry(item)}</li> };
    let more = (!rest.is_empty()).then(|| {
        view! {
            <li>
                <details class="nav-more">
                    <summary class="nav-item">{icon(Icon::More)} <span>{t("nav-more")}</span></summary>
                    <ul class="nav-sheet">{rest.into_iter().map(place).collect_view()}</ul>
                </details>
            </li>
        }
    });
    view! {
        <nav class="bottom-bar" aria-label=t("nav-main")>
            <ul>{items.into_iter().map(place).collect_view()} {more}</ul>
        </nav>
    }
    .plain()
}

fn entry(item: NavItem) -> impl IntoView {
    let here = use_location().pathname.with_untracked(|path| is_within(path, item.href)).then_some("page");
    view! {
        <a class="nav-item" href=item.href aria-current=here>
            {icon(item.icon)}
            <span>{item.label}</span>
        </a>
    }
}

/// Whether `path` is the place `href` or lies behind it.
#[cfg_attr(not(any(feature = "ssr", feature = "hydrate", test)), expect(dead_code, reason = "there is neither server nor browser"))]
fn is_within(path: &str, href: &str) -> bool {
    path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Marks the entry of the present page after each navigation in the browser.
pub fn follow_path() {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;

        let path = use_location().pathname;
        Effect::new(move |_| {
            let path = path.get();
            // The sheet of further places closes once one was chosen.
            if let Ok(Some(open)) = document().query_selector(".nav-more[open]")
                && open.remove_attribute("open").is_err()
            {
                leptos::logging::warn!("the navigation could not be closed");
            }
            let Ok(entries) = document().query_selector_all("a.nav-item") else { return };
            for at in 0..entries.length() {
                let Some(entry) = entries.item(at).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else { continue };
                let here = entry.get_attribute("href").is_some_and(|href| is_within(&path, &href));
                let marked = if here { entry.set_attribute("aria-current", "page") } else { entry.remove_attribute("aria-current") };
                if marked.is_err() {
                    leptos::logging::warn!("the navigation could not be marked");
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn an_entry_is_current_for_what_lies_behind_it() {
        assert!(is_within("/network/devices", "/network/devices"));
        assert!(is_within("/network/devices/7", "/network/devices"));
        assert!(!is_within("/network/devices-old", "/network/devices"));
        assert!(!is_within("/network", "/network/devices"));
    }
}
