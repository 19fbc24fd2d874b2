//! The form for a device. Both kinds of credential stand in it; the style sheet shows the one that the chosen version
//! needs, so that no script is needed for it.

use leptos::prelude::*;
use network::model::{DeviceDetail, SnmpVersion};
use ui::words::t;
use ui::{Button, ButtonKind, Choice, Field, FormFault, IntoPlain, LinkButton, Select};

use crate::context::{FormState, use_form};

/// What the inputs hold at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Start {
    name: String,
    address: String,
    port: String,
    version: String,
    interval_seconds: String,
    usm_user: String,
    usm_auth: String,
    usm_privacy: String,
    row_version: String,
}

impl Start {
    /// Of a new device: what most have.
    fn blank() -> Self {
        Self {
            port: "161".to_owned(),
            version: SnmpVersion::V2c.as_str().to_owned(),
            interval_seconds: "30".to_owned(),
            usm_auth: "sha256".to_owned(),
            usm_privacy: "aes128".to_owned(),
            ..Self::default()
        }
    }

    fn of(detail: &DeviceDetail) -> Self {
        let blank = Self::blank();
        Self {
            name: detail.item.name.clone(),
            address: detail.item.address.clone(),
            port: detail.item.port.to_string(),
            version: detail.item.version.as_str().to_owned(),
            interval_seconds: detail.item.interval_seconds.to_string(),
            usm_user: detail.usm_user.clone().unwrap_or_default(),
            usm_auth: detail.usm_auth.clone().unwrap_or(blank.usm_auth),
            usm_privacy: detail.usm_privacy.clone().unwrap_or(blank.usm_privacy),
            row_version: detail.row_version.to_string(),
        }
    }

    /// With what was typed before the form came back.
    fn with(self, state: &FormState) -> Self {
        Self {
            name: state.value("name", &self.name),
            address: state.value("address", &self.address),
            port: state.value("port", &self.port),
            version: state.value("version", &self.version),
            interval_seconds: state.value("interval_seconds", &self.interval_seconds),
            usm_user: state.value("usm_user", &self.usm_user),
            usm_auth: state.value("usm_auth", &self.usm_auth),
            usm_privacy: state.value("usm_privacy", &self.usm_privacy),
            // The version that this form was opened on, not the newest: otherwise a second try would win unseen.
            row_version: state.value("row_version", &self.row_version),
        }
    }
}

