//! Gathers the words of every language, compares them with English (a missing or a surplus message stops the build), and
//! turns Fluent's syntax into the plain lines that pages carry: `key=text`, as `kernel::format::Table` reads them.

#![expect(clippy::expect_used, clippy::panic, reason = "a build that cannot read its own sources must stop, saying why")]

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

/// Compared like the others, but no part of what pages carry: the words of mails, which `messaging` speaks.
const NOT_FOR_PAGES: &str = "mail";

/// What every page carries.
const COMMON: &str = "common";

/// What stands around every page; what it speaks is common, as what the kit speaks is.
const AROUND: [&str; 5] = ["frame.rs", "home.rs", "not_found.rs", "document.rs", "live"];

/// Words of these families stand wherever their page's words do, but are spoken by the frame on every page, or by the audit
/// log.
const ELSEWHERE: [(&str, &str); 6] = [("nav-", COMMON), ("role-", COMMON), ("error-", COMMON), ("paused-", COMMON), ("refusal-", COMMON), ("audit-", "audit")];

/// Each message by file and key: its text in plain lines' syntax, and the names of its placeholders.
type Messages = BTreeMap<(String, String), (String, BTreeSet<String>)>;

fn main() {
    let locales = fs::canonicalize("../../locales").expect("the folder locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    println!("cargo::rerun-if-changed=src");
    let around = AROUND.map(|part| Path::new("../../app/src").join(part));
    around.iter().for_each(|part| println!("cargo::rerun-if-changed={}", part.display()));
    let english = messages(&locales.join("en"));
    let mut kit = Kit { keys: BTreeSet::new(), families: BTreeSet::new() };
    kit.read(Path::new("src"));
    around.iter().for_each(|part| kit.read(part));
    let domains: BTreeSet<&str> = english.keys().map(|(file, key)| domain(file, key, &kit)).filter(|domain| *domain != NOT_FOR_PAGES).collect();
    let mut code = String::from(
        "/// The texts of every language by tag, each by domain, and what tells them from those of another build.\n#[cfg(not(target_arch = \"wasm32\"))]\nstatic TEXTS: &[(&str, &str, Domains)] = &[\n",
    );
    for language in sorted(&locales) {
        let tag = language.file_name().and_then(|name| name.to_str()).expect("a language tag").to_owned();
        let theirs = messages(&language);
        compare(&tag, &english, &theirs);
        let formats = language.join("formats.txt");
        let formats = fs::read_to_string(&formats)
            .unwrap_or_else(|error| panic!("{}: {error}; UPDATE_GOLDEN=1 cargo test -p kernel --test formats writes it", formats.display()));
        let mut texts: BTreeMap<&str, String> = domains.iter().map(|domain| (*domain, String::new())).collect();
        texts.entry(COMMON).or_default().push_str(&formats);
        for ((file, key), (text, _)) in &theirs {
            if let Some(lines) = texts.get_mut(domain(file, key, &kit)) {
                writeln!(lines, "{key}={text}").expect("a string");
            }
        }
        let mut hasher = DefaultHasher::new();
        texts.hash(&mut hasher);
        writeln!(code, "    ({tag:?}, \"{:016x}\", &{:?}),", hasher.finish(), texts.into_iter().collect::<Vec<_>>()).expect("a string");
    }
    code.push_str("];\n");
    writeln!(
        code,
        "/// The parts that the words of a language come in; pages carry the first and those that they need.\npub const DOMAINS: &[&str] = &{:?};",
        named(&domains)
    )
    .expect("a string");
    let out = env::var_os("OUT_DIR").expect("cargo's folder for what is made");
    fs::write(Path::new(&out).join("texts.rs"), code).expect("the generated texts");
}

fn named<'a>(domains: &BTreeSet<&'a str>) -> Vec<&'a str> {
    [COMMON].into_iter().chain(domains.iter().copied().filter(|domain| *domain != COMMON)).collect()
}

/// The messages that stand on every page, and the families of those that are found by a code.
struct Kit {
    keys: BTreeSet<String>,
    families: BTreeSet<String>,
}

