//! `/alerts`: what is wrong now and who takes care of it, then what happened.

mod rules;
pub mod server_fns;
mod voice;

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use network::model::{AlertChange, AlertItem, AlertObject, AlertObjectId, AlertPage, AlertPlace};
use ui::words::{t, t_args};
use ui::{Badge, Button, ButtonKind, Column, EmptyState, ErrorState, FormFault, IntoPlain, LinkButton, PageHeader, Pager, Panel, Skeleton, Table, Zone};

pub use self::rules::{AlertRulesRoute, EditAlertRuleRoute};
use self::server_fns::list_alerts;
use crate::PageError;
use crate::context::{use_form, use_viewer};
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct AlertsRoute;

#[lazy_route]
impl LazyRoute for AlertsRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AlertsRoute = this;
        let query = use_query_map();
        let before = Memo::new(move |_| query.with(|query| query.get_str("before").and_then(|place| place.parse::<AlertPlace>().ok())));
        let page = Resource::new_blocking(move || before.get(), list_alerts);
        let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
        let rules = manages.then(|| view! { <LinkButton href="/alerts/rules" text=t("alert-rules-title") /> });
        view! {
            <PageHeader title=t("alerts-title") aside=rules.plain() />
            <p class="lead quiet">{t("alerts-lead")} " " {channels_link()}</p>
            <Transition fallback=|| view! { <Skeleton lines=12 /> }>
                {move || Suspend::new(async move { answer(page.await, before.get_untracked().is_some()) })}
            </Transition>
        }
        .plain()
    }
}

/// For who may say where alerts go.
fn channels_link() -> Option<impl IntoView> {
    let may = use_viewer().is_some_and(|viewer| viewer.allows(Permission::SettingsManage) && viewer.level == tenancy::model::OrgKind::Isp);
    may.then(|| view! { <a href="/settings/channels">{t("alerts-channels")}</a> })
}

fn answer(page: Result<Stamped<AlertPage>, PageError>, further_back: bool) -> AnyView {
    let page = match page {
        Ok(page) => page,
        Err(error) => return view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
    };
    let (now_ms, zone) = (page.now_ms, page.zone);
    let AlertPage { open, open_count, timeline: lines, older } = page.value;
    view! {
        <FormFault notice=use_form("alert").whole() />
        {problems(open, open_count, now_ms, &zone)}
        {timeline(lines, older, further_back, &zone)}
    }
    .plain()
}

fn problems(open: Vec<AlertItem>, count: i64, now_ms: i64, zone: &Zone) -> AnyView {
    if open.is_empty() {
        return view! { <EmptyState title=t("alerts-none") text=t("alerts-none-text") /> }.plain();
    }
    let shown = i64::try_from(open.len()).unwrap_or(i64::MAX);
    let acknowledges = use_viewer().is_some_and(|viewer| viewer.allows(Permission::AlertAcknowledge));
    let columns = vec![
        Column::text(t("alert-object")),
        Column::text(t("alert-rule")),
        Column::figures(t("alert-value")),
        Column::text(t("alert-since")),
        Column::text(t("alert-care")),
    ];
    let rows = open.into_iter().map(|item| problem(item, acknowledges, now_ms, zone)).collect_view().plain();
    view! {
        <Panel id="alerts-open" title=t_args("alerts-open", &[("count", count.into())])>
            <Table caption=t("alerts-open-caption") columns rows />
            {(shown < count).then(|| view! { <p class="quiet">{t_args("alerts-cut", &[("count", shown.into())])}</p> })}
        </Panel>
    }
    .plain()
}

