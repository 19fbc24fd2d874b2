//! Makes a new cluster: beside its place, then moved there in one step, so that a half-made one is never taken for whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::account::{Account, become_it};
use super::binaries::Binaries;
use super::{ClusterError, SUPERUSER};

/// Appended to the fresh `postgresql.conf`; an operator may change it there. For a box that the server shares.
const SETTINGS: &str = "
# Lastmile's own cluster. Settings that the server depends on are given on the command line and win over this file.
shared_buffers = 256MB
work_mem = 8MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
min_wal_size = 128MB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
# One query over a year of partitions takes a lock on each.
max_locks_per_transaction = 256
autovacuum_naptime = 20s
timezone = 'UTC'
log_timezone = 'UTC'
";

/// The major version that made the data in `pg`; `None` where there is no cluster yet.
pub(super) fn made_by(pg: &Path) -> Result<Option<u32>, ClusterError> {
    if !pg.exists() {
        return Ok(None);
    }
    let version = fs::read_to_string(pg.join("PG_VERSION")).ok().and_then(|text| text.trim().parse().ok());
    match version {
        Some(major) if pg.join("global/pg_control").is_file() => Ok(Some(major)),
        _ => Err(ClusterError::NotACluster { path: pg.to_owned() }),
    }
}

/// Makes the cluster `pg`. What an interrupted attempt left beside it is removed first.
pub(super) async fn make(binaries: &Binaries, account: Option<&Account>, home: &Path, pg: &Path, durable: bool) -> Result<(), ClusterError> {
    let draft = pg.with_extension("new");
    match fs::remove_dir_all(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(ClusterError::Folder { what: "remove", path: draft, source: error }),
        _ => {}
    }
    tracing::info!(folder = %pg.display(), postgres = binaries.major, "making the private PostgreSQL cluster");
    let program = binaries.program("initdb");
    let mut command = Command::new(&program);
    command
        .args(["--username", SUPERUSER, "--auth-local=trust", "--auth-host=reject", "--data-checksums"])
        .args(["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", "-D"])
        .arg(&draft)
        .current_dir(home)
        .env_clear()
        .env("LC_MESSAGES", "C")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if !durable {
        command.arg("--no-sync");
    }
    become_it(account, &mut command);
    let output = command.output().await.map_err(|source| ClusterError::Spawn { program, source })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).trim().to_owned();
        return Err(ClusterError::Initdb { output: if said.is_empty() { output.status.to_string() } else { said } });
    }
    append_settings(&draft.join("postgresql.conf"))?;
    fs::rename(&draft, pg).map_err(ClusterError::folder("rename", &draft))?;
    File::open(home).and_then(|folder| folder.sync_all()).map_err(ClusterError::folder("sync", home))
}

fn append_settings(path: &Path) -> Result<(), ClusterError> {
    let written = OpenOptions::new().append(true).open(path).and_then(|mut file| {
        file.write_all(SETTINGS.as_bytes())?;
        file.sync_all()
    });
    written.map_err(ClusterError::folder("write", path))
}
