//! `/organisation/:id`: one node; add below it, rename it, move it, invite people into it.

use kernel::{OrgId, Permission};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::OrgDetail;
use ui::words::{formats, t};
use ui::{ButtonKind, Choice, Crumb, ErrorState, Fact, Field, IntoPlain, LinkButton, PageHeader, Select, Skeleton, facts};

use super::deed::deed;
use super::server_fns::get_org;
use super::words::{host_help, kind_name, place_choices};
use crate::PageError;
use crate::context::{use_form, use_viewer};
use crate::params::use_id;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct OrgRoute;

#[lazy_route]
impl LazyRoute for OrgRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let OrgRoute = this;
        let id = use_id::<OrgId>();
        let detail = Resource::new_blocking(move || id.get(), async |id| get_org(id.ok_or_else(PageError::not_found)?).await);
        view! {
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Ok(detail) => page(&detail),
                        Err(error) => {
                            view! {
                                <PageHeader title=t("org-none") crumbs=vec![organisation()] />
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

fn organisation() -> Crumb {
    Crumb { href: "/organisation".to_owned(), text: t("organisation-title") }
}

fn page(detail: &Stamped<OrgDetail>) -> AnyView {
    let org = &detail.value;
    let allows = |permission| use_viewer().is_some_and(|viewer| viewer.allows(permission));
    let (manages, invites) = (allows(Permission::OrgManage), allows(Permission::PeopleManage));
    let mut crumbs = vec![organisation()];
    if let Some((id, name)) = &org.parent {
        crumbs.push(Crumb { href: format!("/organisation/{id}"), text: name.clone() });
    }
    let action = format!("/organisation/{}", org.id);
    let invite = invites.then(|| view! { <LinkButton href=format!("/people/invite?org={}", org.id) kind=ButtonKind::Primary text=t("invite-title") /> });
    let hosts = if org.hosts.is_empty() { t("org-no-host") } else { formats().list(&org.hosts) };
    let known = vec![
        Fact::text(t("org-kind"), kind_name(org.kind)),
        Fact::text(t("platform-host"), hosts),
        Fact::text(t("isp-created"), detail.zone.full(org.created_ms)),
        Fact::id(t("fact-id"), org.id),
    ];
    view! {
        <PageHeader title=org.name.clone() crumbs aside=invite.plain() />
        {facts(known)}
        {(manages && !org.may_hold.is_empty()).then(|| add(org, &action))}
        {manages.then(|| rename(org, &action))}
        {(manages && !org.places.is_empty()).then(|| relocate(org, &action))}
    }
    .plain()
}

fn add(org: &OrgDetail, action: &str) -> AnyView {
    let state = use_form("add");
    let faults = || state.errors.clone();
    let kinds: Vec<Choice> = org.may_hold.iter().map(|kind| Choice::new(kind.as_str(), kind_name(*kind))).collect();
    let first = kinds.first().map(|kind| kind.value.clone()).unwrap_or_default();
    let label = |field: &str| {
        Some(match field {
            "kind" => t("org-kind"),
            "name" => t("org-name"),
            "label" => t("org-label"),
            _ => return None,
        })
    };
    let fields = view! {
        <input type="hidden" name="id" value=state.value("id", &org.fresh.to_string()) />
        <Select name="kind" label=t("org-kind") choices=kinds value=state.value("kind", &first) faults=faults() />
        <Field name="name" label=t("org-name") value=state.value("name", "") faults=faults() required=true />
        {org.may_label
            .then(|| {
                view! {
                    <Field
                        name="label"
                        label=t("org-label")
                        value=state.value("label", "")
                        help=Some(format!("{} {}", t("org-label-optional"), host_help(&org.base_domain)))
                        faults=faults()
                    />
                }
            })}
    };
    deed(action, "add", t("org-add-title"), state.labelled(label), fields.plain(), t("org-add"))
}

fn rename(org: &OrgDetail, action: &str) -> AnyView {
    let state = use_form("rename");
    let faults = state.labelled_at(|field| (field == "name").then(|| ("rename-name".to_owned(), t("org-name"))));
    let field = view! {
        <Field name="name" id="rename-name" label=t("org-name") value=state.value("name", &org.name) faults=state.errors.clone() required=true />
    };
    deed(action, "rename", t("org-rename-title"), faults, field.plain(), t("save"))
}

fn relocate(org: &OrgDetail, action: &str) -> AnyView {
    let state = use_form("move");
    let faults = state.labelled(|field| (field == "to").then(|| t("org-move-to")));
    let fields = view! {
        <p class="quiet">{t("org-move-help")}</p>
        <Select name="to" label=t("org-move-to") choices=place_choices(&org.places) value=state.value("to", "") faults=state.errors.clone() />
    };
    deed(action, "move", t("org-move-title"), faults, fields.plain(), t("org-move"))
}
