//! The bar above the page: whose portal this is, whether figures are live, light or dark, the account.

use leptos::prelude::*;

use super::FrameWords;
use super::account::account_menu;
use super::language::language_menu;
use super::theme::theme_toggle;
use crate::brand::brand_logo;
use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;
use crate::words::t;

/// Its beginning.
pub fn lead(words: FrameWords) -> AnyView {
    // A logo is spoken as the product's name.
    let named = words.logos.is_empty() && words.product != words.org;
    let product = named.then(|| view! { <span class="top-product quiet">{words.product.clone()}</span> });
    view! {
        <div class="top-lead">
            {brand_logo(words.logos, words.product)}
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
    // `external` keeps the router out: a click opens the palette, and where no script runs the page.
    let palette = words.account.is_some().then(|| {
        view! {
            <a
                class="icon-button palette-button"
                href="/go"
                rel="external"
                data-palette=""
                aria-keyshortcuts="Control+K Meta+K"
                title=t("palette-open")
            >
                {icon(Icon::Command)}
                <span class="visually-hidden">{t("palette-open")}</span>
            </a>
        }
    });
    view! { <div class="top-end">{palette} {language_menu()} {theme_toggle()} {words.account.map(account_menu)}</div> }.plain()
}
