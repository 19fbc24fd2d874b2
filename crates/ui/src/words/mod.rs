//! The product's words: messages of the active language, looked up by key.
//!
//! The server carries the texts of every language and speaks the one that the page's context names. The browser fetches the
//! active one's, those of the page's own domains only, and hands them to [`install`]: the WebAssembly holds none.

use std::sync::OnceLock;
#[cfg(target_arch = "wasm32")]
use std::sync::RwLock;

#[cfg(not(target_arch = "wasm32"))]
use kernel::Locale;
use kernel::format::{Formats, Table};
#[cfg(not(target_arch = "wasm32"))]
use leptos::prelude::use_context;

pub use kernel::format::Value as Arg;

#[cfg(all(test, not(target_arch = "wasm32")))]
#[expect(clippy::unwrap_used, reason = "a test may fail")]
mod tests;

/// The texts of a language, each with its domain's name.
#[cfg(not(target_arch = "wasm32"))]
type Domains = &'static [(&'static str, &'static str)];

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// What every page carries: the words of the frame and the kit, and how the language writes numbers and dates.
#[cfg(target_arch = "wasm32")]
static COMMON: OnceLock<Table> = OnceLock::new();

/// The words of the domains that were visited.
#[cfg(target_arch = "wasm32")]
static MORE: RwLock<Table> = RwLock::new(Table::empty());

static NOTHING: Table = Table::empty();

/// The words of one domain (see [`DOMAINS`]) as browsers fetch them; `None` where there is no such domain.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn text(locale: Locale, domain: &str) -> Option<&'static str> {
    let (_, _, domains) = TEXTS.iter().find(|(tag, ..)| *tag == locale.tag())?;
    domains.iter().find(|(name, _)| *name == domain).map(|(_, text)| *text)
}

/// What tells the words of a language from those of another build.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn version(locale: Locale) -> &'static str {
    TEXTS.iter().find(|(tag, ..)| *tag == locale.tag()).map_or("", |(_, version, _)| *version)
}

/// Takes in the words of one domain. The first of all must be the common ones.
#[cfg(target_arch = "wasm32")]
pub fn install(text: String) {
    let text: &'static str = text.leak();
    if COMMON.get().is_none() {
        let mut table = Table::empty();
        table.add(text);
        COMMON.get_or_init(|| table);
    } else if let Ok(mut more) = MORE.write() {
        more.add(text);
    }
}

/// The language that is spoken here: the page's, or English where there is no page.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn spoken() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// How the active language writes numbers and dates.
#[must_use]
pub fn formats() -> Formats<'static> {
    #[cfg(not(target_arch = "wasm32"))]
    let table = table_of(spoken());
    #[cfg(target_arch = "wasm32")]
    let table = COMMON.get().unwrap_or(&NOTHING);
    Formats::new(table)
}

/// The message `key` of the active language; the key itself where there is none.
#[must_use]
pub fn t(key: &str) -> String {
    find(key).unwrap_or(key).to_owned()
}

/// The message `key` with its placeholders filled.
#[must_use]
pub fn t_args(key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
    find(key).map_or_else(|| key.to_owned(), |pattern| formats().fill(pattern, args))
}

/// The message for a code that is only known at run time: `family-code`, or `family-unknown` where that code has no words
/// yet. Underscores in a code count as hyphens.
#[must_use]
pub fn t_code(family: &'static str, code: &str) -> String {
    let key: String = format!("{family}-{code}").chars().map(|c| if c == '_' { '-' } else { c }).collect();
    find(&key).map_or_else(|| t(&format!("{family}-unknown")), str::to_owned)
}

/// The message `key` of a language that need not be the active one.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn t_in(locale: Locale, key: &str) -> String {
    table_of(locale).get(key).unwrap_or(key).to_owned()
}

/// The message for a code in a language that need not be the active one, as [`t_code`] finds it.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn t_code_in(locale: Locale, family: &'static str, code: &str) -> String {
    let table = table_of(locale);
    let key = format!("{family}-{code}");
    table.get(&key).or_else(|| table.get(&format!("{family}-unknown"))).map_or(key, str::to_owned)
}

/// Whether the active language is written from right to left.
pub(crate) fn is_right_to_left() -> bool {
    find("language-direction") == Some("rtl")
}

#[cfg(not(target_arch = "wasm32"))]
fn find(key: &str) -> Option<&'static str> {
    table_of(spoken()).get(key)
}

#[cfg(target_arch = "wasm32")]
fn find(key: &str) -> Option<&'static str> {
    COMMON.get()?.get(key).or_else(|| MORE.read().ok()?.get(key))
}

#[cfg(not(target_arch = "wasm32"))]
fn table_of(locale: Locale) -> &'static Table {
    static TABLES: OnceLock<Vec<(&str, Table)>> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        let table = |domains: &[(&str, &'static str)]| {
            let mut table = Table::empty();
            domains.iter().for_each(|(_, text)| table.add(text));
            table
        };
        TEXTS.iter().map(|(tag, _, domains)| (*tag, table(domains))).collect()
    });
    tables.iter().find(|(tag, _)| *tag == locale.tag()).map_or(&NOTHING, |(_, table)| table)
}
