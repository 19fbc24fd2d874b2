//! `/people/:id`: a person's memberships; change the role, take the access away.

use kernel::{Permission, Role, UserId};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::PersonItem;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Crumb, ErrorState, Fact, FormFault, IntoPlain, PageHeader, Select, Skeleton, facts};

use super::server_fns::get_person;
use super::words::{kind_name, role_choices, role_name};
use crate::PageError;
use crate::context::{use_form, use_viewer};
use crate::params::use_id;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct PersonRoute;

#[lazy_route]
impl LazyRoute for PersonRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PersonRoute = this;
        let id = use_id::<UserId>();
        let person = Resource::new_blocking(move || id.get(), async |id| get_person(id.ok_or_else(PageError::not_found)?).await);
        let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::PeopleManage));
        view! {
            <Suspense fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match person.await {
                        Ok(person) => page(person, manages),
                        Err(error) => {
                            view! {
                                <PageHeader title=t("person-none") crumbs=crumbs() />
                                <ErrorState code=error.code request_id=error.request_id />
                            }
                                .plain()
                        }
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb { href: "/people".to_owned(), text: t("people-title") }]
}

fn page(person: Stamped<Vec<(PersonItem, Vec<Role>)>>, manages: bool) -> AnyView {
    let Some((first, _)) = person.value.first().cloned() else {
        return view! { <PageHeader title=t("person-none") crumbs=crumbs() /> }.plain();
    };
    let seen = first.last_seen_ms.map_or_else(|| t("people-not-seen"), |at| person.zone.full(at));
    let own = use_viewer().is_some_and(|viewer| viewer.email == first.email);
    let memberships = person.value.into_iter().map(|(item, roles)| membership(&item, &roles, manages && !own)).collect_view();
    view! {
        <PageHeader title=first.name crumbs=crumbs() />
        {facts(vec![Fact::text(t("people-email"), first.email), Fact::text(t("people-last-seen"), seen), Fact::id(t("fact-id"), first.user)])}
        {own.then(|| view! { <p class="quiet">{t("person-own")}</p> })}
        {memberships}
    }
    .plain()
}

fn membership(item: &PersonItem, roles: &[Role], manages: bool) -> AnyView {
    let org = item.org.to_string();
    let state = use_form(if use_form("member").value("org", "") == org { "member" } else { "no-such-form" });
    let action = format!("/people/{}", item.user);
    let change = (manages && roles.len() > 1).then(|| {
        view! {
            <form method="post" action=action.clone() class="form">
                <input type="hidden" name="do" value="role" />
                <input type="hidden" name="org" value=org.clone() />
                <Select
                    name="role"
                    id=format!("role-{org}")
                    label=t("people-role")
                    choices=role_choices(roles)
                    value=state.value("role", item.role.as_str())
                    faults=state.errors.clone()
                />
                <div class="form-actions">
                    <Button text=t("save") />
                </div>
            </form>
        }
    });
    let leave = manages.then(|| {
        view! {
            <form method="post" action=action class="form">
                <input type="hidden" name="do" value="leave" />
                <input type="hidden" name="org" value=org />
                <p class="quiet">{t("person-leave-help")}</p>
                <div class="form-actions">
                    <Button kind=ButtonKind::Danger text=t("person-leave") />
                </div>
            </form>
        }
    });
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>
                    <bdi>{item.org_name.clone()}</bdi>
                </h2>
            </div>
            <FormFault notice=state.whole() />
            <p>{t_args("person-membership", &[("role", (&role_name(item.role)).into()), ("kind", (&kind_name(item.org_kind)).into())])}</p>
            {change}
            {leave}
        </section>
    }
    .plain()
}
