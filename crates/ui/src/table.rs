//! Tables: real ones, which turn into cards on narrow screens.

use leptos::prelude::*;

/// A column's head.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it says.
    pub label: String,
    /// Figures stand at the end of the cell.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(label: String) -> Self {
        Self { label, numeric: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(label: String) -> Self {
        Self { label, numeric: true }
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
                    <tr>
                        {columns
                            .into_iter()
                            .map(|column| {
                                view! {
                                    <th scope="col" class:numeric=column.numeric>
                                        {column.label}
                                    </th>
                                }
                            })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
