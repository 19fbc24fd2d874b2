//! `/network/groups`: every group in the viewer's sight, with its sum now.

use std::time::Duration;

use kernel::Permission;
use leptos::prelude::*;
use network::model::GroupItem;
use ui::units::rate;
use ui::words::{t, t_args};
use ui::{ButtonKind, Column, Crumb, EmptyState, ErrorState, IntoPlain, LinkButton, PageHeader, Skeleton, Table, rate_figure, utilisation_meter};

use super::server_fns::list_groups;
use crate::context::use_viewer;
use crate::network::voice::Voice;
use crate::page::lazy_page;
use crate::refresh::refresh_every;

/// Figures are loaded again so often.
const AGAIN: Duration = Duration::from_secs(20);

lazy_page! {
    /// The page. Its code comes when it is opened.
    GroupsRoute, page
}

/// Whether the viewer may change groups.
pub(super) fn manages() -> bool {
    use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage))
}

/// The way to the list of groups.
pub(super) fn groups() -> Vec<Crumb> {
    let mut crumbs = interfaces();
    crumbs.push(Crumb::new("/network/groups", t("groups-title")));
    crumbs
}

fn interfaces() -> Vec<Crumb> {
    vec![Crumb::new("/network/interfaces", t("groups-interfaces"))]
}

fn page() -> AnyView {
    let groups = Resource::new_blocking(|| (), async |()| list_groups().await);
    refresh_every(AGAIN, move || groups.refetch());
    let add = || view! { <LinkButton href="/network/groups/new" kind=ButtonKind::Primary text=t("group-add") /> };
    view! {
        <PageHeader title=t("groups-title") crumbs=interfaces() aside=manages().then(add).plain() />
        <p class="lead quiet">{t("groups-lead")}</p>
        <Transition fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match groups.await {
                    Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    Ok(groups) if groups.is_empty() => nothing(),
                    Ok(groups) => table(groups),
                }
            })}
        </Transition>
    }
    .plain()
}

fn nothing() -> AnyView {
    if manages() {
        let action = ("/network/groups/new".to_owned(), t("group-add"));
        view! { <EmptyState title=t("groups-none") text=t("groups-none-text") action /> }.plain()
    } else {
        view! { <EmptyState title=t("groups-none") text=t("groups-none-viewer-text") /> }.plain()
    }
}

fn table(groups: Vec<GroupItem>) -> AnyView {
    let voice = Voice::of_viewer();
    let columns = vec![
        Column::text(t("group-name")),
        Column::figures(voice.first()),
        Column::figures(voice.second()),
        Column::text(t("group-used")),
        Column::text(t("group-measured")),
        Column::figures(t("group-threshold")),
    ];
    let rows = groups.into_iter().map(|group| row(group, voice)).collect_view().plain();
    view! { <Table caption=t("groups-caption") columns rows /> }.plain()
}

fn row(group: GroupItem, voice: Voice) -> impl IntoView {
    let (first, second) = voice.order(group.in_bps, group.out_bps);
    let limit = group.limit_bps();
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/network/groups/{}", group.id)>
                    <bdi>{group.name.clone()}</bdi>
                </a>
                {group.holder.clone().map(|holder| view! { <bdi class="quiet cell-alias">{holder.name}</bdi> })}
            </th>
            <td class="numeric" data-label=voice.first()>
                {rate_figure(first)}
            </td>
            <td class="numeric" data-label=voice.second()>
                {rate_figure(second)}
            </td>
            <td class="cell-used">{utilisation_meter(group.in_bps, group.out_bps, limit)}</td>
            <td data-label=t("group-measured")>{measured(group.fresh, group.members)}</td>
            <td class="numeric" data-label=t("group-threshold")>
                {group.threshold_bps.map(|bps| rate(bps).text())}
            </td>
        </tr>
    }
}

/// Of how many interfaces a sum is, in words.
pub(super) fn measured(fresh: u32, members: u32) -> String {
    t_args("group-of", &[("measured", i64::from(fresh).into()), ("members", i64::from(members).into())])
}
