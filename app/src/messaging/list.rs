//! `/sent-mail`: the mails that were kept, newest first.

use leptos::prelude::*;
use messaging::model::{KeptItem, KeptList};
use ui::words::{t, t_args};
use ui::{Column, EmptyState, IntoPlain, PageHeader, Table, Zone};

use super::server_fns::list_kept;
use crate::page::{lazy_page, loaded};
use crate::stamped::Stamped;

lazy_page! {
    /// The page. Its code comes when it is opened.
    SentMailRoute, view
}

fn view() -> AnyView {
    let mails = Resource::new_blocking(|| (), async |()| list_kept().await);
    view! {
        <PageHeader title=t("sent-mail-title") />
        {loaded(mails, 6, kept)}
    }
    .plain()
}

fn kept(list: Stamped<KeptList>) -> AnyView {
    let Stamped { value: KeptList { items, more }, now_ms, zone } = list;
    let count = i64::try_from(items.len()).unwrap_or_default();
    let body = if items.is_empty() {
        view! { <EmptyState title=t("sent-mail-none") text=t("sent-mail-none-text") /> }.plain()
    } else {
        let columns = vec![Column::text(t("sent-mail-subject")), Column::text(t("sent-mail-to")), Column::text(t("sent-mail-at"))];
        let rows = items.into_iter().map(|item| row(item, now_ms, &zone)).collect_view();
        view! { <Table caption=t("sent-mail-caption") columns rows=rows.plain() /> }.plain()
    };
    view! {
        <p class="lead quiet">{t("sent-mail-why")}</p>
        {body}
        {more.then(|| view! { <p class="quiet">{t_args("sent-mail-more", &[("count", count.into())])}</p> })}
    }
    .plain()
}

fn row(item: KeptItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let (ago, full) = (ui::time::ago(now_ms, item.at_ms), zone.full(item.at_ms));
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=format!("/sent-mail/{}", item.id)>
                    <bdi>{item.subject}</bdi>
                </a>
            </th>
            <td data-label=t("sent-mail-to")>
                <bdi>{item.to}</bdi>
            </td>
            <td data-label=t("sent-mail-at")>
                <span class="figure" title=full>
                    {ago}
                </span>
            </td>
        </tr>
    }
}
