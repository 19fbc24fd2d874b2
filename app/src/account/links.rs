//! `/account/links`: one's accounts on other portals, and the first step to a new link.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{LinkItem, Links};
use ui::words::{t, t_args};
use ui::{Badge, Button, ButtonKind, Column, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton, Table, Tone};

use super::crumbs;
use super::link_steps::go_on;
use super::server_fns::list_links;
use crate::context::use_form;
use crate::identity::confirm_first;

/// The page. Its code comes when it is opened.
pub struct LinksRoute;

#[lazy_route]
impl LazyRoute for LinksRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let LinksRoute = this;
        let links = Resource::new_blocking(|| (), async |()| list_links().await);
        view! {
            <PageHeader title=t("links") crumbs=crumbs() />
            <Suspense fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match links.await {
                        Ok(links) => parts(links),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn parts(links: Links) -> AnyView {
    let list = (!links.links.is_empty()).then(|| list(links.links));
    let begin = match go_on("link-continue") {
        Some(on) => on,
        None if links.fresh => form(),
        None => confirm_first("/account/links"),
    };
    view! {
        {list}
        {begin}
    }
    .plain()
}

fn list(links: Vec<LinkItem>) -> AnyView {
    let columns = vec![Column::text(t("session-portal")), Column::text(t("link-state")), Column::text(t("link-end"))];
    let rows = links.into_iter().map(row).collect_view();
    view! {
        <section class="panel account-part">
            <Table caption=t("links") columns rows=rows.plain() />
        </section>
    }
    .plain()
}

fn row(link: LinkItem) -> impl IntoView {
    let (tone, state) = if link.stands { (Tone::Ok, t("link-stands")) } else { (Tone::Warning, t("link-again")) };
    let label = t_args("link-end-named", &[("portal", (&link.host).into())]);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <bdi>{link.host}</bdi>
            </th>
            <td data-label=t("link-state")>
                <Badge tone text=state />
            </td>
            <td class="cell-state">
                <form method="post" action=format!("/account/links/{}/end", link.id)>
                    <button type="submit" class="button button-danger" aria-label=label>
                        {t("link-end")}
                    </button>
                </form>
            </td>
        </tr>
    }
}

fn form() -> AnyView {
    let state = use_form("link");
    let again = use_query_map().with_untracked(|query| query.get("again"));
    view! {
        <form method="post" action="/account/links" class="form">
            <FormFault notice=state.whole().or(again) faults=state.labelled(|field| (field == "host").then(|| t("link-host"))) />
            <p>{t("link-text")}</p>
            <Field
                name="host"
                label=t("link-host")
                help=Some(t("link-host-help"))
                inputmode="url"
                value=state.value("host", "")
                faults=state.errors.clone()
                required=true
            />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("link-begin") />
                <LinkButton href="/account/security" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}
