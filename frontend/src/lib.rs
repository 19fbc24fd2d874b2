//! Wakes the pages up in the browser.

use leptos::tachys::dom::body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the document, lazy route included, and then marks it, so that styles and tests know that it is awake.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        if app::words::ready().await.is_err() {
            leptos::logging::warn!("without its words the page stays as the server made it");
            return;
        }
        let awake = leptos::mount::hydrate_from_async(body(), app::App).await;
        if let Some(root) = leptos::prelude::document().document_element()
            && root.set_attribute("data-hydrated", "").is_err()
        {
            leptos::logging::warn!("the document could not be marked as awake");
        }
        awake.forget();
    });
}
