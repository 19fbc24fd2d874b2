//! `/switch/:token`: arriving from a linked account. Says who one will be, and asks before it does anything: programs open
//! links too, and nobody is to end up in an account that another chose.

use leptos::prelude::*;
use tenancy::model::OtherSide;
use ui::words::t;
use ui::{Button, ButtonKind, FormFault, IntoPlain, PageHeader};

use super::server_fns::find_handover;
use crate::context::use_form;
use crate::page::lazy_page;
use crate::params::by_token;

lazy_page! {
    /// The page. Its code comes when it is opened.
    SwitchRoute, view
}

fn view() -> AnyView {
    by_token(find_handover, form, over)
}

fn form(who: OtherSide, token: String) -> AnyView {
    let state = use_form("switch");
    view! {
        <PageHeader title=t("switch-title") />
        <form method="post" action=format!("/switch/{token}") class="form">
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

fn over() -> AnyView {
    view! {
        <PageHeader title=t("switch-title") />
        <p>{t("switch-over")}</p>
        <p>
            <a href="/sign-in">{t("sign-in-title")}</a>
        </p>
    }
    .plain()
}
