//! `/settings/general`: language, time zone, money and the week of the viewer's own node.

use leptos::prelude::*;
use tenancy::model::SettingsView;
use ui::words::{t, t_args, t_code};
use ui::{Button, ButtonKind, Choice, FormFault, IntoPlain, PageHeader, Select};

use super::server_fns::get_settings;
use crate::context::use_form;
use crate::page::{lazy_page, loaded};

lazy_page! {
    /// The page. Its code comes when it is opened.
    GeneralRoute, view
}

fn view() -> AnyView {
    let settings = Resource::new_blocking(|| (), async |()| get_settings().await);
    view! {
        <PageHeader title=t("settings-title") />
        {loaded(settings, 6, page)}
    }
    .plain()
}

/// The label of an input; `None` where there is no such input.
fn label_of(field: &str) -> Option<String> {
    Some(match field {
        "locale" => t("settings-locale"),
        "time_zone" => t("settings-time-zone"),
        "currency" => t("settings-currency"),
        "first_day" => t("settings-first-day"),
        _ => return None,
    })
}

fn page(settings: SettingsView) -> AnyView {
    let state = use_form("settings");
    let faults = || state.errors.clone();
    let value = |name: &str, stored: Option<&str>| state.value(name, stored.unwrap_or_default());
    let languages = above_first(above_locale(&settings), settings.languages.iter().map(|(tag, name)| Choice::new(tag.clone(), name.clone())));
    let same = |name: &String| Choice::new(name.clone(), name.clone());
    let zones = settings.time_zones.iter().map(same);
    let zones = match &settings.above_time_zone {
        Some(above) => above_first(t_args("settings-as-above", &[("what", above.into())]), zones),
        None => zones.collect(),
    };
    let of_root = settings.root.then(|| {
        let currencies = above_first(t("settings-not-chosen"), settings.currencies.iter().map(same));
        let days = above_first(t("settings-not-chosen"), ["1", "5", "6", "7"].into_iter().map(|day| Choice::new(day, t_code("weekday", day))));
        let first_day = settings.first_day.map(|day| day.to_string());
        view! {
            <Select
                name="currency"
                label=t("settings-currency")
                choices=currencies
                value=value("currency", settings.currency.as_deref())
                help=Some(t("settings-currency-help"))
                faults=faults()
            />
            <Select name="first_day" label=t("settings-first-day") choices=days value=value("first_day", first_day.as_deref()) faults=faults() />
        }
    });
    let lead = if settings.root { t("settings-lead-root") } else { t("settings-lead") };
    view! {
        <p class="lead quiet">{lead}</p>
        <form method="post" action="/settings/general" class="form">
            <FormFault notice=state.whole() faults=state.labelled(label_of) />
            <input type="hidden" name="row_version" value=value("row_version", Some(&settings.version.to_string())) />
            <Select
                name="locale"
                label=t("settings-locale")
                choices=languages
                value=value("locale", settings.locale.as_deref())
                help=Some(t("settings-locale-help"))
                faults=faults()
            />
            <Select
                name="time_zone"
                label=t("settings-time-zone")
                choices=zones
                value=value("time_zone", settings.time_zone.as_deref())
                help=Some(t("settings-time-zone-help"))
                faults=faults()
            />
            {of_root}
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("save") />
            </div>
        </form>
    }
    .plain()
}

/// What no choice of one's own means: the language of the node above, or what each browser asks for.
fn above_locale(settings: &SettingsView) -> String {
    let name = settings.above_locale.as_ref().and_then(|above| settings.languages.iter().find(|(tag, _)| tag == above));
    match name {
        Some((_, name)) => t_args("settings-as-above", &[("what", name.into())]),
        None => t("settings-as-browser"),
    }
}

fn above_first(nothing: String, choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    [Choice::new("", nothing)].into_iter().chain(choices).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_that_can_be_at_fault_has_a_label() {
        for field in ["locale", "time_zone", "currency", "first_day"] {
            assert!(label_of(field).is_some(), "{field}");
        }
        assert_eq!(label_of("row_version"), None);
    }
}
