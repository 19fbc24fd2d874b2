//! What has just been done, said once.

use leptos::prelude::*;

use crate::icon::{Icon, icon};
use crate::words::{t, t_code};

/// A notice in the page's live region. It can be dismissed without JavaScript: that is a link to the page without it.
#[component]
pub fn Toast(
    /// Which notice; the region stays in place while there is none, so that screen readers watch it.
    #[prop(into)]
    code: Signal<Option<String>>,
    /// The page's own path.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || {
                code.get()
                    .map(|code| {
                        view! {
                            <p class="toast tone-ok">
                                {icon(Icon::Check)} <span>{t_code("notice", &code)}</span>
                                <a class="toast-close" href=path.get_untracked() data-noscroll="">
                                    {t("notice-dismiss")}
                                </a>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
