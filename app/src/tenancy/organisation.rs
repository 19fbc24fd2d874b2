//! `/organisation`: branches, resellers and clients, as a tree.

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{OrgItem, OrgKind, OrgTree};
use ui::units::count;
use ui::words::t;
use ui::{Choice, Column, ColumnChoice, EmptyState, ErrorState, Field, Filters, IntoPlain, ListAddress, PageHeader, Select, Skeleton, Table};

use super::server_fns::list_orgs;
use super::words::kind_name;
use crate::context::use_viewer;

/// The names of the filters in the address.
const FILTERS: &[&str] = &["q", "kind"];

/// The page. Its code comes when it is opened.
pub struct OrganisationRoute;

#[lazy_route]
impl LazyRoute for OrganisationRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let OrganisationRoute = this;
        let query = use_query_map();
        let list = Memo::new(move |_| query.with(|query| ListAddress::read("/organisation", FILTERS, query)));
        let asked = move || list.with(|list| (list.value("q").to_owned(), OrgKind::parse(list.value("kind"))));
        let tree = Resource::new_blocking(asked, async |(search, kind)| list_orgs(search, kind).await);
        let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::OrgManage));
        view! {
            <PageHeader title=t("organisation-title") />
            <Transition fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match tree.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(tree) => answer(tree, &list.get_untracked(), manages),
                    }
                })}
            </Transition>
        }
        .plain()
    }
}

/// The columns by key; the first is always shown.
fn columns() -> Vec<(&'static str, Column)> {
    vec![
        ("name", Column::text(t("org-name"))),
        ("kind", Column::text(t("org-kind"))),
        ("host", Column::text(t("platform-host"))),
        ("people", Column::figures(t("org-people"))),
        ("below", Column::figures(t("org-below"))),
    ]
}

fn answer(tree: OrgTree, list: &ListAddress, manages: bool) -> AnyView {
    let filtered = FILTERS.iter().any(|name| !list.value(name).is_empty());
    let alone = tree.nodes.len() < 2 && !filtered;
    let kinds = [OrgKind::Branch, OrgKind::Reseller, OrgKind::Client].map(|kind| Choice::new(kind.as_str(), kind_name(kind)));
    let choices = std::iter::once(Choice::new("", t("filter-any"))).chain(kinds).collect::<Vec<_>>();
    let found = if tree.nodes.is_empty() {
        view! { <EmptyState title=t("interfaces-none-found") text=t("filter-none-text") action=(list.path().to_owned(), t("filter-clear")) /> }.plain()
    } else {
        let columns = columns().into_iter().filter(|(key, _)| list.shows(key)).map(|(_, column)| column).collect();
        let rows = tree.nodes.into_iter().map(|item| row(item, list)).collect_view().plain();
        view! { <Table caption=t("organisation-caption") columns rows /> }.plain()
    };
    let inputs = view! {
        <Field name="q" label=t("org-name") value=list.value("q") />
        <Select name="kind" label=t("org-kind") choices value=list.value("kind") />
    }
    .plain();
    view! {
        <Filters list=list.clone() names=FILTERS inputs />
        <div class="table-tools">
            <ColumnChoice list=list.clone() columns=columns() />
        </div>
        {found}
        {(alone && manages).then(|| view! { <p class="quiet">{t("organisation-alone")}</p> })}
        {tree.more.then(|| view! { <p class="quiet">{t("organisation-more")}</p> })}
    }
    .plain()
}

fn row(item: OrgItem, list: &ListAddress) -> impl IntoView + use<> {
    // Depth in words for those who cannot see the indent: the level says it. The classes stop at six.
    let depth = format!("cell-name depth-{}", item.depth.min(6));
    let figure = |label: String, value: u32| {
        view! {
            <td class="numeric" data-label=label>
                <span class="figure">{count(value)}</span>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row" class=depth>
                <a href=format!("/organisation/{}", item.id)>
                    <bdi>{item.name}</bdi>
                </a>
            </th>
            {list.shows("kind").then(|| view! { <td data-label=t("org-kind")>{kind_name(item.kind)}</td> })}
            {list.shows("host").then(|| view! { <td data-label=t("platform-host")><bdi>{item.host.unwrap_or_default()}</bdi></td> })}
            {list.shows("people").then(|| figure(t("org-people"), item.people))}
            {list.shows("below").then(|| figure(t("org-below"), item.below))}
        </tr>
    }
}
