//! `/people`: who can sign in, and who has been asked to. `/people/invite`: asking one more.

use kernel::{OrgId, Permission, Role};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{OrgDetail, People, PeopleOrder, PeopleQuery, PersonItem, PersonPlace};
use ui::words::{t, t_args};
use ui::{
    Button, ButtonKind, Choice, Column, ColumnChoice, Crumb, EmptyState, ErrorState, Field, Filters, FormFault, IntoPlain, LinkButton, ListAddress, PageHeader,
    Pager, Panel, Select, Skeleton, Table, Zone,
};

use super::server_fns::{get_org, list_people};
use super::words::{invitation_table, role_choices, role_name};
use crate::PageError;
use crate::context::{use_form, use_viewer};
use crate::stamped::Stamped;

/// The names of the filters in the address.
const FILTERS: &[&str] = &["q", "role"];

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
        let list = Memo::new(move |_| query.with(|query| ListAddress::read("/people", &["q", "role", "after"], query)));
        let people = Resource::new_blocking(move || list.with(asked), list_people);
        let viewer = use_viewer();
        let manages = viewer.as_ref().is_some_and(|viewer| viewer.allows(Permission::PeopleManage));
        // The form shows the node, so it asks for the right to see it too.
        let invite = viewer.filter(|viewer| manages && viewer.allows(Permission::OrgRead)).map(|viewer| {
            view! { <LinkButton href=format!("/people/invite?org={}", viewer.org) kind=ButtonKind::Primary text=t("invite-title") /> }
        });
        view! {
            <PageHeader title=t("people-title") aside=invite.plain() />
            <Transition fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match people.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(people) => tables(people, &list.get_untracked(), manages),
                    }
                })}
            </Transition>
        }
        .plain()
    }
}

/// What the address asks for. What it says and nothing knows counts as nothing.
fn asked(list: &ListAddress) -> PeopleQuery {
    let order = list.order();
    PeopleQuery {
        search: list.value("q").to_owned(),
        role: Role::parse(list.value("role")),
        order: order.and_then(|order| PeopleOrder::parse(order.key)).unwrap_or_default(),
        descending: order.is_some_and(|order| order.descending),
        after: PersonPlace::parse(list.value("after")),
    }
}

/// The columns by key; the first is always shown.
fn columns(list: &ListAddress) -> Vec<(&'static str, Column)> {
    vec![
        ("name", Column::text(t("people-name")).sorting("name", list)),
        ("role", Column::text(t("people-role"))),
        ("org", Column::text(t("people-org")).sorting("node", list)),
        ("seen", Column::text(t("people-last-seen")).sorting("seen", list)),
    ]
}

fn tables(people: Stamped<People>, list: &ListAddress, manages: bool) -> AnyView {
    let (now_ms, zone) = (people.now_ms, people.zone);
    let People { people, next, invitations, more } = people.value;
    let more = more.then(|| view! { <p class="quiet">{t("organisation-more")}</p> });
    let waiting = (!invitations.is_empty()).then(|| {
        let table = invitation_table(invitations, now_ms, &zone, manages);
        view! {
            <Panel id="invitations" title=t("invitations-title")>
                {table}
                {more}
            </Panel>
        }
    });
    let there = if people.is_empty() {
        view! { <EmptyState title=t("people-none") text=t("people-none-text") action=(list.path().to_owned(), t("filter-clear")) /> }.plain()
    } else {
        let columns = columns(list).into_iter().filter(|(key, _)| list.shows(key)).map(|(_, column)| column).collect();
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        let rows = people.into_iter().map(|item| row(item, now_ms, &zone, list)).collect_view().plain();
        let first = (!list.value("after").is_empty()).then(|| (list.with("after", ""), t("pager-first")));
        let next = next.map(|place| (list.with("after", &place.to_string()), t("pager-next")));
        let links = first.into_iter().chain(next).collect::<Vec<_>>();
        view! {
            <Table caption=t("people-caption") columns rows />
            <Pager summary=t_args("people-shown", &[("count", count.into())]) links />
        }
        .plain()
    };
    // The platform has people of its own.
    let platform = use_viewer().is_some_and(|viewer| viewer.role == Role::Founder);
    let roles: Vec<Role> = Role::ALL.into_iter().filter(|role| (*role == Role::Founder) == platform).collect();
    let roles = role_choices(&roles);
    let choices = std::iter::once(Choice::new("", t("filter-any"))).chain(roles).collect::<Vec<_>>();
    let inputs = view! {
        <Field name="q" label=t("people-search") value=list.value("q") />
        <Select name="role" label=t("people-role") choices value=list.value("role") />
    }
    .plain();
    view! {
        <Filters list=list.clone() names=FILTERS inputs />
        <div class="table-tools">
            <ColumnChoice list=list.clone() columns=columns(list) />
        </div>
        {there}
        {waiting}
    }
    .plain()
}

fn row(item: PersonItem, now_ms: i64, zone: &Zone, list: &ListAddress) -> impl IntoView + use<> {
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
            {list.shows("role").then(|| view! { <td data-label=t("people-role")>{role_name(item.role)}</td> })}
            {list.shows("org").then(|| view! { <td data-label=t("people-org")><bdi>{item.org_name}</bdi></td> })}
            {list.shows("seen").then(|| view! { <td data-label=t("people-last-seen") title=title>{seen}</td> })}
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
        let detail = Resource::new_blocking(move || org.get(), async |org| get_org(org.ok_or_else(PageError::not_found)?).await);
        let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::PeopleManage));
        let crumbs = vec![Crumb { href: "/people".to_owned(), text: t("people-title") }];
        view! {
            <PageHeader title=t("invite-title") crumbs />
            <Suspense fallback=|| view! { <Skeleton lines=5 /> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Ok(detail) if manages => invite(&detail.value),
                        Ok(_) => {
                            let error = PageError::forbidden();
                            view! { <ErrorState code=error.code request_id=error.request_id /> }.plain()
                        }
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn invite(org: &OrgDetail) -> AnyView {
    let state = use_form("invite");
    let faults = || state.errors.clone();
    let roles = role_choices(&org.roles);
    let last = roles.last().map(|role| role.value.clone()).unwrap_or_default();
    let label = |field: &str| {
        Some(match field {
            "email" => t("people-email"),
            "name" => t("people-name"),
            "role" => t("people-role"),
            _ => return None,
        })
    };
    let action = format!("/people/invite?org={}", org.id);
    view! {
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            <input type="hidden" name="org" value=org.id.to_string() />
            <p class="lead">
                {t("invite-where")} " " <bdi>{org.name.clone()}</bdi>
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
