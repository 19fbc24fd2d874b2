//! Which words a page needs, and how they come into the browser: files of the active language, one for each domain, named
//! by their content and kept for ever. The document names those of its own page early, so that they arrive beside the
//! code; a page that is opened later fetches what it lacks before its code.

/// The domains (see [`ui::words::DOMAINS`]) that pages below an address speak of besides the common ones, by the address's
/// first part; found out from their sources by a test, which writes this file with `UPDATE_GOLDEN=1 cargo test -p app words`.
/// An address that is not listed gets all of them.
const SPOKEN: &[(&str, &[&str])] = &include!("words/spoken.in");

/// The domains whose words the page at `path` speaks.
#[must_use]
pub fn domains_of(path: &str) -> &'static [&'static str] {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    SPOKEN.iter().find(|(address, _)| *address == first).map_or(ui::words::DOMAINS, |(_, domains)| domains)
}

/// The address of a file of words.
#[cfg(feature = "ssr")]
#[must_use]
pub fn address(locale: kernel::Locale, domain: &str) -> String {
    format!("/words/{}/{locale}/{domain}", ui::words::version(locale))
}

/// Every language to choose from: its tag and its own name.
#[cfg(feature = "ssr")]
pub(crate) fn languages() -> Vec<(String, String)> {
    let named = |locale: kernel::Locale| (locale.tag().to_owned(), ui::words::t_in(locale, "language-name"));
    kernel::LOCALES.iter().copied().map(named).collect()
}

/// What stands in place of a page that is refused: by its status, or by a code that says more.
#[cfg(feature = "ssr")]
#[must_use]
pub fn refusal(locale: kernel::Locale, code: &str) -> String {
    ui::words::t_code_in(locale, "refusal", code)
}

/// The files of these domains, the common one first.
#[cfg(feature = "ssr")]
pub(crate) fn files(domains: &[&str], locale: kernel::Locale) -> Vec<String> {
    let first = ui::words::DOMAINS.iter().take(1);
    let more = domains.iter().filter(|domain| !first.clone().any(|first| first == *domain));
    first.clone().chain(more).map(|domain| address(locale, domain)).collect()
}

#[cfg(not(all(feature = "hydrate", target_arch = "wasm32")))]
#[expect(clippy::unused_async, reason = "only browsers have to wait")]
pub(crate) async fn fetch_for(_path: &str) {}

#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
pub(crate) use browser::fetch_for;
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
pub use browser::ready;

#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
mod browser {
    use std::cell::RefCell;

    use leptos::prelude::{document, window};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    thread_local! {
        /// The files that were taken in.
        static HERE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    /// Takes in the words that the document names. Without them no page may wake up: it would speak in keys.
    pub async fn ready() -> Result<(), JsValue> {
        let links = document().query_selector_all("link[data-words]")?;
        for at in 0..links.length() {
            let link = links.get(at).and_then(|link| link.dyn_into::<web_sys::Element>().ok());
            if let Some(address) = link.and_then(|link| link.get_attribute("href")) {
                fetch(address).await?;
            }
        }
        Ok(())
    }

    /// Takes in what the page at `path` lacks. Where that fails the browser loads the page from the server, which always
    /// speaks.
    pub async fn fetch_for(path: &str) {
        let Some(folder) = HERE.with_borrow(|here| here.first().and_then(|common| common.rsplit_once('/')).map(|(folder, _)| folder.to_owned())) else {
            return;
        };
        for domain in super::domains_of(path) {
            let address = format!("{folder}/{domain}");
            if !HERE.with_borrow(|here| here.contains(&address)) && fetch(address).await.is_err() && window().location().assign(path).is_err() {
                leptos::logging::warn!("the words of this page could not be loaded");
            }
        }
    }

    async fn fetch(address: String) -> Result<(), JsValue> {
        let response: web_sys::Response = JsFuture::from(window().fetch_with_str(&address)).await?.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        HERE.with_borrow_mut(|here| {
            // Two navigations may have asked for it at once.
            if !here.contains(&address) {
                ui::words::install(text);
                here.push(address);
            }
        });
        Ok(())
    }
}

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]
mod tests;
