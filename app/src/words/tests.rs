use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use kernel::Locale;
use ui::words::DOMAINS;

use super::*;

/// The domain of each message.
fn homes() -> BTreeMap<&'static str, &'static str> {
    let lines = DOMAINS.iter().flat_map(|domain| ui::words::text(Locale::ENGLISH, domain).unwrap().lines().map(|line| (line, *domain)));
    lines.filter_map(|(line, domain)| line.split_once('=').map(|(key, _)| (key, domain))).collect()
}

/// The Rust files below a path that may be a folder or, with `.rs`, a file.
fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().flat_map(|entry| sources(&entry.unwrap().path())).collect();
    }
    let file = if path.extension().is_some() { path.to_owned() } else { path.with_extension("rs") };
    if file.extension().is_some_and(|extension| extension == "rs") && file.exists() { vec![file] } else { Vec::new() }
}

/// The first string literal after each `call`.
fn literals<'a>(text: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(call)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| text[at + call.len()..].trim_start().strip_prefix('"')?.split_once('"').map(|(literal, _)| literal))
}

/// The messages that a module's own sources speak, by domain.
fn spoken(module: &str, homes: &BTreeMap<&'static str, &'static str>) -> BTreeSet<&'static str> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    for file in sources(&root.join(module)) {
        let text = fs::read_to_string(file).unwrap();
        found.extend(["t(", "t_args("].into_iter().flat_map(|call| literals(&text, call)).filter_map(|key| homes.get(key)));
        for family in literals(&text, "t_code(") {
            let prefix = format!("{family}-");
            found.extend(homes.iter().filter(|(key, _)| key.starts_with(&prefix)).map(|(_, home)| *home));
        }
    }
    found
}

/// Every module of the app but those that know all pages.
fn modules() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let names = entries.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
    names.filter(|name| !["lib", "routes", "words", "page", "parts", "wake"].contains(&name.as_str())).collect()
}

/// A module and all whose code it uses, however far.
fn reached(module: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut reached = BTreeSet::from([module.to_owned()]);
    let mut left = vec![module.to_owned()];
    while let Some(module) = left.pop() {
        let text: String = sources(&root.join(module)).into_iter().map(|file| fs::read_to_string(file).unwrap()).collect();
        for other in modules {
            let named = ["crate::", "super::super::", "super::"].into_iter().any(|path| {
                let named = format!("{path}{other}");
                text.match_indices(&named).any(|(at, _)| !text[at + named.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            });
            if named && reached.insert(other.clone()) {
                left.push(other.clone());
            }
        }
    }
    reached
}

/// Each page's address and the module that its type stands in.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let routes = fs::read_to_string(root.join("routes.rs")).unwrap();
    let homes: BTreeMap<String, String> = sources(&root)
        .into_iter()
        .flat_map(|file| {
            let module = file.strip_prefix(&root).unwrap().components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&file).unwrap();
            literal_types(&text).map(|name| (name.to_owned(), module.clone())).collect::<Vec<_>>()
        })
        .collect();
    routes
        .lines()
        .filter_map(|line| {
            let address = line.split_once("path=path!(\"")?.1.split_once('"')?.0;
            // A module named like the function chooses among its pages.
            let module = match line.split_once("Lazy::<") {
                Some((_, rest)) => rest.split_once('>').and_then(|(name, _)| homes.get(name)).unwrap_or_else(|| panic!("{rest} was not found")).clone(),
                None => line.split_once("view={")?.1.split_once("()")?.0.to_owned(),
            };
            Some((address.to_owned(), module))
        })
        .collect()
}

/// The names of the types that a source makes public, those of lazy pages included.
fn literal_types(text: &str) -> impl Iterator<Item = &str> {
    let plain = text.split("pub struct ").skip(1).filter_map(|rest| rest.split([';', ' ', '<', '(']).next());
    let pages = text.split("lazy_page! {").skip(1).filter_map(|rest| {
        let line = rest.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with("///"))?;
        line.trim().split(',').next()
    });
    plain.chain(pages)
}

/// The table as it should be: by the first part of each page's address, what its modules and what stands around speak.
fn table() -> String {
    let (homes, modules) = (homes(), modules());
    // The navigation is drawn by the server alone, and the palette fetches its words when it is opened.
    let frame: BTreeSet<String> = modules.iter().filter(|module| !["actions", "commands"].contains(&module.as_str())).cloned().collect();
    let around: BTreeSet<&str> =
        ["frame", "not_found", "document"].into_iter().flat_map(|module| reached(module, &frame)).flat_map(|module| spoken(&module, &homes)).collect();
    let mut table: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let pages = pages();
    assert!(pages.len() > 25, "{pages:?}");
    for (address, module) in pages {
        let first = address.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
        let domains = table.entry(first).or_default();
        domains.extend(reached(&module, &modules).iter().flat_map(|module| spoken(module, &homes)).chain(around.iter().copied()));
        domains.remove(DOMAINS[0]);
    }
    let lines = table.iter().map(|(first, domains)| format!("    ({first:?}, &{:?}),\n", domains.iter().collect::<Vec<_>>()));
    format!("[\n{}]\n", lines.collect::<String>())
}

#[test]
fn every_page_gets_the_words_that_its_code_speaks() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words/spoken.in");
    let table = table();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), table, "app/src/words/spoken.in is not what the sources say; UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn an_address_that_is_not_listed_gets_every_word() {
    assert_eq!(domains_of("/no/such/page"), DOMAINS);
    assert!(domains_of("/network/interfaces/7").contains(&"network") && !domains_of("/network/interfaces/7").contains(&"security"));
    assert!(SPOKEN.iter().all(|(_, domains)| domains.iter().all(|domain| DOMAINS.contains(domain))), "SPOKEN names a domain that is none");
}

#[test]
fn the_common_words_come_first_and_once() {
    let files = files(domains_of("/no/such/page"), Locale::ENGLISH);
    assert_eq!(files.len(), DOMAINS.len());
    assert!(files[0].ends_with("/en/common"));
}

#[test]
fn pieces_that_wake_on_their_own_get_the_words_that_they_speak() {
    let homes = homes();
    let lines = [
        "live",
        "network/voice",
        "network/traffic",
        "network/interfaces/now",
        "network/interfaces/row",
        "network/interfaces/list",
        "network/interfaces/detail",
    ];
    let connection = ["live", "network/voice", "network/interfaces/now", "dashboard/customer", "dashboard/traffic", "dashboard/tiles"];
    for (path, sources) in [("/network/interfaces", &[&lines[..], &["network/chart"]].concat()), ("/dashboard", &connection.to_vec())] {
        let spoken: BTreeSet<&str> = sources.iter().flat_map(|source| spoken(source, &homes)).filter(|domain| *domain != DOMAINS[0]).collect();
        let carried: BTreeSet<&str> = crate::parts::words_at(path).unwrap().iter().copied().collect();
        assert_eq!(spoken, carried, "{path}");
    }
}
