//! `/network/interfaces/:id` with its 95th percentile, for those who bill by it.

use kernel::InterfaceId;
use leptos::prelude::*;
use tenancy::model::OrgKind;
use ui::{IntoPlain, Skeleton};

use super::percentile::months;
use super::server_fns::interface_months;
use crate::PageError;
use crate::context::use_viewer;
use crate::network::interfaces::interface_page;
use crate::network::voice::Voice;
use crate::page::lazy_page;
use crate::params::use_id;

lazy_page! {
    /// The page. Its code comes when it is opened.
    InterfaceRoute, page
}

fn page() -> AnyView {
    // A subscriber pays a price, not a percentile.
    let bills = use_viewer().is_some_and(|viewer| viewer.level != OrgKind::Client);
    view! {
        {interface_page()}
        {bills.then(percentile)}
    }
    .plain()
}

fn percentile() -> AnyView {
    let id = use_id::<InterfaceId>();
    let found = Resource::new_blocking(move || id.get(), async |id| interface_months(id.ok_or_else(PageError::not_found)?).await);
    view! {
        <Transition fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match found.await {
                    // The head says it already.
                    Err(error) if error.code == "not-found" => ().plain(),
                    answer => months(answer, Voice::of_viewer()),
                }
            })}
        </Transition>
    }
    .plain()
}
