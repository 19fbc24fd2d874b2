//! Asking who one is, where what comes next must not be had by a session alone.

use leptos::prelude::*;
use ui::words::t;
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, LinkButton};

use crate::context::{use_form, use_viewer};

/// Asks for the password, then leads on to `next`. Stands in place of what it must come before, too; where the password is
/// wrong, it comes back on the page of its own.
pub fn confirm_first(next: &str) -> AnyView {
    let state = use_form("confirm");
    let email = use_viewer().map(|viewer| viewer.email).unwrap_or_default();
    let label = |field: &str| (field == "current_password").then(|| t("password-current"));
    view! {
        <form method="post" action="/account/security/confirm" class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            <p>{t("confirm-text")}</p>
            // Tells password managers whose password this is.
            <input type="text" name="username" value=email autocomplete="username" hidden readonly />
            <input type="hidden" name="next" value=state.value("next", next) />
            <Field
                name="current_password"
                label=t("password-current")
                kind="password"
                autocomplete="current-password"
                faults=state.errors.clone()
                required=true
            />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("confirm-button") />
                <LinkButton href="/account/security" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}
