//! Gathers the words of every language and compares them with English: a missing or a surplus message stops the build.

#![expect(clippy::expect_used, clippy::panic, reason = "a build that cannot read its own sources must stop, saying why")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Compared like the others, but no part of what pages carry: the words of mails, which `messaging` speaks.
const NOT_FOR_PAGES: &str = "mail.ftl";

fn main() {
    let locales = fs::canonicalize("../../locales").expect("the folder locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let languages = sorted(&locales);
    let english = keys(&locales.join("en"));
    let mut code = String::from("/// The words of every language, by tag, in the order of [`kernel::LOCALES`].\nstatic TEXTS: &[(&str, &str)] = &[\n");
    for language in &languages {
        let tag = language.file_name().and_then(|name| name.to_str()).expect("a language tag");
        let theirs = keys(language);
        for (file, key) in english.keys().chain(theirs.keys()) {
            let place = (file.clone(), key.clone());
            match (english.get(&place), theirs.get(&place)) {
                (Some(wanted), Some(found)) if wanted == found => {}
                (Some(wanted), Some(found)) => panic!("locales/{tag}/{file}: {key} has the placeholders {found:?}, English has {wanted:?}"),
                (Some(_), None) => panic!("locales/{tag}/{file} lacks {key}"),
                (None, _) => panic!("locales/{tag}/{file} has {key}, which English does not"),
            }
        }
        write!(code, "    ({tag:?}, concat!(").expect("a string");
        for file in sorted(language).into_iter().filter(|file| !file.ends_with(NOT_FOR_PAGES)) {
            write!(code, "include_str!({:?}), \"\\n\", ", file.display()).expect("a string");
        }
        code.push_str(")),\n");
    }
    code.push_str("];\n");
    let out = env::var_os("OUT_DIR").expect("cargo's folder for what is made");
    fs::write(Path::new(&out).join("texts.rs"), code).expect("the generated texts");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// Each message's file and key, with the names of its placeholders, sorted.
fn keys(language: &Path) -> BTreeMap<(String, String), Vec<String>> {
    let mut found: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for path in sorted(language) {
        let file = path.file_name().and_then(|name| name.to_str()).expect("a file name").to_owned();
        let text = fs::read_to_string(&path).expect("a file of words");
        let mut current: Option<(String, String)> = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_lowercase())) {
                let place = (file.clone(), key.to_owned());
                assert!(found.insert(place.clone(), Vec::new()).is_none(), "{}: {key} stands twice", path.display());
                current = Some(place);
            }
            let Some(names) = current.as_ref().and_then(|place| found.get_mut(place)) else { continue };
            for (at, _) in line.match_indices('$') {
                let name: String =
                    line.chars().skip(line.get(..=at).map_or(0, |before| before.chars().count())).take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names.sort();
        }
    }
    found
}
