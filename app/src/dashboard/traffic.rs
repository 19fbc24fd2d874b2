//! Sums of traffic: now, moved on by live events, and over the last 24 hours.

use kernel::LivePayload;
use leptos::prelude::*;
use network::model::{LineNow, SparkPoint, TotalHistory, TotalNow, TotalOf};
use ui::chart::{Hole, Step, Trace, TrafficSvg};
use ui::spark::SparkStep;
use ui::units::rate;
use ui::words::{t, t_args};
use ui::{Column, EmptyState, IntoPlain, Table, Zone, rate_figure};

use super::tiles::tile;
use crate::live::{Latest, use_live};
use crate::network::voice::Voice;

/// In and out of these lines now, in bit/s, as live events move them on. `first` holds where there are none to follow.
pub fn live_sum(lines: &[LineNow], first: (i64, i64)) -> Memo<(i64, i64)> {
    let live = use_live();
    let followed: Vec<(LineNow, Latest)> = lines.iter().map(|line| (*line, live.follow(line.id))).collect();
    Memo::new(move |_| {
        if followed.is_empty() {
            return first;
        }
        let rates = followed.iter().map(|(line, latest)| latest.with(|event| after(*line, event.as_ref())));
        rates.fold((0, 0), |sum: (i64, i64), (inward, outward)| (sum.0.saturating_add(inward.unwrap_or(0)), sum.1.saturating_add(outward.unwrap_or(0))))
    })
}

/// A line's rates after its newest event.
fn after(line: LineNow, event: Option<&LivePayload>) -> (Option<i64>, Option<i64>) {
    match event {
        None => (line.in_bps, line.out_bps),
        Some(LivePayload::Rate { in_bps, out_bps, .. }) => (Some(*in_bps), Some(*out_bps)),
        Some(LivePayload::Gap { .. }) => (None, None),
    }
}

/// Two tiles: a sum's two directions.
pub fn now_tiles(now: &TotalNow, sum: Memo<(i64, i64)>, voice: Voice) -> AnyView {
    let measured = now.fresh > 0;
    let shown = move |pick: fn((i64, i64)) -> i64| {
        let bps = move || {
            let (inward, outward) = sum.get();
            (measured || inward > 0 || outward > 0).then(|| pick(voice.order(inward, outward)))
        };
        (move || rate_figure(bps())).plain()
    };
    let note = || t_args("dashboard-lines-measured", &[("fresh", i64::from(now.fresh).into()), ("lines", i64::from(now.lines).into())]);
    view! {
        {tile(t_args("dashboard-now", &[("direction", (&voice.first()).into())]), shown(|pair| pair.0), note().plain(), None)}
        {tile(t_args("dashboard-now", &[("direction", (&voice.second()).into())]), shown(|pair| pair.1), note().plain(), None)}
    }
    .plain()
}

/// What a total adds up, in words.
pub fn total_words(of: TotalOf) -> String {
    match of {
        TotalOf::Assigned => t("dashboard-of-assigned"),
        TotalOf::All => t("dashboard-of-all"),
    }
}

/// Points as steps of a sparkline, in the voice's order.
pub fn spark_steps(points: &[SparkPoint], voice: Voice) -> Vec<SparkStep> {
    let step = |point: &SparkPoint| {
        let (first, second) = voice.order(point.in_bps, point.out_bps);
        SparkStep { first, second }
    };
    points.iter().map(step).collect()
}

/// The last 24 hours as a drawing, with the same in a table. `what` says what is added up.
pub fn history_panel(history: &TotalHistory, zone: &Zone, voice: Voice, what: String) -> AnyView {
    let body = if history.points.is_empty() {
        view! { <EmptyState title=t("chart-empty") text=t("chart-empty-text") /> }.plain()
    } else {
        let trace = trace(history, zone, voice);
        let (above, below) = trace.peaks();
        let words = t_args(
            "dashboard-history-words",
            &[
                ("first", (&voice.first()).into()),
                ("first-peak", (&rate(above).text()).into()),
                ("second", (&voice.second()).into()),
                ("second-peak", (&rate(below).text()).into()),
            ],
        );
        view! {
            <figure class="chart">
                <figcaption class="visually-hidden">{words}</figcaption>
                <TrafficSvg trace />
            </figure>
            <details class="chart-twin">
                <summary>{t("dashboard-history-table")}</summary>
                {table(history, zone, voice)}
            </details>
        }
        .plain()
    };
    view! {
        <section class="panel" aria-labelledby="history-title">
            <div class="panel-head">
                <h2 id="history-title">{t("dashboard-history")}</h2>
                <p class="legend">
                    <span><span class="dot dot-above" aria-hidden="true"></span>{voice.first()}</span>
                    <span><span class="dot dot-below" aria-hidden="true"></span>{voice.second()}</span>
                </p>
            </div>
            {body}
            <div class="panel-foot">
                <p class="quiet">{what}</p>
                <p class="quiet">{t_args("chart-zone", &[("zone", (&zone.label(history.to_ms)).into())])}</p>
            </div>
        </section>
    }
    .plain()
}

