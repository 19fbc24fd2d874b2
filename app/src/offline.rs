//! The page that browsers show when they cannot reach the server: kept beforehand, in the portal's look, without a script.

use kernel::Locale;
use leptos::prelude::*;
use ui::brand_logo;
use ui::words::t;

use crate::context::Look;

/// The whole document.
#[must_use]
pub fn offline_page(locale: Locale, product: &str, logos: &[String], look: &Look, asset_version: &str) -> String {
    // The language is looked for in the context.
    Owner::new().with(|| {
        provide_context(locale);
        let brand = look.stylesheet.clone().map(|address| view! { <link rel="stylesheet" href=address /> });
        let page = view! {
            <!DOCTYPE html>
            <html lang=locale.tag() dir=t("language-direction")>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>{format!("{} \u{b7} {product}", t("offline-title"))}</title>
                    <link rel="stylesheet" href=format!("/assets/main.css?v={asset_version}") />
                    {brand}
                </head>
                <body>
                    <main class="offline">
                        {brand_logo(logos.to_vec(), product.to_owned())}
                        <p class="quiet">
                            <bdi>{product.to_owned()}</bdi>
                        </p>
                        <h1>{t("offline-title")}</h1>
                        <p>{t("offline-text")}</p>
                        <a class="button button-primary" href="">
                            {t("error-retry")}
                        </a>
                    </main>
                </body>
            </html>
        };
        page.to_html()
    })
}
