//! Wakes the pages up in the browser.

use wasm_bindgen::prelude::wasm_bindgen;

/// Wakes the document up, lazy code included, and then marks it, so that styles and tests know that it is awake.
#[wasm_bindgen]
pub fn hydrate() {
    wasm_bindgen_futures::spawn_local(async {
        if app::words::ready().await.is_err() {
            leptos::logging::warn!("without its words the page stays as the server made it");
            return;
        }
        if app::wake().await.is_err() {
            // As an error of the document, which the page then says itself.
            wasm_bindgen::throw_str("the page's code did not come");
        }
        if let Some(root) = leptos::prelude::document().document_element()
            && root.set_attribute("data-hydrated", "").is_err()
        {
            leptos::logging::warn!("the document could not be marked as awake");
        }
    });
}
