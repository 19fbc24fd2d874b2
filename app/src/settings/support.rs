//! `/settings/support-access`: who acted as somebody here and why, the end of it, and the switch for the platform's people.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{SupportItem, SupportPage};
use ui::words::{t, t_args};
use ui::{Badge, Button, ButtonKind, Column, EmptyState, ErrorState, FormFault, IntoPlain, PageHeader, Skeleton, Table, Tone, Zone};

use super::server_fns::get_support_access;
use crate::context::use_form;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct SupportAccessRoute;

#[lazy_route]
impl LazyRoute for SupportAccessRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SupportAccessRoute = this;
        let support = Resource::new_blocking(|| (), async |()| get_support_access().await);
        view! {
            <PageHeader title=t("support-title") />
            <p class="lead quiet">{t("support-lead")}</p>
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match support.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(support) => page(support),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn page(support: Stamped<SupportPage>) -> AnyView {
    let zone = support.zone;
    let SupportPage { items, allowed } = support.value;
    let state = use_form("support");
    let there = if items.is_empty() {
        view! { <EmptyState title=t("support-none") text=t("support-none-text") /> }.plain()
    } else {
        let columns = vec![
            Column::text(t("support-who")),
            Column::text(t("support-as")),
            Column::text(t("support-reason")),
            Column::text(t("support-from")),
            Column::text(t("support-until")),
        ];
        let rows = items.into_iter().map(|item| row(item, &zone)).collect_view().plain();
        view! { <Table caption=t("support-caption") columns rows /> }.plain()
    };
    view! {
        <FormFault notice=state.whole() />
        {switch(allowed)}
        {there}
        <p class="quiet">
            <a href="/audit?acting=1">{t("support-log")}</a>
        </p>
    }
    .plain()
}

fn switch(allowed: bool) -> AnyView {
    let (text, button, to) = if allowed { (t("support-is-on"), t("support-turn-off"), "off") } else { (t("support-is-off"), t("support-turn-on"), "on") };
    let kind = if allowed { ButtonKind::Danger } else { ButtonKind::Secondary };
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>{t("support-switch-title")}</h2>
            </div>
            <form method="post" action="/settings/support-access" class="form">
                <p>{text}</p>
                <p class="quiet">{t("support-switch-help")}</p>
                <input type="hidden" name="do" value=to />
                <div class="form-actions">
                    <Button kind text=button />
                </div>
            </form>
        </section>
    }
    .plain()
}

fn row(item: SupportItem, zone: &Zone) -> impl IntoView + use<> {
    let who = if item.platform { t("support-platform") } else { t("support-staff") };
    let ticket = (!item.ticket.is_empty()).then(|| t_args("support-ticket", &[("ticket", (&item.ticket).into())]));
    let end = item.running.then(|| {
        view! {
            <Badge tone=Tone::Critical text=t("support-running") />
            <form method="post" action="/settings/support-access" class="inline-form">
                <input type="hidden" name="do" value="end" />
                <input type="hidden" name="id" value=item.id.to_string() />
                <span class="visually-hidden">{item.actor.clone()}</span>
                <Button kind=ButtonKind::Danger text=t("support-end") />
            </form>
        }
    });
    let cut = item.cut_short.then(|| view! { <span class="quiet cell-alias">{t("support-cut-short")}</span> });
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <bdi>{item.actor}</bdi>
                <span class="quiet cell-alias">{who}</span>
            </th>
            <td data-label=t("support-as")>
                <bdi>{item.subject}</bdi>
                <bdi class="quiet cell-alias">{item.org_name}</bdi>
            </td>
            <td data-label=t("support-reason")>
                <bdi>{item.reason}</bdi>
                {ticket.map(|ticket| view! { <bdi class="quiet cell-alias">{ticket}</bdi> })}
            </td>
            <td data-label=t("support-from")>{zone.full(item.started_ms)}</td>
            <td data-label=t("support-until")>{zone.full(item.over_ms)} {cut} {end}</td>
        </tr>
    }
}
