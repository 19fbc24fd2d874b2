//! `/account/security/password`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton};

use super::crumbs;
use super::server_fns::get_account_security;
use crate::context::{use_form, use_viewer};

/// The page. Its code comes when it is opened.
pub struct PasswordRoute;

#[lazy_route]
impl LazyRoute for PasswordRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PasswordRoute = this;
        let security = Resource::new_blocking(|| (), async |()| get_account_security().await);
        view! {
            <PageHeader title=t("security-password-change") crumbs=crumbs() />
            <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
                {move || Suspend::new(async move {
                    match security.await {
                        Ok(security) => form(security.value.asks_password),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn form(asks_password: bool) -> AnyView {
    let state = use_form("password");
    let email = use_viewer().map(|viewer| viewer.email).unwrap_or_default();
    // Ticked at first; an empty box comes back empty.
    let end_tokens = state.form.is_empty() || !state.value("end_tokens", "").is_empty();
    let current = asks_password.then(|| {
        view! {
            <Field
                name="current_password"
                label=t("password-current")
                kind="password"
                autocomplete="current-password"
                faults=state.errors.clone()
                required=true
            />
        }
    });
    view! {
        <form method="post" action="/account/security/password" class="form">
            <FormFault notice=state.whole() faults=state.labelled(label_of) />
            // Tells password managers whose password this is.
            <input type="text" name="username" value=email autocomplete="username" hidden readonly />
            {current}
            <Field
                name="new_password"
                label=t("password-new")
                kind="password"
                autocomplete="new-password"
                help=Some(t("password-new-help"))
                faults=state.errors.clone()
                required=true
            />
            <p class="quiet">{t("password-ends-others")}</p>
            <label class="tick">
                <input type="checkbox" name="end_tokens" value="yes" checked=end_tokens />
                <span>{t("password-ends-tokens")}</span>
            </label>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("security-password-change") />
                <LinkButton href="/account/security" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

fn label_of(field: &str) -> Option<String> {
    Some(match field {
        "current_password" => t("password-current"),
        "new_password" => t("password-new"),
        _ => return None,
    })
}