impl Kit {
    fn read(&mut self, path: &Path) {
        if path.is_dir() {
            sorted(path).iter().for_each(|inner| self.read(inner));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("words/tests.rs") {
            let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            self.keys.extend(["t(", "t_args(", "find("].into_iter().flat_map(|call| literals(&text, call)));
            self.families.extend(literals(&text, "t_code(").map(|family| family + "-"));
        }
    }

    fn speaks(&self, key: &str) -> bool {
        self.keys.contains(key) || self.families.iter().any(|family| key.starts_with(family.as_str()))
    }
}

/// The string literals that are the first argument of `call`.
fn literals(text: &str, call: &str) -> impl Iterator<Item = String> {
    text.match_indices(call)
        .filter(|(at, _)| !text.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '_')))
        .filter_map(|(at, _)| text.get(at + call.len()..)?.trim_start().strip_prefix('"')?.split_once('"').map(|(literal, _)| literal.to_owned()))
}

fn domain<'a>(file: &'a str, key: &str, kit: &Kit) -> &'a str {
    if file == NOT_FOR_PAGES {
        return file;
    }
    if kit.speaks(key) {
        return COMMON;
    }
    ELSEWHERE.into_iter().find(|(family, _)| key.starts_with(family)).map_or(file, |(_, domain)| domain)
}

fn compare(tag: &str, english: &Messages, theirs: &Messages) {
    for place in english.keys().chain(theirs.keys()) {
        let (file, key) = place;
        match (english.get(place), theirs.get(place)) {
            (Some((_, wanted)), Some((_, found))) if wanted == found => {}
            (Some((_, wanted)), Some((_, found))) => panic!("locales/{tag}/{file}.ftl: {key} has the placeholders {found:?}, English has {wanted:?}"),
            (Some(_), None) => panic!("locales/{tag}/{file}.ftl lacks {key}"),
            (None, _) => panic!("locales/{tag}/{file}.ftl has {key}, which English does not"),
        }
    }
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn messages(language: &Path) -> Messages {
    let mut found = Messages::new();
    for path in sorted(language).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "ftl")) {
        let file = path.file_stem().and_then(|name| name.to_str()).expect("a file name").to_owned();
        let text = fs::read_to_string(&path).expect("a file of words");
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(_, faults)| panic!("{}: {faults:?}", path.display()));
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                other => panic!("{}: only messages and comments are understood, not {other:?}", path.display()),
            };
            let place = format!("{}: {}", path.display(), message.id.name);
            let value = message.value.unwrap_or_else(|| panic!("{place} has no text"));
            let mut names = BTreeSet::new();
            let line = plain(&value, &place, &mut names);
            assert!(!found.keys().any(|(_, known)| known == message.id.name), "{place} stands twice");
            let key = (file.clone(), message.id.name.to_owned());
            found.insert(key, (line, names));
        }
    }
    found
}

/// A text in the syntax of `kernel::format::Formats::fill`.
fn plain(pattern: &Pattern<&str>, place: &str, names: &mut BTreeSet<String>) -> String {
    let mut line = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => push_text(&mut line, value, place),
            PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => push_text(&mut line, value, place),
            PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
                names.insert(id.name.to_owned());
                write!(line, "{{{}}}", id.name).expect("a string");
            }
            PatternElement::Placeable { expression: Expression::Select { selector: InlineExpression::VariableReference { id }, variants } } => {
                names.insert(id.name.to_owned());
                write!(line, "{{{}", id.name).expect("a string");
                for variant in variants {
                    let (VariantKey::Identifier { name: form } | VariantKey::NumberLiteral { value: form }) = variant.key;
                    let form = if variant.default { "*" } else { letter(form, place) };
                    write!(line, "|{form}={}", plain(&variant.value, place, names)).expect("a string");
                }
                line.push('}');
            }
            other => panic!("{place}: only placeholders and choices by a number are understood, not {other:?}"),
        }
    }
    line
}

fn push_text(line: &mut String, text: &str, place: &str) {
    assert!(!text.contains(['{', '}', '|', '\n', '\r']), "{place} holds a brace, a bar or a second line");
    line.push_str(text);
}

/// A plural form by the letter that `kernel::format::Plural` has for it; a number as it stands.
fn letter<'a>(form: &'a str, place: &str) -> &'a str {
    match form {
        "zero" => "z",
        "one" => "o",
        "two" => "t",
        "few" => "f",
        "many" => "m",
        form if form.bytes().all(|byte| byte.is_ascii_digit()) => form,
        form => panic!("{place}: {form} is no plural form that may stand here"),
    }
}
