//! Several rows at once: native checkboxes in one form, and a bar that appears when one of them is ticked.

use leptos::prelude::*;

use crate::words::t;

/// A form round a table whose rows can be chosen with [`choose`]. Rows may bring buttons of their own with a `formaction`.
#[component]
pub fn BulkForm(
    /// What the form posts to.
    #[prop(into)]
    action: String,
    /// The buttons that work on all chosen rows.
    actions: AnyView,
    /// The table.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=action class="bulk">
            {children()}
            // Behind the table, so that the style sheet can count what is ticked before it.
            <div class="bulk-bar">
                <span class="bulk-count" aria-hidden="true"></span>
                <span>{t("bulk-chosen")}</span>
                {actions}
            </div>
        </form>
    }
}

/// A row's checkbox, for the row's first cell. All are sent under the name `id`.
pub fn choose(id: String, label: String) -> impl IntoView {
    view! { <input type="checkbox" class="choose" name="id" value=id aria-label=label /> }
}
