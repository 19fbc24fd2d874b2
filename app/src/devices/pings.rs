//! How a device answers pings: now, and over time as a chart and as a table.

use leptos::prelude::*;
use network::model::{PingFigures, PingNow, PingSeries, PingStep, Range, Reach};
use ui::chart::{Layout, Line, Step, Trace, plot};
use ui::units::{Quantity, count, scale};
use ui::words::{formats, t, t_args};
use ui::{Badge, Column, EmptyState, Fact, IntoPlain, Panel, Table, Tone, Zone, facts, quantity_figure};

use crate::network::chart::{View, links, range_words};
use crate::stamped::Stamped;

/// The state in a badge, with the last round trip where it answers.
pub fn reach(now: &PingNow) -> impl IntoView + use<> {
    let (tone, text) = match now.reach {
        Reach::Up => (Tone::Ok, t("reach-up")),
        Reach::Down => (Tone::Critical, t("reach-down")),
        Reach::Unknown => (Tone::Neutral, t("reach-unknown")),
    };
    let trip = now.round_trip_us.filter(|_| now.reach == Reach::Up).map(|us| view! { <span class="quiet">{round_trip(us.into()).text()}</span> });
    view! {
        <Badge tone text />
        {trip}
    }
}

/// What the head of the page says besides.
pub fn reach_facts(now: &PingNow, now_ms: i64, zone: &Zone) -> Vec<Fact> {
    let since = now.since_ms.map(|at| Fact::text(t("reach-since"), zone.full(at)));
    let answered = match now.answered_ms {
        Some(at) => format!("{} ({})", ui::time::ago(now_ms, at), zone.full(at)),
        None => t("device-never"),
    };
    since.into_iter().chain([Fact::text(t("reach-answered"), answered)]).collect()
}

/// Microseconds as people read them.
fn round_trip(us: i64) -> Quantity {
    let (number, thousands) = scale(us);
    let unit = match thousands {
        0 => t("unit-us"),
        1 => t("unit-ms"),
        _ => t("unit-s"),
    };
    Quantity { number, unit }
}

/// Lost pings in per cent, with one decimal; nothing where none was sent.
fn loss(figures: &PingFigures) -> String {
    figures.loss_permille().map(|permille| t_args("pings-percent", &[("percent", (&formats().decimal(permille, 1)).into())])).unwrap_or_default()
}

/// The panel: range and view as links, so that both stand in the address and work without JavaScript.
pub fn ping_panel(series: Stamped<PingSeries>, shown: View) -> AnyView {
    let Stamped { value: series, zone, .. } = series;
    let range = series.range;
    let body = match shown {
        View::Chart => drawing(&series, &zone),
        View::Table => table(&series, &zone),
    };
    let whole = &series.whole;
    let known = vec![
        Fact::text(t("pings-sent"), count(whole.sent)),
        Fact::text(t("pings-lost"), count(whole.sent.saturating_sub(whole.received))),
        Fact::text(t("pings-loss"), or_dash(loss(whole))),
        Fact::text(t("pings-least"), trip_text(whole.least_us)),
        Fact::text(t("pings-average"), trip_text(whole.average_us())),
        Fact::text(t("pings-most"), trip_text(whole.most_us)),
    ];
    let zone = t_args("chart-zone", &[("zone", (&zone.label(series.to_ms)).into())]);
    view! {
        <Panel id="pings-title" title=t("pings-title") controls=links(range, shown).plain()>
            {body}
            <div class="panel-foot">
                {facts(known)} <p class="quiet">{zone}</p>
            </div>
        </Panel>
    }
    .plain()
}

fn trip_text(us: Option<i64>) -> String {
    or_dash(us.map(|us| round_trip(us).text()).unwrap_or_default())
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "\u{2013}".to_owned() } else { text }
}

/// Round trips above the axis, loss below it: the whole of the lower part is everything lost.
fn drawing(series: &PingSeries, zone: &Zone) -> AnyView {
    if series.steps.is_empty() {
        return view! { <EmptyState title=t("chart-empty") text=t("pings-empty-text") /> }.plain();
    }
    let (trace, layout) = drawn(series, zone);
    let zero = layout.zero_y();
    let ticks = layout.ticks().into_iter().filter(|tick| tick.y < zero);
    let trips = ticks.map(|tick| Line { y: tick.y, axis: false, label: round_trip(tick.bps).text() });
    let all_lost = t_args("pings-percent", &[("percent", (&formats().integer(100)).into())]);
    let lines = trips.chain([Line { y: zero, axis: true, label: String::new() }, Line { y: 1_000, axis: false, label: all_lost }]).collect();
    view! {
        <figure class="chart">
            <figcaption class="visually-hidden">{in_words(series)}</figcaption>
            {plot(&trace, &layout, lines)}
        </figure>
    }
    .plain()
}

