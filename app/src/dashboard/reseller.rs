//! A reseller's dashboard: what its customers use, against what there is.

use std::time::Duration;

use leptos::prelude::*;
use network::model::{CustomerLines, ResellerDashboard};
use ui::units::percent;
use ui::words::{formats, t, t_args};
use ui::{Column, EmptyState, ErrorState, IntoPlain, PageHeader, Skeleton, Sparkline, Table, rate_figure, utilisation_meter};

use super::refresh_every;
use super::server_fns::get_reseller_figures;
use super::tiles::tile;
use super::traffic::{history_panel, live_sum, now_tiles, spark_steps};
use crate::live::on_missed;
use crate::network::voice::Voice;
use crate::stamped::Stamped;

/// How often what the live connection does not carry is loaded again.
const AGAIN: Duration = Duration::from_secs(60);

/// The page.
pub fn page() -> AnyView {
    let figures = Resource::new_blocking(|| (), async |()| get_reseller_figures().await);
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

fn parts(figures: Stamped<ResellerDashboard>) -> AnyView {
    let Stamped { value, zone, .. } = figures;
    let sum = live_sum(&value.now.follow, (value.now.in_bps, value.now.out_bps));
    let capacity = value.capacity_bps;
    let held_against = match (capacity, value.own_capacity) {
        (None, _) => t("dashboard-capacity-unknown"),
        (Some(_), true) => t("dashboard-capacity-own"),
        (Some(_), false) => t("dashboard-capacity-theirs"),
    };
    let used = move || {
        let (inward, outward) = sum.get();
        utilisation_meter(Some(inward), Some(outward), capacity)
    };
    let note = view! {
        {capacity.map(|capacity| view! { <span>{rate_figure(Some(capacity))}</span> })}
        <span>{held_against}</span>
    };
    view! {
        <div class="tiles">
            {now_tiles(&value.now, sum, Voice::Customer)}
            {tile(t("dashboard-capacity"), used.plain(), note.plain(), None)}
        </div>
        {customers(value.customers, value.more, sum)}
        {history_panel(&value.history, &zone, Voice::Customer, t("dashboard-of-customers"))}
    }
    .plain()
}

fn customers(customers: Vec<CustomerLines>, more: bool, all: Memo<(i64, i64)>) -> AnyView {
    if customers.is_empty() {
        return view! { <EmptyState title=t("dashboard-usage-none") text=t("dashboard-usage-none-text") /> }.plain();
    }
    let voice = Voice::Customer;
    let columns = vec![
        Column::text(t("org-kind-client")),
        Column::figures(voice.first()),
        Column::figures(voice.second()),
        Column::figures(t("dashboard-share")),
        Column::text(t("interfaces-spark")),
    ];
    let rows = customers.into_iter().map(|customer| row(customer, all, voice)).collect_view();
    view! {
        // The table's frame is the landmark of this name.
        <section class="panel">
            <div class="panel-head">
                <h2>{t("dashboard-usage")}</h2>
            </div>
            <Table caption=t("dashboard-usage") columns rows=rows.plain() />
            {more.then(|| view! { <p class="panel-text quiet">{t("dashboard-usage-more")}</p> })}
        </section>
    }
    .plain()
}

fn row(customer: CustomerLines, all: Memo<(i64, i64)>, voice: Voice) -> impl IntoView {
    let sum = live_sum(&customer.lines, (0, 0));
    let measured = customer.lines.iter().any(|line| line.in_bps.is_some());
    let rates = move || {
        let (inward, outward) = sum.get();
        (measured || inward > 0 || outward > 0).then(|| voice.order(inward, outward))
    };
    let share = move || {
        let ((inward, outward), (all_in, all_out)) = (sum.get(), all.get());
        let share = percent(inward.saturating_add(outward), all_in.saturating_add(all_out));
        share.map(|share| view! { <bdi class="figure">{formats().percent(share.min(100), 0)}</bdi> })
    };
    let lines = i64::try_from(customer.lines.len()).unwrap_or(i64::MAX);
    let steps = Signal::stored(spark_steps(&customer.spark, voice));
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/organisation/{}", customer.org)>
                    <bdi>{customer.name}</bdi>
                </a>
                <span class="quiet cell-alias">{t_args("dashboard-lines", &[("count", lines.into())])}</span>
            </th>
            <td class="numeric cell-first" data-label=voice.first()>
                {move || rate_figure(rates().map(|rates| rates.0))}
            </td>
            <td class="numeric cell-second" data-label=voice.second()>
                {move || rate_figure(rates().map(|rates| rates.1))}
            </td>
            <td class="numeric" data-label=t("dashboard-share")>
                {share}
            </td>
            <td class="cell-spark">
                <Sparkline steps first_label=voice.first() second_label=voice.second() />
            </td>
        </tr>
    }
}
