//! The words of mails: Fluent messages, embedded in every language.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use kernel::Locale;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The message `key` of a language with its placeholders filled; `None` where it has none or a placeholder stays empty.
pub(super) fn say(locale: Locale, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    static BUNDLES: OnceLock<Vec<(&str, Bundle)>> = OnceLock::new();
    let bundles = BUNDLES.get_or_init(|| TEXTS.iter().map(|(tag, text)| (*tag, bundle(tag, text))).collect());
    let (_, bundle) = bundles.iter().find(|(tag, _)| *tag == locale.tag())?;
    let pattern = bundle.get_message(key)?.value()?;
    let mut faults = Vec::new();
    let said = bundle.format_pattern(pattern, Some(args), &mut faults).into_owned();
    faults.is_empty().then_some(said)
}

fn bundle(tag: &str, text: &str) -> Bundle {
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    // The language decides which numbers take which plural form.
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse::<LanguageIdentifier>().unwrap_or_default()]);
    // Some mail programs draw the invisible marks as boxes.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The text of a language as embedded.
#[cfg(test)]
pub(super) fn text(locale: Locale) -> &'static str {
    TEXTS.iter().find(|(tag, _)| *tag == locale.tag()).map_or("", |(_, text)| text)
}
