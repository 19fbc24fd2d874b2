//! `/settings/roles`: the ISP's own roles beside the built-in ones.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{RoleItem, RoleList, RoleTemplate};
use ui::words::{t, t_args, t_code};
use ui::{Button, ButtonKind, Choice, Column, EmptyState, ErrorState, IntoPlain, PageHeader, Select, Skeleton, Table};

use super::server_fns::list_roles;

/// The list. Its code comes when it is opened.
pub struct RolesRoute;

#[lazy_route]
impl LazyRoute for RolesRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let RolesRoute = this;
        let roles = Resource::new_blocking(|| (), async |()| list_roles().await);
        view! {
            <PageHeader title=t("roles-title") />
            <p class="lead quiet">{t("roles-lead")}</p>
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match roles.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(roles) => page(roles),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn page(list: RoleList) -> AnyView {
    let there = if list.roles.is_empty() {
        view! { <EmptyState title=t("roles-none") text=t("roles-none-text") /> }.plain()
    } else {
        let columns =
            vec![Column::text(t("roles-name")), Column::text(t("roles-level")), Column::figures(t("roles-permissions")), Column::figures(t("roles-people"))];
        let rows = list.roles.into_iter().map(row).collect_view().plain();
        view! { <Table caption=t("roles-caption") columns rows /> }.plain()
    };
    view! {
        {there}
        {begin(&list.templates)}
    }
    .plain()
}

fn row(item: RoleItem) -> impl IntoView {
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/settings/roles/{}", item.id)>
                    <bdi>{item.name}</bdi>
                </a>
            </th>
            <td data-label=t("roles-level")>{t_code("roles-at", item.kind.as_str())}</td>
            <td class="numeric" data-label=t("roles-permissions")>
                <span class="figure">{item.permissions.iter().count()}</span>
            </td>
            <td class="numeric" data-label=t("roles-people")>
                <span class="figure">{item.people}</span>
            </td>
        </tr>
    }
}

/// A new role begins as a built-in one.
fn begin(templates: &[RoleTemplate]) -> AnyView {
    let words = |template: &RoleTemplate| {
        let (role, level) = (t_code("role", template.role.as_str()), t_code("roles-at", template.kind.as_str()));
        t_args("roles-template", &[("role", (&role).into()), ("level", (&level).into())])
    };
    let choices: Vec<Choice> = templates.iter().map(|template| Choice::new(template.code(), words(template))).collect();
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>{t("roles-new-title")}</h2>
            </div>
            <form method="get" action="/settings/roles/new" class="form">
                <Select name="from" label=t("roles-begin-as") choices help=Some(t("roles-begin-help")) />
                <div class="form-actions">
                    <Button kind=ButtonKind::Primary text=t("roles-begin") />
                </div>
            </form>
        </section>
    }
    .plain()
}
