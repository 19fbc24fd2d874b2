//! The filters: a plain GET form, so that they stand in the address.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use tenancy::model::{AuditFilter, AuditQuery};
use ui::date_range::last_days;
use ui::words::t;
use ui::{Button, ButtonKind, Choice, DateRange, Day, Field, IntoPlain, LinkButton, Preset, Select};

use super::voice::action_words;

/// What the address asks for. A place that is no number counts as none.
pub fn asked_of(query: &ParamsMap) -> AuditQuery {
    let text = |name: &str| query.get_str(name).unwrap_or_default().to_owned();
    let place = |name: &str| query.get_str(name).and_then(|seq| seq.parse().ok());
    AuditQuery {
        filter: AuditFilter { person: text("person"), action: text("action"), from: text("from"), to: text("to") },
        before: place("before"),
        after: place("after"),
    }
}

/// The address of `path` under these filters, at a place in the log.
pub fn href(path: &str, filter: &AuditFilter, place: Option<(&'static str, i64)>) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in [("person", &filter.person), ("action", &filter.action), ("from", &filter.from), ("to", &filter.to)] {
        if !value.is_empty() {
            query.insert(name, value.clone());
        }
    }
    if let Some((name, seq)) = place {
        query.insert(name, seq.to_string());
    }
    format!("{path}{}", query.to_query_string())
}

/// The form, with what was asked for in it and what is wrong with it.
/// `local_ms` is what the viewer's clock shows, for the spans that end today; `None` where the server did not say.
pub fn filters(asked: &AuditQuery, mut actions: Vec<String>, local_ms: Option<i64>) -> AnyView {
    let filter = asked.filter.clone();
    let faults = || tenancy::rules::audit::check(&asked.filter);
    if !filter.action.is_empty() && !actions.contains(&filter.action) {
        actions.push(filter.action.clone());
    }
    let mut known: Vec<Choice> = actions.into_iter().map(|code| (action_words(&code), code)).map(|(words, code)| Choice::new(code, words)).collect();
    known.sort_by(|one, other| one.label.cmp(&other.label));
    let choices = std::iter::once(Choice::new("", t("audit-filter-any"))).chain(known).collect::<Vec<_>>();
    let filtered = !filter.is_empty();
    let presets = local_ms.map(|local_ms| presets(&filter, local_ms)).unwrap_or_default();
    let from = Day { name: "from", label: t("audit-filter-from"), value: filter.from };
    let to = Day { name: "to", label: t("audit-filter-to"), value: filter.to };
    view! {
        <form method="get" action="/audit" role="search" aria-label=t("audit-filter") class="form filters">
            <Field name="person" label=t("audit-filter-person") value=filter.person inputmode="email" faults=faults() />
            <Select name="action" label=t("audit-filter-action") choices value=filter.action faults=faults() />
            <DateRange label=t("range-nav") from to presets faults=faults() />
            <div class="form-actions">
                <Button kind=ButtonKind::Secondary text=t("audit-filter") />
                {filtered.then(|| view! { <LinkButton href="/audit" text=t("audit-show-all") /> })}
            </div>
        </form>
    }
    .plain()
}

/// Spans that end today, under the other filters.
fn presets(filter: &AuditFilter, local_ms: i64) -> Vec<Preset> {
    let spans = [(1, t("date-today")), (7, t("range-week")), (30, t("range-month"))];
    let preset = |(days, text)| {
        let (from, to) = last_days(local_ms, days);
        let current = filter.from == from && filter.to == to;
        Preset { href: href("/audit", &AuditFilter { from, to, ..filter.clone() }, None), text, current }
    };
    spans.map(preset).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_asked() {
        let filter = AuditFilter { person: "ana+b@".to_owned(), action: "sign_in".to_owned(), ..AuditFilter::default() };
        let href = href("/audit", &filter, Some(("before", 51)));
        let (path, query) = href.split_once('?').unwrap();
        assert_eq!(path, "/audit");
        assert!(query.contains("before=51") && query.contains("person=ana%2B"), "{query}");
        let mut read = ParamsMap::new();
        for (name, value) in [("person", "ana+b@"), ("action", "sign_in"), ("before", "51"), ("after", "next")] {
            read.insert(name, value.to_owned());
        }
        assert_eq!(asked_of(&read), AuditQuery { filter, before: Some(51), after: None });
        assert_eq!(super::href("/audit.csv", &AuditFilter::default(), None), "/audit.csv");
    }

    #[test]
    fn spans_keep_the_other_filters() {
        let filter = AuditFilter { action: "sign_in".to_owned(), from: "2026-02-23".to_owned(), to: "2026-03-01".to_owned(), ..AuditFilter::default() };
        let presets = presets(&filter, 1_772_325_000_000);
        assert_eq!(presets.iter().map(|preset| preset.current).collect::<Vec<_>>(), [false, true, false]);
        assert!(presets.iter().all(|preset| preset.href.contains("action=sign")), "{presets:?}");
    }
}
