//! Puts the many small modules that splitting makes into one file for each thing that is loaded at once.
//!
//! Splitting at every page leaves a module for each set of pages that share a function: several hundred, of which a page
//! needs nearly two hundred. Asked for one by one they cost more in headers and round trips than in code, and compress
//! badly. A pack holds what a page needs and what the frame around all pages does not hold already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// What every other pack needs.
const CORE: &str = "core";

/// The frame, the router and what pages share: loaded before every page.
const FRAME: &str = "app";

/// Pieces of pages that wake up without the frame: such a pack brings along everything but the core.
const ALONE: [&str; 3] = ["connection", "lines", "traffic"];

/// Asked for by code of either of these packs, the second by the beginning of its name: what both ways here have loaded is there.
const LATE: (&str, [&str; 2]) = ("drawing", ["traffic", "__interface_route"]);

/// What at least this many pages use comes with the frame. Less makes the first page heavier, more makes pages bring along
/// what the one before had.
const SHARED_BY: usize = 18;

/// What a pack holds: its name, the pack that has to be loaded before, its modules in the order in which they are made.
#[derive(Debug, PartialEq, Eq)]
pub struct Pack {
    name: String,
    before: Option<&'static str>,
    modules: Vec<String>,
    /// The code asks for it by name.
    asked_for: bool,
}

/// Plans the packs of `needs`: for each split, the modules that it needs, its own last. A pack stands after the one that it
/// needs.
pub fn plan(needs: &BTreeMap<String, Vec<String>>) -> Result<Vec<Pack>> {
    let of = |name: &str| needs.get(name).with_context(|| format!("nothing is split off as {name}"));
    let mut core: BTreeSet<&str> = of(FRAME)?.iter().map(String::as_str).collect();
    for name in ALONE {
        let pieces: BTreeSet<&str> = of(name)?.iter().map(String::as_str).collect();
        core = core.intersection(&pieces).copied().collect();
    }
    let mut users: BTreeMap<&str, usize> = BTreeMap::new();
    for module in needs.values().flatten() {
        *users.entry(module).or_default() += 1;
    }
    let common = users.iter().filter(|(_, users)| **users >= SHARED_BY).map(|(module, _)| *module);
    let framed: BTreeSet<&str> = of(FRAME)?.iter().map(String::as_str).chain(common).collect();

    let pack = |name: &str, before, modules: Vec<&str>| Pack {
        name: name.to_owned(),
        before,
        modules: modules.into_iter().map(str::to_owned).collect(),
        asked_for: name != CORE,
    };
    // Its own module stands last.
    let own = of(FRAME)?.last().map(String::as_str);
    let frame = framed.iter().copied().filter(|module| !core.contains(module) && Some(*module) != own).chain(own).collect();
    let mut packs = vec![pack(CORE, None, core.iter().copied().collect()), pack(FRAME, Some(CORE), frame)];
    let beside: BTreeSet<&str> = of(LATE.1[0])?.iter().map(String::as_str).collect();
    let page = needs.iter().find(|(name, _)| name.starts_with(LATE.1[1])).with_context(|| format!("nothing is split off as {}", LATE.1[1]))?.1;
    let late: BTreeSet<&str> = page.iter().map(String::as_str).chain(framed.iter().copied()).filter(|module| beside.contains(module)).collect();
    for (name, modules) in needs.iter().filter(|(name, _)| *name != FRAME) {
        let (before, there) = match name.as_str() {
            name if name == LATE.0 => (CORE, &late),
            name if ALONE.contains(&name) => (CORE, &core),
            _ => (FRAME, &framed),
        };
        let modules = modules.iter().map(String::as_str).filter(|module| !there.contains(module) && !core.contains(module)).collect();
        packs.push(pack(name, Some(before), modules));
    }
    Ok(packs)
}

/// Writes each pack's file from the modules in `folder`, and the text of the script that loads them; the modules are then
/// removed. `shared` are the names that all modules take from the first, as the splitter wrote them.
///
/// A pack's file is, little-endian: how many modules (u32), each module's number and length (u32, u32), the modules.
pub fn write(packs: &[Pack], folder: &Path, main_module: &str, shared: &str) -> Result<String> {
    let loader = include_str!("loader.js").replace("SHARED", shared.trim().trim_end_matches(','));
    let mut script = format!("import {{ initSync }} from \"{main_module}\";\n{loader}");
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for pack in packs {
        let (mut head, mut body) = (u32::try_from(pack.modules.len())?.to_le_bytes().to_vec(), Vec::new());
        for module in &pack.modules {
            let next = u32::try_from(numbers.len())?;
            let number = *numbers.entry(module).or_insert(next);
            let part = fs::read(folder.join(module).with_extension("wasm")).with_context(|| format!("reading {module}"))?;
            head.extend(number.to_le_bytes());
            head.extend(u32::try_from(part.len())?.to_le_bytes());
            body.extend(part);
        }
        let Pack { name, before, asked_for, .. } = pack;
        head.extend(body);
        fs::write(folder.join(name).with_extension("bin"), head)?;
        script.push_str(&format!("const {name} = pack(\"{name}\", {});\n", before.unwrap_or("undefined")));
        if *asked_for {
            script.push_str(&format!("export const __wasm_split_load_{name} = told({name});\n"));
        }
    }
    for module in numbers.keys() {
        fs::remove_file(folder.join(module).with_extension("wasm"))?;
    }
    Ok(script)
}

