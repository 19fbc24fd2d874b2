//! `/organisation`: branches, resellers and clients, as a tree.

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{OrgItem, OrgTree};
use ui::units::count;
use ui::words::t;
use ui::{Column, ErrorState, IntoPlain, PageHeader, Skeleton, Table};

use super::server_fns::list_orgs;
use super::words::kind_name;
use crate::context::use_viewer;

/// The page. Its code comes when it is opened.
pub struct OrganisationRoute;

#[lazy_route]
impl LazyRoute for OrganisationRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let OrganisationRoute = this;
        let tree = Resource::new_blocking(|| (), async |()| list_orgs().await);
        let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::OrgManage));
        view! {
            <PageHeader title=t("organisation-title") />
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match tree.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(tree) => table(tree, manages),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn table(tree: OrgTree, manages: bool) -> AnyView {
    let columns = vec![
        Column::text(t("org-name")),
        Column::text(t("org-kind")),
        Column::text(t("platform-host")),
        Column::figures(t("org-people")),
        Column::figures(t("org-below")),
    ];
    let alone = tree.nodes.len() < 2;
    let rows = tree.nodes.into_iter().map(row).collect_view().plain();
    view! {
        <Table caption=t("organisation-caption") columns rows />
        {(alone && manages).then(|| view! { <p class="quiet">{t("organisation-alone")}</p> })}
        {tree.more.then(|| view! { <p class="quiet">{t("organisation-more")}</p> })}
    }
    .plain()
}

fn row(item: OrgItem) -> impl IntoView {
    // Depth in words for those who cannot see the indent: the level says it. The classes stop at six.
    let depth = format!("cell-name depth-{}", item.depth.min(6));
    view! {
        <tr>
            <th scope="row" class=depth>
                <a href=format!("/organisation/{}", item.id)>
                    <bdi>{item.name}</bdi>
                </a>
            </th>
            <td data-label=t("org-kind")>{kind_name(item.kind)}</td>
            <td data-label=t("platform-host")>
                <bdi>{item.host.unwrap_or_default()}</bdi>
            </td>
            <td class="numeric" data-label=t("org-people")>
                <span class="figure">{count(item.people)}</span>
            </td>
            <td class="numeric" data-label=t("org-below")>
                <span class="figure">{count(item.below)}</span>
            </td>
        </tr>
    }
}
