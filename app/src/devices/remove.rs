//! `/network/devices/:id/remove`: asks once more. A page, so that it works without JavaScript.

use kernel::{DeviceId, Permission};
use leptos::prelude::*;
use network::model::DeviceDetail;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Crumb, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton};

use super::edit::{devices, refused};
use crate::PageError;
use crate::context::{use_form, use_viewer};
use crate::network::server_fns::get_device;
use crate::page::lazy_page;
use crate::params::use_id;

lazy_page! {
    /// The page. Its code comes when it is opened.
    RemoveDeviceRoute, view
}

fn view() -> AnyView {
    let id = use_id::<DeviceId>();
    let detail = Resource::new_blocking(move || id.get(), async |id| get_device(id.ok_or_else(PageError::not_found)?).await);
    let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Ok(detail) if manages => question(&detail.value),
                    Ok(_) => refused(PageError::forbidden()),
                    Err(error) => refused(error),
                }
            })}
        </Suspense>
    }
    .plain()
}

fn question(detail: &DeviceDetail) -> AnyView {
    let item = &detail.item;
    let back = format!("/network/devices/{}", item.id);
    let crumbs = vec![devices(), Crumb { href: back.clone(), text: item.name.clone() }];
    let action = format!("{back}/remove");
    let state = use_form("remove");
    let count = i64::from(item.interfaces);
    view! {
        <PageHeader title=t_args("device-remove-title", &[("name", (&item.name).into())]) crumbs />
        <form method="post" action=action class="form">
            <FormFault notice=state.whole() />
            <p>{t_args("device-remove-text", &[("count", count.into())])}</p>
            <div class="form-actions">
                <Button kind=ButtonKind::Danger text=t("device-remove") />
                <LinkButton href=back text=t("device-keep") />
            </div>
        </form>
    }
    .plain()
}
