//! `/forgot-password/:token`: a new password, for whoever holds the link. Opening it changes nothing.

use leptos::prelude::*;
use tenancy::model::PasswordResetView;
use ui::words::t;
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, PageHeader};

use super::server_fns::find_password_reset;
use crate::context::use_form;
use crate::page::lazy_page;
use crate::params::by_token;

lazy_page! {
    /// The page. Its code comes when it is opened.
    ResetPasswordRoute, view
}

fn view() -> AnyView {
    by_token(find_password_reset, form, over)
}

fn over() -> AnyView {
    view! {
        <PageHeader title=t("reset-over-title") />
        <p>{t("reset-over-text")}</p>
        <p class="sign-in-ways">
            <a href="/forgot-password">{t("mail-link-again")}</a>
        </p>
    }
    .plain()
}

fn form(reset: PasswordResetView, token: String) -> AnyView {
    let state = use_form("reset");
    let label = |field: &str| (field == "new_password").then(|| t("password-new"));
    view! {
        <PageHeader title=t("forgot-title") />
        <form method="post" action=format!("/forgot-password/{token}") class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            // Password managers keep what stands in here with the password.
            <Field name="email" label=t("sign-in-email") kind="email" value=reset.email autocomplete="username" readonly=true />
            <Field
                name="new_password"
                label=t("password-new")
                kind="password"
                autocomplete="new-password"
                help=Some(t("password-new-help"))
                faults=state.errors.clone()
                required=true
            />
            <p class="quiet">{t("reset-ends-all")}</p>
            <Button kind=ButtonKind::Primary text=t("reset-button") />
        </form>
    }
    .plain()
}
