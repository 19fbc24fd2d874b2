//! Which columns a list shows.

use leptos::prelude::*;

use super::address::SHOW;
use super::{Column, ListAddress};
use crate::button::Button;
use crate::icon::Icon;
use crate::popover::Popover;
use crate::words::t;

/// A button that opens the choice: a GET form with a tick for each column but the first, which is always there.
#[component]
pub fn ColumnChoice(
    /// What the address says now.
    list: ListAddress,
    /// Every column with its key, the first included.
    columns: Vec<(&'static str, Column)>,
) -> impl IntoView {
    let mut columns = columns.into_iter();
    let first = columns.next().map(|(key, _)| key).unwrap_or_default();
    let ticks = columns.map(|(key, column)| {
        let shown = list.shows(key);
        view! {
            <label class="tick">
                <input type="checkbox" name=SHOW value=key checked=shown />
                <span>{column.label}</span>
            </label>
        }
    });
    let ticks = ticks.collect_view();
    view! {
        <Popover id="columns" label=t("table-columns") which=Icon::Columns>
            <form method="get" action=list.path() class="column-choice">
                {list.kept(&[SHOW])}
                // Sent always: nothing ticked is a choice too.
                <input type="hidden" name=SHOW value=first />
                {ticks}
                <Button text=t("table-columns-apply") />
            </form>
        </Popover>
    }
}
