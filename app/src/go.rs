//! `/go`: the command palette as a page, for whoever has no JavaScript. The same actions, found by the same rule.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::palette::fitting;
use ui::words::t;
use ui::{Button, EmptyState, Icon, IntoPlain, PageHeader, PaletteEntry, icon};

use crate::commands::entries;
use crate::context::use_site;

/// The page. Its code comes when it is opened.
pub struct GoRoute;

#[lazy_route]
impl LazyRoute for GoRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let GoRoute = this;
        let query = use_query_map();
        let typed = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
        let entries = StoredValue::new(entries(&use_site()));
        view! {
            <PageHeader title=t("palette-title") />
            <form method="get" action="/go" role="search" class="search">
                <label class="visually-hidden" for="q">
                    {t("palette-input")}
                </label>
                {icon(Icon::Search)}
                <input
                    id="q"
                    name="q"
                    type="search"
                    value=move || typed.get()
                    placeholder=t("palette-input")
                    maxlength="100"
                    autocomplete="off"
                    spellcheck="false"
                />
                <Button text=t("search-button") />
            </form>
            {move || list(entries.with_value(|entries| fitting(entries, &typed.get(), &[])))}
        }
        .plain()
    }
}

fn list(entries: Vec<PaletteEntry>) -> AnyView {
    if entries.is_empty() {
        let everything = ("/go".to_owned(), t("filter-clear"));
        return view! { <EmptyState title=t("palette-none") text=t("palette-none-text") action=everything /> }.plain();
    }
    let items = entries.into_iter().map(|entry| {
        view! {
            <li>
                <a class="palette-option" href=entry.href>
                    {icon(entry.icon)}
                    <span>{entry.text}</span>
                    <span class="quiet">{entry.group}</span>
                </a>
            </li>
        }
    });
    view! { <ul class="palette-page">{items.collect_view()}</ul> }.plain()
}
