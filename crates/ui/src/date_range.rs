//! From which day to which: two native date inputs, and the spans that are asked for most as links.

use kernel::FieldError;
use leptos::prelude::*;

use crate::field::Field;
use crate::time::Civil;

const DAY_MS: i64 = 86_400_000;

/// One end of the range as a form's input.
#[derive(Clone, Debug)]
pub struct Day {
    /// The input's name and id.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// `2026-11-30`, or what was typed in its place.
    pub value: String,
}

/// A span that is one click away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The address with this span in it.
    pub href: String,
    /// Its words.
    pub text: String,
    /// It is the one that holds now.
    pub current: bool,
}

/// The first and the last day of the `days` that end with today, as date inputs write them. `local_ms` is what the viewer's
/// wall clock shows, in milliseconds.
#[must_use]
pub fn last_days(local_ms: i64, days: i64) -> (String, String) {
    let first = local_ms.saturating_sub(days.max(1).saturating_sub(1).saturating_mul(DAY_MS));
    (iso_day(first), iso_day(local_ms))
}

fn iso_day(local_ms: i64) -> String {
    let day = Civil::from_local_ms(local_ms);
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

/// The inputs and the links; part of a form that is sent by GET, so that the range stands in the address.
#[component]
pub fn DateRange(
    /// What the range is of, read aloud before it.
    #[prop(into)]
    label: String,
    /// The first day.
    from: Day,
    /// The last day.
    to: Day,
    /// Spans to choose at once.
    #[prop(optional)]
    presets: Vec<Preset>,
    /// Every fault of the form; the inputs pick their own.
    #[prop(optional)]
    faults: Vec<FieldError>,
) -> impl IntoView {
    let presets = (!presets.is_empty()).then(|| {
        let links = presets.into_iter().map(|preset| {
            view! {
                <a href=preset.href aria-current=preset.current.then_some("true")>
                    {preset.text}
                </a>
            }
        });
        view! { <p class="date-presets">{links.collect_view()}</p> }
    });
    view! {
        <div class="date-range" role="group" aria-label=label>
            <Field name=from.name label=from.label kind="date" value=from.value faults=faults.clone() />
            <Field name=to.name label=to.label kind="date" value=to.value faults=faults />
            {presets}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_with_today() {
        // 2026-03-01 00:30 on the wall.
        let now = 1_772_325_000_000;
        assert_eq!(last_days(now, 1), ("2026-03-01".to_owned(), "2026-03-01".to_owned()));
        assert_eq!(last_days(now, 2), ("2026-02-28".to_owned(), "2026-03-01".to_owned()));
        assert_eq!(last_days(now, 30), ("2026-01-31".to_owned(), "2026-03-01".to_owned()));
        assert_eq!(last_days(now, 0), last_days(now, 1));
    }
}
