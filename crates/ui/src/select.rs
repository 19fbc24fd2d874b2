//! A choice among a few.

use kernel::FieldError;
use leptos::prelude::*;

use crate::field::{FieldFault, described_by, fault_of};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl Choice {
    /// A choice.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A native select with its label, help and fault.
#[component]
pub fn Select(
    /// The input's name and id.
    name: &'static str,
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// What there is.
    choices: Vec<Choice>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
    /// A rule or a hint.
    #[prop(optional_no_strip)]
    help: Option<String>,
    /// Every fault of the form; the field picks its own.
    #[prop(optional)]
    faults: Vec<FieldError>,
    /// The input's id where the page has several inputs of this name.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.to_owned());
    let fault = fault_of(&faults, name);
    let described = described_by(&id, help.is_some(), fault.is_some());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id.clone() name=name aria-describedby=described aria-invalid=fault.is_some().then_some("true")>
                {choices
                    .into_iter()
                    .map(|choice| {
                        let chosen = choice.value == value;
                        view! {
                            <option value=choice.value selected=chosen>
                                {choice.label}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            {help.map(|help| view! { <p class="field-help" id=format!("{id}-help")>{help}</p> })}
            <FieldFault name=id.clone() code=fault />
        </div>
    }
}
