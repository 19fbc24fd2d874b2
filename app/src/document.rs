//! The HTML document around the app.

use kernel::Locale;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use serde::Serialize;
use ui::words::{spoken, t};

use crate::context::{Embedded, FormState, Look, SiteContext};

/// JSON that may stand inside a `<script>` element: no character in it can end the element.
#[must_use]
pub fn script_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c")
}

/// The whole document. Wants [`SiteContext`] in the context, and [`FormState`] where a form came back.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    // Route lists are made without a request; there is no portal then.
    let site = use_context::<SiteContext>();
    let version = site.as_ref().map(|site| site.asset_version.clone()).unwrap_or_default();
    let linked = site.as_ref().and_then(|site| site.signed_in.as_ref()).map(|viewer| viewer.places.links.clone()).unwrap_or_default();
    // Pages that wake up in parts carry nothing of the whole.
    let in_parts = site.as_ref().is_some_and(crate::parts::wakes_in_parts);
    if in_parts && let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let path = use_context::<http::request::Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let spoken_here = if in_parts { crate::parts::words_at(&path) } else { Some(crate::words::domains_of(&path)) };
    let asleep = spoken_here.is_none();
    let embedded = site.filter(|_| !in_parts).map(|site| script_json(&Embedded { site, form: use_context::<FormState>() }));
    let nonce = leptos::nonce::use_nonce();
    if let Some(nonce) = &nonce {
        crate::request::protect(nonce, &linked.iter().map(|link| link.origin.as_str()).collect::<Vec<_>>());
    }
    let locale = spoken();
    let worker = use_context::<Look>().filter(|look| look.service_worker).map(|_| "/sw.js");
    view! {
        <!DOCTYPE html>
        <html lang=locale.tag() dir=t("language-direction") data-letters=t("language-letters") data-parts=in_parts.then_some("") data-hydrated=asleep.then_some("")>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=format!("/assets/main.css?v={version}") />
                {look(&version)}
                {spoken_here.map(|domains| words(domains, locale))}
                <script nonce=nonce.clone()>{ui::shell::THEME_SCRIPT}</script>
                {asks_for_passkeys().then(|| view! { <script nonce=nonce.clone() src=format!("/assets/passkey.js?v={version}") defer></script> })}
                <script nonce=nonce data-worker=worker>
                    {ui::shell::PAGE_SCRIPT}
                </script>
                {embedded
                    .map(|embedded| {
                        view! {
                            <script type="application/json" id="site">
                                {embedded}
                            </script>
                        }
                    })}
                {(!asleep).then(|| view! { <HydrationScripts options /> })}
                <MetaTags />
            </head>
            <body>
                <crate::App />
                <div inner_html=ui::icon::SPRITE></div>
                {ui::shell::page_notices()}
            </body>
        </html>
    }
}

/// The few pages that talk to authenticators carry the script for it. Links lead to them by a whole load, so that it runs.
fn asks_for_passkeys() -> bool {
    let path = use_context::<http::request::Parts>().map(|parts| parts.uri.path().to_owned());
    path.is_some_and(|path| matches!(path.as_str(), "/sign-in" | "/sign-in/code" | "/account/security/passkeys"))
}

/// The words that the page's own code will ask for, so that they come beside it and not after.
fn words(domains: &[&str], locale: Locale) -> impl IntoView + use<> {
    let link = |file| leptos::html::link().rel("preload").attr("as", "fetch").attr("crossorigin", "anonymous").href(file).attr("data-words", "");
    crate::words::files(domains, locale).into_iter().map(link).collect_view()
}

/// Whose portal it is, before a line of it is read: colours, icons, the app on a home screen.
fn look(version: &str) -> impl IntoView + use<> {
    let look = use_context::<Look>();
    let icon = match look.as_ref().and_then(|look| look.favicon.clone()) {
        Some(icon) => (icon, "image/png"),
        None => (format!("/assets/favicon.svg?v={version}"), "image/svg+xml"),
    };
    let name = use_context::<SiteContext>().map(|site| site.product_name);
    view! {
        <link rel="icon" href=icon.0 type=icon.1 />
        <meta name="mobile-web-app-capable" content="yes" />
        <meta name="apple-mobile-web-app-title" content=name />
        <meta name="apple-mobile-web-app-status-bar-style" content="default" />
        {look
            .map(|look| {
                view! {
                    {look.stylesheet.map(|address| view! { <link rel="stylesheet" href=address /> })}
                    <link rel="manifest" href="/manifest.webmanifest" />
                    <link rel="apple-touch-icon" href=look.touch_icon />
                    {bars(look.theme_light, "(prefers-color-scheme: light)")}
                    {bars(look.theme_dark, "(prefers-color-scheme: dark)")}
                }
            })}
    }
}

/// The colour of the browser's own bars. Leptos knows no `media` of `<meta>`.
fn bars(colour: String, media: &'static str) -> impl IntoView + use<> {
    leptos::html::meta().name("theme-color").content(colour).attr("media", media)
}
