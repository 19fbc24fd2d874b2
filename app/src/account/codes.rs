//! Recovery codes when they are shown, and the two pages that ask for a code first: new recovery codes, and turning the
//! second factor off.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::AccountSecurity;
use ui::words::t;
use ui::{Button, ButtonKind, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton};

use super::crumbs;
use super::server_fns::get_account_security;
use crate::context::use_form;
use crate::identity::confirm_first;

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
            {proven("/account/security/recovery-codes", |security| asking(
                "/account/security/recovery-codes",
                // Whose second factor is a passkey has no app to ask for a code.
                security.authenticator || security.passkeys.is_empty(),
                t("codes-renew-text"),
                ButtonKind::Primary,
                t("codes-renew"),
            ))}
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
            {proven("/account/security/authenticator/off", |security| asking(
                "/account/security/authenticator/off",
                true,
                if security.passkeys.is_empty() { t("second-factor-off-text") } else { t("second-factor-off-passkeys") },
                ButtonKind::Danger,
                t("second-factor-turn-off"),
            ))}
        }
        .plain()
    }
}

/// What comes once who one is was proved a moment ago; before that, the question for the password.
fn proven(page: &'static str, form: fn(&AccountSecurity) -> AnyView) -> AnyView {
    let security = Resource::new_blocking(|| (), async |()| get_account_security().await);
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match security.await {
                    Ok(security) if security.value.fresh => form(&security.value),
                    Ok(_) => confirm_first(page),
                    Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                }
            })}
        </Suspense>
    }
    .plain()
}

/// A form that may want a code, the app's or a recovery code.
fn asking(action: &'static str, wants_code: bool, text: String, kind: ButtonKind, button: String) -> AnyView {
    let state = use_form("authenticator");
    let code = wants_code.then(|| view! { <Field name="code" label=t("code-any") autocomplete="one-time-code" faults=state.errors.clone() required=true /> });
    view! {
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() faults=state.labelled(|field| (field == "code").then(|| t("code-any"))) />
            <p>{text}</p>
            {code}
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
