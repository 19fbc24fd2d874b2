//! `/people`: who can sign in, and who has been asked to. `/people/invite`: asking one more.

use kernel::{OrgId, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{InviteChoices, People, PersonItem};
use ui::words::t;
use ui::{Button, ButtonKind, Column, Crumb, EmptyState, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Select, Skeleton, Table, Zone};

use super::server_fns::{get_invite_choices, list_people};
use super::words::{invitation_table, role_choices, role_name};
use crate::PageError;
use crate::context::{use_form, use_viewer};
use crate::stamped::Stamped;

/// The list. Its code comes when it is opened.
pub struct PeopleRoute;

#[lazy_route]
impl LazyRoute for PeopleRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PeopleRoute = this;
        let query = use_query_map();
        let search = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
        let people = Resource::new_blocking(move || search.get(), list_people);
        let viewer = use_viewer();
        let manages = viewer.as_ref().is_some_and(|viewer| viewer.allows(Permission::PeopleManage));
        let invite = viewer.filter(|_| manages).map(|viewer| {
            view! { <LinkButton href=format!("/people/invite?org={}", viewer.org) kind=ButtonKind::Primary text=t("invite-title") /> }
        });
        view! {
            <PageHeader title=t("people-title") aside=invite.plain() />
            <form method="get" action="/people" class="search" role="search">
                <label class="visually-hidden" for="q">
                    {t("people-search")}
                </label>
                <input type="search" id="q" name="q" value=move || search.get() placeholder=t("people-search") maxlength="100" />
                <Button text=t("search-button") />
            </form>
            <Transition fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match people.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(people) => tables(people, manages),
                    }
                })}
            </Transition>
        }
        .plain()
    }
}

fn tables(people: Stamped<People>, manages: bool) -> AnyView {
    let (now_ms, zone) = (people.now_ms, people.zone);
    let People { people, invitations, more } = people.value;
    let columns = vec![Column::text(t("people-name")), Column::text(t("people-role")), Column::text(t("people-org")), Column::text(t("people-last-seen"))];
    let waiting = (!invitations.is_empty()).then(|| {
        view! {
            <section class="panel">
                <div class="panel-head">
                    <h2>{t("invitations-title")}</h2>
                </div>
                {invitation_table(invitations, now_ms, &zone, manages)}
            </section>
        }
    });
    let there = if people.is_empty() {
        view! { <EmptyState title=t("people-none") text=t("people-none-text") /> }.plain()
    } else {
        let rows = people.into_iter().map(|item| row(item, now_ms, &zone)).collect_view().plain();
        view! { <Table caption=t("people-caption") columns rows /> }.plain()
    };
    view! {
        {there}
        {more.then(|| view! { <p class="quiet">{t("people-more")}</p> })}
        {waiting}
    }
    .plain()
}

fn row(item: PersonItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let seen = item.last_seen_ms.map_or_else(|| t("people-not-seen"), |at| ui::time::ago(now_ms, at));
    let title = item.last_seen_ms.map(|at| zone.full(at));
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/people/{}", item.user)>
                    <bdi>{item.name}</bdi>
                </a>
                <bdi class="quiet cell-alias">{item.email}</bdi>
            </th>
            <td data-label=t("people-role")>{role_name(item.role, item.custom.as_ref())}</td>
            <td data-label=t("people-org")>
                <bdi>{item.org_name}</bdi>
            </td>
            <td data-label=t("people-last-seen") title=title>
                {seen}
            </td>
        </tr>
    }
}

/// The form. Its code comes when it is opened.
pub struct InviteRoute;

#[lazy_route]
impl LazyRoute for InviteRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let InviteRoute = this;
        let query = use_query_map();
        let own = use_viewer().map(|viewer| viewer.org);
        let org = Memo::new(move |_| query.with(|query| query.get("org")).map_or(own, |org| org.parse::<OrgId>().ok()));
        let choices = Resource::new_blocking(move || org.get(), async |org| get_invite_choices(org.ok_or_else(PageError::not_found)?).await);
        let crumbs = vec![Crumb { href: "/people".to_owned(), text: t("people-title") }];
        view! {
            <PageHeader title=t("invite-title") crumbs />
            <Suspense fallback=|| view! { <Skeleton lines=5 /> }>
                {move || Suspend::new(async move {
                    match choices.await {
                        Ok(choices) => invite(&choices),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn invite(choices: &InviteChoices) -> AnyView {
    let state = use_form("invite");
    let faults = || state.errors.clone();
    let roles = role_choices(&choices.roles);
    let last = roles.last().map(|role| role.value.clone()).unwrap_or_default();
    let label = |field: &str| {
        Some(match field {
            "email" => t("people-email"),
            "name" => t("people-name"),
            "role" => t("people-role"),
            _ => return None,
        })
    };
    let action = format!("/people/invite?org={}", choices.org);
    view! {
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            <input type="hidden" name="org" value=choices.org.to_string() />
            <p class="lead">
                {t("invite-where")} " " <bdi>{choices.org_name.clone()}</bdi>
            </p>
            <Field name="email" label=t("people-email") kind="email" value=state.value("email", "") faults=faults() required=true />
            <Field name="name" label=t("people-name") value=state.value("name", "") help=Some(t("invite-name-help")) faults=faults() />
            <Select name="role" label=t("people-role") choices=roles value=state.value("role", &last) faults=faults() />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("invite-send") />
                <LinkButton href="/people" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}
