//! `/search`: what was found, by kind. Works without JavaScript: a plain form and links.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, EmptyState, ErrorState, Icon, IntoPlain, PageHeader, Skeleton, icon};

use super::server_fns::{Group, Hit, Kind, Marked, search_everything};

/// The page. Its code comes when it is opened.
pub struct SearchRoute;

#[lazy_route]
impl LazyRoute for SearchRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SearchRoute = this;
        let query = use_query_map();
        let term = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
        let found = Resource::new_blocking(move || term.get(), search_everything);
        view! {
            <PageHeader title=t("search-title") />
            {move || form(term.get())}
            <Transition fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    let found = found.await;
                    match found {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(groups) => answer(groups, &term.get_untracked()),
                    }
                })}
            </Transition>
        }
        .plain()
    }
}

fn form(term: String) -> impl IntoView {
    view! {
        <form method="get" action="/search" role="search" class="search" aria-label=t("search-title")>
            <label class="visually-hidden" for="search-term">
                {t("search-what")}
            </label>
            {icon(Icon::Search)}
            <input
                id="search-term"
                name="q"
                type="search"
                value=term
                maxlength="100"
                placeholder=t("search-what")
                autocomplete="off"
                spellcheck="false"
            />
            <Button kind=ButtonKind::Secondary text=t("search-button") />
        </form>
    }
}

fn answer(groups: Vec<Group>, term: &str) -> AnyView {
    if term.trim().is_empty() {
        return view! { <EmptyState title=t("search-begin") text=t("search-begin-text") /> }.plain();
    }
    if groups.is_empty() {
        return view! { <EmptyState title=t("search-none") text=t("search-none-text") /> }.plain();
    }
    let count = groups.iter().map(|group| group.hits.len()).sum::<usize>();
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    view! {
        <p class="quiet" role="status">
            {t_args("search-found", &[("count", count.into())])}
        </p>
        {groups.into_iter().map(|group| section(group, term)).collect_view()}
    }
    .plain()
}

/// A kind's heading, its id in the page, and the list that knows the same search, where there is one.
pub(super) fn kind_words(kind: Kind) -> (&'static str, String, Option<&'static str>) {
    match kind {
        Kind::Page => ("found-pages", t("search-pages"), None),
        Kind::Isp => ("found-isps", t("platform-title"), None),
        Kind::Org => ("found-orgs", t("organisation-title"), None),
        Kind::Person => ("found-people", t("people-title"), Some("/people")),
        Kind::Device => ("found-devices", t("devices-title"), None),
        Kind::Interface => ("found-interfaces", t("interfaces-title"), Some("/network/interfaces")),
    }
}

fn section(group: Group, term: &str) -> AnyView {
    let (id, title, list) = kind_words(group.kind);
    let more = group.more.then(|| match list {
        Some(list) => {
            let mut query = leptos_router::params::ParamsMap::new();
            query.insert("q", term.to_owned());
            let href = format!("{list}{}", query.to_query_string());
            let all = t_args("search-all-of", &[("kind", (&title).into())]);
            view! { <a href=href>{all}</a> }.plain()
        }
        None => view! { <span class="quiet">{t("search-more")}</span> }.plain(),
    });
    view! {
        <section class="panel" aria-labelledby=id>
            <div class="panel-head">
                <h2 id=id>{title}</h2>
                {more}
            </div>
            <ul class="found-list">{group.hits.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .plain()
}

fn line(hit: Hit) -> impl IntoView {
    view! {
        <li>
            <a href=hit.href>
                <bdi>{marked(hit.title)}</bdi>
                <bdi class="quiet found-detail">{marked(hit.detail)}</bdi>
                <bdi class="quiet found-note">{hit.note}</bdi>
            </a>
        </li>
    }
}

fn marked((before, found, after): Marked) -> impl IntoView {
    let found = (!found.is_empty()).then(|| view! { <mark>{found}</mark> });
    view! {
        {before}
        {found}
        {after}
    }
}
