//! `/account/security/passkeys`: one's own passkeys, and a new one.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{AccountSecurity, PasskeyItem};
use ui::words::{t, t_args};
use ui::{Badge, Button, ButtonKind, Column, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton, Table, Tone, Zone};

use super::codes::shown_codes;
use super::crumbs;
use super::passkey_form::passkey_trouble;
use super::server_fns::get_account_security;
use crate::context::{use_form, use_viewer};
use crate::identity::confirm_first;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct PasskeysRoute;

#[lazy_route]
impl LazyRoute for PasskeysRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PasskeysRoute = this;
        if let Some(codes) = shown_codes("/account/security/passkeys?done=passkey-added") {
            return codes;
        }
        let security = Resource::new_blocking(|| (), async |()| get_account_security().await);
        let must = use_viewer()
            .is_some_and(|viewer| viewer.must_enrol)
            .then(|| view! { <p class="lead"><Badge tone=Tone::Warning text=t("second-factor-needed") /> " " {t("second-factor-needed-text")}</p> });
        view! {
            <PageHeader title=t("passkeys") crumbs=crumbs() />
            {must}
            <Suspense fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match security.await {
                        Ok(security) => parts(security),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn parts(security: Stamped<AccountSecurity>) -> AnyView {
    let Stamped { value: security, now_ms, zone } = security;
    let list = (!security.passkeys.is_empty()).then(|| list(security.passkeys, now_ms, &zone));
    let form = if security.fresh { form() } else { confirm_first("/account/security/passkeys") };
    view! {
        {list}
        {form}
    }
    .plain()
}

fn list(passkeys: Vec<PasskeyItem>, now_ms: i64, zone: &Zone) -> AnyView {
    let columns = vec![
        Column::text(t("passkey-name")),
        Column::text(t("session-portal")),
        Column::text(t("passkey-added")),
        Column::text(t("passkey-used")),
        Column::text(t("passkey-remove")),
    ];
    let rows = passkeys.into_iter().map(|passkey| row(passkey, now_ms, zone)).collect_view();
    view! {
        <section class="panel account-part">
            <Table caption=t("passkeys") columns rows=rows.plain() />
        </section>
    }
    .plain()
}

fn row(passkey: PasskeyItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let used = passkey.used_ms.map_or_else(|| t("passkey-never"), |used| ui::time::ago(now_ms, used));
    let label = t_args("passkey-remove-named", &[("name", (&passkey.name).into())]);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <bdi>{passkey.name}</bdi>
            </th>
            <td data-label=t("session-portal")>
                <bdi>{passkey.host}</bdi>
            </td>
            <td data-label=t("passkey-added")>{zone.full(passkey.created_ms)}</td>
            <td data-label=t("passkey-used")>{used}</td>
            <td class="cell-state">
                <form method="post" action=format!("/account/security/passkeys/{}/remove", passkey.id)>
                    <button type="submit" class="button button-danger" aria-label=label>
                        {t("passkey-remove")}
                    </button>
                </form>
            </td>
        </tr>
    }
}

fn form() -> AnyView {
    let state = use_form("passkey");
    let again = use_query_map().with_untracked(|query| query.get("again"));
    view! {
        <p class="form no-passkeys">{t("passkey-needs-script")}</p>
        <form method="post" action="/account/security/passkeys" class="form passkey-only" data-passkey="create">
            <FormFault notice=state.whole().or(again) faults=state.labelled(|field| (field == "name").then(|| t("passkey-name"))) />
            <p>{t("passkey-text")}</p>
            <input type="hidden" name="credential" />
            <Field
                name="name"
                label=t("passkey-name")
                help=Some(t("passkey-name-help"))
                value=state.value("name", "")
                faults=state.errors.clone()
                required=true
            />
            <p class="quiet">{t("enrol-ends-others")}</p>
            {passkey_trouble()}
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("passkey-add") />
                <LinkButton href="/account/security" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}
