//! `/sent-mail/:id`: one kept mail as its recipient would read it, with the link working.

use leptos::prelude::*;
use messaging::model::KeptMail;
use ui::words::t;
use ui::{Crumb, ErrorState, IntoPlain, PageHeader, Skeleton};
use uuid::Uuid;

use super::server_fns::get_kept;
use crate::PageError;
use crate::page::lazy_page;
use crate::params::use_id;
use crate::stamped::Stamped;

lazy_page! {
    /// The page. Its code comes when it is opened.
    SentMailDetailRoute, view
}

fn view() -> AnyView {
    let id = use_id::<Uuid>();
    let mail = Resource::new_blocking(move || id.get(), async |id| get_kept(id.ok_or_else(PageError::not_found)?).await);
    view! {
        <Transition fallback=|| view! { <Skeleton lines=6 /> }>
            {move || Suspend::new(async move {
                match mail.await {
                    Ok(mail) => letter(mail),
                    Err(error) => view! {
                        <PageHeader title=t("sent-mail-title") />
                        <ErrorState code=error.code request_id=error.request_id />
                    }
                    .plain(),
                }
            })}
        </Transition>
    }
    .plain()
}

fn letter(mail: Stamped<KeptMail>) -> AnyView {
    let Stamped { value: KeptMail { item, text, link }, zone, .. } = mail;
    let crumbs = vec![Crumb { href: "/sent-mail".to_owned(), text: t("sent-mail-title") }];
    let (before, after) = text.split_once(&link).map_or((text.clone(), String::new()), |(before, after)| (before.to_owned(), after.to_owned()));
    let href = link.clone();
    view! {
        <PageHeader title=item.subject crumbs />
        <dl class="facts">
            <div>
                <dt>{t("sent-mail-to")}</dt>
                <dd>
                    <bdi>{item.to}</bdi>
                </dd>
            </div>
            <div>
                <dt>{t("sent-mail-at")}</dt>
                <dd>
                    <bdi>{zone.full(item.at_ms)}</bdi>
                </dd>
            </div>
        </dl>
        <div class="letter" dir="auto">
            {before}
            <a href=href rel="external">
                {link}
            </a>
            {after}
        </div>
    }
    .plain()
}
