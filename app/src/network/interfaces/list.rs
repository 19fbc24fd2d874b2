//! `/network/interfaces`: every interface in the viewer's sight, ordered by device, with live figures.

use kernel::{DeviceId, InterfaceId, Permission};
use leptos::either::Either;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use network::model::{InterfacePage, InterfaceQuery};
use serde::{Deserialize, Serialize};
use tenancy::model::OrgKind;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Column, EmptyState, ErrorState, Icon, IntoPlain, LinkButton, PageHeader, Skeleton, Table, icon};

use super::row::{Look, interface_row};
use crate::PageError;
use crate::context::use_viewer;
use crate::live::on_missed;
use crate::network::server_fns::list_interfaces;
use crate::network::voice::Voice;
use crate::page::lazy_page;
use crate::parts::{Part, part};
use crate::stamped::Stamped;

lazy_page! {
    /// The page. Its code comes when it is opened.
    InterfacesRoute, page
}

fn page() -> AnyView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| InterfaceQuery {
            device: query.get_str("device").and_then(|id| id.parse::<DeviceId>().ok()),
            search: query.get_str("q").unwrap_or_default().to_owned(),
            after: query.get_str("after").and_then(|id| id.parse::<InterfaceId>().ok()),
        })
    });
    let page = Resource::new_blocking(move || asked.get(), list_interfaces);
    let title = if Voice::of_viewer() == Voice::Staff { t("interfaces-title") } else { t("lines-title") };
    // Who only looks after a line has no use for sums of many.
    let groups = use_viewer().is_some_and(|viewer| viewer.level != OrgKind::Client);
    let aside = view! {
        {move || search(&asked.get())}
        {groups.then(|| view! { <LinkButton href="/network/groups" text=t("interfaces-groups") /> })}
    };
    view! {
        <PageHeader title aside=aside.plain() />
        <Transition fallback=|| view! { <Skeleton lines=12 /> }>
            {move || Suspend::new(async move { answer(page.await, &asked.get_untracked()) })}
        </Transition>
    }
    .plain()
}

/// A plain GET form: the search stands in the address.
fn search(asked: &InterfaceQuery) -> impl IntoView + use<> {
    view! {
        <form method="get" action="/network/interfaces" role="search" class="search">
            <label class="visually-hidden" for="q">
                {t("interfaces-search")}
            </label>
            {icon(Icon::Search)}
            <input
                id="q"
                name="q"
                type="search"
                value=asked.search.clone()
                placeholder=t("interfaces-search")
                autocomplete="off"
                spellcheck="false"
            />
            {asked
                .device
                .map(|device| view! { <input type="hidden" name="device" value=device.to_string() /> })}
            <Button kind=ButtonKind::Secondary text=t("search-button") />
        </form>
    }
}

fn answer(answer: Result<Stamped<InterfacePage>, PageError>, asked: &InterfaceQuery) -> AnyView {
    match answer {
        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
        Ok(page) if page.value.items.is_empty() => nothing(asked).plain(),
        Ok(page) => {
            let viewer = use_viewer();
            let devices = viewer.as_ref().is_some_and(|viewer| viewer.allows(Permission::DeviceRead));
            let served = viewer.as_ref().is_some_and(|viewer| viewer.level != OrgKind::Client);
            part(Lines { page, asked: asked.clone(), voice: Voice::of_viewer(), devices, served })
        }
    }
}

fn nothing(asked: &InterfaceQuery) -> impl IntoView + use<> {
    let viewer = use_viewer();
    let manages = viewer.as_ref().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
    let searching = !asked.search.is_empty() || asked.device.is_some() || asked.after.is_some();
    let everything = || ("/network/interfaces".to_owned(), t("interfaces-show-all"));
    match (searching, manages, Voice::of_viewer()) {
        (true, ..) => view! {
            <EmptyState title=t("interfaces-none-found") text=t("interfaces-none-found-text") action=everything() />
        }
        .plain(),
        (false, true, _) => view! {
            <EmptyState
                title=t("interfaces-none")
                text=t("interfaces-none-text")
                action=("/network/devices/new".to_owned(), t("device-add"))
            />
        }
        .plain(),
        (false, false, Voice::Staff) => view! { <EmptyState title=t("interfaces-none") text=t("interfaces-none-staff-text") /> }.plain(),
        (false, false, Voice::Customer) => view! { <EmptyState title=t("lines-none") text=t("lines-none-text") /> }.plain(),
    }
}

