//! `/network/groups/:id/members`: which interfaces a group has. Two lists to tick: what is in it, and what a search found.

use kernel::GroupId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use network::model::{GroupDetail, InterfacePage, InterfaceQuery};
use ui::words::{t, t_args};
use ui::{BulkForm, Button, ButtonKind, Column, EmptyState, FormFault, Icon, IntoPlain, LinkButton, PageHeader, Panel, Skeleton, Table, choose, icon};

use super::detail::refused;
use super::edit::way;
use super::list::manages;
use super::server_fns::get_group;
use crate::PageError;
use crate::context::use_form;
use crate::network::server_fns::list_interfaces;
use crate::page::lazy_page;
use crate::params::use_id;

lazy_page! {
    /// The page. Its code comes when it is opened.
    GroupMembersRoute, page
}

fn page() -> AnyView {
    let (id, query) = (use_id::<GroupId>(), use_query_map());
    let search = Memo::new(move |_| query.with(|query| query.get_str("q").unwrap_or_default().to_owned()));
    let both = Resource::new_blocking(
        move || (id.get(), search.get()),
        async |(id, search)| {
            let detail = get_group(id.ok_or_else(PageError::not_found)?).await?;
            let found = list_interfaces(InterfaceQuery { search, ..InterfaceQuery::default() }).await?;
            Ok::<_, PageError>((detail, found.value))
        },
    );
    let manages = manages();
    view! {
        <Transition fallback=|| view! { <Skeleton lines=12 /> }>
            {move || Suspend::new(async move {
                match both.await {
                    Ok((detail, found)) if manages => lists(&detail, found, &search.get_untracked()),
                    Ok(_) => refused(PageError::forbidden()),
                    Err(error) => refused(error),
                }
            })}
        </Transition>
    }
    .plain()
}

/// A row to tick.
struct Row {
    id: String,
    name: String,
    alias: String,
    device: String,
}

fn lists(detail: &GroupDetail, found: InterfacePage, search: &str) -> AnyView {
    let path = format!("/network/groups/{}", detail.item.id);
    let inside = detail.members.iter().map(|member| Row {
        id: member.id.to_string(),
        name: member.name.clone(),
        alias: member.alias.clone(),
        device: member.device.clone().map(|(_, name)| name).unwrap_or_default(),
    });
    let inside: Vec<Row> = inside.collect();
    let more = found.next.is_some();
    let outside = found.items.into_iter().filter(|item| detail.members.iter().all(|member| member.id != item.id));
    let outside: Vec<Row> = outside
        .map(|item| Row { id: item.id.to_string(), name: item.name, alias: item.alias, device: item.device.map(|(_, name)| name).unwrap_or_default() })
        .collect();
    let state = use_form("members");
    let fault = state.errors.iter().any(|fault| !fault.field.is_empty()).then(|| t("members-too-many"));
    let back = view! { <LinkButton href=path.clone() text=t("members-done") /> }.plain();
    let searching = searching(&path, search).plain();
    let inside = if inside.is_empty() {
        view! { <p class="quiet">{t("members-none")}</p> }.plain()
    } else {
        ticked(&path, "remove", inside, t("members-inside-caption"))
    };
    let outside = if outside.is_empty() {
        view! { <EmptyState title=t("members-nothing-found") text=t("members-nothing-found-text") /> }.plain()
    } else {
        ticked(&path, "add", outside, t("members-outside-caption"))
    };
    view! {
        <PageHeader title=t("group-choose") crumbs=way(detail) aside=back />
        <FormFault notice=state.whole() />
        {fault.map(|text| view! { <p class="field-error">{text}</p> })}
        <Panel id="inside-title" title=t("members-inside")>
            {inside}
        </Panel>
        <Panel id="outside-title" title=t("members-outside") controls=searching>
            {outside}
            {more.then(|| view! { <p class="quiet">{t("members-more")}</p> })}
        </Panel>
    }
    .plain()
}

/// A plain GET form: the search stands in the address.
fn searching(path: &str, search: &str) -> impl IntoView + use<> {
    view! {
        <form method="get" action=format!("{path}/members") role="search" class="search">
            <label class="visually-hidden" for="members-q">
                {t("members-search")}
            </label>
            {icon(Icon::Search)}
            <input id="members-q" name="q" type="search" value=search.to_owned() placeholder=t("members-search") autocomplete="off" spellcheck="false" />
            <Button kind=ButtonKind::Secondary text=t("search-button") />
        </form>
    }
}

fn ticked(path: &str, what: &'static str, rows: Vec<Row>, caption: String) -> AnyView {
    let (text, kind) = if what == "add" { (t("members-add"), ButtonKind::Primary) } else { (t("members-remove"), ButtonKind::Secondary) };
    let columns = vec![Column::text(t("group-interface")), Column::text(t("group-device"))];
    let rows = rows
        .into_iter()
        .map(|row| {
            let label = t_args("members-choose", &[("name", (&row.name).into()), ("device", (&row.device).into())]);
            view! {
                <tr>
                    <th scope="row" class="cell-name">
                        {choose(row.id, label)} <bdi>{row.name}</bdi>
                        {(!row.alias.is_empty()).then(|| view! { <bdi class="quiet cell-alias">{row.alias}</bdi> })}
                    </th>
                    <td data-label=t("group-device")>
                        <bdi>{row.device}</bdi>
                    </td>
                </tr>
            }
        })
        .collect_view()
        .plain();
    view! {
        <BulkForm action=format!("{path}/members") actions=view! { <Button kind text /> }.plain()>
            <input type="hidden" name="do" value=what />
            <Table caption columns rows />
        </BulkForm>
    }
    .plain()
}
