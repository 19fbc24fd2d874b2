//! What answers at an address where nothing is.

use leptos::prelude::*;
use ui::words::t;
use ui::{EmptyState, PageHeader};

/// The page; on the server it also sets the status.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request::refuse(&kernel::Error::NotFound);
    view! {
        <PageHeader title=t("not-found-title") />
        <EmptyState
            title=t("not-found-what")
            text=t("not-found-text")
            action=("/".to_owned(), t("not-found-home"))
        />
    }
}
