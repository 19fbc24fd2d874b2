//! `/platform`: the founder's view of every ISP, in figures and nothing of their customers.

mod health;
pub mod server_fns;

pub use health::HealthRoute;

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use network::model::IspOverview;
use ui::words::{t, t_args};
use ui::{Badge, ButtonKind, Column, EmptyState, ErrorState, IntoPlain, LinkButton, PageHeader, Skeleton, Table, Tone, rate_figure};

use crate::context::use_viewer;
use crate::platform::server_fns::platform_overview;

/// The page. Its code comes when it is opened.
pub struct PlatformRoute;

#[lazy_route]
impl LazyRoute for PlatformRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PlatformRoute = this;
        let isps = Resource::new_blocking(|| (), async |()| platform_overview().await);
        let creates = use_viewer().is_some_and(|viewer| viewer.allows(Permission::PlatformManage));
        let create = creates.then(|| view! { <LinkButton href="/platform/new" kind=ButtonKind::Primary text=t("isp-new-title") /> });
        view! {
            <PageHeader title=t("platform-title") aside=create.plain() />
            <Suspense fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match isps.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(isps) if isps.is_empty() => {
                            view! { <EmptyState title=t("platform-none") text=t("platform-none-text") /> }.plain()
                        }
                        Ok(isps) => table(isps),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn table(isps: Vec<IspOverview>) -> AnyView {
    let columns = vec![
        Column::text(t("platform-isp")),
        Column::text(t("platform-host")),
        Column::text(t("platform-devices")),
        Column::figures(t("platform-interfaces")),
        Column::figures(t("traffic-in")),
        Column::figures(t("traffic-out")),
    ];
    view! {
        <Table caption=t("platform-caption") columns rows=isps.into_iter().map(row).collect_view().plain() />
    }
    .plain()
}

/// Whether the devices of a network answer, and in words.
pub fn devices_state(all: u32, down: u32, pending: u32) -> (Tone, String) {
    let (all, down, pending) = (i64::from(all), i64::from(down), i64::from(pending));
    match (all, down, pending) {
        (0, _, _) => (Tone::Neutral, t("platform-no-devices")),
        (_, 0, 0) => (Tone::Ok, t_args("platform-all-answer", &[("all", all.into())])),
        (_, 0, _) => (Tone::Neutral, t_args("platform-some-pending", &[("pending", pending.into()), ("all", all.into())])),
        _ => (Tone::Critical, t_args("platform-some-down", &[("down", down.into()), ("all", all.into())])),
    }
}

fn row(isp: IspOverview) -> impl IntoView {
    let (tone, text) = devices_state(isp.devices, isp.devices_down, isp.devices_pending);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/platform/isps/{}", isp.tenant)>
                    <bdi>{isp.name}</bdi>
                </a>
                {isp.simulated.then(|| view! { <Badge tone=Tone::Notice text=t("device-simulated") /> })}
            </th>
            <td data-label=t("platform-host")>
                <bdi>{isp.host.unwrap_or_default()}</bdi>
            </td>
            <td class="cell-state">
                <Badge tone text />
            </td>
            <td class="numeric" data-label=t("platform-interfaces")>
                <span class="figure">{isp.interfaces}</span>
            </td>
            <td class="numeric" data-label=t("traffic-in")>
                {rate_figure(Some(isp.in_bps))}
            </td>
            <td class="numeric" data-label=t("traffic-out")>
                {rate_figure(Some(isp.out_bps))}
            </td>
        </tr>
    }
}
