//! What a page says of itself where its own code cannot: it is broken, or a newer version is ready. The server draws both,
//! hidden; a few lines of script in the document's head show them. The same script copies ids and registers the service worker.

use leptos::prelude::*;

use crate::icon::{Icon, icon};
use crate::words::t;

/// The script. It reads the service worker's address from its own `data-worker`; without one it registers none.
pub const PAGE_SCRIPT: &str = include_str!("page.js");

/// Both notices, behind the page's content.
pub fn page_notices() -> impl IntoView {
    view! {
        <div class="page-notices">
            <p id="page-broken" class="toast tone-critical" role="alert" hidden>
                {icon(Icon::Alert)}
                <span>{t("page-broken")}</span>
                <a href="" class="toast-close" data-reload="">
                    {t("page-reload")}
                </a>
            </p>
            <p id="page-update" class="toast tone-notice" role="status" hidden>
                {icon(Icon::Info)}
                <span>{t("page-update")}</span>
                <a href="" class="toast-close" data-reload="">
                    {t("page-reload")}
                </a>
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::PAGE_SCRIPT;

    #[test]
    fn the_script_knows_the_notices_and_cannot_end_its_element() {
        for id in ["'page-broken'", "'page-update'"] {
            assert!(PAGE_SCRIPT.contains(id), "{id}");
        }
        assert!(!PAGE_SCRIPT.contains("</"));
    }
}
