//! `/forgot-password` and `/sign-in/link`: asking for a mail. What they say afterwards is the same for every address.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, PageHeader};

use crate::context::{use_form, use_site};
use crate::not_found::NotFoundPage;

/// The page for a new password. Its code comes when it is opened.
pub struct ForgotPasswordRoute;

#[lazy_route]
impl LazyRoute for ForgotPasswordRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ForgotPasswordRoute = this;
        if is_asked() { asked(t("forgot-asked")) } else { form(t("forgot-title"), t("forgot-text"), "/forgot-password") }
    }
}

/// The page for a sign-in link. Its code comes when it is opened.
pub struct AskLinkRoute;

#[lazy_route]
impl LazyRoute for AskLinkRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AskLinkRoute = this;
        if !use_site().signs_in_by_mail {
            return view! { <NotFoundPage /> }.plain();
        }
        if is_asked() { asked(t("magic-asked")) } else { form(t("magic-title"), t("magic-text"), "/sign-in/link") }
    }
}

fn is_asked() -> bool {
    use_query_map().with_untracked(|query| query.get("asked").is_some())
}

fn form(title: String, text: String, action: &'static str) -> AnyView {
    let state = use_form("mail-link");
    view! {
        <div class="sign-in">
            <PageHeader title />
            <p class="quiet">{text}</p>
            <form method="post" action=action class="form">
                <FormFault notice=state.whole() />
                <Field
                    name="email"
                    label=t("sign-in-email")
                    kind="email"
                    value=state.value("email", "")
                    autocomplete="username"
                    faults=state.errors.clone()
                    required=true
                />
                <Button kind=ButtonKind::Primary text=t("mail-link-button") />
            </form>
            <p class="sign-in-ways">
                <a href="/sign-in">{t("mail-link-back")}</a>
            </p>
        </div>
    }
    .plain()
}

fn asked(text: String) -> AnyView {
    view! {
        <div class="sign-in">
            <PageHeader title=t("mail-link-asked") />
            <p>{text}</p>
            <p class="quiet">{t("mail-link-nothing")}</p>
            <p class="sign-in-ways">
                <a href="/sign-in">{t("mail-link-back")}</a>
            </p>
        </div>
    }
    .plain()
}