fn problem(item: AlertItem, acknowledges: bool, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let (tone, what) = voice::rule(item.kind);
    let marks = voice::marks(&item).into_iter().map(|(tone, text)| view! { <Badge tone text /> }).collect_view();
    let value = voice::value(item.kind, item.value);
    let (since, exactly) = (ui::time::ago(now_ms, item.since_ms), zone.full(item.since_ms));
    let kind = match item.object.id {
        AlertObjectId::Interface(_) => "interface",
        AlertObjectId::Device(_) => "device",
        AlertObjectId::Group(_) => "group",
    };
    let care = match item.acknowledged {
        Some((at_ms, who)) => view! {
            <bdi>{who.unwrap_or_else(|| t("alert-somebody"))}</bdi>
            <span class="quiet cell-alias">{zone.full(at_ms)}</span>
        }
        .plain(),
        None if acknowledges => view! {
            <form method="post" action="/alerts" class="inline-form">
                <input type="hidden" name="rule" value=item.kind.as_str() />
                <input type="hidden" name=kind value=item.object.id.id().to_string() />
                <span class="visually-hidden">{item.object.name.clone()}</span>
                <Button kind=ButtonKind::Secondary text=t("alert-acknowledge") />
            </form>
        }
        .plain(),
        None => view! { <span class="quiet">{t("alert-nobody")}</span> }.plain(),
    };
    view! {
        <tr>
            <th scope="row" class="cell-name">
                {object(item.object)}
            </th>
            <td class="cell-state" data-label=t("alert-rule")>
                <Badge tone text=what />
                {marks}
            </td>
            <td class="numeric" data-label=t("alert-value")>
                <span class="figure">{value}</span>
            </td>
            <td data-label=t("alert-since")>
                <span class="figure" title=exactly>
                    {since}
                </span>
            </td>
            <td data-label=t("alert-care")>{care}</td>
        </tr>
    }
}

fn timeline(lines: Vec<AlertChange>, older: Option<AlertPlace>, further_back: bool, zone: &Zone) -> AnyView {
    if lines.is_empty() {
        return ().plain();
    }
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let columns = vec![
        Column::text(t_args("alert-time", &[("zone", (&zone.name).into())])),
        Column::text(t("alert-turn")),
        Column::text(t("alert-object")),
        Column::text(t("alert-rule")),
        Column::figures(t("alert-value")),
    ];
    let rows = lines.into_iter().map(|change| line(change, zone)).collect_view().plain();
    let newest = further_back.then(|| ("/alerts".to_owned(), t("alerts-newest")));
    let older = older.map(|place| (format!("/alerts?before={place}"), t("alerts-older")));
    let links = newest.into_iter().chain(older).collect::<Vec<_>>();
    view! {
        <Panel id="alerts-timeline" title=t("alerts-timeline")>
            <Table caption=t("alerts-timeline-caption") columns rows />
            <Pager summary=t_args("alerts-shown", &[("count", count.into())]) links />
        </Panel>
    }
    .plain()
}

fn line(change: AlertChange, zone: &Zone) -> impl IntoView + use<> {
    let (tone, what) = voice::turn(&change.turn);
    let (_, rule) = voice::rule(change.kind);
    let value = change.value.map(|value| voice::value(change.kind, value)).unwrap_or_default();
    let told = change.told.then(|| view! { <span class="quiet cell-alias">{t("alert-told")}</span> });
    view! {
        <tr>
            <th scope="row" class="cell-name cell-time">
                {zone.full(change.place.at_ms())}
            </th>
            <td class="cell-state" data-label=t("alert-turn")>
                <Badge tone text=what />
                {told}
            </td>
            <td data-label=t("alert-object")>{object(change.object)}</td>
            <td data-label=t("alert-rule")>{rule}</td>
            <td class="numeric" data-label=t("alert-value")>
                <span class="figure">{value}</span>
            </td>
        </tr>
    }
}

/// A device, or an interface and, where the viewer may see it, its device.
fn object(object: AlertObject) -> impl IntoView + use<> {
    let device = object.device.map(|(id, name)| {
        view! {
            <a class="quiet cell-alias" href=format!("/network/devices/{id}")>
                <bdi>{name}</bdi>
            </a>
        }
    });
    let href = match object.id {
        AlertObjectId::Interface(id) => format!("/network/interfaces/{id}"),
        AlertObjectId::Device(id) => format!("/network/devices/{id}"),
        AlertObjectId::Group(id) => format!("/network/groups/{id}"),
    };
    view! {
        <a href=href>
            <bdi>{object.name}</bdi>
        </a>
        {(!object.alias.is_empty()).then(|| view! { <bdi class="quiet cell-alias">{object.alias}</bdi> })}
        {device}
    }
}
