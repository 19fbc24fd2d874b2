//! `/settings/roles/new` and `/settings/roles/:id`: what a role is called and what it allows, one tick for each permission.

use kernel::{Domain, Permission, RoleId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::RoleEditor;
use ui::field::{FieldFault, fault_of};
use ui::words::{t, t_args, t_code};
use ui::{Button, ButtonKind, Crumb, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton};

use super::server_fns::{get_role, new_role};
use crate::PageError;
use crate::context::{FormState, use_form};
use crate::params::use_id;

/// The form for a new role. Its code comes when it is opened.
pub struct NewRoleRoute;

#[lazy_route]
impl LazyRoute for NewRoleRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let NewRoleRoute = this;
        let query = use_query_map();
        // The form that came back knows what it began as; its address may not.
        let returned = use_form("role").value("template", "");
        let from = Memo::new(move |_| query.with(|query| query.get("from")).unwrap_or_else(|| returned.clone()));
        let role = Resource::new_blocking(move || from.get(), new_role);
        view! {
            <Suspense fallback=|| view! { <Skeleton lines=12 /> }>
                {move || Suspend::new(async move {
                    match role.await {
                        Ok(role) => {
                            view! {
                                <PageHeader title=t("roles-new-title") crumbs=crumbs() />
                                {form(&role, "/settings/roles/new".to_owned(), &from.get_untracked())}
                            }
                                .plain()
                        }
                        Err(error) => refused(error),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

/// The form of a role that is there. Its code comes when it is opened.
pub struct RoleRoute;

#[lazy_route]
impl LazyRoute for RoleRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let RoleRoute = this;
        let id = use_id::<RoleId>();
        let role = Resource::new_blocking(move || id.get(), async |id| get_role(id.ok_or_else(PageError::not_found)?).await);
        view! {
            <Suspense fallback=|| view! { <Skeleton lines=12 /> }>
                {move || Suspend::new(async move {
                    match role.await {
                        Ok(role) => page(role),
                        Err(error) => refused(error),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb { href: "/settings/roles".to_owned(), text: t("roles-title") }]
}

fn refused(error: PageError) -> AnyView {
    view! {
        <PageHeader title=t("roles-not-found") crumbs=crumbs() />
        <ErrorState code=error.code request_id=error.request_id />
    }
    .plain()
}

fn page(role: RoleEditor) -> AnyView {
    let action = format!("/settings/roles/{}", role.id);
    let held = t_args("roles-held", &[("count", i64::from(role.people).into())]);
    let body = if role.beyond { beyond(&role) } else { form(&role, action.clone(), "") };
    let removal = (!role.beyond).then(|| delete(&action, role.people > 0));
    view! {
        <PageHeader title=role.name crumbs=crumbs() />
        <p class="lead quiet">{t_code("roles-at", role.kind.as_str())} " \u{b7} " {held}</p>
        {body}
        {removal}
    }
    .plain()
}

/// It allows more than the viewer has, who sees it and no more.
fn beyond(role: &RoleEditor) -> AnyView {
    let permissions = role.permissions.iter().map(|permission| view! { <li>{t_code("permission", permission.as_str())}</li> });
    view! {
        <p>{t("roles-beyond")}</p>
        <ul>{permissions.collect_view()}</ul>
    }
    .plain()
}

fn form(role: &RoleEditor, action: String, template: &str) -> AnyView {
    let state = use_form("role");
    let faults = || state.errors.clone();
    let label = |field: &str| {
        Some(match field {
            "name" => t("roles-name"),
            "permissions" => t("roles-permissions"),
            _ => return None,
        })
    };
    let groups = Domain::ALL.into_iter().filter_map(|domain| group(role, domain, &state)).collect_view();
    let new = role.version == 0;
    view! {
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            // Tells a form that came back, in which ticks may be gone, from a first visit.
            <input type="hidden" name="sent" value="1" />
            <input type="hidden" name="id" value=state.value("id", &role.id.to_string()) />
            <input type="hidden" name="template" value=template.to_owned() />
            // The version that this form was opened on, not the newest: otherwise a second try would win unseen.
            <input type="hidden" name="row_version" value=state.value("row_version", &role.version.to_string()) />
            <Field
                name="name"
                label=t("roles-name")
                value=state.value("name", &role.name)
                help=Some(t("roles-name-help"))
                faults=faults()
                required=true
            />
            <div class="field" id="permissions" tabindex="-1">
                <p class="field-help">{t("roles-permissions-help")}</p>
                <FieldFault name="permissions" code=fault_of(&state.errors, "permissions") />
            </div>
            {groups}
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=if new { t("roles-create") } else { t("save") } />
                <LinkButton href="/settings/roles" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

fn group(role: &RoleEditor, domain: Domain, state: &FormState) -> Option<AnyView> {
    let ticks: Vec<Permission> = role.grantable.iter().copied().filter(|permission| permission.domain() == domain).collect();
    let ticks = (!ticks.is_empty()).then(|| ticks.into_iter().map(|permission| tick(role, permission, state)).collect_view())?;
    Some(
        view! {
            <fieldset>
                <legend>{t_code("permission-group", domain.as_str())}</legend>
                {ticks}
            </fieldset>
        }
        .plain(),
    )
}

fn tick(role: &RoleEditor, permission: Permission, state: &FormState) -> AnyView {
    let name = format!("p_{}", permission.as_str());
    let returned = state.values.contains_key("sent");
    let checked = if returned { state.values.contains_key(&name) } else { role.permissions.contains(permission) };
    let help = format!("{name}-help");
    view! {
        <label class="tick">
            <input type="checkbox" name=name value="yes" checked=checked aria-describedby=help.clone() />
            <span>{t_code("permission", permission.as_str())}</span>
        </label>
        <p class="field-help tick-help" id=help>
            {t_code("permission-help", permission.as_str())}
        </p>
    }
    .plain()
}

fn delete(action: &str, held: bool) -> AnyView {
    let state = use_form("delete");
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>{t("roles-delete-title")}</h2>
            </div>
            <FormFault notice=state.whole() />
            {if held {
                view! { <p class="quiet">{t("roles-delete-held")}</p> }.plain()
            } else {
                view! {
                    <form method="post" action=action.to_owned() class="form">
                        <input type="hidden" name="do" value="delete" />
                        <p class="quiet">{t("roles-delete-help")}</p>
                        <div class="form-actions">
                            <Button kind=ButtonKind::Danger text=t("roles-delete") />
                        </div>
                    </form>
                }
                    .plain()
            }}
        </section>
    }
    .plain()
}
