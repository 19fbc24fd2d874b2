//! What stands beside the cross-hair. Classes only, no inline style: the page's security policy forbids it.

use ui::chart::Trace;
use ui::units::rate;

use crate::network::voice::Voice;

/// The step at `ms`, or why there is none. Everything in it is our own words and figures.
pub fn html(trace: &Trace, ms: i64, voice: Voice) -> String {
    let hole = trace.holes.iter().find(|hole| (hole.from_ms..hole.to_ms).contains(&ms));
    let step = trace.steps.iter().find(|step| (step.from_ms..step.to_ms).contains(&ms)).or_else(|| trace.steps.last());
    match (hole, step) {
        (Some(hole), _) => format!("{}<p>{}</p>", time(trace, hole.from_ms, hole.to_ms), hole.reason),
        (None, Some(step)) => format!(
            "{}{}{}",
            time(trace, step.from_ms, step.to_ms),
            figure("dot dot-above", &voice.first(), step.above_bps),
            figure("dot dot-below", &voice.second(), step.below_bps),
        ),
        (None, None) => String::new(),
    }
}

fn time(trace: &Trace, from_ms: i64, to_ms: i64) -> String {
    let zone = &trace.zone;
    format!("<p class=\"tip-time\">{} {}\u{2013}{}</p>", zone.day(from_ms), zone.clock_seconds(from_ms), zone.clock_seconds(to_ms))
}

fn figure(dot: &str, label: &str, bps: i64) -> String {
    format!("<p><span class=\"{dot}\"></span>{label} <b><bdi>{}</bdi></b></p>", rate(bps).text())
}
