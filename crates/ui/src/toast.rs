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

/// A notice that can be taken back: a form that posts what was before. Only for what is as safe to undo as it was to do.
#[component]
pub fn UndoToast(
    /// Which notice.
    #[prop(into)]
    code: String,
    /// What the form posts to.
    #[prop(into)]
    action: String,
    /// What it posts, by input name.
    values: Vec<(&'static str, String)>,
    /// The page without the notice.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <form method="post" action=action class="toast tone-ok">
                {icon(Icon::Check)}
                <span>{t_code("notice", &code)}</span>
                {values.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
                <button type="submit" class="toast-undo">
                    {icon(Icon::Undo)}
                    <span>{t("notice-undo")}</span>
                </button>
                <a class="toast-close" href=path data-noscroll="">
                    {t("notice-dismiss")}
                </a>
            </form>
        </div>
    }
}
