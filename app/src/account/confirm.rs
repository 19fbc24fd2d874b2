//! `/account/security/confirm`: the password again, before a change of how one signs in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{IntoPlain, PageHeader};

use super::crumbs;
use crate::identity::confirm_first;

/// The page. Its code comes when it is opened.
pub struct ConfirmRoute;

#[lazy_route]
impl LazyRoute for ConfirmRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ConfirmRoute = this;
        let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
        view! {
            <PageHeader title=t("confirm-title") crumbs=crumbs() />
            {confirm_first(&next)}
        }
        .plain()
    }
}
