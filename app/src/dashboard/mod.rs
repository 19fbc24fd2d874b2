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

use kernel::Role;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use ui::IntoPlain;

use crate::context::use_viewer;

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
        match use_viewer().map(|viewer| viewer.role) {
            Some(Role::Founder) => founder::page(),
            Some(Role::Reseller) => reseller::page(),
            Some(Role::Client) => customer::page(),
            Some(Role::IspOwner | Role::Engineer | Role::Support | Role::BranchManager) => staff::page(),
            Some(Role::Machine) | None => ().plain(),
        }
    }
}
