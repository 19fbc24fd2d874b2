//! The panel: range and view as links, so that both stand in the address and work without JavaScript.

use kernel::InterfaceId;
use leptos::either::Either;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use network::model::Range;
use serde::{Deserialize, Serialize};
use ui::chart::{Trace, TrafficSvg};
use ui::words::{t, t_args};
use ui::{EmptyState, IntoPlain, Panel, Tab, Tabs};

use super::stats::stats;
use super::table::series_table;
use super::trace::{in_words, time_label, trace};
use crate::live::{on_missed, use_live};
use crate::network::server_fns::get_series;
use crate::network::traffic::{Grown, Traffic};
use crate::network::voice::Voice;
use crate::parts::Part;
use crate::stamped::Stamped;

/// How the figures are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    /// As a drawing.
    #[default]
    Chart,
    /// As a table.
    Table,
}

impl View {
    /// Reads it from the address.
    #[must_use]
    pub fn parse(name: Option<&str>) -> Self {
        if name == Some("table") { View::Table } else { View::Chart }
    }
}

/// One interface's traffic over one range.
#[derive(Clone, Serialize, Deserialize)]
pub struct Course {
    /// Whose.
    pub id: InterfaceId,
    /// As the server gave it.
    pub stamped: Stamped<Traffic>,
    /// How to show it.
    pub shown: View,
    /// The line's speed, where known.
    pub speed_bps: Option<i64>,
    /// Words and order.
    pub voice: Voice,
    /// Of the chart library's address.
    pub version: String,
}

impl Part for Course {
    const NAME: &'static str = "course";

    fn view(self) -> AnyView {
        panel(self)
    }
}

fn panel(course: Course) -> AnyView {
    let Course { id, stamped, shown, speed_bps, voice, version } = course;
    let Stamped { value, zone, .. } = stamped;
    let (range, resolution) = (value.0.range, value.0.resolution);
    let traffic = RwSignal::new(value);
    let zone = StoredValue::new(zone);
    keep_current(id, range, traffic);
    let drawn_trace = Memo::new(move |_| traffic.with(|traffic| zone.with_value(|zone| trace(&traffic.0, voice, speed_bps, zone))));
    let body = match shown {
        View::Chart => drawing(drawn_trace, range, voice, version).plain(),
        View::Table => (move || traffic.with(|traffic| zone.with_value(|zone| series_table(&traffic.0, voice, zone)))).plain(),
    };
    view! {
        <Panel id="traffic-title" title=t("traffic-title") controls=links(range, shown).plain()>
            {body}
            <div class="panel-foot">
                {move || traffic.with(|traffic| stats(&traffic.0, voice))}
                <p class="quiet">
                    {move || {
                        let end = traffic.with(|traffic| traffic.0.to_ms);
                        let label = zone.with_value(|zone| zone.label(end));
                        t_args("chart-zone", &[("zone", (&label).into())])
                    }}
                </p>
            </div>
            {move || drawn_trace.with(|trace| holes(trace, &move |ms| zone.with_value(|zone| time_label(resolution, zone, ms))))}
        </Panel>
    }
    .plain()
}

/// Lets live events into the series; loads it again where time is missing.
fn keep_current(id: InterfaceId, range: Range, traffic: RwSignal<Traffic>) {
    let reload = move || {
        spawn_local(async move {
            // A failed reload leaves what is there; the next event finds the hole again.
            if let Ok(fresh) = get_series(id, range).await {
                traffic.try_set(fresh.value);
            }
        });
    };
    let latest = use_live().follow(id);
    Effect::new(move |_| {
        let Some(event) = latest.get() else { return };
        let fits = traffic.with_untracked(|traffic| traffic.clone().grow(&event));
        match fits {
            Grown::Yes => traffic.update(|traffic| {
                traffic.grow(&event);
            }),
            Grown::Known => {}
            Grown::Torn => reload(),
        }
    });
    on_missed(reload);
}

#[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "the library's address is for browsers"))]
fn drawing(trace: Memo<Trace>, range: Range, voice: Voice, version: String) -> impl IntoView {
    // Set once the chart library draws in the browser; until then, and without it, the SVG stands.
    let drawn = RwSignal::new(false);
    let canvas = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    super::echarts::draw(canvas, trace, drawn, voice, version);
    view! {
        <figure class="chart">
            <figcaption class="visually-hidden">
                {move || trace.with(|trace| in_words(trace, &range_words(range), voice))}
            </figcaption>
            {move || {
                (!drawn.get())
                    .then(|| {
                        let trace = trace.get();
                        if trace.steps.is_empty() {
                            Either::Left(view! { <EmptyState title=t("chart-empty") text=t("chart-empty-text") /> })
                        } else {
                            Either::Right(view! { <TrafficSvg trace /> })
                        }
                    })
            }}
            <div
                id="traffic-canvas"
                class="chart-canvas"
                class:chart-canvas-off=move || !drawn.get()
                aria-hidden="true"
                node_ref=canvas
            ></div>
        </figure>
    }
}

/// `1 h`, `24 h`, … in words.
pub fn range_words(range: Range) -> String {
    match range {
        Range::Hour => t("range-hour"),
        Range::Day => t("range-day"),
        Range::Week => t("range-week"),
        Range::Month => t("range-month"),
    }
}

/// Links to the other ranges and to the other view.
pub fn links(range: Range, shown: View) -> impl IntoView + use<> {
    let href = |range: Range, view: View| match view {
        View::Chart => format!("?range={}", range.as_str()),
        View::Table => format!("?range={}&view=table", range.as_str()),
    };
    let ranges = Range::ALL.map(|other| Tab { href: href(other, shown), text: range_words(other), short: Some(other.as_str()), current: other == range });
    let views = [(View::Chart, t("view-chart")), (View::Table, t("view-table"))];
    let views = views.map(|(view, text)| Tab { href: href(range, view), text, short: None, current: view == shown });
    view! {
        <Tabs label=t("range-nav") tabs=ranges.into() />
        <Tabs label=t("view-nav") tabs=views.into() />
    }
}

/// What is missing and why, newest first; the list is cut where it would be endless.
fn holes(trace: &Trace, time: &dyn Fn(i64) -> String) -> impl IntoView + use<> {
    const MOST: usize = 8;
    let more = i64::try_from(trace.holes.len().saturating_sub(MOST)).unwrap_or(0);
    let items = trace
        .holes
        .iter()
        .rev()
        .take(MOST)
        .map(|hole| {
            let span = format!("{}\u{2013}{}", time(hole.from_ms), time(hole.to_ms));
            view! { <li><span class="figure">{span}</span>" "{hole.reason.clone()}</li> }
        })
        .collect_view();
    (!trace.holes.is_empty()).then(move || {
        view! {
            <div class="holes">
                <h3>{t("holes-title")}</h3>
                <ul>{items}</ul>
                {(more > 0).then(|| view! { <p class="quiet">{t_args("holes-more", &[("count", more.into())])}</p> })}
            </div>
        }
    })
}
