//! The founder's dashboard: counts and sums over all ISPs, and whether the product itself does well.

use std::time::Duration;

use leptos::prelude::*;
use network::model::{DeviceCounts, IspTrouble};
use ui::units::count;
use ui::words::{t, t_args};
use ui::{Badge, Column, EmptyState, ErrorState, IntoPlain, LinkButton, PageHeader, Skeleton, Sparkline, Table, Tone, rate_figure};

use super::refresh_every;
use super::server_fns::{FounderFigures, get_founder_figures, get_platform_spark};
use super::tiles::{count_figure, level_tone, tile};
use super::traffic::spark_steps;
use crate::network::voice::Voice;
use crate::stamped::Stamped;

/// How often the figures are loaded again.
const FIGURES: Duration = Duration::from_secs(15);
/// The drawing changes every five minutes.
const DRAWING: Duration = Duration::from_secs(150);

/// The page.
pub fn page() -> AnyView {
    let figures = Resource::new_blocking(|| (), async |()| get_founder_figures().await);
    let spark = Resource::new_blocking(|| (), async |()| get_platform_spark().await);
    refresh_every(FIGURES, move || figures.refetch());
    refresh_every(DRAWING, move || spark.refetch());
    let aside = view! {
        <LinkButton href="/platform" text=t("platform-title") />
        <LinkButton href="/platform/health" text=t("health-title") />
    };
    view! {
        <PageHeader title=t("dashboard-title") aside=aside.plain() />
        <Transition fallback=|| view! { <Skeleton lines=10 /> }>
            {move || Suspend::new(async move {
                let spark = spark.await.unwrap_or_default();
                match figures.await {
                    Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    Ok(figures) => {
                        let steps = spark_steps(&spark, Voice::Staff);
                        view! { {tiles(&figures, steps)} {troubles(figures.value.network.isps)} }.plain()
                    }
                }
            })}
        </Transition>
    }
    .plain()
}

fn tiles(figures: &Stamped<FounderFigures>, steps: Vec<ui::spark::SparkStep>) -> AnyView {
    let Stamped { value: FounderFigures { network, summary }, now_ms, .. } = figures;
    let drawn = (!steps.is_empty()).then(|| {
        let steps = Signal::stored(steps);
        view! { <Sparkline steps first_label=t("traffic-in") second_label=t("traffic-out") /> }
    });
    let isps = t_args("dashboard-isps-note", &[("paused", i64::from(summary.paused).into()), ("closed", i64::from(summary.closed).into())]);
    let ports = t_args("dashboard-ports", &[("count", i64::from(network.interfaces).into())]);
    let traffic = view! {
        <span class="tile-pair">
            <span><span class="tile-unit">{t("traffic-in")}</span>" "{rate_figure(Some(network.in_bps))}</span>
            <span><span class="tile-unit">{t("traffic-out")}</span>" "{rate_figure(Some(network.out_bps))}</span>
        </span>
    };
    let collectors = &network.collectors;
    let polls = t_args(
        "dashboard-polls-note",
        &[
            ("due", i64::from(collectors.polls_due_a_minute).into()),
            ("late", i64::from(collectors.late).into()),
            ("failing", i64::from(collectors.failing).into()),
        ],
    );
    let polls_tone = if collectors.late > 0 || summary.processes_silent > 0 { Tone::Warning } else { Tone::Ok };
    let work = match summary.oldest_ms {
        Some(oldest) => t_args("dashboard-work-oldest", &[("age", (&ui::time::ago(*now_ms, oldest)).into())]),
        None => t("dashboard-work-none"),
    };
    let work_state = t_args("dashboard-work-note", &[("dead", i64::from(summary.dead).into()), ("failing", i64::from(summary.jobs_failing).into())]);
    view! {
        <div class="tiles tiles-wide">
            {tile(t("dashboard-isps"), count_figure(summary.active), isps.plain(), Some("/platform"))}
            {tile(t("dashboard-customers"), count_figure(summary.customers), t("dashboard-customers-note").plain(), None)}
            {tile(t("dashboard-platform-traffic"), traffic.plain(), view! { {drawn} <span>{ports}</span> }.plain(), None)}
            {tile(t("devices-title"), answering(network.devices), device_badge(network.devices), None)}
            {tile(
                t("dashboard-polls"),
                count_figure(summary.polls),
                view! { <Badge tone=polls_tone text=polls /> }.plain(),
                Some("/platform/health"),
            )}
            {tile(
                t("dashboard-queued"),
                count_figure(summary.queued),
                view! {
                    <Badge tone=level_tone(summary.work_level) text=work_state />
                    <span>{work}</span>
                }
                    .plain(),
                Some("/platform/health"),
            )}
        </div>
    }
    .plain()
}

/// Devices that answer, of all.
pub fn answering(devices: DeviceCounts) -> AnyView {
    let up = devices.all.saturating_sub(devices.down).saturating_sub(devices.pending);
    view! { <span class="figure">{count(up)}<span class="unit">{format!("\u{a0}/ {}", count(devices.all))}</span></span> }.plain()
}

/// Whether all answer.
pub fn device_badge(devices: DeviceCounts) -> AnyView {
    let (tone, text) = devices_state(devices.all, devices.down, devices.pending);
    view! { <Badge tone text /> }.plain()
}

fn troubles(isps: Vec<IspTrouble>) -> AnyView {
    if isps.is_empty() {
        return view! { <EmptyState title=t("platform-none") text=t("platform-none-text") action=("/platform/new".to_owned(), t("isp-new-title")) /> }.plain();
    }
    let columns =
        vec![Column::text(t("platform-isp")), Column::text(t("platform-devices")), Column::figures(t("traffic-in")), Column::figures(t("traffic-out"))];
    let rows = isps.into_iter().map(|isp| {
        view! {
            <tr>
                <th scope="row" class="cell-name">
                    <a href=format!("/platform/isps/{}", isp.tenant)>
                        <bdi>{isp.name}</bdi>
                    </a>
                </th>
                <td class="cell-state">{device_badge(isp.devices)}</td>
                <td class="numeric" data-label=t("traffic-in")>
                    {rate_figure(Some(isp.in_bps))}
                </td>
                <td class="numeric" data-label=t("traffic-out")>
                    {rate_figure(Some(isp.out_bps))}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view().plain();
    view! {
        // The table's frame is the landmark of this name.
        <section class="panel">
            <div class="panel-head">
                <h2>{t("dashboard-troubles")}</h2>
            </div>
            <Table caption=t("dashboard-troubles") columns rows />
        </section>
    }
    .plain()
}

/// Whether the devices of a network answer, and in words.
pub fn devices_state(all: u32, down: u32, pending: u32) -> (Tone, String) {
    let (all, down, pending) = (i64::from(all), i64::from(down), i64::from(pending));
    match (all, down, pending) {
        (0, _, _) => (Tone::Neutral, t("platform-no-devices")),
        (_, 0, 0) => (Tone::Ok, t_args("platform-all-answer", &[("all", all.into())])),
        (_, 0, _) => (Tone::Neutral, t_args("platform-some-pending", &[("pending", pending.into()), ("all", all.into())])),
        _ => (Tone::Critical, t_args("platform-some-down", &[("down", down.into()), ("all", all.into())])),
    }
}
