//! The command palette: a combobox in a dialog (WAI-ARIA Authoring Practices). It shows what it is given and follows links;
//! what a viewer may do is decided where the entries are made.
//!
//! It is only ever built in a browser, from code that is loaded when it is first opened.

mod rank;
mod recent;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

pub use rank::rank;

use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;
use crate::words::t;

/// The dialog's id.
pub const PALETTE: &str = "palette";
const LIST: &str = "palette-list";

/// Somewhere to go, or something to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteEntry {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub text: String,
    /// What it belongs to.
    pub group: String,
    /// Its icon.
    pub icon: Icon,
}

/// What stands below the entries for what is typed: links of the role `option`, which the keyboard then reaches too.
pub type Below = fn(ReadSignal<String>) -> AnyView;

/// The entries that fit what is typed, best first; where nothing is typed, those chosen last before the others.
#[must_use]
pub fn fitting(entries: &[PaletteEntry], typed: &str, recent: &[String]) -> Vec<PaletteEntry> {
    let mut found: Vec<(i32, &PaletteEntry)> = entries
        .iter()
        .filter_map(|entry| {
            let by_name = rank(typed, &entry.text).map(|score| score.saturating_mul(2));
            let score = by_name.or_else(|| rank(typed, &format!("{} {}", entry.group, entry.text)))?;
            let place = recent.iter().position(|href| *href == entry.href);
            // Weighs less than one letter that is found.
            let chosen = place.and_then(|place| i32::try_from(recent.len().saturating_sub(place)).ok()).unwrap_or(0);
            Some((score.saturating_mul(10).saturating_add(chosen), entry))
        })
        .collect();
    // Stable: equal ones keep the order of the navigation.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, entry)| entry.clone()).collect()
}

/// The palette, shut; [`show_palette`] opens it.
#[component]
pub fn Palette(
    /// What there is.
    entries: Vec<PaletteEntry>,
    /// What stands below it.
    below: Below,
) -> impl IntoView {
    let (dialog, input) = (NodeRef::<Dialog>::new(), NodeRef::<Input>::new());
    let (typed, set_typed) = signal(String::new());
    let last = RwSignal::new(recent::recent());
    let entries = StoredValue::new(entries);
    let offered = move || entries.with_value(|entries| last.with(|last| fitting(entries, &typed.get(), last)));
    let fresh = move || {
        set_typed.set(String::new());
        last.set(recent::recent());
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            mark_first(&input);
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // The first list stands a moment after the dialog.
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            mark_first(&input);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let Some(input) = input.get_untracked() else { return };
        match event.key().as_str() {
            "ArrowDown" => step(&event, &input, 1),
            "ArrowUp" => step(&event, &input, -1),
            "Enter" => {
                event.prevent_default();
                if let Some(option) = options().into_iter().find(is_marked) {
                    option.click();
                }
            }
            _ => {}
        }
    };
    let on_click = move |event: MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
        if let Ok(Some(option)) = target.closest("[role=option]") {
            if let Some(href) = option.get_attribute("href") {
                recent::remember(&href);
            }
            close();
        } else if target.id() == PALETTE {
            // Beside the box: the dialog's own backdrop.
            close();
        }
    };
    let rows = move || {
        let rows = offered().into_iter().map(|entry| {
            view! {
                <a role="option" aria-selected="false" tabindex="-1" class="palette-option" href=entry.href>
                    {icon(entry.icon)}
                    <span>{entry.text}</span>
                    <span class="quiet">{entry.group}</span>
                </a>
            }
        });
        rows.collect_view().plain()
    };
    let nothing = move || if offered().is_empty() { t("palette-none") } else { String::new() };
    view! {
        <dialog id=PALETTE class="dialog palette" aria-label=t("palette-title") node_ref=dialog on:close=move |_| fresh() on:click=on_click>
            <div class="palette-head">
                {icon(Icon::Search)}
                <input
                    type="text"
                    role="combobox"
                    aria-label=t("palette-input")
                    aria-controls=LIST
                    aria-expanded="true"
                    aria-autocomplete="list"
                    placeholder=t("palette-input")
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    node_ref=input
                    on:input=move |event| {
                        set_typed.set(event_target_value(&event));
                        if let Some(input) = input.get_untracked() {
                            mark_first(&input);
                        }
                    }
                    on:keydown=on_key
                />
            </div>
            <div id=LIST role="listbox" aria-label=t("palette-title") class="palette-list">
                {rows}
                {below(typed)}
            </div>
            <p class="palette-none quiet" role="status">
                {nothing}
            </p>
        </dialog>
    }
}

