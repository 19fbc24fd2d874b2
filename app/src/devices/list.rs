//! `/network/devices`: every device, whether it answers, and what to do where it does not.

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use network::model::DeviceItem;
use ui::words::{t, t_args};
use ui::{
    Badge, ButtonKind, Choice, Column, ColumnChoice, EmptyState, ErrorState, Field, Filters, IntoPlain, LinkButton, ListAddress, PageHeader, Select, Skeleton,
    Table, Tone, Zone,
};

use super::arrange::{FILTERS, STATES, arrange};
use super::pings::reach;
use super::state::{endpoint, last_answer, polling, state_badge, state_words, trouble};
use crate::context::use_viewer;
use crate::network::server_fns::list_devices;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct DevicesRoute;

#[lazy_route]
impl LazyRoute for DevicesRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DevicesRoute = this;
        let query = use_query_map();
        let list = Memo::new(move |_| query.with(|query| ListAddress::read("/network/devices", FILTERS, query)));
        let devices = Resource::new_blocking(|| (), async |()| list_devices().await);
        let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
        let add = manages.then(|| view! { <LinkButton href="/network/devices/new" kind=ButtonKind::Primary text=t("device-add") /> });
        view! {
            <PageHeader title=t("devices-title") aside=add.plain() />
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || {
                    let list = list.get();
                    Suspend::new(async move {
                        match devices.await {
                            Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                            Ok(devices) if devices.value.is_empty() => nothing(manages),
                            Ok(devices) => answer(devices, &list),
                        }
                    })
                }}
            </Transition>
        }
        .plain()
    }
}

fn nothing(manages: bool) -> AnyView {
    if manages {
        let action = ("/network/devices/new".to_owned(), t("device-add"));
        view! { <EmptyState title=t("devices-none") text=t("devices-none-text") action /> }.plain()
    } else {
        view! { <EmptyState title=t("devices-none") text=t("devices-none-staff-text") /> }.plain()
    }
}

/// The columns by key; the first is always shown.
fn columns(list: &ListAddress) -> Vec<(&'static str, Column)> {
    vec![
        ("name", Column::text(t("device-name")).sorting("name", list)),
        ("state", Column::text(t("device-state")).sorting("state", list)),
        ("reach", Column::text(t("device-reach")).sorting("reach", list)),
        ("answer", Column::text(t("device-last-answer")).sorting("answer", list)),
        ("address", Column::text(t("device-address")).sorting("address", list)),
        ("interfaces", Column::figures(t("device-interfaces")).sorting("interfaces", list)),
    ]
}

fn answer(devices: Stamped<Vec<DeviceItem>>, list: &ListAddress) -> AnyView {
    let (now_ms, zone) = (devices.now_ms, devices.zone);
    let devices = arrange(devices.value, list);
    let states = STATES.map(|state| Choice::new(state, state_words(state)));
    let choices = std::iter::once(Choice::new("", t("filter-any"))).chain(states).collect::<Vec<_>>();
    let found = if devices.is_empty() {
        view! { <EmptyState title=t("interfaces-none-found") text=t("filter-none-text") action=(list.path().to_owned(), t("filter-clear")) /> }.plain()
    } else {
        let columns = columns(list).into_iter().filter(|(key, _)| list.shows(key)).map(|(_, column)| column).collect();
        let rows = devices.into_iter().map(|item| row(item, now_ms, &zone, list)).collect_view();
        view! {
            <Table caption=t("devices-caption") columns rows=rows.plain() />
        }
        .plain()
    };
    let inputs = view! {
        <Field name="q" label=t("search-button") value=list.value("q") />
        <Select name="state" label=t("device-state") choices value=list.value("state") />
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

fn row(item: DeviceItem, now_ms: i64, zone: &Zone, list: &ListAddress) -> impl IntoView + use<> {
    let state = state_badge(&item);
    let reach = reach(&item.ping);
    let (trouble, answered) = (trouble(&item), last_answer(&item, now_ms, zone));
    let (endpoint, polling) = (endpoint(&item), polling(&item));
    let interfaces = t_args("devices-interfaces-count", &[("count", i64::from(item.interfaces).into())]);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/network/devices/{}", item.id)>
                    <bdi>{item.name}</bdi>
                </a>
                {item.simulated.then(|| view! { <Badge tone=Tone::Notice text=t("device-simulated") /> })}
            </th>
            {list.shows("state").then(|| view! { <td class="cell-state">{state} {trouble}</td> })}
            {list.shows("reach").then(|| view! { <td class="cell-state" data-label=t("device-reach")>{reach}</td> })}
            {list.shows("answer").then(|| view! { <td data-label=t("device-last-answer")>{answered}</td> })}
            {list
                .shows("address")
                .then(|| {
                    view! {
                        <td data-label=t("device-address")>
                            <bdi class="figure">{endpoint}</bdi>
                            <span class="quiet cell-alias">{polling}</span>
                        </td>
                    }
                })}
            {list.shows("interfaces").then(|| view! { <td class="numeric"><span class="figure">{interfaces}</span></td> })}
        </tr>
    }
}
