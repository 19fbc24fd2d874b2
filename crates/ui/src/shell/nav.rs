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
    let here = nearest(words.groups.iter().flat_map(|group| &group.items));
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
                                        .map(|item| view! { <li>{entry(item, here)}</li> })
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
    let here = nearest(items.iter());
    let rest = if items.len() > PLACES { items.split_off(PLACES.saturating_sub(1)) } else { Vec::new() };
    let place = |item| view! { <li>{entry(item, here)}</li> };
    let more = (!rest.is_empty()).then(|| {
        view! {
            <li>
                <details class="nav-more">
                    <summary class="nav-item">{icon(Icon::More)} <span>{t("nav-more")}</span></summary>
                    <ul class="nav-sheet">
                        {rest.into_iter().map(place).collect_view()}
                        // In the top bar there is no room for it.
                        <li>
                            <a class="nav-item" href="/go" rel="external" data-palette="">
                                {icon(Icon::Command)}
                                <span>{t("palette-title")}</span>
                            </a>
                        </li>
                    </ul>
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

/// The entry that the present page stands behind: of several, such as `/platform` and `/platform/health`, the longest.
fn nearest<'a>(items: impl Iterator<Item = &'a NavItem>) -> Option<&'static str> {
    use_location().pathname.with_untracked(|path| items.map(|item| item.href).filter(|href| is_within(path, href)).max_by_key(|href| href.len()))
}

fn entry(item: NavItem, here: Option<&str>) -> impl IntoView {
    let here = (here == Some(item.href)).then_some("page");
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
            let entries: Vec<web_sys::Element> = (0..entries.length()).filter_map(|at| entries.item(at)?.dyn_into().ok()).collect();
            let href = |entry: &web_sys::Element| entry.get_attribute("href").filter(|href| is_within(&path, href));
            let nearest = entries.iter().filter_map(href).max_by_key(String::len);
            for entry in entries {
                let here = nearest.is_some() && href(&entry) == nearest;
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