/// The names that all modules take from the first, out of the script that the splitter wrote.
pub fn shared(script: &str) -> Result<&str> {
    let (before, after) = script.split_once("} = initSync(").context("the splitter's script makes no first module")?;
    ensure!(!after.contains("initSync("), "the splitter's script makes two first modules");
    before.rsplit_once('{').map(|(_, names)| names).context("the splitter's script names nothing that modules share")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(of: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        of.iter().map(|(name, modules)| ((*name).to_owned(), modules.iter().map(|module| (*module).to_owned()).collect())).collect()
    }

    fn modules(packs: &[Pack], name: &str) -> Vec<String> {
        packs.iter().find(|pack| pack.name == name).map(|pack| pack.modules.clone()).unwrap_or_default()
    }

    const PIECES: [(&str, &[&str]); 6] = [
        ("__interface_route_1", &["chunk_0", "chunk_3", "split_interface"]),
        ("app", &["chunk_0", "chunk_1", "split_app"]),
        ("connection", &["chunk_0", "chunk_1", "split_connection"]),
        ("drawing", &["chunk_0", "chunk_1", "chunk_3", "chunk_4", "split_drawing"]),
        ("lines", &["chunk_0", "chunk_2", "split_lines"]),
        ("traffic", &["chunk_0", "chunk_3", "split_traffic"]),
    ];

    #[test]
    fn each_pack_brings_what_those_before_it_have_not() {
        let mut all = needs(&PIECES);
        all.extend(needs(&[("one", &["chunk_0", "chunk_1", "chunk_2", "split_one"]), ("same", &[])]));
        let packs = plan(&all).unwrap();
        assert_eq!(modules(&packs, "core"), ["chunk_0"]);
        assert_eq!(modules(&packs, "app"), ["chunk_1", "split_app"]);
        assert_eq!(modules(&packs, "lines"), ["chunk_2", "split_lines"]);
        assert_eq!(modules(&packs, "connection"), ["chunk_1", "split_connection"], "it is loaded without the frame");
        assert_eq!(modules(&packs, "one"), ["chunk_2", "split_one"]);
        assert!(modules(&packs, "same").is_empty());
        assert_eq!(modules(&packs, "drawing"), ["chunk_1", "chunk_4", "split_drawing"], "chunk_3 is there by both ways, chunk_1 by one");
        let order: Vec<(&str, Option<&str>)> = packs.iter().map(|pack| (pack.name.as_str(), pack.before)).collect();
        assert_eq!(order[..2], [("core", None), ("app", Some("core"))]);
        let pages = [
            ("__interface_route_1", "app"),
            ("connection", "core"),
            ("drawing", "core"),
            ("lines", "core"),
            ("one", "app"),
            ("same", "app"),
            ("traffic", "core"),
        ];
        assert_eq!(order[2..], pages.map(|(name, before)| (name, Some(before))));
    }

    #[test]
    fn what_many_pages_share_comes_with_the_frame() {
        let mut all = needs(&PIECES);
        for page in 0..SHARED_BY {
            all.insert(format!("page{page}"), vec!["chunk_9".to_owned(), format!("split_page{page}")]);
        }
        assert_eq!(modules(&plan(&all).unwrap(), "app"), ["chunk_1", "chunk_9", "split_app"]);
        assert_eq!(modules(&plan(&all).unwrap(), "page0"), ["split_page0"]);
        all.remove("page0");
        assert_eq!(modules(&plan(&all).unwrap(), "page1"), ["chunk_9", "split_page1"]);
        assert!(plan(&needs(&[("one", &["split_one"])])).is_err(), "without a frame there is no plan");
    }

    #[test]
    fn what_modules_share_is_read_from_the_splitters_script() {
        let script = "import { initSync } from \"./app.js\";\nconst { a, b,  } = initSync(undefined, undefined);\n";
        assert_eq!(shared(script).ok(), Some(" a, b,  "));
        assert!(shared("nothing").is_err());
    }
}
