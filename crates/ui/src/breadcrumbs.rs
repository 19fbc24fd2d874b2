//! The way to a page.

use leptos::prelude::*;

use crate::words::t;

/// One step on the way to this page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// Its title.
    pub text: String,
}

impl Crumb {
    /// A step.
    #[must_use]
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// The steps, outermost first; the page itself is named by the title that follows. Nothing where there are none.
#[component]
pub fn Breadcrumbs(
    /// The way here.
    crumbs: Vec<Crumb>,
) -> impl IntoView {
    (!crumbs.is_empty()).then(|| {
        let steps = crumbs.into_iter().map(|crumb| {
            view! {
                <li>
                    <a href=crumb.href>{crumb.text}</a>
                </li>
            }
        });
        view! {
            <nav class="crumbs" aria-label=t("crumbs")>
                <ol>{steps.collect_view()}</ol>
            </nav>
        }
    })
}
