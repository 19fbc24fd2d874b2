//! The traffic panel of a group: the sum as chart or table over four ranges, and which steps lack interfaces.

use std::time::Duration;

use kernel::GroupId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::chart::{Hole, Trace};
use ui::words::{t, t_args};
use ui::{Column, IntoPlain, Panel, Table, Zone, rate_figure};

use super::list::measured;
use super::server_fns::{GroupTraffic, get_traffic};
use crate::network::chart::{View, drawing, holes, links, stats, time_label, trace};
use crate::network::voice::Voice;
use crate::refresh::refresh_every;
use crate::stamped::Stamped;

/// Sums are loaded again so often.
const AGAIN: Duration = Duration::from_secs(30);

/// What the panel shows.
pub(super) struct GroupCourse {
    pub(super) id: GroupId,
    pub(super) stamped: Stamped<GroupTraffic>,
    pub(super) shown: View,
    pub(super) voice: Voice,
    /// Of the chart library's address.
    pub(super) version: String,
}

pub(super) fn course(course: GroupCourse) -> AnyView {
    let GroupCourse { id, stamped, shown, voice, version } = course;
    let Stamped { value, zone, .. } = stamped;
    let (range, resolution) = (value.sum.0.range, value.sum.0.resolution);
    let (traffic, zone) = (RwSignal::new(value), StoredValue::new(zone));
    refresh_every(AGAIN, move || {
        spawn_local(async move {
            // A failed reload leaves what is there.
            if let Ok(fresh) = get_traffic(id, range).await {
                traffic.try_set(fresh.value);
            }
        });
    });
    let drawn = Memo::new(move |_| traffic.with(|traffic| zone.with_value(|zone| whole_trace(traffic, voice, zone))));
    let body = match shown {
        View::Chart => drawing(drawn, range, voice, version).plain(),
        View::Table => (move || traffic.with(|traffic| zone.with_value(|zone| table(traffic, voice, zone)))).plain(),
    };
    view! {
        <Panel id="traffic-title" title=t("group-sum") controls=links(range, shown).plain()>
            {body}
            <div class="panel-foot">
                {move || traffic.with(|traffic| stats(&traffic.sum.0, voice))}
                <p class="quiet">
                    {move || {
                        let end = traffic.with(|traffic| traffic.sum.0.to_ms);
                        let label = zone.with_value(|zone| zone.label(end));
                        t_args("chart-zone", &[("zone", (&label).into())])
                    }}
                </p>
            </div>
            {move || drawn.with(|trace| holes(trace, &move |ms| zone.with_value(|zone| time_label(resolution, zone, ms))))}
        </Panel>
    }
    .plain()
}

/// The sum with what is missing in it.
fn whole_trace(traffic: &GroupTraffic, voice: Voice, zone: &Zone) -> Trace {
    let mut trace = trace(&traffic.sum.0, voice, traffic.limit_bps, zone);
    let partial = partial(traffic).into_iter().map(|(from_ms, to_ms, count)| Hole { from_ms, to_ms, reason: words(count, traffic.members) });
    trace.holes.extend(partial);
    trace.holes.sort_by_key(|hole| hole.from_ms);
    trace
}

fn words(count: u32, members: u32) -> String {
    t_args("group-partial", &[("measured", i64::from(count).into()), ("members", i64::from(members).into())])
}

/// Stretches in which interfaces are missing, and of how many the sum is.
fn partial(traffic: &GroupTraffic) -> Vec<(i64, i64, u32)> {
    let mut stretches: Vec<(i64, i64, u32)> = Vec::new();
    for (point, measured) in traffic.sum.0.points.iter().zip(&traffic.measured).filter(|(_, measured)| **measured < traffic.members) {
        match stretches.last_mut() {
            Some(last) if last.1 == point.from_ms && last.2 == *measured => last.1 = point.to_ms,
            _ => stretches.push((point.from_ms, point.to_ms, *measured)),
        }
    }
    stretches
}

fn table(traffic: &GroupTraffic, voice: Voice, zone: &Zone) -> AnyView {
    let series = &traffic.sum.0;
    let columns = vec![Column::text(t("series-from")), Column::figures(voice.first()), Column::figures(voice.second()), Column::text(t("group-measured"))];
    let rows = series.points.iter().zip(&traffic.measured).rev().map(|(point, count)| {
        let (first, second) = voice.order(point.in_bps, point.out_bps);
        view! {
            <tr>
                <th scope="row">
                    <span class="figure">{time_label(series.resolution, zone, point.from_ms)}</span>
                </th>
                <td class="numeric">{rate_figure(Some(first))}</td>
                <td class="numeric">{rate_figure(Some(second))}</td>
                <td>{measured(*count, traffic.members)}</td>
            </tr>
        }
    });
    view! { <Table caption=t("series-caption") columns rows=rows.collect_view().plain() dense=true /> }.plain()
}

#[cfg(test)]
mod tests {
    use network::model::{Point, Range, Resolution, Series};

    use super::*;
    use crate::network::traffic::Traffic;

    fn traffic(measured: &[u32]) -> GroupTraffic {
        let point = |at: i64| Point {
            from_ms: at * 60_000,
            to_ms: (at + 1) * 60_000,
            in_bps: 8,
            out_bps: 4,
            in_peak_bps: 8,
            out_peak_bps: 4,
            in_octets: 60,
            out_octets: 30,
            measured_ms: 60_000,
        };
        let series = Series {
            range: Range::Hour,
            resolution: Resolution::Minute,
            from_ms: 0,
            to_ms: 600_000,
            points: (0..).take(measured.len()).map(point).collect(),
            gaps: Vec::new(),
            in_octets: 0,
            out_octets: 0,
            utc_offset_minutes: 0,
            time_zone: "UTC".to_owned(),
        };
        GroupTraffic { sum: Traffic(series), limit_bps: None, members: 3, measured: measured.to_vec() }
    }

    #[test]
    fn what_is_missing_in_a_sum_is_told_as_one_stretch_each() {
        let stretches = partial(&traffic(&[3, 2, 2, 1, 3, 2]));
        assert_eq!(stretches, [(60_000, 180_000, 2), (180_000, 240_000, 1), (300_000, 360_000, 2)]);
        let trace = whole_trace(&traffic(&[3, 1]), Voice::Staff, &Zone::utc());
        assert_eq!((trace.steps.len(), trace.holes.len()), (2, 1), "its figures are drawn all the same");
        assert!(trace.holes[0].reason.contains('1') && trace.holes[0].reason.contains('3'), "{}", trace.holes[0].reason);
    }
}