/// The table and its pager. Rows move by themselves; where figures may have been missed all are loaded again.
#[derive(Clone, Serialize, Deserialize)]
pub struct Lines {
    page: Stamped<InterfacePage>,
    asked: InterfaceQuery,
    voice: Voice,
    /// Devices have a column.
    devices: bool,
    /// Who is served has a column.
    served: bool,
}

impl Part for Lines {
    const NAME: &'static str = "lines";

    fn view(self) -> AnyView {
        let Self { page, asked, voice, devices, served } = self;
        let page = RwSignal::new(page);
        let again = asked.clone();
        on_missed(move || {
            let again = again.clone();
            spawn_local(async move {
                // A failed reload leaves what is there; the rows go on.
                if let Ok(fresh) = list_interfaces(again).await {
                    page.try_set(fresh);
                }
            });
        });
        (move || {
            let Stamped { value, now_ms, zone } = page.get();
            table(value, &asked, &Look { voice, devices, served, now_ms, zone })
        })
        .plain()
    }
}

fn table(page: InterfacePage, asked: &InterfaceQuery, look: &Look) -> AnyView {
    let InterfacePage { items, next } = page;
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let rows = items.into_iter().map(|item| interface_row(item, look)).collect_view();
    view! {
        <Table caption=t("interfaces-caption") columns=columns(look) rows=rows.plain() />
        <nav class="pager" aria-label=t("pager")>
            <p class="quiet">{t_args("interfaces-shown", &[("count", count.into())])}</p>
            {match (asked.after, next) {
                (None, None) => Either::Left(()),
                (after, next) => {
                    Either::Right(
                        view! {
                            {after.map(|_| view! { <LinkButton href=href(asked, None) text=t("pager-first") /> })}
                            {next.map(|next| view! { <LinkButton href=href(asked, Some(next)) text=t("pager-next") /> })}
                        },
                    )
                }
            }}
        </nav>
    }
    .plain()
}

fn columns(look: &Look) -> Vec<Column> {
    let name = if look.voice == Voice::Staff { t("interfaces-name") } else { t("lines-name") };
    let mut columns = vec![Column::text(name)];
    if look.devices {
        columns.push(Column::text(t("interfaces-device")));
    }
    if look.served {
        columns.push(Column::text(t("interfaces-served")));
    }
    columns.extend([
        Column::figures(look.voice.first()),
        Column::figures(look.voice.second()),
        Column::text(t("interfaces-used")),
        Column::text(t("interfaces-spark")),
        Column::text(t("interfaces-state")),
    ]);
    columns
}

/// The address of the page that continues after a row, under the same search.
fn href(asked: &InterfaceQuery, after: Option<InterfaceId>) -> String {
    let mut query = leptos_router::params::ParamsMap::new();
    if !asked.search.is_empty() {
        query.insert("q", asked.search.clone());
    }
    if let Some(device) = asked.device {
        query.insert("device", device.to_string());
    }
    if let Some(after) = after {
        query.insert("after", after.to_string());
    }
    format!("/network/interfaces{}", query.to_query_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_search() {
        let asked = InterfaceQuery { search: "core & edge".to_owned(), ..InterfaceQuery::default() };
        let next = InterfaceId("00000000-0000-0000-0000-000000000007".parse().unwrap());
        // The library encodes the hyphens too, which is allowed.
        let href = href(&asked, Some(next)).replace("%2D", "-");
        assert!(href.starts_with("/network/interfaces?"), "{href}");
        assert!(href.contains("after=00000000-0000-0000-0000-000000000007"), "{href}");
        assert!(href.contains("q=core%20%26%20edge"), "{href}");
    }
}
