//! Pages and things to do, found by their names in the viewer's language.

use kernel::SearchTerm;
use leptos::prelude::use_context;

use super::server_fns::{Hit, hit};
use crate::SiteContext;
use crate::actions::actions;

/// Those of the viewer's actions whose name holds `term`.
pub fn matching(term: &SearchTerm) -> Vec<Hit> {
    let all = use_context::<SiteContext>().map(|site| actions(&site)).unwrap_or_default();
    let found = all.into_iter().filter(|action| !term.mark(&action.label).1.is_empty());
    found.map(|action| hit(term, action.href.to_owned(), &action.label, "", String::new())).collect()
}
