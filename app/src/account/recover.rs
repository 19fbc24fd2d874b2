//! `/recover/:token`: asks before it does anything, because programs open links too.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, FormFault, IntoPlain, PageHeader};

use crate::context::use_form;
use crate::params::token_of;

/// The page. Its code comes when it is opened.
pub struct RecoverRoute;

#[lazy_route]
impl LazyRoute for RecoverRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let RecoverRoute = this;
        let state = use_form("recover");
        let token = use_params_map().with_untracked(token_of);
        view! {
            <div class="sign-in">
                <PageHeader title=t("recover-title") />
                <form method="post" action=format!("/recover/{token}") class="form">
                    <FormFault notice=state.whole() />
                    <p>{t("recover-text")}</p>
                    <Button kind=ButtonKind::Primary text=t("recover-button") />
                </form>
            </div>
        }
        .plain()
    }
}
