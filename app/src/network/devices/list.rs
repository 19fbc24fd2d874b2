//! `/network/devices`: every device, whether it answers, and what to do where it does not.

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use network::model::DeviceItem;
use ui::words::{t, t_args};
use ui::{Badge, ButtonKind, Column, EmptyState, ErrorState, IntoPlain, LinkButton, PageHeader, Skeleton, Table, Tone, Zone};

use super::state::{endpoint, last_answer, polling, state_badge, trouble};
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
        let devices = Resource::new_blocking(|| (), async |()| list_devices().await);
        let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
        let add = manages.then(|| view! { <LinkButton href="/network/devices/new" kind=ButtonKind::Primary text=t("device-add") /> });
        view! {
            <PageHeader title=t("devices-title") aside=add.plain() />
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match devices.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(devices) if devices.value.is_empty() => nothing(manages),
                        Ok(devices) => table(devices),
                    }
                })}
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

fn table(devices: Stamped<Vec<DeviceItem>>) -> AnyView {
    let columns = vec![
        Column::text(t("device-name")),
        Column::text(t("device-state")),
        Column::text(t("device-last-answer")),
        Column::text(t("device-address")),
        Column::figures(t("device-interfaces")),
    ];
    let (now_ms, zone) = (devices.now_ms, devices.zone);
    let rows = devices.value.into_iter().map(|item| row(item, now_ms, &zone)).collect_view();
    view! { <Table caption=t("devices-caption") columns rows=rows.plain() /> }.plain()
}

fn row(item: DeviceItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let state = state_badge(&item);
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
            <td class="cell-state">{state} {trouble}</td>
            <td data-label=t("device-last-answer")>{answered}</td>
            <td data-label=t("device-address")>
                <bdi class="figure">{endpoint}</bdi>
                <span class="quiet cell-alias">{polling}</span>
            </td>
            <td class="numeric">
                <span class="figure">{interfaces}</span>
            </td>
        </tr>
    }
}
