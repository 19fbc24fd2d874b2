//! `/forgot-password/:token`: a new password, for whoever holds the link. Opening it changes nothing.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, ErrorState, Field, FormFault, IntoPlain, PageHeader, Skeleton};

use super::server_fns::find_password_reset;
use super::token_of;
use crate::context::use_form;

/// The page. Its code comes when it is opened.
pub struct ResetPasswordRoute;

#[lazy_route]
impl LazyRoute for ResetPasswordRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ResetPasswordRoute = this;
        let params = use_params_map();
        let token = Memo::new(move |_| params.with(token_of));
        let reset = Resource::new_blocking(move || token.get(), find_password_reset);
        view! {
            <div class="sign-in">
                <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
                    {move || Suspend::new(async move {
                        match reset.await {
                            Ok(reset) => form(reset.email, &token.get_untracked()),
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
        <PageHeader title=t("reset-over-title") />
        <p>{t("reset-over-text")}</p>
        <p class="sign-in-ways">
            <a href="/forgot-password">{t("mail-link-again")}</a>
        </p>
    }
    .plain()
}

fn form(email: String, token: &str) -> AnyView {
    let state = use_form("reset");
    let label = |field: &str| (field == "new_password").then(|| t("password-new"));
    view! {
        <PageHeader title=t("forgot-title") />
        <form method="post" action=format!("/forgot-password/{token}") class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            // Password managers keep what stands in here with the password.
            <Field name="email" label=t("sign-in-email") kind="email" value=email autocomplete="username" readonly=true />
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
