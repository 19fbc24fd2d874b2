//! Gathers the words of mails in every language. That each language has all of them is checked where the pages' words are
//! gathered (`ui/build.rs`).

#![expect(clippy::expect_used, reason = "a build that cannot read its own sources must stop")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// Of the frame's words only the direction of writing is used.
const FILES: [&str; 2] = ["common.ftl", "mail.ftl"];

fn main() {
    let locales = fs::canonicalize("../../locales").expect("the folder locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut languages: Vec<_> = fs::read_dir(&locales).expect("the folder locales").map(|entry| entry.expect("an entry of locales").path()).collect();
    languages.sort();
    let mut code = String::from("/// The words of every language, by tag.\nstatic TEXTS: &[(&str, &str)] = &[\n");
    for language in languages.iter().filter(|path| path.is_dir()) {
        let tag = language.file_name().and_then(|name| name.to_str()).expect("a language tag");
        write!(code, "    ({tag:?}, concat!(").expect("a string");
        for file in FILES {
            write!(code, "include_str!({:?}), \"\\n\", ", language.join(file).display()).expect("a string");
        }
        code.push_str(")),\n");
    }
    code.push_str("];\n");
    let out = env::var_os("OUT_DIR").expect("cargo's folder for what is made");
    fs::write(Path::new(&out).join("texts.rs"), code).expect("the generated texts");
}
