//! Wakes a document up: as a whole, or its pieces.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::document;
use leptos::tachys::dom::body;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

/// Wakes the document up in the way that it asks for. Returns when it is awake.
///
/// # Errors
///
/// The code for it did not come.
pub async fn wake() -> Result<(), SplitLoaderError> {
    let in_parts = document().document_element().is_some_and(|root| root.has_attribute("data-parts"));
    if in_parts {
        crate::parts::wake().await;
    } else {
        whole().await?.await;
    }
    Ok(())
}

/// Everything around all pages is code of its own, which documents that wake up in parts never ask for.
#[wasm_split(app, wasm_split_path = ::leptos::wasm_split, fallible)]
fn whole() -> Result<Pin<Box<dyn Future<Output = ()>>>, SplitLoaderError> {
    Ok(Box::pin(async { leptos::mount::hydrate_from_async(body(), crate::App).await.forget() }))
}
