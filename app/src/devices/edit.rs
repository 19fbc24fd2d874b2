//! `/network/devices/new` and `/network/devices/:id/edit`.

use kernel::{DeviceId, Permission};
use leptos::prelude::*;
use network::model::DeviceDetail;
use ui::words::t;
use ui::{Crumb, ErrorState, IntoPlain, PageHeader, Skeleton};

use super::form::DeviceForm;
use crate::PageError;
use crate::context::use_viewer;
use crate::network::server_fns::get_device;
use crate::page::lazy_page;
use crate::params::use_id;

lazy_page! {
    /// The page that adds a device.
    NewDeviceRoute, new_device
}

fn new_device() -> AnyView {
    if !use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage)) {
        return refused(PageError::forbidden());
    }
    view! {
        <PageHeader title=t("device-add") crumbs=vec![devices()] />
        <p class="lead quiet">{t("device-add-text")}</p>
        <DeviceForm detail=None action="/network/devices/new".to_owned() back="/network/devices".to_owned() />
    }
    .plain()
}

lazy_page! {
    /// The page that changes one.
    EditDeviceRoute, edit_device
}

fn edit_device() -> AnyView {
    let id = use_id::<DeviceId>();
    let detail = Resource::new_blocking(move || id.get(), async |id| get_device(id.ok_or_else(PageError::not_found)?).await);
    let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Ok(detail) if manages => form(detail.value),
                    Ok(_) => refused(PageError::forbidden()),
                    Err(error) => refused(error),
                }
            })}
        </Suspense>
    }
    .plain()
}

fn form(detail: DeviceDetail) -> AnyView {
    let back = format!("/network/devices/{}", detail.item.id);
    let crumbs = vec![devices(), Crumb { href: back.clone(), text: detail.item.name.clone() }];
    view! {
        <PageHeader title=t("device-edit") crumbs />
        <DeviceForm action=format!("{back}/edit") back detail=Some(detail) />
    }
    .plain()
}

/// The way back to the list.
pub fn devices() -> Crumb {
    Crumb { href: "/network/devices".to_owned(), text: t("devices-title") }
}

/// Nothing here, or not for this viewer.
pub fn refused(error: PageError) -> AnyView {
    view! {
        <PageHeader title=t("device-none") crumbs=vec![devices()] />
        <ErrorState code=error.code request_id=error.request_id />
    }
    .plain()
}
