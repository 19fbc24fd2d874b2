//! Recovery codes when they are shown, and the two pages that ask for a code first: new recovery codes, and turning the
//! second factor off.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, LinkButton, PageHeader};

use super::crumbs;
use crate::context::use_form;

/// The page that makes new recovery codes.
pub struct CodesRoute;

#[lazy_route]
impl LazyRoute for CodesRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let CodesRoute = this;
        if let Some(codes) = shown_codes("/account/security") {
            return codes;
        }
        view! {
            <PageHeader title=t("codes-renew") crumbs=crumbs() />
            {asking("/account/security/recovery-codes", t("codes-renew-text"), ButtonKind::Primary, t("codes-renew"))}
        }
        .plain()
    }
}

/// The page that turns the second factor off.
pub struct TurnOffRoute;

#[lazy_route]
impl LazyRoute for TurnOffRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let TurnOffRoute = this;
        view! {
            <PageHeader title=t("second-factor-off-title") crumbs=crumbs() />
            {asking("/account/security/authenticator/off", t("second-factor-off-text"), ButtonKind::Danger, t("second-factor-turn-off"))}
        }
        .plain()
    }
}

/// A form that wants a code, the app's or a recovery code.
fn asking(action: &'static str, text: String, kind: ButtonKind, button: String) -> AnyView {
    let state = use_form("authenticator");
    view! {
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() faults=state.labelled(|field| (field == "code").then(|| t("code-any"))) />
            <p>{text}</p>
            <Field name="code" label=t("code-any") autocomplete="one-time-code" faults=state.errors.clone() required=true />
            <div class="form-actions">
                <Button kind text=button />
                <LinkButton href="/account/security" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

/// The recovery codes that the server has just made, if this page is that answer.
pub fn shown_codes(next: &'static str) -> Option<AnyView> {
    let codes = use_form("codes").values.remove("codes")?;
    let items = codes.lines().map(|code| view! { <li>{code.to_owned()}</li> }).collect_view();
    let codes = view! {
        <PageHeader title=t("codes-title") crumbs=crumbs() />
        <div class="form">
            <p>{t("codes-text")}</p>
            <ul class="codes" dir="ltr" aria-label=t("codes-title")>
                {items}
            </ul>
            <div class="form-actions">
                // Loads the next page anew, so that the codes are nowhere any more.
                <a href=next rel="external" class="button button-primary">
                    {t("codes-kept")}
                </a>
            </div>
        </div>
    };
    Some(codes.plain())
}
