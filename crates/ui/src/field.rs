//! Form fields: label, help and fault tied to the input by id.

use kernel::FieldError;
use leptos::prelude::*;

use crate::icon::{Icon, icon};
use crate::words::{t, t_code};

/// The ids that `aria-describedby` of the input with the id `name` names; `None` where nothing describes it.
#[must_use]
pub fn described_by(name: &str, help: bool, fault: bool) -> Option<String> {
    match (help, fault) {
        (true, true) => Some(format!("{name}-help {name}-error")),
        (true, false) => Some(format!("{name}-help")),
        (false, true) => Some(format!("{name}-error")),
        (false, false) => None,
    }
}

/// The code of the first fault of the input `name`.
#[must_use]
pub fn fault_of(faults: &[FieldError], name: &str) -> Option<String> {
    faults.iter().find(|fault| fault.field == name).map(|fault| fault.code.clone())
}

/// A field's fault in words, under its input.
#[component]
pub fn FieldFault(
    /// The input's id.
    #[prop(into)]
    name: String,
    /// The fault's code.
    code: Option<String>,
) -> impl IntoView {
    code.map(|code| {
        view! {
            <p class="field-error" id=format!("{name}-error")>
                {icon(Icon::Alert)} <span>{t_code("field-error", &code)}</span>
            </p>
        }
    })
}

/// A one-line input with its label, help and fault.
#[component]
pub fn Field(
    /// The input's name and id.
    name: &'static str,
    /// What to type.
    #[prop(into)]
    label: String,
    /// `text`, `email`, `password`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// An example or a rule.
    #[prop(optional_no_strip)]
    help: Option<String>,
    /// Every fault of the form; the field picks its own.
    #[prop(optional)]
    faults: Vec<FieldError>,
    /// The `autocomplete` token (HTML), so that browsers and password managers help rightly.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The `inputmode` token: which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Must be filled.
    #[prop(optional)]
    required: bool,
    /// Shown, sent, not to be changed.
    #[prop(optional)]
    readonly: bool,
    /// The input's id where the page has several inputs of this name.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.to_owned());
    let fault = fault_of(&faults, name);
    let described = described_by(&id, help.is_some(), fault.is_some());
    let invalid = fault.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id.clone()
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                inputmode=inputmode
                aria-describedby=described
                aria-invalid=invalid
                aria-required=required.then_some("true")
                readonly=readonly
            />
            {help.map(|help| view! { <p class="field-help" id=format!("{id}-help")>{help}</p> })}
            <FieldFault name=id.clone() code=fault />
        </div>
    }
}

/// What is wrong with a form as a whole, above its fields, with a link to each field at fault.
#[component]
pub fn FormFault(
    /// A code that speaks of the whole form.
    #[prop(optional_no_strip)]
    notice: Option<String>,
    /// The fields' faults, with the fields' labels.
    #[prop(optional)]
    faults: Vec<(FieldError, String)>,
) -> impl IntoView {
    let code = notice.or_else(|| (!faults.is_empty()).then(|| "invalid".to_owned()));
    code.map(|code| {
        view! {
            <div class="form-fault tone-critical" role="alert" tabindex="-1" id="form-fault">
                <p>{icon(Icon::Alert)} <span>{t_code("form-fault", &code)}</span></p>
                {(!faults.is_empty())
                    .then(|| {
                        view! {
                            <ul aria-label=t("form-fault-list")>
                                {faults
                                    .into_iter()
                                    .map(|(fault, label)| {
                                        view! {
                                            <li>
                                                <a href=format!("#{}", fault.field) rel="external">
                                                    {label}
                                                </a>
                                                {format!(": {}", t_code("field-error", &fault.code))}
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        }
                    })}
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_described_by_what_stands_under_it() {
        assert_eq!(described_by("port", true, true).as_deref(), Some("port-help port-error"));
        assert_eq!(described_by("port", false, true).as_deref(), Some("port-error"));
        assert_eq!(described_by("port", false, false), None);
        let faults = [FieldError::new("port", "not-a-port"), FieldError::new("name", "required")];
        assert_eq!(fault_of(&faults, "name").as_deref(), Some("required"));
        assert_eq!(fault_of(&faults, "address"), None);
    }
}
