//! `/dashboard`: each level's day at a glance, in figures that are there and no others.

mod checklist;
mod customer;
mod founder;
mod refresh;
mod reseller;
pub mod server_fns;
mod staff;
mod tiles;
mod traffic;

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::OrgKind;
use ui::words::t;
use ui::{EmptyState, IntoPlain, PageHeader};

use crate::context::use_viewer;

#[cfg(feature = "hydrate")]
pub use customer::Connection;
pub use refresh::refresh_every;
pub use tiles::{level_tone, tile};

/// The page. Its code comes when it is opened.
pub struct DashboardRoute;

#[lazy_route]
impl LazyRoute for DashboardRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DashboardRoute = this;
        let Some(viewer) = use_viewer() else { return ().plain() };
        let sees = |permissions: &[Permission]| permissions.iter().all(|permission| viewer.allows(*permission));
        match viewer.level {
            OrgKind::Founder => founder::page(),
            OrgKind::Reseller if sees(&[Permission::InterfaceRead, Permission::OrgRead]) => reseller::page(),
            OrgKind::Client if sees(&[Permission::InterfaceRead]) => customer::page(),
            OrgKind::Isp | OrgKind::Branch if sees(&[Permission::DeviceRead, Permission::InterfaceRead, Permission::OrgRead]) => staff::page(),
            OrgKind::Isp | OrgKind::Branch | OrgKind::Reseller | OrgKind::Client => few(),
        }
    }
}

/// For roles of an ISP's own that see too little for any dashboard.
fn few() -> AnyView {
    view! {
        <PageHeader title=t("dashboard-title") />
        <EmptyState title=t("dashboard-few") text=t("dashboard-few-text") />
    }
    .plain()
}
