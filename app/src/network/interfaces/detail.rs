//! `/network/interfaces/:id`: what it is, what it does now, its traffic over time.

use kernel::{InterfaceId, OrgId, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use network::model::{InterfaceDetail, InterfaceItem, Range};
use serde::{Deserialize, Serialize};
use ui::units::rate;
use ui::words::{t, t_args};
use ui::{Crumb, Dot, ErrorState, Fact, IntoPlain, LinkButton, PageHeader, Skeleton, Tile, UndoToast, Zone, facts, rate_figure, utilisation_meter};

use super::now::Now;
use crate::PageError;
use crate::context::{use_site, use_viewer};
use crate::live::use_live;
use crate::network::chart::{Course, View};
use crate::network::server_fns::{get_interface, get_series};
use crate::network::voice::Voice;
use crate::params::use_id;
use crate::parts::{Part, part};
use crate::stamped::Stamped;

/// The page, but for what stands below its chart.
pub fn interface_page() -> AnyView {
    let (id, query) = (use_id::<InterfaceId>(), use_query_map());
    let range = Memo::new(move |_| query.with(|query| query.get_str("range").and_then(Range::parse).unwrap_or_default()));
    let detail = Resource::new_blocking(move || id.get(), async |id| get_interface(id.ok_or_else(PageError::not_found)?).await);
    let traffic = Resource::new_blocking(move || (id.get(), range.get()), async |(id, range)| get_series(id.ok_or_else(PageError::not_found)?, range).await);
    let shown = Memo::new(move |_| query.with(|query| View::parse(query.get_str("view"))));
    let undone = Memo::new(move |_| query.with(|query| query.get_str("undo").and_then(|org| org.parse::<OrgId>().ok())));
    view! {
        {move || undone.get().zip(id.get()).map(|(was, id)| undo(id, was))}
        <Transition fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Err(error) => refused(error),
                    Ok(detail) => view! { <Head detail /> }.plain(),
                }
            })}
        </Transition>
        <Transition fallback=|| view! { <Skeleton lines=10 /> }>
            {move || {
                let shown = shown.get();
                Suspend::new(async move {
                    match (traffic.await, detail.await) {
                        (Ok(stamped), Ok(detail)) => {
                            let id = detail.value.item.id;
                            let speed_bps = detail.value.item.speed_bps;
                            part(Course { id, stamped, shown, speed_bps, voice: Voice::of_viewer(), version: use_site().asset_version })
                        }
                        // The head says it already.
                        (_, Err(_)) => ().plain(),
                        (Err(error), Ok(_)) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })
            }}
        </Transition>
    }
    .plain()
}

/// Says that the interface was assigned, and gives it back to whom it served before.
fn undo(id: InterfaceId, was: OrgId) -> AnyView {
    let path = format!("/network/interfaces/{id}");
    view! { <UndoToast code="interface-assigned" action=format!("{path}/assign") values=vec![("org", was.to_string())] path /> }.plain()
}

/// Nothing here, or not for this viewer.
fn refused(error: PageError) -> AnyView {
    view! {
        <PageHeader title=t("interface-none") />
        <ErrorState code=error.code request_id=error.request_id />
    }
    .plain()
}

#[component]
fn Head(detail: Stamped<InterfaceDetail>) -> AnyView {
    let voice = Voice::of_viewer();
    let item = detail.value.item.clone();
    let list = if voice == Voice::Staff { t("interfaces-title") } else { t("lines-title") };
    let mut crumbs = vec![Crumb { href: "/network/interfaces".to_owned(), text: list }];
    if let Some((id, name)) = item.device.clone() {
        crumbs.push(Crumb { href: format!("/network/devices/{id}"), text: name });
    }
    let assigns = use_viewer().is_some_and(|viewer| viewer.allows(Permission::InterfaceAssign));
    let assign = assigns.then(|| view! { <LinkButton href=format!("/network/interfaces/{}/assign", item.id) text=t("assign-link") /> });
    let aside = view! {
        <div class="page-facts">{part(State::of(&item))}</div>
        {assign}
    };
    view! {
        <PageHeader title=item.name.clone() crumbs aside=aside.plain() />
        {(!item.alias.is_empty())
            .then(|| view! { <p class="lead"><bdi>{item.alias.clone()}</bdi></p> })}
        {part(Rates { id: item.id, first: Now::of(&item), speed_bps: item.speed_bps, voice })}
        {known(&detail.value, &detail.zone, detail.now_ms, voice)}
    }
    .plain()
}

/// Up, down or old.
#[derive(Clone, Serialize, Deserialize)]
pub struct State {
    id: InterfaceId,
    first: Now,
}

impl State {
    /// An interface's.
    pub fn of(item: &InterfaceItem) -> Self {
        Self { id: item.id, first: Now::of(item) }
    }
}

impl Part for State {
    const NAME: &'static str = "state";

    fn view(self) -> AnyView {
        let now = self.first.follow(use_live().follow(self.id));
        (move || now.get().badge()).plain()
    }
}

/// The present figures.
#[derive(Clone, Serialize, Deserialize)]
pub struct Rates {
    id: InterfaceId,
    first: Now,
    speed_bps: Option<i64>,
    voice: Voice,
}

impl Part for Rates {
    const NAME: &'static str = "rates";

    fn view(self) -> AnyView {
        let Self { id, first, speed_bps, voice } = self;
        let now = first.follow(use_live().follow(id));
        let rates = move || {
            let now = now.get();
            voice.order(now.in_bps, now.out_bps)
        };
        let used = move || utilisation_meter(now.get().in_bps, now.get().out_bps, speed_bps);
        view! {
            <div class="tiles">
                <Tile label=voice.first() dot=Dot::Above figure=(move || rate_figure(rates().0)).plain() />
                <Tile label=voice.second() dot=Dot::Below figure=(move || rate_figure(rates().1)).plain() />
                <Tile label=t("interfaces-used") figure=used.plain() />
            </div>
        }
        .plain()
    }
}

/// What does not change with every poll.
fn known(detail: &InterfaceDetail, zone: &Zone, now_ms: i64, voice: Voice) -> AnyView {
    let item = &detail.item;
    let mut known: Vec<Fact> = Vec::new();
    if let Some(org) = &item.assigned {
        known.push(Fact::text(t("interfaces-served"), org.name.clone()));
    }
    known.push(Fact::text(t("interface-speed"), item.speed_bps.map_or_else(|| t("unknown"), |speed| rate(speed).text())));
    if let Some(at) = item.at_ms {
        known.push(Fact::text(t("interface-measured"), format!("{} ({})", ui::time::ago(now_ms, at), zone.full(at))));
    }
    if voice == Voice::Staff {
        known.push(Fact::text(t("interface-interval"), t_args("seconds", &[("count", i64::from(detail.interval_seconds).into())])));
        known.push(Fact::text(t("interface-index"), detail.if_index.to_string()));
        if let Some(mac) = &detail.mac {
            known.push(Fact::text(t("interface-mac"), mac.clone()));
        }
        let counters = if detail.high_capacity { t("interface-counters-64") } else { t("interface-counters-32") };
        known.push(Fact::text(t("interface-counters"), counters));
    }
    if voice == Voice::Staff {
        known.push(Fact::id(t("fact-id"), item.id));
    }
    facts(known)
}
