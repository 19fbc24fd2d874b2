//! The product's words: Fluent messages of the active language, looked up by key.
//!
//! The server carries the text of every language; the browser gets the active one's inside the page and hands it to
//! [`install`], so that the WebAssembly holds none.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

#[cfg(all(test, not(target_arch = "wasm32")))]
#[expect(clippy::unwrap_used, reason = "a test may fail")]
mod tests;

static WORDS: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();

/// Every English message, as the server embeds it into a page.
#[cfg(not(target_arch = "wasm32"))]
pub const ENGLISH: &str = concat!(
    include_str!("../../../../locales/en/common.ftl"),
    "\n",
    include_str!("../../../../locales/en/network.ftl"),
    "\n",
    include_str!("../../../../locales/en/tenancy.ftl"),
);

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

/// Makes `text` (Fluent syntax) the browser's words; the first call wins.
pub fn install(text: String) {
    WORDS.get_or_init(|| bundle(text));
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

fn find(key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let words = words()?;
    let pattern = words.get_message(key)?.value()?;
    // Faults here are missing arguments; the text then shows the placeholder's name.
    let mut faults = Vec::new();
    Some(words.format_pattern(pattern, args, &mut faults).into_owned())
}

#[cfg(not(target_arch = "wasm32"))]
fn words() -> Option<&'static FluentBundle<FluentResource>> {
    Some(WORDS.get_or_init(|| bundle(ENGLISH.to_owned())))
}

#[cfg(target_arch = "wasm32")]
fn words() -> Option<&'static FluentBundle<FluentResource>> {
    WORDS.get()
}

fn bundle(text: String) -> FluentBundle<FluentResource> {
    let resource = match FluentResource::try_new(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::default()]);
    // Names stand in elements of their own (`<bdi>`), so the invisible marks would only get in the way of copying.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}
