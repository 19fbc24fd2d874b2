//! Turns the frontend's wasm into what browsers load: split at lazy routes, bound to JavaScript, optimised, put
//! into packs, compressed.
//!
//! `bundler <frontend.wasm> <site folder> <folder of tools>` writes `<site>/pkg/<hash>/…` and `<site>/pkg/current`
//! holding that hash. The hash of the input names the folder, so every file in it can be cached for ever and all the
//! relative imports between chunks stay as the tools wrote them. See docs/decisions/0002.

mod packs;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

/// Base name of the files; `server` tells Leptos the same. Tenants' customers see it: the platform's name has no place here.
const NAME: &str = "app";
/// The script of the first module, as the others name it.
const MAIN: &str = "./app.js";
/// Leptos looks for exactly this name when file names carry no hashes.
const LINK: &str = "./__wasm_split.______________________.js";

/// Goes into the folder's hash: changed with what is made of the same input.
const RECIPE: &[u8] = b"8";

fn main() -> Result<()> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(input), Some(site), Some(tools)) = (args.next(), args.next(), args.next()) else {
        bail!("usage: bundler <frontend.wasm> <site folder> <folder of tools>");
    };
    let wasm = fs::read(&input).with_context(|| format!("reading {}", input.display()))?;
    let hash = hex::encode(Sha256::new().chain_update(RECIPE).chain_update(&wasm).finalize()).chars().take(16).collect::<String>();
    let packages = site.join("pkg");
    let target = packages.join(&hash);
    if !target.join("complete").exists() {
        build(&wasm, &target, &tools)?;
    }
    fs::write(packages.join("current"), &hash)?;
    for entry in fs::read_dir(&packages)? {
        let path = entry?.path();
        if path.is_dir() && path != target {
            fs::remove_dir_all(&path)?;
        }
    }
    println!("bundler: {}", target.display());
    Ok(())
}

fn build(wasm: &[u8], target: &Path, tools: &Path) -> Result<()> {
    if target.exists() {
        fs::remove_dir_all(target)?;
    }
    fs::create_dir_all(target)?;
    let main_module = target.join("main_before_binding.wasm");
    let link = target.join(LINK.trim_start_matches("./"));
    let needs = {
        let mut options = wasm_split_cli_support::Options::new(wasm);
        options.output_dir = target;
        options.main_out_path = &main_module;
        options.main_module = MAIN;
        options.link_name = LINK;
        wasm_split_cli_support::transform(options).map_err(|error| anyhow::anyhow!("splitting: {error:?}"))?.prefetch_map
    };
    // No manifest of what to load early: leptos_integration_utils 0.8.9 reads it after an await and then puts the links of
    // one request's page into another's (docs/decisions/0002).

    wasm_bindgen_cli_support::Bindgen::new()
        .web(true)?
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(false)
        .input_path(&main_module)
        .out_name(NAME)
        .generate(target)
        .context("wasm-bindgen")?;
    fs::remove_file(&main_module)?;

    let modules: Vec<PathBuf> = files(target)?.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "wasm")).collect();
    optimise(&modules, &tools.join("optimise.mjs"))?;
    let packs = packs::plan(&needs.into_iter().collect())?;
    let script = packs::write(&packs, target, MAIN, packs::shared(&fs::read_to_string(&link)?)?)?;
    fs::write(&link, script)?;
    for script in [&link, &target.join(MAIN.trim_start_matches("./"))] {
        minify(script, &tools.join("node_modules/.bin/esbuild"))?;
    }
    for path in files(target)? {
        if path.extension().is_some_and(|extension| extension == "wasm" || extension == "js" || extension == "bin") {
            compress(&path)?;
        }
    }
    fs::write(target.join("complete"), [])?;
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// One process for each processor, which takes its share of the modules: starting the program takes longer than most do.
fn optimise(modules: &[PathBuf], script: &Path) -> Result<()> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut started = Vec::new();
    for worker in 0..workers {
        let share = modules.iter().skip(worker).step_by(workers);
        let child = Command::new("node").arg(script).args(share).spawn();
        started.push(child.with_context(|| format!("starting node with {}", script.display()))?);
    }
    for mut worker in started {
        let status = worker.wait()?;
        ensure!(status.success(), "optimising modules failed: {status}");
    }
    Ok(())
}

fn minify(path: &Path, esbuild: &Path) -> Result<()> {
    let mut out = std::ffi::OsString::from("--outfile=");
    out.push(path);
    let status = Command::new(esbuild)
        .args(["--minify", "--format=esm", "--target=chrome111,firefox121,safari16.4", "--allow-overwrite", "--log-level=error"])
        .arg(path)
        .arg(out)
        .status()
        .with_context(|| format!("starting {}", esbuild.display()))?;
    ensure!(status.success(), "esbuild failed on {}: {status}", path.display());
    Ok(())
}

fn compress(path: &Path) -> Result<()> {
    let bytes = fs::read(path)?;
    let with_suffix = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let mut brotli = brotli::CompressorWriter::new(fs::File::create(with_suffix(".br"))?, 64 * 1024, 11, 22);
    brotli.write_all(&bytes)?;
    brotli.flush()?;
    drop(brotli);
    let mut gzip = flate2::write::GzEncoder::new(fs::File::create(with_suffix(".gz"))?, flate2::Compression::best());
    gzip.write_all(&bytes)?;
    gzip.finish()?;
    Ok(())
}
