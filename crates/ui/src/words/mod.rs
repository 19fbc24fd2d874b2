//! The product's words: Fluent messages of the active language, looked up by key.
//!
//! The server carries the text of every language and speaks the one that the page's context names; the browser gets the
//! active one's inside the page and hands it to [`install`], so that the WebAssembly holds none.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
#[cfg(not(target_arch = "wasm32"))]
use kernel::Locale;
#[cfg(not(target_arch = "wasm32"))]
use leptos::prelude::use_context;
use unic_langid::LanguageIdentifier;

#[cfg(all(test, not(target_arch = "wasm32")))]
#[expect(clippy::unwrap_used, reason = "a test may fail")]
mod tests;

type Bundle = FluentBundle<FluentResource>;

#[cfg(not(target_arch = "wasm32"))]
include!(concat!(env!("OUT_DIR"), "/texts.rs"));

#[cfg(target_arch = "wasm32")]
static WORDS: OnceLock<Bundle> = OnceLock::new();

/// Every message of a language, as the server embeds it into a page.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn text(locale: Locale) -> &'static str {
    TEXTS.iter().find(|(tag, _)| *tag == locale.tag()).map_or("", |(_, text)| text)
}

/// What a message's placeholder is filled with.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A number, which also chooses the plural form.
    Count(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(count: i64) -> Self {
        Arg::Count(count)
    }
}

/// Makes `text` (Fluent syntax) in the language `tag` the browser's words; the first call wins.
#[cfg(target_arch = "wasm32")]
pub fn install(tag: &str, text: String) {
    WORDS.get_or_init(|| bundle(tag, text));
}

/// The language that is spoken here: the page's, or English where there is no page.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn spoken() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// The message `key` of the active language; the key itself where there is none.
#[must_use]
pub fn t(key: &str) -> String {
    find(key, None).unwrap_or_else(|| key.to_owned())
}

/// The message `key` with its placeholders filled.
#[must_use]
pub fn t_args(key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
    let mut filled = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        match value {
            Arg::Text(text) => filled.set(*name, FluentValue::from(*text)),
            Arg::Count(count) => filled.set(*name, FluentValue::from(*count)),
        }
    }
    find(key, Some(&filled)).unwrap_or_else(|| key.to_owned())
}

/// The message for a code that is only known at run time: `family-code`, or `family-unknown` where that code has no words
/// yet. Underscores in a code count as hyphens.
#[must_use]
pub fn t_code(family: &'static str, code: &str) -> String {
    let key: String = format!("{family}-{code}").chars().map(|c| if c == '_' { '-' } else { c }).collect();
    find(&key, None).unwrap_or_else(|| t(&format!("{family}-unknown")))
}

/// The message `key` of a language that need not be the active one.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn t_in(locale: Locale, key: &str) -> String {
    find_in(bundle_of(locale), key, None).unwrap_or_else(|| key.to_owned())
}

fn find(key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    find_in(words()?, key, args)
}

fn find_in(words: &Bundle, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let pattern = words.get_message(key)?.value()?;
    // Faults here are missing arguments; the text then shows the placeholder's name.
    let mut faults = Vec::new();
    Some(words.format_pattern(pattern, args, &mut faults).into_owned())
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::unnecessary_wraps, reason = "the browser may have no words yet")]
fn words() -> Option<&'static Bundle> {
    Some(bundle_of(spoken()))
}

#[cfg(not(target_arch = "wasm32"))]
fn bundle_of(locale: Locale) -> &'static Bundle {
    static BUNDLES: OnceLock<Vec<(&str, Bundle)>> = OnceLock::new();
    static NONE: OnceLock<Bundle> = OnceLock::new();
    let bundles = BUNDLES.get_or_init(|| TEXTS.iter().map(|(tag, text)| (*tag, bundle(tag, (*text).to_owned()))).collect());
    let found = bundles.iter().find(|(tag, _)| *tag == locale.tag()).map(|(_, bundle)| bundle);
    found.unwrap_or_else(|| NONE.get_or_init(|| bundle("en", String::new())))
}

#[cfg(target_arch = "wasm32")]
fn words() -> Option<&'static Bundle> {
    WORDS.get()
}

fn bundle(tag: &str, text: String) -> Bundle {
    let resource = match FluentResource::try_new(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    // The language decides which numbers take which plural form.
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse::<LanguageIdentifier>().unwrap_or_default()]);
    // Names stand in elements of their own (`<bdi>`), so the invisible marks would only get in the way of copying.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}