/// Opens the palette that stands in the document; `false` where there is none yet.
#[must_use]
pub fn show_palette() -> bool {
    let found = document().get_element_by_id(PALETTE).and_then(|found| found.dyn_into::<web_sys::HtmlDialogElement>().ok());
    let Some(dialog) = found else { return false };
    if !dialog.open() && dialog.show_modal().is_err() {
        leptos::logging::warn!("the palette cannot be opened");
    }
    true
}

/// Every option in the order of the page, whoever put it there.
fn options() -> Vec<web_sys::HtmlElement> {
    let Ok(found) = document().query_selector_all("#palette [role=option]") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

fn is_marked(option: &web_sys::HtmlElement) -> bool {
    option.get_attribute("aria-selected").as_deref() == Some("true")
}

/// Marks the next option in a direction, round the ends.
fn step(event: &KeyboardEvent, input: &web_sys::HtmlInputElement, by: isize) {
    event.prevent_default();
    let options = options();
    let Ok(count) = isize::try_from(options.len()) else { return };
    if count == 0 {
        return;
    }
    let now = options.iter().position(is_marked).and_then(|at| isize::try_from(at).ok());
    let next = now.map_or(if by > 0 { 0 } else { count.saturating_sub(1) }, |at| at.saturating_add(by).rem_euclid(count));
    mark(input, &options, usize::try_from(next).unwrap_or(0));
}

/// Marks the first option once the list follows what is typed.
fn mark_first(input: &web_sys::HtmlInputElement) {
    let input = input.clone();
    request_animation_frame(move || mark(&input, &options(), 0));
}

fn mark(input: &web_sys::HtmlInputElement, options: &[web_sys::HtmlElement], chosen: usize) {
    let told = |done: Result<(), leptos::wasm_bindgen::JsValue>| {
        if done.is_err() {
            leptos::logging::warn!("an option of the palette could not be marked");
        }
    };
    if options.is_empty() {
        told(input.remove_attribute("aria-activedescendant"));
    }
    for (at, option) in options.iter().enumerate() {
        let id = format!("palette-option-{at}");
        option.set_id(&id);
        told(option.set_attribute("aria-selected", if at == chosen { "true" } else { "false" }));
        if at == chosen {
            told(input.set_attribute("aria-activedescendant", &id));
            option.scroll_into_view_with_bool(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(href: &str, text: &str, group: &str) -> PaletteEntry {
        PaletteEntry { href: href.to_owned(), text: text.to_owned(), group: group.to_owned(), icon: Icon::Live }
    }

    fn found(typed: &str, recent: &[&str]) -> Vec<String> {
        let entries = [entry("/i", "Interfaces", "Live"), entry("/d", "Devices", "Network"), entry("/d/new", "Add device", "Network")];
        let recent: Vec<String> = recent.iter().map(|href| (*href).to_owned()).collect();
        fitting(&entries, typed, &recent).into_iter().map(|entry| entry.href).collect()
    }

    #[test]
    fn what_was_chosen_last_comes_first_until_something_is_typed() {
        assert_eq!(found("", &[]), ["/i", "/d", "/d/new"]);
        assert_eq!(found("", &["/d/new", "/d"]), ["/d/new", "/d", "/i"]);
        assert_eq!(found("devi", &["/d/new"]), ["/d/new", "/d"]);
        assert_eq!(found("add", &["/i"]), ["/d/new"]);
    }

    #[test]
    fn the_job_is_searched_too() {
        assert_eq!(found("network", &[]), ["/d", "/d/new"]);
        assert!(found("zzz", &[]).is_empty());
    }
}
