//! The dashboard of an ISP's staff and of branches.

use std::time::Duration;

use kernel::Permission;
use leptos::prelude::*;
use network::model::{InterfaceItem, NetworkDashboard, SilentDevice};
use tenancy::model::{AuditActor, AuditEntry};
use ui::words::{t, t_args, t_code};
use ui::{Badge, Column, EmptyState, ErrorState, IntoPlain, PageHeader, Skeleton, Table, Tone, Zone, utilisation_meter};

use super::checklist::checklist;
use super::founder::{answering, device_badge};
use super::refresh_every;
use super::server_fns::{StaffFigures, get_staff_figures};
use super::tiles::{count_figure, tile};
use super::traffic::{history_panel, live_sum, now_tiles, total_words};
use crate::audit::voice::{action_words, part_words};
use crate::context::use_viewer;
use crate::live::{on_missed, use_live};
use crate::network::interfaces::Now;
use crate::network::voice::Voice;
use crate::stamped::Stamped;

/// How often what the live connection does not carry is loaded again.
const AGAIN: Duration = Duration::from_secs(60);

/// The page.
pub fn page() -> AnyView {
    let figures = Resource::new_blocking(|| (), async |()| get_staff_figures().await);
    on_missed(move || figures.refetch());
    refresh_every(AGAIN, move || figures.refetch());
    view! {
        <PageHeader title=t("dashboard-title") />
        <Transition fallback=|| view! { <Skeleton lines=12 /> }>
            {move || Suspend::new(async move {
                match figures.await {
                    Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    Ok(figures) => parts(figures),
                }
            })}
        </Transition>
    }
    .plain()
}

fn parts(figures: Stamped<StaffFigures>) -> AnyView {
    let Stamped { value: StaffFigures { network, tree, changes }, now_ms, zone } = figures;
    let viewer = use_viewer();
    let sees_people = viewer.as_ref().is_some_and(|viewer| viewer.allows(Permission::PeopleRead));
    let people = sees_people.then(|| {
        let invited = t_args("dashboard-invited", &[("count", i64::from(tree.invited).into())]);
        tile(t("nav-people"), count_figure(tree.people), invited.plain(), Some("/people"))
    });
    let customers = t_args("dashboard-tree-note", &[("branches", i64::from(tree.branches).into()), ("resellers", i64::from(tree.resellers).into())]);
    let sum = live_sum(&network.now.follow, (network.now.in_bps, network.now.out_bps));
    view! {
        {checklist(&tree, network.devices.all)}
        <div class="tiles">
            {now_tiles(&network.now, sum, Voice::Staff)}
            {tile(t("devices-title"), answering(network.devices), device_badge(network.devices), Some("/network/devices"))}
            {tile(t("dashboard-customers"), count_figure(tree.customers), customers.plain(), Some("/organisation"))} {people}
        </div>
        {history_panel(&network.history, &zone, Voice::Staff, total_words(network.now.of))}
        <div class="dashboard-columns">
            {fullest(&network)} {silent(network.silent, now_ms, &zone)} {changes.map(|changes| recent(changes, now_ms, &zone))}
        </div>
    }
    .plain()
}

fn fullest(network: &NetworkDashboard) -> AnyView {
    let body = if network.fullest.is_empty() {
        view! { <p class="panel-text quiet">{t("dashboard-fullest-none")}</p> }.plain()
    } else {
        let columns = vec![Column::text(t("interfaces-name")), Column::text(t("interfaces-used"))];
        let rows = network.fullest.iter().cloned().map(full_row).collect_view();
        view! { <Table caption=t("dashboard-fullest") columns rows=rows.plain() /> }.plain()
    };
    panel("fullest-title", t("dashboard-fullest"), body, None, !network.fullest.is_empty())
}

fn full_row(item: InterfaceItem) -> impl IntoView {
    let now = Now::of(&item).follow(use_live().follow(item.id));
    let speed = item.speed_bps;
    let device = item.device.map(|(_, name)| name).unwrap_or_default();
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/network/interfaces/{}", item.id)>
                    <bdi>{item.name}</bdi>
                </a>
                <bdi class="quiet cell-alias">{if item.alias.is_empty() { device } else { item.alias }}</bdi>
            </th>
            <td class="cell-used" data-label=t("interfaces-used")>
                {move || utilisation_meter(now.get().in_bps, now.get().out_bps, speed)}
            </td>
        </tr>
    }
}

fn silent(devices: Vec<SilentDevice>, now_ms: i64, zone: &Zone) -> AnyView {
    let body = if devices.is_empty() {
        view! { <p class="panel-text"><Badge tone=Tone::Ok text=t("dashboard-silent-none") /></p> }.plain()
    } else {
        let rows = devices.into_iter().map(|device| {
            let since = t_args("dashboard-since", &[("age", (&ui::time::ago(now_ms, device.since_ms)).into())]);
            let why = device.error.map(|error| t_code("poll-error", &error));
            view! {
                <li>
                    <span>
                        <a href=format!("/network/devices/{}", device.id)>
                            <bdi>{device.name}</bdi>
                        </a>
                        <span class="quiet list-note">{why}</span>
                    </span>
                    <span class="quiet" title=zone.full(device.since_ms)>
                        {since}
                    </span>
                </li>
            }
        });
        view! { <ul class="panel-list">{rows.collect_view()}</ul> }.plain()
    };
    panel("silent-title", t("dashboard-silent"), body, Some("/network/devices"), false)
}

fn recent(changes: Vec<AuditEntry>, now_ms: i64, zone: &Zone) -> AnyView {
    if changes.is_empty() {
        let nothing = view! { <EmptyState title=t("audit-none") text=t("audit-none-text") /> };
        return panel("changes-title", t("dashboard-changes"), nothing.plain(), None, false);
    }
    let rows = changes.into_iter().map(|entry| {
        let who = match entry.actor {
            AuditActor::Person { name, .. } | AuditActor::Outsider(name) => name,
            AuditActor::Hidden(_) => t("audit-actor-hidden"),
            AuditActor::Part(part) => part_words(&part),
        };
        view! {
            <li>
                <span>
                    <bdi>{action_words(&entry.action)}</bdi>
                    <span class="quiet list-note">
                        <bdi>{who}</bdi>
                    </span>
                </span>
                <span class="quiet" title=zone.full(entry.at_ms)>
                    {ui::time::ago(now_ms, entry.at_ms)}
                </span>
            </li>
        }
    });
    let list = view! { <ul class="panel-list">{rows.collect_view()}</ul> };
    panel("changes-title", t("dashboard-changes"), list.plain(), Some("/audit"), false)
}

/// A panel with a heading. A table's frame is the landmark of that name already.
fn panel(id: &'static str, title: String, body: AnyView, all: Option<&'static str>, has_table: bool) -> AnyView {
    let named = t_args("dashboard-all-of", &[("what", (&title).into())]);
    let all = all.map(|href| {
        view! {
            <a href=href aria-label=named>
                {t("dashboard-all")}
            </a>
        }
    });
    view! {
        <section class="panel" aria-labelledby=(!has_table).then_some(id)>
            <div class="panel-head">
                <h2 id=id>{title}</h2>
                {all}
            </div>
            {body}
        </section>
    }
    .plain()
}
