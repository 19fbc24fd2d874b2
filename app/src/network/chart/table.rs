//! The chart's figures as a table, newest first.

use leptos::prelude::*;
use network::model::{Point, Series};
use ui::words::{t, t_args};
use ui::{Column, IntoPlain, Table, Zone, rate_figure};

use super::trace::time_label;
use crate::network::voice::Voice;

/// The table.
#[must_use]
pub fn series_table(series: &Series, voice: Voice, zone: &Zone) -> AnyView {
    let average = |direction: &String| t_args("series-average", &[("direction", direction.into())]);
    let highest = |direction: &String| t_args("series-highest", &[("direction", direction.into())]);
    let (first, second) = (voice.first(), voice.second());
    let columns = vec![
        Column::text(t("series-from")),
        Column::figures(average(&first)),
        Column::figures(average(&second)),
        Column::figures(highest(&first)),
        Column::figures(highest(&second)),
    ];
    let rows = series.points.iter().rev().map(|point| row(point, voice, time_label(series.resolution, zone, point.from_ms))).collect_view();
    view! {
        <Table caption=t("series-caption") columns rows=rows.plain() dense=true />
    }
    .plain()
}

fn row(point: &Point, voice: Voice, time: String) -> impl IntoView + use<> {
    let (first, second) = voice.order(point.in_bps, point.out_bps);
    let (first_peak, second_peak) = voice.order(point.in_peak_bps, point.out_peak_bps);
    view! {
        <tr>
            <th scope="row">
                <span class="figure">{time}</span>
            </th>
            {[first, second, first_peak, second_peak]
                .into_iter()
                .map(|bps| view! { <td class="numeric">{rate_figure(Some(bps))}</td> })
                .collect_view()}
        </tr>
    }
}