fn trace(history: &TotalHistory, zone: &Zone, voice: Voice) -> Trace {
    let steps = history.points.iter().map(|point| {
        let (above_bps, below_bps) = voice.order(point.in_bps, point.out_bps);
        Step { from_ms: point.from_ms, to_ms: point.to_ms, above_bps, below_bps }
    });
    let pairs = history.points.iter().zip(history.points.iter().skip(1));
    let holes = pairs.filter(|(one, next)| next.from_ms > one.to_ms);
    let holes = holes.map(|(one, next)| Hole { from_ms: one.to_ms, to_ms: next.from_ms, reason: t("gap-silent") });
    Trace { from_ms: history.from_ms, to_ms: history.to_ms, steps: steps.collect(), holes: holes.collect(), limit_bps: None, zone: zone.clone() }
}

const HOUR_MS: i64 = 3_600_000;

/// An hour's averages: when it began, in, out.
fn hours(history: &TotalHistory) -> Vec<(i64, i64, i64)> {
    let mut hours: Vec<(i64, i64, i64, i64)> = Vec::new();
    for point in &history.points {
        let hour = point.from_ms.div_euclid(HOUR_MS);
        match hours.last_mut() {
            Some(last) if last.0 == hour => *last = (hour, last.1.saturating_add(point.in_bps), last.2.saturating_add(point.out_bps), last.3 + 1),
            _ => hours.push((hour, point.in_bps, point.out_bps, 1)),
        }
    }
    hours.into_iter().map(|(hour, inward, outward, steps)| (hour.saturating_mul(HOUR_MS), inward / steps, outward / steps)).collect()
}

fn table(history: &TotalHistory, zone: &Zone, voice: Voice) -> AnyView {
    let columns = vec![Column::text(t("series-from")), Column::figures(voice.first()), Column::figures(voice.second())];
    let rows = hours(history).into_iter().rev().map(|(from_ms, inward, outward)| {
        let (first, second) = voice.order(inward, outward);
        view! {
            <tr>
                <th scope="row">
                    <span class="figure">{zone.day_clock(from_ms.max(history.from_ms))}</span>
                </th>
                <td class="numeric">{rate_figure(Some(first))}</td>
                <td class="numeric">{rate_figure(Some(second))}</td>
            </tr>
        }
    });
    view! { <Table caption=t("dashboard-history-caption") columns rows=rows.collect_view().plain() dense=true /> }.plain()
}

#[cfg(test)]
mod tests {
    use kernel::InterfaceId;
    use network::model::TotalPoint;

    use super::*;

    fn point(minute: i64, bps: i64) -> TotalPoint {
        TotalPoint { from_ms: minute * 60_000, to_ms: (minute + 5) * 60_000, in_bps: bps, out_bps: bps * 2 }
    }

    #[test]
    fn hours_are_averages_of_what_was_measured() {
        let history = TotalHistory { from_ms: 0, to_ms: 7_200_000, points: vec![point(0, 10), point(55, 30), point(70, 7)] };
        assert_eq!(hours(&history), [(0, 20, 40), (HOUR_MS, 7, 14)]);
    }

    #[test]
    fn what_was_not_measured_is_a_hole() {
        let history = TotalHistory { from_ms: 0, to_ms: 7_200_000, points: vec![point(0, 10), point(5, 10), point(20, 7)] };
        let trace = trace(&history, &Zone::utc(), Voice::Customer);
        assert_eq!(trace.holes.iter().map(|hole| (hole.from_ms, hole.to_ms)).collect::<Vec<_>>(), [(600_000, 1_200_000)]);
        assert_eq!((trace.steps[0].above_bps, trace.steps[0].below_bps), (20, 10), "a customer's download is a port's out");
    }

    #[test]
    fn a_gap_takes_a_line_out_of_the_sum() {
        let line = LineNow { id: InterfaceId(uuid::Uuid::nil()), in_bps: Some(5), out_bps: None };
        assert_eq!(after(line, None), (Some(5), None));
        assert_eq!(after(line, Some(&LivePayload::Rate { from_ms: 0, at_ms: 1, in_bps: 7, out_bps: 8, up: true })), (Some(7), Some(8)));
        assert_eq!(after(line, Some(&LivePayload::Gap { from_ms: 0, at_ms: 1, reason: "reset".to_owned(), up: true })), (None, None));
    }
}
