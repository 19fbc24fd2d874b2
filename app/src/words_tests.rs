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

/// The domains that a module's sources speak, each with one of the messages that say so.
fn spoken(module: &str, homes: &BTreeMap<&'static str, &'static str>) -> BTreeMap<&'static str, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    for file in sources(&root.join(module)) {
        let text = fs::read_to_string(file).unwrap();
        let plain = ["t(", "t_args("].into_iter().flat_map(|call| literals(&text, call)).filter_map(|key| homes.get(key).map(|home| (*home, key.to_owned())));
        let families = literals(&text, "t_code(").flat_map(|family| {
            let prefix = format!("{family}-");
            homes.iter().filter(move |(key, _)| key.starts_with(&prefix)).map(|(key, home)| (*home, (*key).to_owned()))
        });
        found.extend(plain.chain(families));
    }
    found
}

/// The modules of the app whose code a module's own uses.
fn used(module: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let texts: String = sources(&root.join(module)).into_iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    modules.iter().filter(|other| texts.contains(&format!("crate::{other}::")) || texts.contains(&format!("super::{other}::"))).cloned().collect()
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
            let name = line.split_once("Lazy::<")?.1.split_once('>')?.0;
            Some((address.to_owned(), homes.get(name).unwrap_or_else(|| panic!("{name} was not found")).clone()))
        })
        .collect()
}

fn literal_types(text: &str) -> impl Iterator<Item = &str> {
    text.split("pub struct ").skip(1).filter_map(|rest| rest.split([';', ' ', '<', '(']).next())
}

#[test]
fn every_page_gets_the_words_that_its_code_speaks() {
    let homes = homes();
    let pages = pages();
    assert!(pages.len() > 25, "{pages:?}");
    let modules: BTreeSet<String> = pages.iter().map(|(_, module)| module.clone()).collect();
    for (address, module) in pages {
        let given = domains_of(&address);
        let parts = [module.clone()].into_iter().chain(used(&module, &modules));
        for (domain, key) in parts.flat_map(|module| spoken(&module, &homes)) {
            assert!(domain == DOMAINS[0] || given.contains(&domain), "{address} ({module}) speaks {key} of {domain}: add it to SPOKEN in app/src/words.rs");
        }
    }
}

#[test]
fn what_stands_around_every_page_speaks_common_words_only() {
    let homes = homes();
    for module in ["frame", "home", "live", "not_found", "document", "routes", "page"] {
        let domains = spoken(module, &homes);
        assert!(domains.keys().all(|domain| *domain == DOMAINS[0]), "{module}: {domains:?}");
    }
}

#[test]
fn an_address_that_is_not_listed_gets_every_word() {
    assert_eq!(domains_of("/no/such/page"), DOMAINS);
    assert_eq!(domains_of("/network/interfaces/7"), ["network"]);
    assert!(SPOKEN.iter().all(|(_, domains)| domains.iter().all(|domain| DOMAINS.contains(domain))), "SPOKEN names a domain that is none");
}

#[cfg(feature = "ssr")]
#[test]
fn the_common_words_come_first_and_once() {
    let files = files_for("/no/such/page", Locale::ENGLISH);
    assert_eq!(files.len(), DOMAINS.len());
    assert!(files[0].ends_with("/en/common"));
}
