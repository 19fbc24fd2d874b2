//! `/invitation/:token`: what someone sees who follows the link in an invitation. No scripts are needed, and nobody is
//! signed in yet.

use leptos::prelude::*;
use tenancy::model::InvitationView;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, PageHeader};

use super::server_fns::find_invitation;
use super::words::role_name;
use crate::context::use_form;
use crate::page::lazy_page;
use crate::params::by_token;

lazy_page! {
    /// The page. Its code comes when it is opened.
    InvitationRoute, view
}

fn view() -> AnyView {
    by_token(find_invitation, form, over)
}

fn over() -> AnyView {
    view! {
        <PageHeader title=t("invitation-over-title") />
        <p>{t("invitation-over-text")}</p>
        <p>
            <a href="/sign-in">{t("sign-in-title")}</a>
        </p>
    }
    .plain()
}

fn form(invitation: InvitationView, token: String) -> AnyView {
    let state = use_form("invitation");
    let faults = || state.errors.clone();
    let label = |field: &str| {
        Some(match field {
            "name" => t("invitation-your-name"),
            "password" => t("sign-in-password"),
            _ => return None,
        })
    };
    let known = invitation.known;
    let (help, autocomplete) = if known { (t("invitation-known-help"), "current-password") } else { (t("password-help"), "new-password") };
    view! {
        <PageHeader title=t_args("invitation-title", &[("org", (&invitation.org_name).into())]) />
        <p class="quiet">{t_args("invitation-role", &[("role", (&role_name(invitation.role, invitation.custom.as_ref())).into())])}</p>
        <form method="post" action=format!("/invitation/{token}") class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            // Password managers keep what stands in here with the password.
            <Field name="email" label=t("sign-in-email") kind="email" value=invitation.email.clone() autocomplete="username" readonly=true />
            {(!known)
                .then(|| {
                    view! {
                        <Field
                            name="name"
                            label=t("invitation-your-name")
                            value=state.value("name", &invitation.name)
                            autocomplete="name"
                            faults=faults()
                            required=true
                        />
                    }
                })}
            <Field name="password" label=t("sign-in-password") kind="password" help=Some(help) autocomplete=autocomplete faults=faults() required=true />
            <Button kind=ButtonKind::Primary text=t("invitation-accept") />
        </form>
    }
    .plain()
}
