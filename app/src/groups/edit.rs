//! `/network/groups/new`, `/network/groups/:id/edit` and `/network/groups/:id/remove`.

use kernel::GroupId;
use leptos::prelude::*;
use network::model::{GroupDetail, OrgRef};
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Choice, Crumb, Field, FormFault, IntoPlain, LinkButton, PageHeader, Select, Skeleton};

use super::detail::refused;
use super::list::{groups, manages};
use super::server_fns::{chosen, get_group, list_holders};
use crate::PageError;
use crate::context::use_form;
use crate::page::{lazy_page, loaded};
use crate::params::use_id;

/// bit/s in a Mbit/s.
const MEGA: i64 = 1_000_000;

lazy_page! {
    /// The page that makes a group.
    NewGroupRoute, new_group
}

fn new_group() -> AnyView {
    if !manages() {
        return refused(PageError::forbidden());
    }
    let holders = Resource::new_blocking(|| (), async |()| list_holders().await);
    view! {
        <PageHeader title=t("group-add") crumbs=groups() />
        <p class="lead quiet">{t("group-add-text")}</p>
        {loaded(holders, 6, |holders| form(None, holders, "/network/groups/new".to_owned(), "/network/groups".to_owned()))}
    }
    .plain()
}

lazy_page! {
    /// The page that changes one.
    EditGroupRoute, edit_group
}

fn edit_group() -> AnyView {
    let id = use_id::<GroupId>();
    let both = Resource::new_blocking(
        move || id.get(),
        async |id| {
            let detail = get_group(id.ok_or_else(PageError::not_found)?).await?;
            Ok::<_, PageError>((detail, list_holders().await?))
        },
    );
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match both.await {
                    Ok((detail, holders)) => {
                        let back = format!("/network/groups/{}", detail.item.id);
                        view! {
                            <PageHeader title=t("group-edit") crumbs=way(&detail) />
                            {form(Some(detail), holders, format!("{back}/edit"), back)}
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

/// The way to a page of a group.
pub(super) fn way(detail: &GroupDetail) -> Vec<Crumb> {
    let mut crumbs = groups();
    crumbs.push(Crumb { href: format!("/network/groups/{}", detail.item.id), text: detail.item.name.clone() });
    crumbs
}

fn form(detail: Option<GroupDetail>, holders: Vec<OrgRef>, action: String, back: String) -> AnyView {
    let state = use_form("group");
    let faults = || state.errors.clone();
    let mbps = |bps: Option<i64>| bps.map(|bps| (bps / MEGA).to_string()).unwrap_or_default();
    let item = detail.as_ref().map(|detail| &detail.item);
    let value = |name: &str, stands: Option<String>| state.value(name, &stands.unwrap_or_default());
    let submit = if detail.is_some() { t("save") } else { t("group-add") };
    let holder = state.value("org", &chosen(&holders, detail.as_ref().map(|detail| detail.org)));
    let choices = holders.into_iter().map(|org| Choice::new(org.id.to_string(), org.name)).collect();
    let label = |field: &str| {
        Some(match field {
            "name" => t("group-name"),
            "org" => t("group-holder"),
            "capacity_mbps" => t("group-capacity-mbps"),
            "threshold_mbps" => t("group-threshold-mbps"),
            _ => return None,
        })
    };
    view! {
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() faults=state.labelled(label) />
            // The version that this form was opened on, not the newest: otherwise a second try would win unseen.
            <input type="hidden" name="row_version" value=value("row_version", detail.as_ref().map(|detail| detail.row_version.to_string())) />
            <Field
                name="name"
                label=t("group-name")
                value=value("name", item.map(|item| item.name.clone()))
                help=Some(t("group-name-help"))
                faults=faults()
                required=true
            />
            <Select name="org" label=t("group-holder") choices value=holder help=Some(t("group-holder-help")) faults=faults() />
            <Field
                name="capacity_mbps"
                label=t("group-capacity-mbps")
                value=value("capacity_mbps", item.map(|item| mbps(item.capacity_bps)))
                inputmode="numeric"
                help=Some(t("group-capacity-help"))
                faults=faults()
            />
            <Field
                name="threshold_mbps"
                label=t("group-threshold-mbps")
                value=value("threshold_mbps", item.map(|item| mbps(item.threshold_bps)))
                inputmode="numeric"
                help=Some(t("group-threshold-help"))
                faults=faults()
            />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=submit />
                <LinkButton href=back text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

lazy_page! {
    /// The page that asks once more. A page, so that it works without JavaScript.
    RemoveGroupRoute, remove_group
}

fn remove_group() -> AnyView {
    let id = use_id::<GroupId>();
    let detail = Resource::new_blocking(move || id.get(), async |id| get_group(id.ok_or_else(PageError::not_found)?).await);
    let manages = manages();
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Ok(detail) if manages => question(&detail),
                    Ok(_) => refused(PageError::forbidden()),
                    Err(error) => refused(error),
                }
            })}
        </Suspense>
    }
    .plain()
}

fn question(detail: &GroupDetail) -> AnyView {
    let back = format!("/network/groups/{}", detail.item.id);
    let action = format!("{back}/remove");
    view! {
        <PageHeader title=t_args("group-remove-title", &[("name", (&detail.item.name).into())]) crumbs=way(detail) />
        <form method="post" action=action class="form">
            <FormFault notice=use_form("remove").whole() />
            <p>{t("group-remove-text")}</p>
            <div class="form-actions">
                <Button kind=ButtonKind::Danger text=t("group-remove") />
                <LinkButton href=back text=t("group-keep") />
            </div>
        </form>
    }
    .plain()
}
