//! `/sign-in/link/:token`: asks before it does anything, because programs open links too.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, FormFault, IntoPlain, PageHeader};

use crate::context::{use_form, use_site};
use crate::not_found::NotFoundPage;
use crate::params::token_of;

/// The page. Its code comes when it is opened.
pub struct UseLinkRoute;

#[lazy_route]
impl LazyRoute for UseLinkRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let UseLinkRoute = this;
        if !use_site().signs_in_by_mail {
            return view! { <NotFoundPage /> }.plain();
        }
        let state = use_form("link");
        let token = use_params_map().with_untracked(token_of);
        view! {
            <div class="sign-in">
                <PageHeader title=t("sign-in-title") />
                <form method="post" action=format!("/sign-in/link/{token}") class="form">
                    <FormFault notice=state.whole() />
                    <p>{t("magic-confirm")}</p>
                    <Button kind=ButtonKind::Primary text=t("sign-in-button") />
                </form>
                <p class="sign-in-ways">
                    <a href="/sign-in/link">{t("mail-link-again")}</a>
                </p>
            </div>
        }
        .plain()
    }
}
