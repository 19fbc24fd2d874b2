//! The frame with this viewer's navigation, notices and live connection.

use kernel::Permission;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use ui::words::{t, t_code};
use ui::{Account, FrameWords, Icon, IntoPlain, NavGroup, NavItem, Shell, Toast};

use crate::context::{SiteContext, Viewer};
use crate::live::{Live, LiveStatus};

/// Puts the frame around the page. Its type stays open to lazily loaded pages.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> AnyView {
    // There is no portal while the server only collects the routes.
    let Some(site) = use_context::<SiteContext>() else { return children() };
    let product = site.product_name.clone();
    let title = move |page: String| if page.is_empty() { product.clone() } else { format!("{page} \u{b7} {product}") };
    Live::provide();
    let query = use_query_map();
    let done = Signal::derive(move || query.with(|query| query.get("done")));
    let toast = view! { <Toast code=done path=use_location().pathname /> };
    let signed_in = site.signed_in.is_some();
    let words = move || frame_words(&site);
    view! {
        <Title formatter=title text="" />
        <Shell words signed_in status=view! { <LiveStatus /> }.plain()>
            {toast.plain()} {children()}
        </Shell>
    }
    .into_any()
}

fn frame_words(site: &SiteContext) -> FrameWords {
    FrameWords {
        product: site.product_name.clone(),
        org: site.host_org.clone(),
        logos: site.logos.clone(),
        simulated: site.simulated_world,
        groups: site.signed_in.as_ref().map(groups).unwrap_or_default(),
        account: site.signed_in.as_ref().map(account),
    }
}

fn account(viewer: &Viewer) -> Account {
    Account { name: viewer.name.clone(), email: viewer.email.clone(), role: t_code("role", viewer.role.as_str()), org: viewer.org_name.clone() }
}

/// What this viewer may open, by job.
fn groups(viewer: &Viewer) -> Vec<NavGroup> {
    let lines = if viewer.is_staff() { t("nav-interfaces") } else { t("nav-lines") };
    let entries = [
        (Permission::InterfaceRead, t("nav-group-live"), NavItem { href: "/network/interfaces", label: lines, icon: Icon::Live }),
        (Permission::DeviceRead, t("nav-group-network"), NavItem { href: "/network/devices", label: t("nav-devices"), icon: Icon::Device }),
        (Permission::PlatformRead, t("nav-group-platform"), NavItem { href: "/platform", label: t("nav-platform"), icon: Icon::Platform }),
        (Permission::BrandingManage, t("nav-group-settings"), NavItem { href: "/settings/branding", label: t("nav-branding"), icon: Icon::Brand }),
    ];
    entries.into_iter().filter(|(permission, _, _)| viewer.allows(*permission)).map(|(_, title, item)| NavGroup { title, items: vec![item] }).collect()
}
