//! Signing in: a native form, so that it works before any script and without.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, PageHeader, brand_logo};

use crate::account::passkey_form;
use crate::context::{use_form, use_site};

/// The page. Its code is no part of what the other pages load.
pub struct SignInRoute;

#[lazy_route]
impl LazyRoute for SignInRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SignInRoute = this;
        page()
    }
}

fn page() -> AnyView {
    let site = use_site();
    let form = use_form("sign-in");
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next")).unwrap_or_default();
    // Thrown back from the second step, or with a passkey that did not fit.
    let again = query.with_untracked(|query| query.get("again"));
    let again = again.map(|code| if code == "passkey-refused" { code } else { "code-over".to_owned() });
    let next = form.value("next", &next);
    view! {
        <div class="sign-in">
            {brand_logo(site.logos, site.product_name)}
            <PageHeader title=t("sign-in-title") />
            <p class="quiet">{t_args("sign-in-where", &[("org", (&site.host_org).into())])}</p>
            <form method="post" action="/sign-in" class="form">
                <FormFault notice=form.whole().or(again) />
                <input type="hidden" name="next" value=next.clone() />
                <Field
                    name="email"
                    label=t("sign-in-email")
                    kind="email"
                    value=form.value("email", "")
                    autocomplete="username"
                    faults=form.errors.clone()
                    required=true
                />
                <Field
                    name="password"
                    label=t("sign-in-password")
                    kind="password"
                    autocomplete="current-password"
                    faults=form.errors.clone()
                    required=true
                />
                <Button kind=ButtonKind::Primary text=t("sign-in-button") />
            </form>
            {passkey_form("/sign-in/passkey", next, t("sign-in-passkey"))}
            <ul class="sign-in-ways">
                <li>
                    <a href="/forgot-password">{t("sign-in-forgot")}</a>
                </li>
                {site
                    .signs_in_by_mail
                    .then(|| {
                        view! {
                            <li>
                                <a href="/sign-in/link">{t("sign-in-by-link")}</a>
                            </li>
                        }
                    })}
            </ul>
            {site
                .support_contact
                .map(|contact| view! { <p class="quiet sign-in-support">{t("sign-in-support")} " " <bdi>{contact}</bdi></p> })}
        </div>
    }
    .plain()
}
