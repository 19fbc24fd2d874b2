//! `/dev/kit`: every component in every state, for whoever builds pages. It stands only where the setting `dev.pages` is on;
//! everywhere else nothing is at this address. Headings are the components' names in the code, samples are words of other
//! pages: it has next to no words of its own.

mod inputs;
mod lists;
mod overlays;
mod shown;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use ui::words::t;
use ui::{IntoPlain, PageHeader, Tab, Tabs};

use crate::context::use_site;
use crate::not_found::NotFoundPage;

/// The page. Its code comes when it is opened.
pub struct KitRoute;

#[lazy_route]
impl LazyRoute for KitRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let KitRoute = this;
        if !use_site().dev_pages {
            return view! { <NotFoundPage /> }.plain();
        }
        let query = use_query_map();
        let chosen = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
        view! {
            <PageHeader title=t("kit-title") />
            {move || pane(&chosen("theme"), &chosen("dir"))}
        }
        .plain()
    }
}

/// The components in one theme and one direction, whatever the page around them has.
fn pane(theme: &str, direction: &str) -> AnyView {
    let (dark, rtl) = (theme == "dark", direction == "rtl");
    let href = |dark: bool, rtl: bool| format!("/dev/kit?theme={}&dir={}", if dark { "dark" } else { "light" }, if rtl { "rtl" } else { "ltr" });
    let tab = |text: &str, dark_wanted: bool, rtl_wanted: bool, current: bool| Tab {
        href: href(dark_wanted, rtl_wanted),
        text: text.to_owned(),
        short: None,
        current,
    };
    let themes = vec![tab(".on-light", false, rtl, !dark), tab(".on-dark", true, rtl, dark)];
    let directions = vec![tab("dir=ltr", dark, false, !rtl), tab("dir=rtl", dark, true, rtl)];
    view! {
        <div class="table-tools">
            <Tabs label="theme" tabs=themes />
            <Tabs label="dir" tabs=directions />
        </div>
        <div class=if dark { "kit-pane on-dark" } else { "kit-pane on-light" } dir=if rtl { "rtl" } else { "ltr" }>
            {shown::sections()}
            {inputs::sections()}
            {overlays::sections()}
            {lists::sections()}
        </div>
    }
    .plain()
}

/// A component under its name in the code.
fn section(name: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="kit-part" id=format!("kit-{}", name.to_lowercase()) aria-label=name>
            <h2>
                <code>{name}</code>
            </h2>
            {body}
        </section>
    }
    .plain()
}
