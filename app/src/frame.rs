//! The frame with this viewer's navigation, notices and live connection.

use kernel::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use ui::words::{t, t_code};
use ui::{Account, ActingWords, FrameWords, IntoPlain, Place, Shell, Toast};

use crate::actions::navigation;
use crate::context::{SiteContext, Viewer};
use crate::live::{Live, LiveStatus};
use crate::parts::part;

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
    crate::commands::listen(&site);
    let query = use_query_map();
    // What can be taken back is said by the page itself.
    let done = Signal::derive(move || query.with(|query| query.get("done").filter(|_| query.get_str("undo").is_none())));
    let toast = view! { <Toast code=done path=use_location().pathname /> };
    let signed_in = site.signed_in.is_some();
    let paused = site.paused;
    let words = move || frame_words(&site);
    // The page itself is not made plain: the way lazily loaded pages wake up is part of its type.
    let page = if paused { paused_page() } else { children() };
    view! {
        <Title formatter=title text="" />
        <Shell words signed_in status=part(LiveStatus)>
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
        groups: navigation(site),
        account: site.signed_in.as_ref().map(account),
        acting: site.acting.clone().map(|banner| ActingWords { by: banner.by, subject: banner.subject, until: banner.until }),
    }
}

fn account(viewer: &Viewer) -> Account {
    let role = |role: Role, custom: &Option<String>| custom.clone().unwrap_or_else(|| t_code("role", role.as_str()));
    let memberships = viewer.places.memberships.iter().map(|(org, name, held, custom)| Place {
        action: "/account/membership",
        field: "org",
        value: org.to_string(),
        name: name.clone(),
        what: role(*held, custom),
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
        role: role(viewer.role, &viewer.role_name),
        org: viewer.org_name.clone(),
        places: memberships.chain(links).collect(),
    }
}

/// What stands in place of every page while the platform has paused the portal.
fn paused_page() -> AnyView {
    view! {
        <ui::PageHeader title=t("paused-title") />
        <ui::EmptyState title=t("paused-what") text=t("paused-text") />
    }
    .plain()
}
