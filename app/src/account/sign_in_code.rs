//! `/sign-in/code`: the second half of signing in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, PageHeader};

use super::passkey_form::passkey_form;
use crate::context::{use_form, use_site};

/// The page. Its code is no part of what the other pages load.
pub struct SignInCodeRoute;

#[lazy_route]
impl LazyRoute for SignInCodeRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SignInCodeRoute = this;
        let form = use_form("code");
        let query = use_query_map();
        let next = query.with_untracked(|query| query.get("next")).unwrap_or_default();
        let next = form.value("next", &next);
        let again = query.with_untracked(|query| query.get("again"));
        let waiting = use_site().waiting_for;
        // Without an app's code to wait for, the field takes recovery codes only.
        let authenticator = waiting.is_none_or(|waiting| waiting.authenticator);
        let label = if authenticator { t("code-any") } else { t("code-recovery") };
        let passkey = waiting.is_some_and(|waiting| waiting.passkey).then(|| passkey_form("/sign-in/code/passkey", next.clone(), t("code-passkey")));
        view! {
            <div class="sign-in">
                <PageHeader title=t("code-title") />
                {passkey}
                <form method="post" action="/sign-in/code" class="form">
                    <FormFault notice=form.whole().or(again) />
                    <input type="hidden" name="next" value=next />
                    <Field
                        name="code"
                        label
                        help=authenticator.then(|| t("code-help"))
                        autocomplete="one-time-code"
                        faults=form.errors.clone()
                        required=true
                    />
                    <Button kind=ButtonKind::Primary text=t("sign-in-button") />
                </form>
            </div>
        }
        .plain()
    }
}
