//! The choice of language: every language by its own name. Works without JavaScript: a `<details>` and a form.

#[cfg(not(target_arch = "wasm32"))]
use leptos::prelude::*;

#[cfg(not(target_arch = "wasm32"))]
use crate::icon::{Icon, icon};
#[cfg(not(target_arch = "wasm32"))]
use crate::words::{spoken, t, t_in};

/// The menu in the top bar. Only the server draws it, knowing every language's name.
#[cfg(target_arch = "wasm32")]
pub fn language_menu() {}

/// The menu in the top bar.
#[cfg(not(target_arch = "wasm32"))]
pub fn language_menu() -> impl IntoView {
    let spoken = spoken();
    let choice = move |locale: kernel::Locale| {
        view! {
            <li>
                <button
                    type="submit"
                    name="language"
                    value=locale.tag()
                    lang=locale.tag()
                    class="menu-item"
                    aria-current=(locale == spoken).then_some("true")
                >
                    {t_in(locale, "language-name")}
                </button>
            </li>
        }
    };
    view! {
        <details class="menu">
            <summary aria-label=t("language-choose")>
                {icon(Icon::Language)} <span class="menu-name">{t("language-name")}</span>
            </summary>
            <form method="post" action="/language" class="menu-body">
                <ul class="menu-list">{kernel::LOCALES.iter().copied().map(choice).collect_view()}</ul>
            </form>
        </details>
    }
}
