//! Tables: real ones, which turn into cards on narrow screens.

mod address;
mod bulk;
mod columns;
mod filters;
mod pager;

use leptos::prelude::*;

pub use address::{ListAddress, Order};
pub use bulk::{BulkForm, choose};
pub use columns::ColumnChoice;
pub use filters::Filters;
pub use pager::Pager;

use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;

/// A column's head.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it says.
    pub label: String,
    /// Figures stand at the end of the cell.
    pub numeric: bool,
    /// Where the list is ordered by it, and how it is now.
    sort: Option<Sort>,
}

/// How a column orders its list.
#[derive(Clone, Debug)]
struct Sort {
    href: String,
    descending: Option<bool>,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(label: String) -> Self {
        Self { label, numeric: false, sort: None }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(label: String) -> Self {
        Self { label, numeric: true, sort: None }
    }

    /// The same, with a link that orders the list by it.
    #[must_use]
    pub fn sorting(mut self, key: &str, list: &ListAddress) -> Self {
        let descending = list.order().filter(|order| order.key == key).map(|order| order.descending);
        self.sort = Some(Sort { href: list.sorted_by(key), descending });
        self
    }
}

/// The frame of a table. Rows are `<tr>` with a `<th scope="row">` first; on screens under 640 px each becomes a card in
/// which a cell's `data-label` stands before its value.
#[component]
pub fn Table(
    /// What the table shows, read aloud before it.
    #[prop(into)]
    caption: String,
    /// The heads.
    columns: Vec<Column>,
    /// Stays a table on narrow screens too and scrolls inside its own frame.
    #[prop(optional)]
    dense: bool,
    /// The rows.
    rows: AnyView,
) -> impl IntoView {
    let name = caption.clone();
    let class = if dense { "table table-dense" } else { "table table-cards" };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=name>
            <table class=class>
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{columns.into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn head(column: Column) -> AnyView {
    let Some(Sort { href, descending }) = column.sort else {
        return view! {
            <th scope="col" class:numeric=column.numeric>
                {column.label}
            </th>
        }
        .plain();
    };
    let (order, arrow) = match descending {
        None => (None, None),
        Some(false) => (Some("ascending"), Some(icon(Icon::Up))),
        Some(true) => (Some("descending"), Some(icon(Icon::Down))),
    };
    view! {
        <th scope="col" class:numeric=column.numeric aria-sort=order>
            <a class="sort-link" href=href data-noscroll="">
                {column.label}
                {arrow}
            </a>
        </th>
    }
    .plain()
}
