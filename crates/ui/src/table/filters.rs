//! The filters above a list.

use leptos::prelude::*;

use super::ListAddress;
use crate::button::{Button, LinkButton};
use crate::words::t;

/// A GET form round a list's filters: they stand in the address, with the order and the columns that were chosen.
#[component]
pub fn Filters(
    /// What the address says now.
    list: ListAddress,
    /// The names of the inputs.
    names: &'static [&'static str],
    /// The inputs.
    inputs: AnyView,
) -> impl IntoView {
    let filtered = names.iter().any(|name| !list.value(name).is_empty());
    view! {
        <form method="get" action=list.path() role="search" aria-label=t("filter-label") class="form filters">
            {list.kept(names)}
            {inputs}
            <div class="form-actions">
                <Button text=t("filter-apply") />
                {filtered.then(|| view! { <LinkButton href=list.path() text=t("filter-clear") /> })}
            </div>
        </form>
    }
}
