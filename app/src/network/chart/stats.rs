//! A range in figures: average, highest and sum of each direction.

use leptos::prelude::*;
use network::model::{Point, Series};
use ui::words::t;
use ui::{bytes_figure, rate_figure};

use crate::network::voice::Voice;

/// One direction's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figures {
    average_bps: Option<i64>,
    highest_bps: Option<i64>,
    octets: i64,
}

impl Figures {
    fn of(series: &Series, rate: fn(&Point) -> i64, peak: fn(&Point) -> i64, octets: i64) -> Self {
        Self { average_bps: average(&series.points, rate), highest_bps: series.points.iter().map(peak).max(), octets }
    }
}

/// The mean of the rates, weighed by how long each was measured. Shares are taken first, so that sums stay in 64 bits.
fn average(points: &[Point], rate: fn(&Point) -> i64) -> Option<i64> {
    let measured: i128 = points.iter().map(|point| i128::from(point.measured_ms.max(0))).sum();
    let weighed: i128 = points.iter().map(|point| i128::from(rate(point)) * i128::from(point.measured_ms.max(0))).sum();
    (measured > 0).then(|| i64::try_from(weighed / measured).unwrap_or(i64::MAX))
}

/// The table of figures beside the chart. The dots repeat the chart's colours.
#[must_use]
pub fn stats(series: &Series, voice: Voice) -> impl IntoView + use<> {
    let inward = Figures::of(series, |p| p.in_bps, |p| p.in_peak_bps, series.in_octets);
    let outward = Figures::of(series, |p| p.out_bps, |p| p.out_peak_bps, series.out_octets);
    let (first, second) = voice.order(inward, outward);
    let row = |label: String, dot: &'static str, figures: Figures| {
        view! {
            <tr>
                <th scope="row">
                    <span class=dot aria-hidden="true"></span>
                    {label}
                </th>
                <td class="numeric">{rate_figure(figures.average_bps)}</td>
                <td class="numeric">{rate_figure(figures.highest_bps)}</td>
                <td class="numeric">{bytes_figure(figures.average_bps.map(|_| figures.octets))}</td>
            </tr>
        }
    };
    view! {
        <table class="stats">
            <caption class="visually-hidden">{t("stats-caption")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("stats-direction")}</th>
                    <th scope="col" class="numeric">{t("stats-average")}</th>
                    <th scope="col" class="numeric">{t("stats-highest")}</th>
                    <th scope="col" class="numeric">{t("stats-total")}</th>
                </tr>
            </thead>
            <tbody>
                {row(voice.first(), "dot dot-above", first)} {row(voice.second(), "dot dot-below", second)}
            </tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(measured_ms: i64, bps: i64) -> Point {
        Point { from_ms: 0, to_ms: 0, in_bps: bps, out_bps: 0, in_peak_bps: bps, out_peak_bps: 0, in_octets: 0, out_octets: 0, measured_ms }
    }

    #[test]
    fn the_average_is_weighed_by_measured_time() {
        assert_eq!(average(&[point(30_000, 100), point(10_000, 500)], |p| p.in_bps), Some(200));
        assert_eq!(average(&[point(0, 100)], |p| p.in_bps), None);
        assert_eq!(average(&[], |p| p.in_bps), None);
        let month = vec![point(3_600_000, 400_000_000_000); 720];
        assert_eq!(average(&month, |p| p.in_bps), Some(400_000_000_000));
    }
}
