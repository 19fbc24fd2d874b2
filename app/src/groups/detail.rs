//! `/network/groups/:id`: what it adds up, what it does now, its sum over time, what a month comes to.

use kernel::GroupId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use network::model::{GroupDetail, GroupMember, Range};
use ui::units::rate;
use ui::words::t;
use ui::{
    Badge, ButtonKind, Column, Dot, EmptyState, ErrorState, Fact, IntoPlain, LinkButton, PageHeader, Panel, Skeleton, Table, Tile, Tone, facts, rate_figure,
    utilisation_meter,
};

use super::course::{GroupCourse, course};
use super::list::{groups, manages, measured};
use super::percentile::months;
use super::server_fns::{get_group, get_traffic, group_months};
use crate::PageError;
use crate::context::use_site;
use crate::network::chart::View;
use crate::network::voice::Voice;
use crate::page::lazy_page;
use crate::params::use_id;
use crate::refresh::refresh_every;

lazy_page! {
    /// The page. Its code comes when it is opened.
    GroupRoute, page
}

/// The figures of now are loaded again so often.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(20);

fn page() -> AnyView {
    let (id, query) = (use_id::<GroupId>(), use_query_map());
    let range = Memo::new(move |_| query.with(|query| query.get_str("range").and_then(Range::parse).unwrap_or_default()));
    let shown = Memo::new(move |_| query.with(|query| View::parse(query.get_str("view"))));
    let detail = Resource::new_blocking(move || id.get(), async |id| get_group(id.ok_or_else(PageError::not_found)?).await);
    let traffic = Resource::new_blocking(move || (id.get(), range.get()), async |(id, range)| get_traffic(id.ok_or_else(PageError::not_found)?, range).await);
    let billed = Resource::new_blocking(move || id.get(), async |id| group_months(id.ok_or_else(PageError::not_found)?).await);
    refresh_every(AGAIN, move || detail.refetch());
    view! {
        <Transition fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Err(error) => refused(error),
                    Ok(detail) => head(&detail),
                }
            })}
        </Transition>
        <Transition fallback=|| view! { <Skeleton lines=10 /> }>
            {move || {
                let shown = shown.get();
                Suspend::new(async move {
                    match (traffic.await, id.get_untracked()) {
                        (Ok(stamped), Some(id)) => course(GroupCourse { id, stamped, shown, voice: Voice::of_viewer(), version: use_site().asset_version }),
                        (Err(error), Some(_)) if error.code != "not-found" => {
                            view! { <ErrorState code=error.code request_id=error.request_id /> }.plain()
                        }
                        // The head says it already.
                        _ => ().plain(),
                    }
                })
            }}
        </Transition>
        <Transition fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match billed.await {
                    Err(error) if error.code == "not-found" => ().plain(),
                    answer => months(answer, Voice::of_viewer()),
                }
            })}
        </Transition>
        <Transition fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move { detail.await.map(|detail| members(detail.members)).unwrap_or_else(|_| ().plain()) })}
        </Transition>
    }
    .plain()
}

/// Nothing here, or not for this viewer.
pub(super) fn refused(error: PageError) -> AnyView {
    view! {
        <PageHeader title=t("group-one") crumbs=groups() />
        <ErrorState code=error.code request_id=error.request_id />
    }
    .plain()
}

fn head(detail: &GroupDetail) -> AnyView {
    let (item, voice) = (&detail.item, Voice::of_viewer());
    let path = format!("/network/groups/{}", item.id);
    let actions = manages().then(|| {
        view! {
            <LinkButton href=format!("{path}/members") kind=ButtonKind::Primary text=t("group-choose") />
            <LinkButton href=format!("{path}/edit") text=t("group-edit") />
            <LinkButton href=format!("{path}/remove") kind=ButtonKind::Danger text=t("group-remove") />
        }
    });
    let (first, second) = voice.order(item.in_bps, item.out_bps);
    let mut known = vec![
        Fact::text(t("group-measured"), measured(item.fresh, item.members)),
        Fact::text(t("group-capacity"), item.capacity_bps.map_or_else(|| t("group-no-contract"), |bps| rate(bps).text())),
        Fact::text(t("group-speed"), item.speed_bps.map_or_else(|| t("unknown"), |bps| rate(bps).text())),
        Fact::text(t("group-threshold"), item.threshold_bps.map_or_else(|| t("group-unwatched"), |bps| rate(bps).text())),
    ];
    known.extend(item.holder.as_ref().map(|holder| Fact::text(t("group-holder"), holder.name.clone())));
    known.push(Fact::id(t("fact-id"), item.id));
    view! {
        <PageHeader title=item.name.clone() crumbs=groups() aside=actions.plain() />
        <div class="tiles">
            <Tile label=voice.first() dot=Dot::Above figure=rate_figure(first).plain() />
            <Tile label=voice.second() dot=Dot::Below figure=rate_figure(second).plain() />
            <Tile label=t("group-used") figure=utilisation_meter(item.in_bps, item.out_bps, item.limit_bps()).plain() />
        </div>
        {facts(known)}
    }
    .plain()
}

fn members(members: Vec<GroupMember>) -> AnyView {
    let voice = Voice::of_viewer();
    let body = if members.is_empty() {
        view! { <EmptyState title=t("group-empty") text=t("group-empty-text") /> }.plain()
    } else {
        let columns =
            vec![Column::text(t("group-interface")), Column::text(t("group-device")), Column::figures(voice.first()), Column::figures(voice.second())];
        let rows = members.into_iter().map(|member| row(member, voice)).collect_view().plain();
        view! { <Table caption=t("group-members-caption") columns rows /> }.plain()
    };
    view! {
        <Panel id="members-title" title=t("group-members")>
            {body}
        </Panel>
    }
    .plain()
}

fn row(member: GroupMember, voice: Voice) -> impl IntoView {
    let (first, second) = voice.order(member.in_bps, member.out_bps);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/network/interfaces/{}", member.id)>
                    <bdi>{member.name}</bdi>
                </a>
                {(!member.alias.is_empty()).then(|| view! { <bdi class="quiet cell-alias">{member.alias}</bdi> })}
                {(!member.counts).then(|| view! { <Badge tone=Tone::Warning text=t("group-not-counted") /> })}
            </th>
            <td data-label=t("group-device")>
                <bdi>{member.device.map(|(_, name)| name).unwrap_or_default()}</bdi>
            </td>
            <td class="numeric" data-label=voice.first()>
                {rate_figure(first)}
            </td>
            <td class="numeric" data-label=voice.second()>
                {rate_figure(second)}
            </td>
        </tr>
    }
}
