//! `/network/devices/:id`: what it is, how polling goes, its interfaces.

use kernel::{DeviceId, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use network::model::{DeviceDetail, InterfaceItem, InterfacePage, InterfaceQuery, Range};
use ui::words::{t, t_args};
use ui::{ButtonKind, Column, Crumb, EmptyState, ErrorState, Fact, IntoPlain, LinkButton, PageHeader, Skeleton, Table, facts};

use super::pings::{ping_panel, reach, reach_facts};
use super::state::{endpoint, polling, state_badge, trouble};
use crate::PageError;
use crate::context::use_viewer;
use crate::live::on_missed;
use crate::network::chart::View;
use crate::network::interfaces::{Look, interface_row};
use crate::network::server_fns::{get_device, get_pings, list_interfaces};
use crate::network::voice::Voice;
use crate::params::use_id;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct DeviceRoute;

#[lazy_route]
impl LazyRoute for DeviceRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DeviceRoute = this;
        let id = use_id::<DeviceId>();
        let detail = Resource::new_blocking(move || id.get(), async |id| get_device(id.ok_or_else(PageError::not_found)?).await);
        let interfaces = Resource::new_blocking(
            move || id.get(),
            async |id| {
                let device = Some(id.ok_or_else(PageError::not_found)?);
                list_interfaces(InterfaceQuery { device, ..InterfaceQuery::default() }).await
            },
        );
        let query = use_query_map();
        let range = Memo::new(move |_| query.with(|query| query.get_str("range").and_then(Range::parse).unwrap_or_default()));
        let shown = Memo::new(move |_| query.with(|query| View::parse(query.get_str("view"))));
        let pings = Resource::new_blocking(move || (id.get(), range.get()), async |(id, range)| get_pings(id.ok_or_else(PageError::not_found)?, range).await);
        on_missed(move || {
            interfaces.refetch();
            pings.refetch();
        });
        view! {
            <Transition fallback=|| view! { <Skeleton lines=4 /> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Ok(detail) => head(detail),
                        Err(error) => view! {
                            <PageHeader title=t("device-none") crumbs=devices() />
                            <ErrorState code=error.code request_id=error.request_id />
                        }
                        .plain(),
                    }
                })}
            </Transition>
            <Transition fallback=|| view! { <Skeleton lines=10 /> }>
                {move || {
                    let shown = shown.get();
                    Suspend::new(async move {
                        match (pings.await, detail.await) {
                            (Ok(series), Ok(_)) => ping_panel(series, shown),
                            (Err(error), Ok(_)) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                            // The head says it already.
                            (_, Err(_)) => ().plain(),
                        }
                    })
                }}
            </Transition>
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match (interfaces.await, detail.await) {
                        (Ok(page), Ok(_)) => ports(page),
                        (Err(error), Ok(_)) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        // The head says it already.
                        (_, Err(_)) => ().plain(),
                    }
                })}
            </Transition>
        }
        .plain()
    }
}

fn devices() -> Vec<Crumb> {
    vec![Crumb::new("/network/devices", t("devices-title"))]
}

fn head(detail: Stamped<DeviceDetail>) -> AnyView {
    let Stamped { value: detail, now_ms, zone } = detail;
    let item = &detail.item;
    let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
    let crumbs = devices();
    let mut known = vec![
        Fact::text(t("device-address"), endpoint(item)),
        Fact::text(t("device-polling-label"), polling(item)),
        Fact::text(
            t("device-last-answer"),
            item.last_ok_ms.map_or_else(|| t("device-never"), |at| format!("{} ({})", ui::time::ago(now_ms, at), zone.full(at))),
        ),
        Fact::text(t("device-since"), zone.full(item.state_since_ms)),
    ];
    known.extend(reach_facts(&item.ping, now_ms, &zone));
    if let Some(ms) = item.duration_ms {
        known.push(Fact::text(t("device-duration"), t_args("milliseconds", &[("count", i64::from(ms).into())])));
    }
    known.extend(detail.sys_name.clone().map(|name| Fact::text(t("device-sys-name"), name)));
    known.extend(detail.sys_descr.clone().map(|text| Fact::text(t("device-sys-descr"), text)));
    known.push(Fact::id(t("fact-id"), item.id));
    let (edit, remove) = (format!("/network/devices/{}/edit", item.id), format!("/network/devices/{}/remove", item.id));
    let (state, trouble, title) = (state_badge(item), trouble(item), item.name.clone());
    let reach = reach(&item.ping);
    let actions = manages.then(|| {
        view! {
            <LinkButton href=edit text=t("device-edit") />
            <LinkButton href=remove kind=ButtonKind::Danger text=t("device-remove") />
        }
    });
    let aside = view! {
        <div class="page-facts">{state} {reach}</div>
        {actions}
    };
    view! {
        <PageHeader title crumbs aside=aside.plain() />
        {trouble}
        {facts(known)}
    }
    .plain()
}

fn ports(page: Stamped<InterfacePage>) -> AnyView {
    let InterfacePage { items, next } = page.value;
    let device = items.first().and_then(|item| item.device.clone()).map(|(id, _)| id);
    let look = Look { voice: Voice::of_viewer(), devices: false, served: true, now_ms: page.now_ms, zone: page.zone };
    let more = next.zip(device).map(|(next, device)| format!("/network/interfaces?device={device}&after={next}"));
    view! {
        <section aria-labelledby="ports-title">
            <h2 id="ports-title">{t("device-interfaces")}</h2>
            {if items.is_empty() {
                view! { <EmptyState title=t("device-no-interfaces") text=t("device-no-interfaces-text") /> }.plain()
            } else {
                ports_table(items, &look).plain()
            }}
            {more.map(|href| view! { <nav class="pager" aria-label=t("pager")><LinkButton href text=t("pager-next") /></nav> })}
        </section>
    }
    .plain()
}

fn ports_table(items: Vec<InterfaceItem>, look: &Look) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(t("interfaces-name")),
        Column::text(t("interfaces-served")),
        Column::figures(look.voice.first()),
        Column::figures(look.voice.second()),
        Column::text(t("interfaces-used")),
        Column::text(t("interfaces-spark")),
        Column::text(t("interfaces-state")),
    ];
    let rows = items.into_iter().map(|item| interface_row(item, look)).collect_view();
    view! {
        <Table caption=t("interfaces-caption") columns rows=rows.plain() />
    }
}
