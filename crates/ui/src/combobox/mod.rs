//! A choice among many, found by typing (WAI-ARIA Authoring Practices, editable combobox with list autocomplete). Without a
//! script it is a text input with the browser's own suggestions; what is typed is sent either way, and the server decides.

mod filter;

use kernel::FieldError;
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

pub use filter::fitting;

use crate::field::{FieldFault, described_by, fault_of};
use crate::plain::IntoPlain;

/// A text input with suggestions.
#[component]
pub fn Combobox(
    /// The input's name and id.
    name: &'static str,
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// What there is: what is read is what is sent.
    choices: Vec<String>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// A rule or a hint.
    #[prop(optional_no_strip)]
    help: Option<String>,
    /// Every fault of the form; the field picks its own.
    #[prop(optional)]
    faults: Vec<FieldError>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let (typed, awake) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let (open, active) = (RwSignal::new(false), RwSignal::new(None::<usize>));
    // The browser's own suggestions give way once ours work.
    Effect::new(move |_| awake.set(true));
    let suggestions = choices.iter().map(|choice| view! { <option value=choice.clone()></option> }).collect_view();
    let choices = StoredValue::new(choices);
    let offered = Memo::new(move |_| {
        let typed = typed.get().unwrap_or_default();
        if open.get() { choices.with_value(|choices| fitting(choices, &typed)) } else { Vec::new() }
    });
    let take = move |choice: &str| {
        if let Some(input) = input.get_untracked() {
            input.set_value(choice);
        }
        open.set(false);
        active.set(None);
    };
    let on_key = move |event: KeyboardEvent| {
        let count = offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => {
                event.prevent_default();
                // Everything, whatever stands there: this is how one looks around.
                typed.set(None);
                active.set(None);
                open.set(true);
            }
            "ArrowDown" if count > 0 => {
                event.prevent_default();
                active.update(|active| *active = Some(active.map_or(0, |at| (at + 1) % count)));
            }
            "ArrowUp" if count > 0 => {
                event.prevent_default();
                active.update(|active| *active = Some(active.map_or(count - 1, |at| (at + count - 1) % count)));
            }
            "Enter" => {
                let chosen = active.get_untracked().and_then(|at| offered.with_untracked(|offered| offered.get(at).cloned()));
                if let Some(choice) = chosen.filter(|_| open.get_untracked()) {
                    event.prevent_default();
                    take(&choice);
                }
            }
            "Escape" if open.get_untracked() => {
                event.prevent_default();
                open.set(false);
                active.set(None);
            }
            _ => {}
        }
    };
    let (list, suggested) = (format!("{name}-list"), format!("{name}-suggested"));
    let option_id = move |at: usize| format!("{name}-option-{at}");
    let fault = fault_of(&faults, name);
    let described = described_by(name, help.is_some(), fault.is_some());
    let invalid = fault.is_some().then_some("true");
    let labelled = label.clone();
    let options = move || {
        let options = offered.get().into_iter().enumerate().map(|(at, choice)| {
            let taken = choice.clone();
            view! {
                <li
                    id=option_id(at)
                    role="option"
                    aria-selected=move || if active.get() == Some(at) { "true" } else { "false" }
                    // Before the input loses the focus.
                    on:mousedown=move |event| {
                        event.prevent_default();
                        take(&taken);
                    }
                >
                    {choice}
                </li>
            }
        });
        options.collect_view().plain()
    };
    let shown = move || open.get() && offered.with(|offered| !offered.is_empty());
    let (own_list, browsers_list) = (list.clone(), suggested.clone());
    view! {
        <div class="field combobox">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="text"
                value=value
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                role=move || awake.get().then_some("combobox")
                list=move || (!awake.get()).then(|| browsers_list.clone())
                aria-autocomplete=move || awake.get().then_some("list")
                aria-controls=move || awake.get().then(|| own_list.clone())
                aria-expanded=move || awake.get().then(|| if shown() { "true" } else { "false" })
                aria-activedescendant=move || active.get().map(option_id)
                aria-describedby=described
                aria-invalid=invalid
                node_ref=input
                on:input=move |event| {
                    typed.set(Some(event_target_value(&event)));
                    active.set(None);
                    open.set(true);
                }
                on:keydown=on_key
                on:blur=move |_| open.set(false)
            />
            <datalist id=suggested>{suggestions}</datalist>
            <ul id=list class="combobox-list" role="listbox" aria-label=labelled hidden=move || !shown()>
                {options}
            </ul>
            {help.map(|help| view! { <p class="field-help" id=format!("{name}-help")>{help}</p> })}
            <FieldFault name=name code=fault />
        </div>
    }
}
