//! `/dashboard`: each level's day at a glance, in figures that are there and no others.

mod checklist;
mod customer;
mod founder;
mod reseller;
pub mod server_fns;
mod staff;
mod tiles;
mod traffic;

use kernel::Permission;
use leptos::prelude::*;
use tenancy::model::OrgKind;
use ui::words::t;
use ui::{EmptyState, IntoPlain, PageHeader};

use crate::context::use_viewer;
use crate::page::{Lazy, Page, lazy_page};

pub use crate::refresh::refresh_every;
#[cfg(feature = "hydrate")]
pub use customer::Connection;
pub use founder::devices_state;
pub use tiles::{level_tone, tile};

lazy_page! {
    /// The platform's.
    FounderDashboard, founder::page
}
lazy_page! {
    /// An ISP's or a branch's.
    StaffDashboard, staff::page
}
lazy_page! {
    /// A reseller's.
    ResellerDashboard, reseller::page
}
lazy_page! {
    /// A customer's.
    CustomerDashboard, customer::page
}

/// The page that suits the viewer; each level's is code of its own, which comes when it is opened.
pub fn dashboard() -> Page {
    Page::choosing(|| {
        let Some(viewer) = use_viewer() else { return Lazy::<FewDashboard>::new() };
        let sees = |permissions: &[Permission]| permissions.iter().all(|permission| viewer.allows(*permission));
        match viewer.level {
            OrgKind::Founder => Lazy::<FounderDashboard>::new(),
            OrgKind::Reseller if sees(&[Permission::InterfaceRead, Permission::OrgRead]) => Lazy::<ResellerDashboard>::new(),
            OrgKind::Client if sees(&[Permission::InterfaceRead]) => Lazy::<CustomerDashboard>::new(),
            OrgKind::Isp | OrgKind::Branch if sees(&[Permission::DeviceRead, Permission::InterfaceRead, Permission::OrgRead]) => Lazy::<StaffDashboard>::new(),
            OrgKind::Isp | OrgKind::Branch | OrgKind::Reseller | OrgKind::Client => Lazy::<FewDashboard>::new(),
        }
    })
}

lazy_page! {
    /// For roles of an ISP's own that see too little for any dashboard.
    FewDashboard, few
}

fn few() -> AnyView {
    view! {
        <PageHeader title=t("dashboard-title") />
        <EmptyState title=t("dashboard-few") text=t("dashboard-few-text") />
    }
    .plain()
}
