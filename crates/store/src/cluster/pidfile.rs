//! `postmaster.pid` and the socket's lock file: whose they are, and when they may go.

use std::fs;
use std::io;
use std::path::Path;

use super::{ClusterError, process};

/// What the file in the data folder says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PidFile {
    /// There is none, or it names a process that is gone: Postgres clears that up itself, and checks its shared memory.
    None,
    /// Our postmaster runs.
    Running(i32),
    /// It is empty, broken, or names a process that has nothing to do with us: Postgres would refuse to start.
    Stale,
}

/// Reads `postmaster.pid` in `pg`.
pub(super) fn read(pg: &Path) -> Result<PidFile, ClusterError> {
    let path = pg.join("postmaster.pid");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(PidFile::None),
        Err(source) => return Err(ClusterError::Folder { what: "read", path, source }),
    };
    Ok(match first_pid(&text) {
        Some(pid) if process::is_postmaster_of(pid, pg) => PidFile::Running(pid),
        Some(pid) if process::alive(pid) => PidFile::Stale,
        Some(_) => PidFile::None,
        None => PidFile::Stale,
    })
}

/// Removes a stale `postmaster.pid` and a stale socket with its lock file. Answers `false`, and touches nothing, while
/// processes of a killed postmaster still work in the folder.
pub(super) fn clear(pg: &Path, socket_dir: &Path, port: u16) -> Result<bool, ClusterError> {
    if read(pg)? == PidFile::Stale {
        if process::any_in(pg) {
            return Ok(false);
        }
        tracing::warn!(folder = %pg.display(), "removing a stale postmaster.pid");
        remove(&pg.join("postmaster.pid"))?;
    }
    let lock = socket_dir.join(format!(".s.PGSQL.{port}.lock"));
    if let Ok(text) = fs::read_to_string(&lock)
        && !first_pid(&text).is_some_and(|pid| process::is_postmaster_of(pid, pg))
    {
        remove(&lock)?;
        remove(&socket_dir.join(format!(".s.PGSQL.{port}")))?;
    }
    Ok(true)
}

/// The first line is the process id (miscadmin.h, LOCK_FILE_LINE_PID); a negative one marks a standalone backend.
fn first_pid(text: &str) -> Option<i32> {
    text.lines().next()?.trim().parse::<i32>().ok().map(i32::wrapping_abs).filter(|pid| *pid > 0)
}

fn remove(path: &Path) -> Result<(), ClusterError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ClusterError::Folder { what: "remove", path: path.to_owned(), source: error }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_files_go_and_dead_ones_are_left_to_postgres() {
        let dir = tempfile::tempdir().unwrap();
        let (pg, file) = (dir.path(), dir.path().join("postmaster.pid"));
        assert_eq!(read(pg).unwrap(), PidFile::None);
        for (text, verdict) in [
            (String::new(), PidFile::Stale),
            ("nonsense\n".to_owned(), PidFile::Stale),
            (format!("{}\n/elsewhere\n", std::process::id()), PidFile::Stale),
            (format!("{}\n/elsewhere\n", i32::MAX), PidFile::None),
        ] {
            fs::write(&file, &text).unwrap();
            fs::write(pg.join(".s.PGSQL.5432.lock"), &text).unwrap();
            assert_eq!(read(pg).unwrap(), verdict, "{text:?}");
            assert!(clear(pg, pg, 5432).unwrap());
            assert_eq!(file.exists(), verdict == PidFile::None, "{text:?}");
            assert!(!pg.join(".s.PGSQL.5432.lock").exists());
        }
    }
}
