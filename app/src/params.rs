//! What stands in the address.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The id in the path; `None` where it is no id: that answers like one that nothing has.
pub fn use_id<T: FromStr + Clone + PartialEq + Send + Sync + 'static>() -> Memo<Option<T>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse().ok())))
}