/// Both parts on one scale: microseconds above, and below a fifth of the height for the loss.
fn drawn(series: &PingSeries, zone: &Zone) -> (Trace, Layout) {
    let peak = series.steps.iter().filter_map(|step| step.figures.average_us()).max().unwrap_or(0);
    let above = Layout::new(peak, 0, None);
    let layout = Layout { below_bps: (above.above_bps / 4).max(1), ..above };
    let steps = series.steps.iter().map(|step| Step {
        from_ms: step.from_ms,
        to_ms: step.to_ms,
        above_bps: step.figures.average_us().unwrap_or(0),
        below_bps: step.figures.loss_permille().unwrap_or(0).saturating_mul(layout.below_bps) / 1_000,
    });
    let trace = Trace { from_ms: series.from_ms, to_ms: series.to_ms, steps: steps.collect(), holes: Vec::new(), limit_bps: None, zone: zone.clone() };
    (trace, layout)
}

/// The chart in one sentence, for those who do not see it.
fn in_words(series: &PingSeries) -> String {
    t_args(
        "pings-in-words",
        &[
            ("range", (&range_words(series.range)).into()),
            ("average", (&trip_text(series.whole.average_us())).into()),
            ("most", (&trip_text(series.whole.most_us)).into()),
            ("loss", (&or_dash(loss(&series.whole))).into()),
        ],
    )
}

fn table(series: &PingSeries, zone: &Zone) -> AnyView {
    let columns = vec![
        Column::text(t("series-from")),
        Column::figures(t("pings-sent")),
        Column::figures(t("pings-loss")),
        Column::figures(t("pings-least")),
        Column::figures(t("pings-average")),
        Column::figures(t("pings-most")),
    ];
    let rows = series.steps.iter().rev().map(|step| row(step, series.range, zone)).collect_view();
    view! {
        <Table caption=t("pings-caption") columns rows=rows.plain() dense=true />
    }
    .plain()
}

fn row(step: &PingStep, range: Range, zone: &Zone) -> impl IntoView + use<> {
    let figures = step.figures;
    let time = if range == Range::Hour { zone.clock(step.from_ms) } else { zone.day_clock(step.from_ms) };
    let trips = [figures.least_us, figures.average_us(), figures.most_us];
    view! {
        <tr>
            <th scope="row">
                <span class="figure">{time}</span>
            </th>
            <td class="numeric">
                <span class="figure">{count(figures.sent)}</span>
            </td>
            <td class="numeric">
                <span class="figure">{loss(&figures)}</span>
            </td>
            {trips.into_iter().map(|us| view! { <td class="numeric">{quantity_figure(us.map(round_trip))}</td> }).collect_view()}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use kernel::DeviceId;

    use super::*;

    fn series(steps: &[(i64, i64, i64)]) -> PingSeries {
        let steps: Vec<PingStep> = (0..)
            .zip(steps)
            .map(|(minute, (sent, received, us))| PingStep {
                from_ms: minute * 60_000,
                to_ms: (minute + 1) * 60_000,
                figures: PingFigures { sent: *sent, received: *received, least_us: Some(*us), sum_us: us * received, most_us: Some(*us) },
            })
            .collect();
        PingSeries {
            device: DeviceId(uuid::Uuid::nil()),
            range: Range::Hour,
            now: PingNow::default(),
            from_ms: 0,
            to_ms: 3_600_000,
            whole: steps.iter().fold(PingFigures::default(), |all, step| all.and(step.figures)),
            steps,
        }
    }

    #[test]
    fn loss_fills_the_lower_part_and_round_trips_the_upper() {
        let (trace, layout) = drawn(&series(&[(6, 6, 4_000), (6, 3, 10_000), (6, 0, 0)]), &Zone::utc());
        assert_eq!((layout.above_bps, layout.below_bps), (10_000, 2_500));
        let heights: Vec<_> = trace.steps.iter().map(|step| (step.above_bps, step.below_bps)).collect();
        assert_eq!(heights, [(4_000, 0), (10_000, 1_250), (0, 2_500)]);
        assert_eq!(layout.below_y(2_500), 1_000);
    }

    #[test]
    fn figures_in_words() {
        let all = series(&[(6, 6, 400), (6, 3, 1_600)]);
        assert_eq!(in_words(&all), "Pings over 1 hour: 800\u{a0}\u{b5}s on average, 1.60\u{a0}ms at most, 25.0 % lost.");
        assert_eq!(loss(&PingFigures::default()), "");
    }
}
