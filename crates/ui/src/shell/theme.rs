//! Light, dark or as the system has it; remembered by the browser. A few lines of script in the document's head do all of
//! it: before anything is painted, so that no theme flashes, and before the page is awake.

use leptos::prelude::*;

use crate::icon::{Icon, icon};
use crate::words::t;

/// The event that the window gets after a switch, for what draws with colours of its own.
pub const THEME_CHANGE: &str = "themechange";

/// The script. `data-scripted` tells the style sheet that the switch works.
pub const THEME_SCRIPT: &str = include_str!("theme.js");

/// The switch. Of its three labels the style sheet shows the one that holds.
pub fn theme_toggle() -> impl IntoView {
    view! {
        <button type="button" class="theme-toggle icon-button">
            {icon(Icon::Theme)}
            <span class="visually-hidden">
                <span class="theme-is-system">{t("theme-system")}</span>
                <span class="theme-is-light">{t("theme-light")}</span>
                <span class="theme-is-dark">{t("theme-dark")}</span>
            </span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_and_the_charts_speak_of_the_same_event() {
        assert!(THEME_SCRIPT.contains(&format!("new Event('{THEME_CHANGE}')")));
        assert!(!THEME_SCRIPT.contains("</"));
    }
}
