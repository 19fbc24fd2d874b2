//! The data folder: who holds it, what lies in it, and where the socket goes.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ClusterError;
use super::account::{Account, hand_over};

/// Above this the socket's path may not fit the kernel's 108 octets (unix(7)).
const LONGEST_SOCKET_DIR: usize = 80;

/// A log beyond this is put aside at the next start.
const LOG_LIMIT: u64 = 16 << 20;

/// Everything of the cluster on disk.
#[derive(Clone, Debug)]
pub(super) struct Folders {
    /// Holds the rest of this; belongs to the account.
    pub(super) home: PathBuf,
    /// Postgres' own data folder.
    pub(super) pg: PathBuf,
    /// The folder of the socket, for the account (and root) only.
    pub(super) socket: PathBuf,
    /// What Postgres says.
    pub(super) log: PathBuf,
}

/// Makes the data folder if it is missing, and answers with its path without links.
pub(super) fn data_dir(path: &Path) -> Result<PathBuf, ClusterError> {
    if !path.exists() {
        fs::create_dir_all(path).map_err(ClusterError::folder("create", path))?;
        // The unprivileged user must get through, not look around.
        fs::set_permissions(path, Permissions::from_mode(0o711)).map_err(ClusterError::folder("set the mode of", path))?;
    }
    fs::canonicalize(path).map_err(ClusterError::folder("open", path))
}

/// Takes the data folder for this process. Held until the file is dropped, by a crash too.
pub(super) fn lock(data_dir: &Path) -> Result<File, ClusterError> {
    let path = data_dir.join("server.lock");
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(ClusterError::folder("open", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            file.read_to_string(&mut pid).map_err(ClusterError::folder("read", &path))?;
            return Err(ClusterError::InUse { data_dir: data_dir.to_owned(), pid: pid.trim().to_owned() });
        }
        Err(TryLockError::Error(source)) => return Err(ClusterError::Folder { what: "lock", path, source }),
    }
    file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id())).map_err(ClusterError::folder("write", &path))?;
    Ok(file)
}

impl Folders {
    /// Where things lie in `data_dir`; makes nothing.
    pub(super) fn plan(data_dir: &Path) -> Self {
        let home = data_dir.join("postgres");
        let mut socket = home.join("run");
        if socket.as_os_str().len() > LONGEST_SOCKET_DIR {
            socket = short_socket_dir(&home);
        }
        Self { pg: home.join("pg"), socket, log: home.join("postgres.log"), home }
    }

    /// Makes what is missing, for the account.
    pub(super) fn make(self, account: Option<&Account>) -> Result<Self, ClusterError> {
        private_folder(&self.home, account)?;
        private_folder(&self.socket, account)?;
        if fs::metadata(&self.log).is_ok_and(|meta| meta.len() > LOG_LIMIT) {
            fs::rename(&self.log, self.log.with_extension("log.1")).map_err(ClusterError::folder("rename", &self.log))?;
        }
        Ok(self)
    }
}

/// A folder with mode 0700 that is the account's (or ours). One that somebody else made is not taken: in a folder that
/// all may write to, it could be a trap.
fn private_folder(path: &Path, account: Option<&Account>) -> Result<(), ClusterError> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => hand_over(account, path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let meta = fs::symlink_metadata(path).map_err(ClusterError::folder("open", path))?;
            let own = rustix::process::geteuid();
            if !meta.is_dir() || !(own.is_root() || meta.uid() == own.as_raw()) {
                let source = io::Error::new(io::ErrorKind::PermissionDenied, format!("it belongs to user number {}", meta.uid()));
                return Err(ClusterError::Folder { what: "use", path: path.to_owned(), source });
            }
            fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(ClusterError::folder("set the mode of", path))?;
            hand_over(account, path)
        }
        Err(source) => Err(ClusterError::Folder { what: "create", path: path.to_owned(), source }),
    }
}

/// A short path that is the same for the same data folder at each start.
fn short_socket_dir(home: &Path) -> PathBuf {
    let digest = hex::encode(Sha256::digest(home.as_os_str().as_bytes()));
    let name = format!("lastmile-{}", digest.get(..16).unwrap_or_default());
    let parent = if rustix::process::geteuid().is_root() { Some("/run".into()) } else { std::env::var_os("XDG_RUNTIME_DIR") };
    parent.map(PathBuf::from).filter(|parent| parent.is_dir() && parent.as_os_str().len() < 40).unwrap_or_else(|| "/tmp".into()).join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_is_told_who_the_first_is() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock(dir.path()).unwrap();
        let Err(ClusterError::InUse { pid, .. }) = lock(dir.path()) else { panic!("taken twice") };
        assert_eq!(pid, std::process::id().to_string());
        drop(held);
        lock(dir.path()).unwrap();
    }

    #[test]
    fn a_long_path_gets_a_short_socket() {
        let dir = tempfile::tempdir().unwrap();
        let deep = data_dir(&dir.path().join("d".repeat(100))).unwrap();
        let folders = Folders::plan(&deep).make(None).unwrap();
        assert!(folders.socket.as_os_str().len() <= LONGEST_SOCKET_DIR);
        assert_eq!(Folders::plan(&deep).make(None).unwrap().socket, folders.socket);
        fs::remove_dir(&folders.socket).unwrap();
        let short = Folders::plan(dir.path()).make(None).unwrap();
        assert!(short.socket.starts_with(dir.path()));
    }
}
