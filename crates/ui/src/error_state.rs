//! What stands where something went wrong.

use leptos::prelude::*;

use crate::icon::{Icon, icon};
use crate::words::{t, t_args, t_code};

/// A message code in words: what happened and what to do next, with the number to quote to support.
#[component]
pub fn ErrorState(
    /// A `kernel::Error` code.
    #[prop(into)]
    code: String,
    /// The request's id, where there is one.
    #[prop(optional_no_strip)]
    request_id: Option<String>,
) -> impl IntoView {
    view! {
        <div class="error-state" role="alert">
            <p class="error-title">{icon(Icon::Alert)} <span>{t_code("error", &code)}</span></p>
            <p>{t_code("error-advice", &code)}</p>
            {request_id
                .map(|id| {
                    view! { <p class="quiet">{t_args("error-request", &[("id", (&id).into())])}</p> }
                })}
            <p>
                <a href="" rel="external">
                    {t("error-retry")}
                </a>
            </p>
        </div>
    }
}
