//! The master key: wraps every tenant's data key and derives the login roles' passwords. It never enters the database.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::envelope::Key;

/// The file in the data folder.
const FILE: &str = "master.key";

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file could not be read or made.
    #[error("cannot {what} the master key {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's word on it.
        source: io::Error,
    },
    /// The file's content is not a key, or the key does not have the id that stands beside it.
    #[error("the master key {} is damaged; restore it from a backup: without it no sealed credential can be opened", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The key given in the settings is not one.
    #[error(
        "the setting security.master_key (environment: LASTMILE_MASTER_KEY) must be 64 hexadecimal digits (32 random bytes, for example from `openssl rand -hex 32`)"
    )]
    Setting,
}

/// 32 random bytes that everything sealed hangs on. Cheap to clone; shows only its id.
#[derive(Clone)]
pub struct MasterKey {
    key: Arc<Key>,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id())
    }
}

impl MasterKey {
    /// The key given as 64 hexadecimal digits, surrounding white space allowed.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).map_err(|_detail| KeyError::Setting)?;
        Ok(Self { key: Arc::new(Key::new(bytes)) })
    }

    /// The key in `<data_dir>/master.key`, made at first use: one line `<key id>:<64 hexadecimal digits>`, mode 0600.
    pub fn load_or_create(data_dir: &Path) -> Result<Self, KeyError> {
        let path = data_dir.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&Zeroizing::new(text)).ok_or(KeyError::Damaged { path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(data_dir, &path).map_err(|source| KeyError::Io { what: "create", path: path.clone(), source })?;
                // Read back: another process may have been first, and its key is the one that counts.
                let text = fs::read_to_string(&path).map_err(|source| KeyError::Io { what: "read", path: path.clone(), source })?;
                Self::parse(&Zeroizing::new(text)).ok_or(KeyError::Damaged { path })
            }
            Err(source) => Err(KeyError::Io { what: "read", path, source }),
        }
    }

    /// Which key this is; stands beside everything that it wraps.
    #[must_use]
    pub fn id(&self) -> String {
        hex::encode(self.key.id)
    }

    /// A password for a login role, the same each time: hex(HMAC-SHA-256(key, "db-role:<role>")).
    #[must_use]
    pub fn role_password(&self, role: &str) -> Zeroizing<String> {
        // HMAC takes a key of any length (RFC 2104 §2), so the empty answer never happens.
        let mac = Hmac::<Sha256>::new_from_slice(self.key.bytes()).map(|mac| mac.chain_update(b"db-role:").chain_update(role).finalize());
        Zeroizing::new(mac.map(|mac| hex::encode(mac.into_bytes())).unwrap_or_default())
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    fn parse(text: &str) -> Option<Self> {
        let (id, digits) = text.trim().split_once(':')?;
        let key = Self::from_hex(digits).ok()?;
        (key.id() == id).then_some(key)
    }
}

/// Writes a new key beside its place, makes it durable, and links it there unless another is there already.
fn create(data_dir: &Path, path: &Path) -> io::Result<()> {
    let master = MasterKey { key: Arc::new(Key::random()) };
    let line = Zeroizing::new(format!("{}:{}\n", master.id(), *Zeroizing::new(hex::encode(master.key.bytes()))));
    let draft = data_dir.join(format!("{FILE}.{}", std::process::id()));
    if let Err(error) = fs::remove_file(&draft)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::File::open(data_dir)?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_file_is_private_and_stays_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let first = MasterKey::load_or_create(dir.path()).unwrap();
        let again = MasterKey::load_or_create(dir.path()).unwrap();
        assert_eq!(first.key.bytes(), again.key.bytes());
        let mode = fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no draft is left behind");
    }

    #[test]
    fn a_damaged_file_is_refused_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let key = MasterKey::load_or_create(dir.path()).unwrap();
        let path = dir.path().join(FILE);
        let text = fs::read_to_string(&path).unwrap();
        let digit = if text.trim().ends_with('0') { "1" } else { "0" };
        let changed = format!("{}{digit}\n", &text.trim()[..text.trim().len() - 1]);
        for damage in [String::new(), "nonsense".to_owned(), changed.clone()] {
            fs::write(&path, &damage).unwrap();
            assert!(matches!(MasterKey::load_or_create(dir.path()), Err(KeyError::Damaged { .. })));
            assert_eq!(fs::read_to_string(&path).unwrap(), damage);
        }
        fs::write(&path, text).unwrap();
        assert_eq!(MasterKey::load_or_create(dir.path()).unwrap().id(), key.id());
    }

    #[test]
    fn nothing_of_the_key_is_shown() {
        let key = MasterKey::from_hex(&"ab".repeat(32)).unwrap();
        assert!(!format!("{key:?}").contains("abab"));
        assert!(MasterKey::from_hex("ab").is_err());
        assert_ne!(key.role_password("a"), key.role_password("b"));
        assert_eq!(key.role_password("a").len(), 64);
    }
}
