//! Finds PostgreSQL's programs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::ClusterError;

/// The oldest major version that the schema works on.
pub(crate) const OLDEST: u32 = 15;

/// A folder with `postgres` and `initdb` of one major version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) dir: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

/// The programs to use: from `setting` alone when given, else the newest that is installed; of exactly the version
/// `made_by` when data exist already.
pub(super) fn find(setting: Option<&Path>, made_by: Option<u32>) -> Result<Binaries, ClusterError> {
    let places = setting.map_or_else(usual_places, |dir| vec![dir.to_owned()]);
    let found: Vec<Binaries> = places.iter().filter_map(|dir| inspect(dir)).collect();
    choose(&found, made_by).ok_or_else(|| {
        let mut looked = String::new();
        for dir in &places {
            let what = found.iter().find(|binaries| &binaries.dir == dir).map_or("nothing".to_owned(), |binaries| binaries.major.to_string());
            // Writing into a string does not fail.
            write!(looked, "{}{}: {what}", if looked.is_empty() { "" } else { ", " }, dir.display()).unwrap_or_default();
        }
        ClusterError::NoBinaries { wanted: made_by.map_or(format!("{OLDEST} or newer"), |major| format!("{major} (which made the data)")), looked }
    })
}

fn choose(found: &[Binaries], made_by: Option<u32>) -> Option<Binaries> {
    found
        .iter()
        .filter(|binaries| made_by.map_or(binaries.major >= OLDEST, |major| binaries.major == major))
        // The first of the newest: places are listed in the order of preference.
        .rev()
        .max_by_key(|binaries| binaries.major)
        .cloned()
}

/// Where distributions put them (Debian, then Red Hat), then the search path.
fn usual_places() -> Vec<PathBuf> {
    let mut places = Vec::new();
    for (parent, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")] {
        let Ok(entries) = std::fs::read_dir(parent) else { continue };
        places.extend(entries.flatten().filter_map(|entry| {
            let digits = entry.file_name().to_str()?.strip_prefix(prefix)?.to_owned();
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| entry.path().join("bin"))
        }));
    }
    places.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    places
}

fn inspect(dir: &Path) -> Option<Binaries> {
    if !dir.join("initdb").is_file() || !dir.join("postgres").is_file() {
        return None;
    }
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    Some(Binaries { dir: dir.to_owned(), major: major(std::str::from_utf8(&output.stdout).ok()?)? })
}

/// Reads `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`, `… 19devel`, `… 18beta1`.
fn major(version: &str) -> Option<u32> {
    let (_, rest) = version.split_once("(PostgreSQL) ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 19devel"), Some(19));
        assert_eq!(major("psql 15"), None);
    }

    #[test]
    fn the_newest_fitting_one_is_chosen() {
        let of = |dir: &str, major| Binaries { dir: dir.into(), major };
        let found = [of("/a", 13), of("/b", 16), of("/c", 15), of("/d", 16)];
        assert_eq!(choose(&found, None), Some(of("/b", 16)));
        assert_eq!(choose(&found, Some(15)), Some(of("/c", 15)));
        assert_eq!(choose(&found, Some(17)), None);
        assert_eq!(choose(&found[..1], None), None);
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let error = find(Some(Path::new("/nowhere")), None).unwrap_err().to_string();
        assert!(error.contains("/nowhere") && error.contains("15 or newer"), "{error}");
    }
}
