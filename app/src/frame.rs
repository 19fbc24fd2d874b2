//! The frame with this viewer's navigation, notices and live connection.

use kernel::{Permission, Role};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use ui::words::{t, t_code};
use ui::{Account, FrameWords, Icon, IntoPlain, NavGroup, NavItem, Place, Shell, Toast};

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
    let paused = site.paused;
    let words = move || frame_words(&site);
    // The page itself is not made plain: the way lazily loaded pages wake up is part of its type.
    let page = if paused { paused_page() } else { children() };
    view! {
        <Title formatter=title text="" />
        <Shell words signed_in status=view! { <LiveStatus /> }.plain()>
            {toast.plain()} {page}
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
        groups: site.signed_in.as_ref().map(|viewer| groups(viewer, site.keeps_mail)).unwrap_or_default(),
        account: site.signed_in.as_ref().map(account),
    }
}

fn account(viewer: &Viewer) -> Account {
    let role = |role: &str| t_code("role", role);
    let memberships = viewer.places.memberships.iter().map(|(org, name, held)| Place {
        action: "/account/membership",
        field: "org",
        value: org.to_string(),
        name: name.clone(),
        what: role(held.as_str()),
        here: *org == viewer.org,
    });
    let links = viewer.places.links.iter().map(|link| Place {
        action: "/account/switch",
        field: "link",
        value: link.id.to_string(),
        name: link.name.clone(),
        what: link.host.clone(),
        here: false,
    });
    Account {
        name: viewer.name.clone(),
        email: viewer.email.clone(),
        role: role(viewer.role.as_str()),
        org: viewer.org_name.clone(),
        places: memberships.chain(links).collect(),
    }
}

/// What this viewer may open, by job.
fn groups(viewer: &Viewer, keeps_mail: bool) -> Vec<NavGroup> {
    let dashboard = NavItem { href: "/dashboard", label: t("nav-dashboard"), icon: Icon::Dashboard };
    let lines = if viewer.is_staff() { t("nav-interfaces") } else { t("nav-lines") };
    let entries = [
        (Permission::InterfaceRead, t("nav-group-live"), NavItem { href: "/network/interfaces", label: lines, icon: Icon::Live }),
        (Permission::DeviceRead, t("nav-group-network"), NavItem { href: "/network/devices", label: t("nav-devices"), icon: Icon::Device }),
        (Permission::PlatformRead, t("nav-group-platform"), NavItem { href: "/platform", label: t("nav-platform"), icon: Icon::Platform }),
        (Permission::PlatformRead, t("nav-group-platform"), NavItem { href: "/platform/health", label: t("health-title"), icon: Icon::Health }),
        (Permission::OrgRead, t("nav-group-people"), NavItem { href: "/organisation", label: t("nav-organisation"), icon: Icon::Tree }),
        (Permission::PeopleRead, t("nav-group-people"), NavItem { href: "/people", label: t("nav-people"), icon: Icon::Account }),
        (Permission::AuditRead, t("nav-group-settings"), NavItem { href: "/audit", label: t("nav-audit"), icon: Icon::Audit }),
        (Permission::BrandingManage, t("nav-group-settings"), NavItem { href: "/settings/branding", label: t("nav-branding"), icon: Icon::Brand }),
        (Permission::DomainsManage, t("nav-group-settings"), NavItem { href: "/settings/domains", label: t("nav-domains"), icon: Icon::Domain }),
        (Permission::DataExport, t("nav-group-settings"), NavItem { href: "/settings/export", label: t("nav-export"), icon: Icon::Archive }),
        (Permission::MailRead, t("nav-group-settings"), NavItem { href: "/sent-mail", label: t("nav-sent-mail"), icon: Icon::Mail }),
    ];
    let shown = |permission: Permission| viewer.allows(permission) && (permission != Permission::MailRead || keeps_mail);
    let mut groups = vec![NavGroup { title: t("nav-group-live"), items: vec![dashboard] }];
    for (_, title, item) in entries.into_iter().filter(|(permission, _, _)| shown(*permission)) {
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.items.push(item),
            None => groups.push(NavGroup { title, items: vec![item] }),
        }
    }
    if viewer.role == Role::Client {
        let profile = NavItem { href: "/account", label: t("profile-title"), icon: Icon::Account };
        groups.push(NavGroup { title: t("nav-group-settings"), items: vec![profile] });
    }
    groups
}

/// What stands in place of every page while the platform has paused the portal.
fn paused_page() -> AnyView {
    view! {
        <ui::PageHeader title=t("paused-title") />
        <ui::EmptyState title=t("paused-what") text=t("paused-text") />
    }
    .plain()
}
