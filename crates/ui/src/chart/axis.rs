//! The time axis: labels at whole hours and days of the viewer's own time.

use crate::time::{Civil, Zone};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// A label under the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeTick {
    /// Where, Unix milliseconds.
    pub at_ms: i64,
    /// `14:00` or `Nov 21`.
    pub label: String,
}

/// Between five and eight labels for the span, at local times that are round.
#[must_use]
pub fn time_ticks(zone: &Zone, from_ms: i64, to_ms: i64) -> Vec<TimeTick> {
    let span = to_ms.saturating_sub(from_ms).max(1);
    let step = step_for(span);
    let mut ticks = Vec::new();
    let mut local = next_multiple(zone.local_ms(from_ms), step);
    // Twelve is more than any span gives; it only bounds the loop.
    while ticks.len() < 12 {
        let at_ms = to_universal(zone, local);
        if at_ms > to_ms {
            break;
        }
        if at_ms >= from_ms {
            ticks.push(TimeTick { at_ms, label: label(zone, at_ms, step) });
        }
        local = local.saturating_add(step);
    }
    ticks
}

fn step_for(span_ms: i64) -> i64 {
    let steps = [MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, DAY_MS, 5 * DAY_MS];
    steps.into_iter().find(|step| span_ms / step <= 7).unwrap_or(span_ms / 7 / DAY_MS * DAY_MS + DAY_MS)
}

fn next_multiple(ms: i64, step: i64) -> i64 {
    ms.div_euclid(step).saturating_add(i64::from(ms.rem_euclid(step) > 0)).saturating_mul(step)
}

/// The instant at which the wall shows `local_ms`. In the hour that a change of offset skips or repeats, one of the two.
fn to_universal(zone: &Zone, local_ms: i64) -> i64 {
    let shift = |at: i64| i64::from(zone.offset_minutes(at)).saturating_mul(MINUTE_MS);
    let first = local_ms.saturating_sub(shift(local_ms));
    local_ms.saturating_sub(shift(first))
}

fn label(zone: &Zone, at_ms: i64, step: i64) -> String {
    let Civil { hour, minute, .. } = zone.civil(at_ms);
    if step >= DAY_MS || (hour, minute) == (0, 0) { zone.day(at_ms) } else { zone.clock(at_ms) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(zone: &Zone, from_ms: i64, to_ms: i64) -> Vec<String> {
        time_ticks(zone, from_ms, to_ms).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn round_local_times() {
        let india = Zone { name: "Asia/Kolkata".to_owned(), steps: vec![(0, 330)] };
        // 21 November 2026, 08:07 UTC is 13:37 in India.
        let now = 1_795_248_420_000;
        assert_eq!(labels(&india, now - HOUR_MS, now), ["12:40", "12:50", "13:00", "13:10", "13:20", "13:30"]);
        assert_eq!(labels(&india, now - DAY_MS, now), ["16:00", "20:00", "Nov 21", "04:00", "08:00", "12:00"]);
        assert_eq!(labels(&india, now - 7 * DAY_MS, now).len(), 7);
        assert_eq!(labels(&india, now - 30 * DAY_MS, now).len(), 6);
    }

    #[test]
    fn the_labels_stay_round_when_summer_time_ends() {
        let berlin = Zone { name: "Europe/Berlin".to_owned(), steps: vec![(0, 120), (1_792_890_000_000, 60)] };
        let noon = 1_792_890_000_000 + 10 * HOUR_MS;
        assert_eq!(labels(&berlin, noon - DAY_MS, noon), ["16:00", "20:00", "Oct 25", "04:00", "08:00", "12:00"]);
    }

    #[test]
    fn an_empty_span_is_harmless() {
        assert!(time_ticks(&Zone::utc(), 10, 5).is_empty());
    }
}
