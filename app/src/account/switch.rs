//! `/switch/:token`: arriving from a linked account. Says who one will be, and asks before it does anything: programs open
//! links too, and nobody is to end up in an account that another chose.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, ErrorState, FormFault, IntoPlain, PageHeader, Skeleton};

use super::server_fns::find_handover;
use crate::context::use_form;

/// The page. Its code comes when it is opened.
pub struct SwitchRoute;

#[lazy_route]
impl LazyRoute for SwitchRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SwitchRoute = this;
        // Only what a token can be made of: the rest of an address must not choose where the form goes.
        let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
        let token: String = token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect();
        let asked = token.clone();
        let arriving = Resource::new_blocking(move || asked.clone(), find_handover);
        let state = use_form("switch");
        view! {
            <div class="sign-in">
                <PageHeader title=t("switch-title") />
                <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
                    {move || {
                        let (state, action) = (state.clone(), format!("/switch/{token}"));
                        Suspend::new(async move {
                            match arriving.await {
                                Ok(who) => {
                                    view! {
                                        <form method="post" action=action class="form">
                                            <FormFault notice=state.whole() />
                                            <p>
                                                <bdi>{who.name}</bdi>
                                                ", "
                                                <bdi>{who.email}</bdi>
                                            </p>
                                            <p class="quiet">
                                                <bdi>{who.portal}</bdi>
                                            </p>
                                            <Button kind=ButtonKind::Primary text=t("switch-button") />
                                        </form>
                                    }
                                        .plain()
                                }
                                Err(error) if error.code == "not-found" => over(),
                                Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                            }
                        })
                    }}
                </Suspense>
            </div>
        }
        .plain()
    }
}

fn over() -> AnyView {
    view! {
        <p>{t("switch-over")}</p>
        <p>
            <a href="/sign-in">{t("sign-in-title")}</a>
        </p>
    }
    .plain()
}
