//! Lists: order, filters, columns, selection, pages.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::words::{t, t_args};
use ui::{
    Badge, BulkForm, Button, ButtonKind, Column, ColumnChoice, EmptyState, Field, Filters, IntoPlain, ListAddress, Pager, Table, Tone, choose, rate_figure,
};

use super::section;

const FILTERS: &[&str] = &["q"];

/// All of them.
pub fn sections() -> AnyView {
    let list = use_query_map().with(|query| ListAddress::read("/dev/kit", FILTERS, query));
    view! {
        {section("Table", table(&list))}
        {section("TableDense", dense())}
    }
    .plain()
}

fn columns(list: &ListAddress) -> Vec<(&'static str, Column)> {
    vec![
        ("name", Column::text(t("device-name")).sorting("name", list)),
        ("state", Column::text(t("device-state")).sorting("state", list)),
        ("in", Column::figures(t("traffic-in")).sorting("in", list)),
    ]
}

fn table(list: &ListAddress) -> AnyView {
    let names = ["access-1", "core-1", "edge-1"].into_iter().filter(|name| name.contains(list.value("q")));
    let mut names: Vec<&str> = names.collect();
    if list.order().is_some_and(|order| order.descending) {
        names.reverse();
    }
    let heads = columns(list).into_iter().filter(|(key, _)| list.shows(key)).map(|(_, column)| column).collect();
    let (count, found) = (i64::try_from(names.len()).unwrap_or(0), !names.is_empty());
    let rows = names.into_iter().map(|name| row(name, list)).collect_view().plain();
    let body = if found {
        view! { <Table caption=t("devices-caption") columns=heads rows /> }.plain()
    } else {
        view! { <EmptyState title=t("interfaces-none-found") text=t("filter-none-text") action=("/dev/kit".to_owned(), t("filter-clear")) /> }.plain()
    };
    let actions = view! { <Button kind=ButtonKind::Danger text=t("device-remove") /> }.plain();
    let links = vec![(list.with("after", ""), t("pager-first")), (list.with("after", "core-1"), t("pager-next"))];
    let inputs = view! {
        <Field name="q" label=t("search-button") value=list.value("q") />
    }
    .plain();
    view! {
        <Filters list=list.clone() names=FILTERS inputs />
        <div class="table-tools">
            <ColumnChoice list=list.clone() columns=columns(list) />
        </div>
        <BulkForm action="/dev/kit" actions>
            {body}
        </BulkForm>
        <Pager summary=t_args("interfaces-shown", &[("count", count.into())]) links />
    }
    .plain()
}

fn row(name: &'static str, list: &ListAddress) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="cell-name">
                {choose(name.to_owned(), t_args("choose-row", &[("name", name.into())]))}
                <a href="/dev/kit">
                    <bdi>{name}</bdi>
                </a>
            </th>
            {list.shows("state").then(|| view! { <td class="cell-state"><Badge tone=Tone::Ok text=t("device-up") /></td> })}
            {list.shows("in").then(|| view! { <td class="numeric" data-label=t("traffic-in")>{rate_figure(Some(12_400_000))}</td> })}
        </tr>
    }
    .plain()
}

fn dense() -> AnyView {
    let columns = vec![Column::text(t("series-from")), Column::figures(t("traffic-in")), Column::figures(t("traffic-out"))];
    let rows = (0..3_i64).map(|hour| {
        view! {
            <tr>
                <th scope="row">{format!("{hour:02}:00")}</th>
                <td class="numeric">{rate_figure(Some(hour * 3_000_000))}</td>
                <td class="numeric">{rate_figure(None)}</td>
            </tr>
        }
    });
    view! { <Table caption=t("series-caption") columns dense=true rows=rows.collect_view().plain() /> }.plain()
}
