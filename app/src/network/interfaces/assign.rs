//! `/network/interfaces/:id/assign`: whom the interface serves. A page of its own, so that it works without JavaScript.

use kernel::InterfaceId;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use network::model::{InterfaceDetail, OrgRef};
use ui::words::t;
use ui::{Button, ButtonKind, Choice, Crumb, ErrorState, FormFault, IntoPlain, LinkButton, PageHeader, Select, Skeleton};

use crate::PageError;
use crate::context::use_form;
use crate::network::server_fns::{get_interface, list_assignable_orgs};
use crate::params::use_id;

/// The page. Its code comes when it is opened.
pub struct AssignRoute;

#[lazy_route]
impl LazyRoute for AssignRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AssignRoute = this;
        let id = use_id::<InterfaceId>();
        let detail = Resource::new_blocking(move || id.get(), async |id| get_interface(id.ok_or_else(PageError::not_found)?).await);
        let orgs = Resource::new_blocking(|| (), async |()| list_assignable_orgs().await);
        view! {
            <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
                {move || Suspend::new(async move {
                    match (detail.await, orgs.await) {
                        (Ok(detail), Ok(orgs)) => form(detail.value, orgs),
                        (Err(error), _) | (_, Err(error)) => view! {
                            <PageHeader title=t("assign-title") />
                            <ErrorState code=error.code request_id=error.request_id />
                        }
                        .plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn form(detail: InterfaceDetail, orgs: Vec<OrgRef>) -> AnyView {
    let item = detail.item;
    let back = format!("/network/interfaces/{}", item.id);
    let crumbs = vec![Crumb { href: "/network/interfaces".to_owned(), text: t("interfaces-title") }, Crumb { href: back.clone(), text: item.name }];
    let action = format!("{back}/assign");
    let state = use_form("assign");
    // The viewer's own node comes first: that is "serves nobody".
    let now = item.assigned.map(|org| org.id).or_else(|| orgs.first().map(|org| org.id)).map(|id| id.to_string());
    let was = now.unwrap_or_default();
    let value = state.value("org", &was);
    let choices = orgs.into_iter().map(|org| Choice::new(org.id.to_string(), org.name)).collect();
    view! {
        <PageHeader title=t("assign-title") crumbs />
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() faults=state.labelled(|field| (field == "org").then(|| t("assign-org"))) />
            <input type="hidden" name="was" value=was />
            <Select name="org" label=t("assign-org") choices value help=Some(t("assign-help")) faults=state.errors.clone() />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("assign-button") />
                <LinkButton href=back text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}
