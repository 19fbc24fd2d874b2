//! `/invitation/:token`: what someone sees who follows the link in an invitation. No scripts are needed, and nobody is
//! signed in yet.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::InvitationView;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, ErrorState, Field, FormFault, IntoPlain, PageHeader, Skeleton};

use super::server_fns::find_invitation;
use super::words::role_name;
use crate::context::use_form;

/// The page. Its code comes when it is opened.
pub struct InvitationRoute;

#[lazy_route]
impl LazyRoute for InvitationRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let InvitationRoute = this;
        let params = use_params_map();
        let token = Memo::new(move |_| params.with(|params| params.get("token")).unwrap_or_default());
        let invitation = Resource::new_blocking(move || token.get(), find_invitation);
        view! {
            <div class="sign-in">
                <Suspense fallback=|| view! { <Skeleton lines=5 /> }>
                    {move || Suspend::new(async move {
                        match invitation.await {
                            Ok(invitation) => form(&invitation, &token.get_untracked()),
                            Err(error) if error.code == "not-found" => over(),
                            Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        }
                    })}
                </Suspense>
            </div>
        }
        .plain()
    }
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

fn form(invitation: &InvitationView, token: &str) -> AnyView {
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
