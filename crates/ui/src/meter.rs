//! How full a line is, on the one ramp that the whole product uses.

use leptos::either::Either;
use leptos::prelude::*;

use crate::units::percent;
use crate::words::formats;

/// The step of the ramp for a share in hundredths: 0 below 25, 1 below 50, 2 below 75, 3 below 90, 4 from there.
#[must_use]
pub fn ramp_class(hundredths: i64) -> &'static str {
    match hundredths {
        ..25 => "use-0",
        25..50 => "use-1",
        50..75 => "use-2",
        75..90 => "use-3",
        _ => "use-4",
    }
}

/// The larger of two rates as a share of the line's speed: a bar and its figure. Nothing where the speed is not known.
#[must_use]
pub fn utilisation_meter(in_bps: Option<i64>, out_bps: Option<i64>, speed_bps: Option<i64>) -> impl IntoView + use<> {
    let used = in_bps.max(out_bps);
    match used.zip(speed_bps).and_then(|(used, speed)| percent(used, speed).map(|share| (used, share))) {
        Some((used, share)) => {
            let written = |share| formats().percent(share, 0);
            let text = if share == 0 && used > 0 { format!("<{}", written(1)) } else { written(share.min(999)) };
            Either::Left(view! {
                <span class="meter">
                    <svg class=format!("meter-bar {}", ramp_class(share)) viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="meter-track" width="100" height="6"></rect>
                        <rect class="meter-fill" width=share.clamp(i64::from(used > 0), 100).to_string() height="6"></rect>
                    </svg>
                    <bdi class="figure">{text}</bdi>
                </span>
            })
        }
        None => Either::Right(view! { <span class="quiet" aria-hidden="true">"\u{2013}"</span> }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ramp_has_five_steps() {
        let steps: Vec<_> = [0, 24, 25, 50, 75, 89, 90, 100, 250].map(ramp_class).into();
        assert_eq!(steps, ["use-0", "use-0", "use-1", "use-2", "use-3", "use-3", "use-4", "use-4", "use-4"]);
    }
}
