//! What is filled in.

use kernel::FieldError;
use leptos::prelude::*;
use ui::words::t;
use ui::{Choice, Combobox, DateRange, Day, Field, FormFault, IntoPlain, Preset, Select};

use super::section;

/// All of them.
pub fn sections() -> AnyView {
    view! {
        {section("Field", fields())}
        {section("Select", select())}
        {section("Combobox", combobox())}
        {section("DateRange", dates())}
    }
    .plain()
}

fn fields() -> AnyView {
    let faults = vec![FieldError::new("kit-wrong", "not-a-port")];
    let labelled = faults.iter().map(|fault| (fault.clone(), t("device-port"))).collect();
    view! {
        <form method="get" action="/dev/kit" class="form">
            <FormFault faults=labelled />
            <Field name="kit-name" label=t("device-name") />
            <Field name="kit-help" label=t("device-address") help=Some(t("device-address-help")) required=true />
            <Field name="kit-wrong" label=t("device-port") value="70000" inputmode="numeric" faults=faults />
            <Field name="kit-fixed" label=t("people-email") kind="email" value="ana@isp.example" readonly=true />
        </form>
    }
    .plain()
}

fn select() -> AnyView {
    let choices = vec![Choice::new("", t("filter-any")), Choice::new("up", t("device-up")), Choice::new("down", t("device-down"))];
    view! { <Select name="kit-select" label=t("device-state") choices value="up" help=Some(t("device-interval-help")) /> }.plain()
}

fn combobox() -> AnyView {
    let zones = ["Africa/Cairo", "America/Lima", "Asia/Beirut", "Asia/Kolkata", "Europe/Berlin", "Europe/Paris", "UTC"];
    let faults = vec![FieldError::new("kit-combobox-wrong", "not-a-choice")];
    let choices = || zones.map(str::to_owned).to_vec();
    view! {
        <Combobox name="kit-combobox" label=t("isp-time-zone") choices=choices() value="UTC" />
        <Combobox name="kit-combobox-wrong" label=t("isp-time-zone") choices=choices() value="Nowhere" faults=faults />
    }
    .plain()
}

fn dates() -> AnyView {
    let day = |name: &'static str, label: String, value: &str| Day { name, label, value: value.to_owned() };
    let preset = |text: String, current: bool| Preset { href: "/dev/kit".to_owned(), text, current };
    let presets = vec![preset(t("date-today"), false), preset(t("range-week"), true), preset(t("range-month"), false)];
    view! {
        <DateRange
            label=t("range-nav")
            from=day("kit-from", t("audit-filter-from"), "2026-11-15")
            to=day("kit-to", t("audit-filter-to"), "2026-11-21")
            presets=presets
        />
    }
    .plain()
}
