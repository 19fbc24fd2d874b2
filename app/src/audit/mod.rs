//! `/audit`: who did what and when, newest first.

mod filters;
mod row;
pub mod server_fns;
pub mod voice;

#[cfg(feature = "ssr")]
use kernel::Locale;
use kernel::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{AuditFilter, AuditPage, AuditQuery};
use ui::words::{t, t_args};
use ui::{Column, EmptyState, ErrorState, IntoPlain, PageHeader, Pager, Skeleton, Table};

use self::filters::{asked_of, filters, href};
use self::row::audit_row;
use self::server_fns::list_audit;
use crate::PageError;
use crate::context::use_viewer;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct AuditRoute;

#[lazy_route]
impl LazyRoute for AuditRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AuditRoute = this;
        let query = use_query_map();
        let asked = Memo::new(move |_| query.with(asked_of));
        let page = Resource::new_blocking(move || asked.get(), list_audit);
        let reads = use_viewer().is_some_and(|viewer| viewer.allows(Permission::AuditRead));
        view! {
            <PageHeader title=t("audit-title") aside=(move || reads.then(|| export(&asked.get().filter))).plain() />
            <p class="lead quiet">{t("audit-lead")}</p>
            <Transition fallback=|| view! { <Skeleton lines=12 /> }>
                {move || Suspend::new(async move { answer(page.await, &asked.get_untracked(), reads) })}
            </Transition>
        }
        .plain()
    }
}

/// What stands in the last line of an exported file when older entries were left out.
#[cfg(feature = "ssr")]
#[must_use]
pub fn cut_note(locale: Locale) -> String {
    ui::words::t_in(locale, "audit-export-cut")
}

/// A file is no page: the browser fetches it, not the router.
fn export(filter: &AuditFilter) -> impl IntoView + use<> {
    view! {
        <a class="button" href=href("/audit.csv", filter, None) rel="external">
            {t("audit-export")}
        </a>
    }
}

fn answer(answer: Result<Stamped<AuditPage>, PageError>, asked: &AuditQuery, reads: bool) -> AnyView {
    match answer {
        Err(error) => view! {
            {reads.then(|| filters(asked, Vec::new(), None))}
            <ErrorState code=error.code request_id=error.request_id />
        }
        .plain(),
        Ok(page) if page.value.entries.is_empty() => {
            let local_ms = page.zone.local_ms(page.now_ms);
            nothing(page.value, asked, local_ms).plain()
        }
        Ok(page) => table(page, asked).plain(),
    }
}

fn nothing(page: AuditPage, asked: &AuditQuery, local_ms: i64) -> impl IntoView + use<> {
    let empty = if page.actions.is_empty() {
        view! { <EmptyState title=t("audit-none") text=t("audit-none-text") /> }.plain()
    } else {
        let action = ("/audit".to_owned(), t("audit-show-all"));
        view! { <EmptyState title=t("audit-none-found") text=t("audit-none-found-text") action /> }.plain()
    };
    view! {
        {filters(asked, page.actions, Some(local_ms))}
        {empty}
    }
}

fn table(page: Stamped<AuditPage>, asked: &AuditQuery) -> impl IntoView + use<> {
    let local_ms = page.zone.local_ms(page.now_ms);
    let zone = page.zone;
    let AuditPage { entries, actions, newer, older } = page.value;
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let columns = vec![
        Column::text(t_args("audit-time", &[("zone", (&zone.name).into())])),
        Column::text(t("audit-who")),
        Column::text(t("audit-what")),
        Column::text(t("audit-object")),
        Column::text(t("audit-details")),
        Column::text(t("audit-request")),
    ];
    let viewer = use_viewer();
    let rows = entries.into_iter().map(|entry| audit_row(entry, &zone, viewer.as_ref())).collect_view();
    let newest = (newer.is_some() || asked.after.is_some()).then(|| href("/audit", &asked.filter, None));
    let newer = newer.map(|seq| href("/audit", &asked.filter, Some(("after", seq))));
    let older = older.map(|seq| href("/audit", &asked.filter, Some(("before", seq))));
    let links = [(newest, t("audit-newest")), (newer, t("audit-newer")), (older, t("audit-older"))];
    let links = links.into_iter().filter_map(|(href, text)| Some((href?, text))).collect::<Vec<_>>();
    view! {
        {filters(asked, actions, Some(local_ms))}
        <Table caption=t("audit-caption") columns rows=rows.plain() />
        <Pager summary=t_args("audit-shown", &[("count", count.into())]) links />
    }
}
