//! `/platform`: the founder's view of every ISP, in figures and nothing of their customers.

mod health;
pub mod server_fns;

pub use health::HealthRoute;

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use network::model::IspOverview;
use ui::units::count;
use ui::words::t;
use ui::{
    Badge, ButtonKind, Column, ColumnChoice, EmptyState, ErrorState, Field, Filters, IntoPlain, LinkButton, ListAddress, PageHeader, Skeleton, Table, Tone,
    rate_figure,
};

use crate::context::use_viewer;
use crate::dashboard::devices_state;
use crate::platform::server_fns::platform_overview;

/// The names of the filters in the address.
const FILTERS: &[&str] = &["q"];

/// The page. Its code comes when it is opened.
pub struct PlatformRoute;

#[lazy_route]
impl LazyRoute for PlatformRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PlatformRoute = this;
        let query = use_query_map();
        let list = Memo::new(move |_| query.with(|query| ListAddress::read("/platform", FILTERS, query)));
        let isps = Resource::new_blocking(|| (), async |()| platform_overview().await);
        let creates = use_viewer().is_some_and(|viewer| viewer.allows(Permission::PlatformManage));
        let create = creates.then(|| view! { <LinkButton href="/platform/new" kind=ButtonKind::Primary text=t("isp-new-title") /> });
        view! {
            <PageHeader title=t("platform-title") aside=create.plain() />
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || {
                    let list = list.get();
                    Suspend::new(async move {
                        match isps.await {
                            Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                            Ok(isps) if isps.is_empty() => view! { <EmptyState title=t("platform-none") text=t("platform-none-text") /> }.plain(),
                            Ok(isps) => answer(isps, &list),
                        }
                    })
                }}
            </Transition>
        }
        .plain()
    }
}

/// The columns by key; the first is always shown.
fn columns(list: &ListAddress) -> Vec<(&'static str, Column)> {
    vec![
        ("name", Column::text(t("platform-isp")).sorting("name", list)),
        ("host", Column::text(t("platform-host")).sorting("host", list)),
        ("devices", Column::text(t("platform-devices")).sorting("devices", list)),
        ("interfaces", Column::figures(t("platform-interfaces")).sorting("interfaces", list)),
        ("in", Column::figures(t("traffic-in")).sorting("in", list)),
        ("out", Column::figures(t("traffic-out")).sorting("out", list)),
    ]
}

/// The ISPs that fit, in the order that is asked for; by name where none is.
fn arrange(mut isps: Vec<IspOverview>, list: &ListAddress) -> Vec<IspOverview> {
    let search = list.value("q").trim().to_lowercase();
    isps.retain(|isp| isp.name.to_lowercase().contains(&search) || isp.host.as_ref().is_some_and(|host| host.contains(&search)));
    let Some(order) = list.order() else { return isps };
    match order.key {
        "name" => isps.sort_by_cached_key(|isp| isp.name.to_lowercase()),
        "host" => isps.sort_by(|one, other| one.host.cmp(&other.host)),
        // Those with trouble first.
        "devices" => isps.sort_by_key(|isp| std::cmp::Reverse((isp.devices_down, isp.devices_pending, isp.devices))),
        "interfaces" => isps.sort_by_key(|isp| isp.interfaces),
        "in" => isps.sort_by_key(|isp| isp.in_bps),
        "out" => isps.sort_by_key(|isp| isp.out_bps),
        _ => return isps,
    }
    if order.descending {
        isps.reverse();
    }
    isps
}

fn answer(isps: Vec<IspOverview>, list: &ListAddress) -> AnyView {
    let isps = arrange(isps, list);
    let found = if isps.is_empty() {
        view! { <EmptyState title=t("interfaces-none-found") text=t("filter-none-text") action=(list.path().to_owned(), t("filter-clear")) /> }.plain()
    } else {
        let columns = columns(list).into_iter().filter(|(key, _)| list.shows(key)).map(|(_, column)| column).collect();
        let rows = isps.into_iter().map(|isp| row(isp, list)).collect_view().plain();
        view! { <Table caption=t("platform-caption") columns rows /> }.plain()
    };
    let inputs = view! {
        <Field name="q" label=t("search-button") value=list.value("q") />
    }
    .plain();
    view! {
        <Filters list=list.clone() names=FILTERS inputs />
        <div class="table-tools">
            <ColumnChoice list=list.clone() columns=columns(list) />
        </div>
        {found}
    }
    .plain()
}

fn row(isp: IspOverview, list: &ListAddress) -> impl IntoView + use<> {
    let (tone, text) = devices_state(isp.devices, isp.devices_down, isp.devices_pending);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/platform/isps/{}", isp.tenant)>
                    <bdi>{isp.name}</bdi>
                </a>
                {isp.simulated.then(|| view! { <Badge tone=Tone::Notice text=t("device-simulated") /> })}
            </th>
            {list.shows("host").then(|| view! { <td data-label=t("platform-host")><bdi>{isp.host.unwrap_or_default()}</bdi></td> })}
            {list.shows("devices").then(|| view! { <td class="cell-state"><Badge tone text /></td> })}
            {list
                .shows("interfaces")
                .then(|| {
                    view! {
                        <td class="numeric" data-label=t("platform-interfaces")>
                            <span class="figure">{count(isp.interfaces)}</span>
                        </td>
                    }
                })}
            {list.shows("in").then(|| view! { <td class="numeric" data-label=t("traffic-in")>{rate_figure(Some(isp.in_bps))}</td> })}
            {list.shows("out").then(|| view! { <td class="numeric" data-label=t("traffic-out")>{rate_figure(Some(isp.out_bps))}</td> })}
        </tr>
    }
}
