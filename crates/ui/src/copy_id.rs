//! An id that people copy into a mail or a search.

use leptos::prelude::*;

use crate::icon::{Icon, icon};
use crate::words::t;

/// One press or click on the id marks all of it; the button copies it where scripts run (`shell/page.js`).
#[component]
pub fn CopyId(
    /// The id.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    view! {
        <span class="copyable">
            <code class="copy">{id.clone()}</code>
            <button type="button" class="icon-button copy-button" data-copy=id data-copied=t("copy-done")>
                {icon(Icon::Copy)}
                <span class="visually-hidden" role="status">
                    {t("copy-id")}
                </span>
            </button>
        </span>
    }
}
