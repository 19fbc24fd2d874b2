//! `/sign-in/code`: the second half of signing in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, PageHeader};

use crate::context::use_form;

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
        let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
        view! {
            <div class="sign-in">
                <PageHeader title=t("code-title") />
                <form method="post" action="/sign-in/code" class="form">
                    <FormFault notice=form.whole() />
                    <input type="hidden" name="next" value=form.value("next", &next) />
                    <Field
                        name="code"
                        label=t("code-any")
                        help=Some(t("code-help"))
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
