//! The languages are the folders under `locales/`: adding one is adding a folder.

#![expect(clippy::expect_used, reason = "a build that cannot read its own sources must stop")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let locales = Path::new("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let entries = fs::read_dir(locales).expect("the folder locales");
    let mut tags: Vec<String> = entries
        .map(|entry| entry.expect("an entry of locales"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("a language tag"))
        .collect();
    tags.sort();
    let mut code = String::from("/// Every language there are words for, by tag.\npub const LOCALES: &[Locale] = &[\n");
    for tag in tags {
        writeln!(code, "    Locale({tag:?}),").expect("a string");
    }
    code.push_str("];\n");
    let out = env::var_os("OUT_DIR").expect("cargo's folder for what is made");
    fs::write(Path::new(&out).join("locales.rs"), code).expect("the generated list");
}
