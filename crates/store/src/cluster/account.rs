//! Whom Postgres runs as: ourselves, or an unprivileged user when we are root (Postgres refuses root).

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;

use tokio::process::Command;

use super::ClusterError;

/// An unprivileged user to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    name: String,
    uid: u32,
    gid: u32,
}

/// The account for a cluster in `pg`; `None` when we are not root and run it as ourselves. A cluster that exists goes on
/// as the user who owns its folder, whatever the setting says: Postgres takes nobody else.
pub(super) fn resolve(setting: &str, pg: &Path) -> Result<Option<Account>, ClusterError> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    if let Ok(owner) = fs::metadata(pg)
        && owner.uid() != 0
    {
        return Ok(Some(Account { name: format!("number {}", owner.uid()), uid: owner.uid(), gid: owner.gid() }));
    }
    let passwd = fs::read_to_string("/etc/passwd").map_err(ClusterError::folder("read", "/etc/passwd"))?;
    find(&passwd, setting).map(Some).ok_or_else(|| ClusterError::NoUser { name: setting.to_owned() })
}

/// Looks `name` up in the text of `/etc/passwd` (passwd(5)); never answers with root.
fn find(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let found = fields.next()? == name;
        let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
        (found && uid != 0).then(|| Account { name: name.to_owned(), uid, gid })
    })
}

/// Gives `path` to the account.
pub(super) fn hand_over(account: Option<&Account>, path: &Path) -> Result<(), ClusterError> {
    let Some(account) = account else { return Ok(()) };
    chown(path, Some(account.uid), Some(account.gid)).map_err(ClusterError::folder("hand over", path))
}

/// Makes `command` run as the account. The standard library drops the supplementary groups when root sets a user.
pub(super) fn become_it(account: Option<&Account>, command: &mut Command) {
    if let Some(account) = account {
        command.gid(account.gid).uid(account.uid);
    }
}

/// Fails unless the account can get into `folder` and run `program` there; names the folder that stops it.
pub(super) async fn probe(account: Option<&Account>, program: &Path, folder: &Path) -> Result<(), ClusterError> {
    let Some(owner) = account else { return Ok(()) };
    let mut command = Command::new(program);
    command.arg("--version").current_dir(folder).env_clear();
    become_it(account, &mut command);
    match command.output().await {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(match blocked_at(owner, folder) {
            Some(folder) => ClusterError::NotTraversable { folder: folder.to_owned(), user: owner.name.clone() },
            None => ClusterError::Spawn { program: program.to_owned(), source: error },
        }),
        Err(source) => Err(ClusterError::Spawn { program: program.to_owned(), source }),
    }
}

/// The first folder from the root down that lacks the search bit for the account.
fn blocked_at<'a>(account: &Account, folder: &'a Path) -> Option<&'a Path> {
    let mut way: Vec<&Path> = folder.ancestors().collect();
    way.reverse();
    way.into_iter().find(|step| {
        fs::metadata(step).is_ok_and(|meta| {
            let bit = if meta.uid() == account.uid {
                0o100
            } else if meta.gid() == account.gid {
                0o010
            } else {
                0o001
            };
            meta.mode() & bit == 0
        })
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn users_are_found_and_root_is_not() {
        assert_eq!(find(PASSWD, "postgres"), Some(Account { name: "postgres".into(), uid: 101, gid: 104 }));
        assert_eq!(find(PASSWD, "root"), None);
        assert_eq!(find(PASSWD, "post"), None);
        assert_eq!(find("postgres\n", "postgres"), None);
    }

    #[test]
    fn the_closed_folder_is_named() {
        let top = tempfile::tempdir().unwrap();
        let inner = top.path().join("closed/inner");
        fs::create_dir_all(&inner).unwrap();
        fs::set_permissions(top.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let closed = top.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { name: "stranger".into(), uid: 4_000_001, gid: 4_000_001 };
        assert_eq!(blocked_at(&stranger, &inner), Some(closed.as_path()));
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o711)).unwrap();
        assert_eq!(blocked_at(&stranger, &inner), None);
    }
}
