//! A trace in charming's words. Only the parts that this chart has are put together: charming's own `Chart` would bring the
//! code of every kind of chart along.

use charming::component::{Axis, DataZoom, DataZoomType, FilterMode, Grid};
use charming::datatype::CompositeValue;
use charming::element::{
    AreaStyle, AxisLabel, AxisLine, AxisPointer, AxisPointerType, AxisTick, AxisType, ItemStyle, Label, LineStyle, LineStyleType, MarkArea, MarkAreaData,
    MarkLine, MarkLineData, MarkLineVariant, SplitLine, Step as Stepped, Symbol, TextStyle, Tooltip, Trigger,
};
use charming::series::Line;
use serde::Serialize;
use ui::chart::{Layout, Step, Trace, time_ticks};

use super::palette::Palette;

/// Ends of two neighbours that are this close are one.
const SEAM_MS: i64 = 1_500;

/// The chart at first: what stays, around what changes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Whole {
    animation: bool,
    text_style: TextStyle,
    grid: Grid,
    tooltip: Tooltip,
    data_zoom: [DataZoom; 1],
    #[serde(flatten)]
    figures: Figures,
}

/// What changes with every live event: the series, the edges and the scale.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    x_axis: Axis,
    y_axis: Axis,
    series: [Line; 2],
}

/// What changes with a zoom.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Labels {
    x_axis: Axis,
}

/// Everything.
pub fn whole(trace: &Trace, palette: &Palette) -> Whole {
    let pointer = AxisPointer::new().type_(AxisPointerType::Line).line_style(LineStyle::new().color(palette.text.as_str()).width(1));
    Whole {
        animation: false,
        text_style: TextStyle::new().font_family(palette.font.as_str()),
        grid: Grid::new().left(0).right(1).top(18).bottom(34),
        tooltip: Tooltip::new()
            .trigger(Trigger::Axis)
            .axis_pointer(pointer)
            .background_color(palette.surface.as_str())
            .border_color(palette.line.as_str())
            .border_width(1),
        data_zoom: [DataZoom::new().type_(DataZoomType::Inside).filter_mode(FilterMode::None).min_value_span(60_000)],
        figures: figures(trace, palette),
    }
}

/// The figures on their scale.
pub fn figures(trace: &Trace, palette: &Palette) -> Figures {
    let (above, below) = trace.peaks();
    let layout = Layout::new(above, below, trace.limit_bps);
    let grid = LineStyle::new().color(palette.line.as_str()).width(1);
    let rates = Axis::new()
        .type_(AxisType::Value)
        .min(layout.below_bps.saturating_neg())
        .max(layout.above_bps)
        .interval(number(layout.step_bps))
        .axis_label(AxisLabel::new().color(palette.text.as_str()).font_size(12))
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(SplitLine::new().line_style(grid));
    let above = line(trace, |step| step.above_bps, &palette.above).mark_line(limits(&layout, palette)).mark_area(holes(trace, palette));
    let below = line(trace, |step| step.below_bps.saturating_neg(), &palette.below);
    Figures { x_axis: time_axis(trace, trace.from_ms, trace.to_ms, palette), y_axis: rates, series: [above, below] }
}

/// Labels for the part between two instants.
pub fn time_labels(trace: &Trace, from_ms: i64, to_ms: i64, palette: &Palette) -> Labels {
    Labels { x_axis: time_axis(trace, from_ms, to_ms, palette) }
}

/// `14:00`, and the day at midnight.
pub fn time_label(trace: &Trace, ms: i64) -> String {
    let at = trace.zone.civil(ms);
    if (at.hour, at.minute) == (0, 0) { trace.zone.day(ms) } else { trace.zone.clock(ms) }
}

/// A plain number axis with our own labels: a time axis of the library would speak the browser's time zone.
fn time_axis(trace: &Trace, from_ms: i64, to_ms: i64, palette: &Palette) -> Axis {
    let label = AxisLabel::new().color(palette.text.as_str()).font_size(12);
    let label = time_ticks(&trace.zone, from_ms, to_ms).into_iter().fold(label, |label, tick| label.custom_values(tick.at_ms));
    Axis::new()
        .type_(AxisType::Value)
        .min(trace.from_ms)
        .max(trace.to_ms)
        .axis_label(label)
        .axis_line(AxisLine::new().on_zero(false).show(false))
        .axis_tick(AxisTick::new().show(false))
        .split_line(SplitLine::new().show(false))
}

fn line(trace: &Trace, value: impl Fn(&Step) -> i64, color: &str) -> Line {
    let mut data: Vec<Vec<CompositeValue>> = Vec::with_capacity(trace.steps.len().saturating_add(8));
    let mut end: Option<(i64, i64)> = None;
    for step in &trace.steps {
        if let Some((ms, last)) = end.filter(|(ms, _)| step.from_ms.saturating_sub(*ms) > SEAM_MS) {
            data.push(vec![ms.into(), last.into()]);
            // What the library takes for "no figure here".
            data.push(vec![ms.into(), "-".into()]);
        }
        data.push(vec![step.from_ms.into(), value(step).into()]);
        end = Some((step.to_ms, value(step)));
    }
    if let Some((ms, last)) = end {
        data.push(vec![ms.into(), last.into()]);
    }
    Line::new()
        .step(Stepped::End)
        .show_symbol(false)
        .connect_nulls(false)
        .line_style(LineStyle::new().color(color).width(1.5))
        .area_style(AreaStyle::new().color(color).opacity(0.22))
        .item_style(ItemStyle::new().color(color))
        .data(data)
}

fn limits(layout: &Layout, palette: &Palette) -> MarkLine {
    let at = |bps: i64| MarkLineVariant::Simple(MarkLineData::new().y_axis(bps));
    let above = layout.limit_bps.map(at);
    let below = layout.limit_bps.filter(|limit| layout.below_bps >= *limit).map(|limit| at(limit.saturating_neg()));
    MarkLine::new()
        .symbol(vec![Symbol::None, Symbol::None])
        .silent(true)
        .label(Label::new().show(false))
        .line_style(LineStyle::new().color(palette.limit.as_str()).type_(LineStyleType::Dashed).width(1.5))
        .data(above.into_iter().chain(below).collect())
}

fn holes(trace: &Trace, palette: &Palette) -> MarkArea {
    let edge = |ms: i64| MarkAreaData::new().x_axis(ms.to_string());
    let areas = trace.holes.iter().map(|hole| (edge(hole.from_ms), edge(hole.to_ms)));
    MarkArea::new().silent(true).item_style(ItemStyle::new().color(palette.hole.as_str())).data(areas.collect())
}

#[expect(clippy::as_conversions, reason = "there is no other conversion to f64; a round step is exact far beyond any line's speed")]
fn number(value: i64) -> f64 {
    value as f64
}