/// Adds a device (`None`) or changes one.
#[component]
pub fn DeviceForm(
    /// The device as it stands.
    detail: Option<DeviceDetail>,
    /// Where the form posts to: the page's own address.
    action: String,
    /// Where giving up leads.
    back: String,
) -> AnyView {
    let adding = detail.is_none();
    let state = use_form("device");
    let start = detail.as_ref().map_or_else(Start::blank, Start::of).with(&state);
    let submit = if adding { t("device-add") } else { t("save") };
    view! {
        <form method="post" action=action class="form device-form">
            <FormFault notice=state.whole() faults=state.labelled(label_of) />
            <input type="hidden" name="row_version" value=start.row_version.clone() />
            {where_it_is(&start, &state)}
            {community(&state, adding)}
            {usm(&start, &state, adding)}
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=submit />
                <LinkButton href=back text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

/// The label of an input; `None` where there is no such input.
fn label_of(field: &str) -> Option<String> {
    Some(match field {
        "name" => t("device-name"),
        "address" => t("device-address"),
        "port" => t("device-port"),
        "version" => t("device-version"),
        "interval_seconds" => t("device-interval"),
        "community" => t("device-community"),
        "usm_user" => t("device-usm-user"),
        "usm_auth" => t("device-usm-auth"),
        "usm_auth_passphrase" => t("device-usm-auth-passphrase"),
        "usm_privacy" => t("device-usm-privacy"),
        "usm_privacy_passphrase" => t("device-usm-privacy-passphrase"),
        _ => return None,
    })
}

fn where_it_is(start: &Start, state: &FormState) -> AnyView {
    let faults = || state.errors.clone();
    let versions = SnmpVersion::ALL.map(|version| Choice::new(version.as_str(), version_words(version))).to_vec();
    view! {
        <Field name="name" label=t("device-name") value=start.name.clone() help=Some(t("device-name-help")) faults=faults() required=true />
        <div class="field-row">
            <Field
                name="address"
                label=t("device-address")
                value=start.address.clone()
                help=Some(t("device-address-help"))
                faults=faults()
                required=true
            />
            <Field name="port" label=t("device-port") value=start.port.clone() inputmode="numeric" faults=faults() required=true />
        </div>
        <div class="field-row">
            <Select name="version" label=t("device-version") choices=versions value=start.version.clone() faults=faults() />
            <Field
                name="interval_seconds"
                label=t("device-interval")
                value=start.interval_seconds.clone()
                inputmode="numeric"
                help=Some(t("device-interval-help"))
                faults=faults()
                required=true
            />
        </div>
    }
    .plain()
}

fn version_words(version: SnmpVersion) -> String {
    match version {
        SnmpVersion::V1 => t("device-version-1"),
        SnmpVersion::V2c => t("device-version-2c"),
        SnmpVersion::V3 => t("device-version-3"),
    }
}

fn community(state: &FormState, adding: bool) -> AnyView {
    let help = if adding { t("device-community-help") } else { t("device-secret-kept") };
    view! {
        <fieldset class="for-community">
            <legend>{t("device-community-legend")}</legend>
            <Field name="community" label=t("device-community") kind="password" autocomplete="new-password" help=Some(help) faults=state.errors.clone() />
        </fieldset>
    }
    .plain()
}

fn usm(start: &Start, state: &FormState, adding: bool) -> AnyView {
    let faults = || state.errors.clone();
    let help = || Some(if adding { t("device-passphrase-help") } else { t("device-secret-kept") });
    let auth = vec![Choice::new("sha256", "SHA-256"), Choice::new("sha1", "SHA-1")];
    let privacy = vec![Choice::new("aes128", "AES-128"), Choice::new("aes256", "AES-256")];
    view! {
        <fieldset class="for-usm">
            <legend>{t("device-usm-legend")}</legend>
            <Field name="usm_user" label=t("device-usm-user") value=start.usm_user.clone() faults=faults() />
            <div class="field-row">
                <Select name="usm_auth" label=t("device-usm-auth") choices=auth value=start.usm_auth.clone() faults=faults() />
                <Field
                    name="usm_auth_passphrase"
                    label=t("device-usm-auth-passphrase")
                    kind="password"
                    autocomplete="new-password"
                    help=help()
                    faults=faults()
                />
            </div>
            <div class="field-row">
                <Select name="usm_privacy" label=t("device-usm-privacy") choices=privacy value=start.usm_privacy.clone() faults=faults() />
                <Field
                    name="usm_privacy_passphrase"
                    label=t("device-usm-privacy-passphrase")
                    kind="password"
                    autocomplete="new-password"
                    help=help()
                    faults=faults()
                />
            </div>
        </fieldset>
    }
    .plain()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_form_that_came_back_keeps_what_was_typed_and_the_version_it_was_opened_on() {
        let typed = [("name", "edge-2"), ("port", "seven"), ("version", "v3"), ("row_version", "3")];
        let state =
            FormState { form: "device".to_owned(), values: BTreeMap::from(typed.map(|(name, value)| (name.to_owned(), value.to_owned()))), errors: Vec::new() };
        let newest = Start { row_version: "5".to_owned(), address: "10.0.0.1".to_owned(), ..Start::blank() };
        let shown = newest.with(&state);
        assert_eq!((shown.name.as_str(), shown.port.as_str(), shown.version.as_str()), ("edge-2", "seven", "v3"));
        assert_eq!((shown.address.as_str(), shown.row_version.as_str()), ("10.0.0.1", "3"));
    }

    #[test]
    fn every_input_has_a_label_for_the_list_of_faults() {
        for fault in network::rules::device_form::check(&network::model::DeviceForm::default(), true) {
            assert!(label_of(&fault.field).is_some(), "{}", fault.field);
        }
        let v3 = network::model::DeviceForm { version: "v3".to_owned(), ..Default::default() };
        for fault in network::rules::device_form::check(&v3, true) {
            assert!(label_of(&fault.field).is_some(), "{}", fault.field);
        }
        assert_eq!(label_of("password"), None);
    }
}
