//! The 95th percentile of this month and the one before: what is billed, and what it is made of.

use leptos::prelude::*;
use network::model::Percentile;
use ui::units::count;
use ui::words::{t, t_args};
use ui::{Column, ErrorState, IntoPlain, Panel, Table, Zone, rate_figure};

use super::server_fns::Months;
use crate::PageError;
use crate::network::voice::Voice;

/// Gaps that are named for each month; the API tells more.
const GAPS: usize = 5;

/// The panel.
pub(super) fn months(answer: Result<Months, PageError>, voice: Voice) -> AnyView {
    let body = match answer {
        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
        Ok(months) => {
            let zone = months.value.first().map(|month| month.time_zone.clone()).unwrap_or_default();
            let gaps = months.value.iter().map(|month| gaps(month, &months.zone)).collect_view();
            view! {
                {table(&months.value, voice)}
                {gaps}
                <p class="quiet">{t_args("percentile-how", &[("zone", (&zone).into())])}</p>
            }
            .plain()
        }
    };
    view! {
        <Panel id="percentile-title" title=t("percentile-title")>
            {body}
        </Panel>
    }
    .plain()
}

fn table(months: &[Percentile], voice: Voice) -> AnyView {
    let columns = vec![
        Column::text(t("percentile-month")),
        Column::figures(voice.first()),
        Column::figures(voice.second()),
        Column::figures(t("percentile-billed")),
        Column::figures(t("percentile-measured")),
        Column::figures(t("percentile-partial")),
        Column::figures(t("percentile-discarded")),
        Column::figures(t("percentile-gaps")),
    ];
    let rows = months.iter().map(|month| row(month, voice)).collect_view().plain();
    view! { <Table caption=t("percentile-caption") columns rows /> }.plain()
}

fn row(month: &Percentile, voice: Voice) -> impl IntoView + use<> {
    let (first, second) = voice.order(month.in_bps, month.out_bps);
    let of = t_args("percentile-of", &[("measured", (&count(month.measured)).into()), ("expected", (&count(month.expected)).into())]);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <bdi class="figure">{month.month.to_string()}</bdi>
                {month.running.then(|| view! { <span class="quiet cell-alias">{t("percentile-running")}</span> })}
            </th>
            <td class="numeric" data-label=voice.first()>
                {rate_figure(first)}
            </td>
            <td class="numeric" data-label=voice.second()>
                {rate_figure(second)}
            </td>
            <td class="numeric" data-label=t("percentile-billed")>
                {rate_figure(month.billed_bps())}
            </td>
            <td class="numeric" data-label=t("percentile-measured")>
                <span class="figure">{of}</span>
            </td>
            <td class="numeric" data-label=t("percentile-partial")>
                <span class="figure">{count(month.partial)}</span>
            </td>
            <td class="numeric" data-label=t("percentile-discarded")>
                <span class="figure">{count(month.discarded)}</span>
            </td>
            <td class="numeric" data-label=t("percentile-gaps")>
                <span class="figure">{count(month.gap_count)}</span>
            </td>
        </tr>
    }
}

/// The longest stretches of a month that were not measured.
fn gaps(month: &Percentile, zone: &Zone) -> impl IntoView + use<> {
    let mut longest = month.gaps.clone();
    longest.sort_by_key(|(from, to)| from.saturating_sub(*to));
    longest.truncate(GAPS);
    longest.sort_unstable();
    let name = month.month.to_string();
    let items = longest.into_iter().map(|(from, to)| view! { <li class="figure">{format!("{}\u{2013}{}", zone.day_clock(from), zone.day_clock(to))}</li> });
    let items = items.collect_view();
    (month.gap_count > 0).then(move || {
        view! {
            <div class="holes">
                <h3>{t_args("percentile-longest", &[("month", (&name).into())])}</h3>
                <ul>{items}</ul>
            </div>
        }
    })
}
