//! The bar above the page: whose portal this is, whether figures are live, light or dark, the account.

use leptos::prelude::*;

use super::FrameWords;
use super::account::account_menu;
use super::language::language_menu;
use super::theme::theme_toggle;
use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;
use crate::words::t;

/// Its beginning.
pub fn lead(words: FrameWords) -> AnyView {
    let product = (words.product != words.org).then(|| view! { <span class="top-product quiet">{words.product}</span> });
    view! {
        <div class="top-lead">
            <p class="top-org">
                <bdi>{words.org}</bdi>
                {product}
            </p>
            {words
                .simulated
                .then(|| {
                    view! {
                        <p class="badge tone-notice top-simulated" title=t("simulated-world-help")>
                            {icon(Icon::Info)}
                            <span>{t("simulated-world")}</span>
                        </p>
                    }
                })}
        </div>
    }
    .plain()
}

/// Its end.
pub fn end(words: FrameWords) -> AnyView {
    view! { <div class="top-end">{language_menu()} {theme_toggle()} {words.account.map(account_menu)}</div> }.plain()
}
