//! `/account`: one's own name, language and address.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{Button, ButtonKind, Choice, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Select, Skeleton};

use super::server_fns::get_languages;
use crate::context::{Viewer, use_form, use_viewer};

/// The page. Its code comes when it is opened.
pub struct ProfileRoute;

#[lazy_route]
impl LazyRoute for ProfileRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ProfileRoute = this;
        let languages = Resource::new_blocking(|| (), async |()| get_languages().await);
        let viewer = use_viewer();
        let aside = view! { <LinkButton href="/account/security" text=t("profile-security") /> };
        view! {
            <PageHeader title=t("profile-title") aside=aside.plain() />
            {viewer.map(|viewer| person(&viewer))}
            <Suspense fallback=|| view! { <Skeleton lines=3 /> }>
                {move || Suspend::new(async move {
                    match languages.await {
                        Ok((spoken, all)) => language(&spoken, all),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn person(viewer: &Viewer) -> AnyView {
    let state = use_form("profile");
    let label = |field: &str| (field == "name").then(|| t("profile-name"));
    view! {
        <form method="post" action="/account" class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            <Field
                name="name"
                label=t("profile-name")
                value=state.value("name", &viewer.name)
                faults=state.errors.clone()
                autocomplete="name"
                required=true
            />
            <Field name="email" label=t("people-email") value=viewer.email.clone() readonly=true help=Some(t("profile-email-help")) />
            <p class="quiet">{t("profile-zone")} " " <bdi>{viewer.time_zone.clone()}</bdi></p>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("save") />
            </div>
        </form>
    }
    .plain()
}

fn language(spoken: &str, all: Vec<(String, String)>) -> AnyView {
    let choices = all.into_iter().map(|(tag, name)| Choice::new(tag, name)).collect();
    view! {
        <form method="post" action="/language" class="form">
            <Select name="language" label=t("language-choose") choices value=spoken />
            <div class="form-actions">
                <Button text=t("profile-language-save") />
            </div>
        </form>
    }
    .plain()
}
