//! `/platform/new`: one form, and the ISP is live.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::NewIspChoices;
use ui::words::t;
use ui::{Button, ButtonKind, Choice, Combobox, Crumb, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Select, Skeleton};

use super::server_fns::new_isp;
use super::words::host_help;
use crate::context::use_form;

/// The page. Its code comes when it is opened.
pub struct NewIspRoute;

#[lazy_route]
impl LazyRoute for NewIspRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let NewIspRoute = this;
        let choices = Resource::new_blocking(|| (), async |()| new_isp().await);
        let crumbs = vec![Crumb { href: "/platform".to_owned(), text: t("platform-title") }];
        view! {
            <PageHeader title=t("isp-new-title") crumbs />
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match choices.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(choices) => form(choices),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn form(choices: NewIspChoices) -> AnyView {
    let state = use_form("isp");
    let faults = || state.errors.clone();
    let languages = choices.languages.into_iter().map(|(tag, name)| Choice::new(tag, name)).collect::<Vec<_>>();
    let plain = |names: Vec<String>| names.into_iter().map(|name| Choice::new(name.clone(), name)).collect::<Vec<_>>();
    view! {
        <form method="post" action="/platform/new" class="form">
            <FormFault notice=state.whole() faults=state.labelled(label_of) />
            <input type="hidden" name="id" value=state.value("id", &choices.id.to_string()) />
            <Field name="name" label=t("isp-name") value=state.value("name", "") faults=faults() required=true />
            <Field
                name="label"
                label=t("isp-label")
                value=state.value("label", "")
                help=Some(host_help(&choices.base_domain))
                faults=faults()
                required=true
            />
            <Field
                name="email"
                label=t("isp-owner-email")
                kind="email"
                value=state.value("email", "")
                help=Some(t("isp-owner-email-help"))
                faults=faults()
                required=true
            />
            <Select name="locale" label=t("isp-locale") choices=languages value=state.value("locale", kernel::Locale::ENGLISH.tag()) faults=faults() />
            <Select name="currency" label=t("isp-currency") choices=plain(choices.currencies) value=state.value("currency", "USD") faults=faults() />
            <Combobox name="time_zone" label=t("isp-time-zone") choices=choices.time_zones value=state.value("time_zone", "UTC") faults=faults() />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("isp-create") />
                <LinkButton href="/platform" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

fn label_of(field: &str) -> Option<String> {
    Some(match field {
        "name" => t("isp-name"),
        "label" => t("isp-label"),
        "email" => t("isp-owner-email"),
        "locale" => t("isp-locale"),
        "currency" => t("isp-currency"),
        "time_zone" => t("isp-time-zone"),
        _ => return None,
    })
}
