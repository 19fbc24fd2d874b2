//! Why the private cluster does not run, in words that say what to do.

use std::io;
use std::path::PathBuf;

/// A private cluster that could not be made, started, adopted or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// A file or folder stands in the way.
    #[error("cannot {what} {}: {source}", path.display())]
    Folder {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's word on it.
        source: io::Error,
    },
    /// Another server owns the data folder.
    #[error(
        "another server (process {pid}) already runs on the data folder {}: stop it, give this one another data folder, or set DATABASE_URL to share a database",
        data_dir.display()
    )]
    InUse {
        /// The folder.
        data_dir: PathBuf,
        /// Its process id, as that server wrote it down.
        pid: String,
    },
    /// No fitting programs.
    #[error(
        "PostgreSQL {wanted} was not found (looked in {looked}): install it (Debian: `apt-get install postgresql`), name its bin folder in the setting database.postgres_bin, or set DATABASE_URL"
    )]
    NoBinaries {
        /// Which version is needed: `15 or newer`, or the one that made the data.
        wanted: String,
        /// Where it was looked for, and what stood there.
        looked: String,
    },
    /// Started as root, and the user to run PostgreSQL as does not exist.
    #[error(
        "PostgreSQL refuses to run as root, and there is no user {name:?} to run it as: install PostgreSQL from your distribution (its package makes one), name another user in the setting database.os_user, or start as an ordinary user"
    )]
    NoUser {
        /// The user's name.
        name: String,
    },
    /// Started as root in a folder that the unprivileged user cannot get into.
    #[error("PostgreSQL runs as user {user}, who cannot get into {}: allow it (`chmod o+x {}`) or choose another data folder", folder.display(), folder.display())]
    NotTraversable {
        /// The first folder on the way that does not let the user through.
        folder: PathBuf,
        /// The user's name or number.
        user: String,
    },
    /// A program could not be run.
    #[error("cannot run {}: {source}", program.display())]
    Spawn {
        /// The program.
        program: PathBuf,
        /// The system's word on it.
        source: io::Error,
    },
    /// A new cluster could not be made.
    #[error("initdb failed: {output}")]
    Initdb {
        /// What it said.
        output: String,
    },
    /// The folder where the data should be holds something else.
    #[error("{} is not a complete PostgreSQL data folder: restore it from a backup, or move it away to begin anew", path.display())]
    NotACluster {
        /// The folder.
        path: PathBuf,
    },
    /// Postgres ended before it was ready.
    #[error("PostgreSQL did not start; its log {} ends with: {tail}", log.display())]
    Exited {
        /// Its log.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// Postgres runs but does not answer.
    #[error("PostgreSQL (process {pid}) does not answer on {}: {reason}; its log is {}", socket_dir.display(), log.display())]
    NotReady {
        /// Its process id.
        pid: i32,
        /// Where it was spoken to.
        socket_dir: PathBuf,
        /// Its log.
        log: PathBuf,
        /// The last answer.
        reason: String,
    },
    /// Postgres did not end when asked to.
    #[error("PostgreSQL (process {pid}) did not stop")]
    StillRunning {
        /// Its process id.
        pid: i32,
    },
    /// The cluster was told to stop while it was being started.
    #[error("the cluster is stopping")]
    Stopping,
}

impl ClusterError {
    /// For `map_err`: names what was tried on which path.
    pub(super) fn folder(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Folder { what, path, source }
    }
}
