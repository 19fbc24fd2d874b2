//! The master keys: they wrap every tenant's data key and derive the login roles' passwords. They never enter the database.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

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
    /// The keys given in the settings are none.
    #[error(
        "the setting security.master_key (environment: LASTMILE_MASTER_KEY) must be 64 hexadecimal digits (32 random bytes, for example from `openssl rand -hex 32`), or several such keys with commas between them"
    )]
    Setting,
}

/// The key-encryption keys of this server: the first wraps, all of them unwrap. Cheap to clone; shows only ids. Where they
/// stand in the data folder, a key that is missing here is looked for there again: a change of keys needs no restart.
#[derive(Clone)]
pub struct MasterKey {
    ring: Arc<Ring>,
}

struct Ring {
    held: RwLock<Held>,
    /// `None` where the keys come from the settings.
    file: Option<PathBuf>,
}

/// What stands in the file: keys, newest first, and passwords that outlive the key that they were derived from.
#[derive(Clone)]
struct Held {
    keys: Vec<Arc<Key>>,
    passwords: Vec<(String, Zeroizing<String>)>,
}

/// A lock on the file of keys, so that no two processes change it at once. Given back when dropped.
pub(super) struct FileLock {
    _file: fs::File,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.ids().join(", "))
    }
}

impl MasterKey {
    /// Keys given as 64 hexadecimal digits each, separated by commas, white space allowed: the first wraps.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let keys = text.split(',').map(|digits| key_of(digits).map(Arc::new)).collect::<Option<Vec<_>>>().ok_or(KeyError::Setting)?;
        Ok(Self::of(Held { keys, passwords: Vec::new() }, None))
    }

    /// The keys in `<data_dir>/master.key`, made at first use, mode 0600: each a line `<key id>:<64 hexadecimal digits>`, the
    /// newest first. Lines `role <name> <password>` keep a login role's password as it was before the keys changed.
    pub fn load_or_create(data_dir: &Path) -> Result<Self, KeyError> {
        let path = data_dir.join(FILE);
        match read(&path) {
            Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                create(data_dir, &path).map_err(|source| KeyError::Io { what: "create", path: path.clone(), source })?;
                // Read back: another process may have been first, and its key is the one that counts.
                Ok(Self::of(read(&path)?, Some(path)))
            }
            held => Ok(Self::of(held?, Some(path))),
        }
    }

    fn of(held: Held, file: Option<PathBuf>) -> Self {
        Self { ring: Arc::new(Ring { held: RwLock::new(held), file }) }
    }

    /// Which key wraps; stands beside everything that it wraps.
    #[must_use]
    pub fn id(&self) -> String {
        self.ids().into_iter().next().unwrap_or_default()
    }

    /// Every key that is there, the one that wraps first.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.held().keys.iter().map(|key| key.name()).collect()
    }

    /// Whether the keys stand in the data folder, where they can be changed, and not in the settings.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.ring.file.is_some()
    }

    /// The passwords that a login role may have, the likeliest first: one that was kept, else what each key derives,
    /// hex(HMAC-SHA-256(key, "db-role:<role>")).
    #[must_use]
    pub fn role_passwords(&self, role: &str) -> Vec<Zeroizing<String>> {
        let held = self.held();
        let kept = held.passwords.iter().filter(|(name, _)| name == role).map(|(_, password)| password.clone());
        kept.chain(held.keys.iter().map(|key| derived(key, role))).collect()
    }

    /// The key of this id; looked for in the file again where it is not known.
    pub(super) fn find(&self, id: &str) -> Option<Arc<Key>> {
        let known = |held: &Held| held.keys.iter().find(|key| key.name() == id).cloned();
        known(&self.held()).or_else(|| {
            self.reload();
            known(&self.held())
        })
    }

    /// Takes over what stands in the file; on a fault, everything stays as it was.
    pub(super) fn reload(&self) {
        let Some(path) = &self.ring.file else { return };
        match read(path) {
            Ok(held) => *self.ring.held.write().unwrap_or_else(PoisonError::into_inner) = held,
            Err(error) => tracing::warn!(%error, "the master keys were not read again"),
        }
    }

    /// Keeps other processes from changing the file; `None` where one is at it.
    pub(super) fn lock(&self) -> Result<Option<FileLock>, KeyError> {
        let Some(path) = &self.ring.file else { return Err(KeyError::Setting) };
        let path = path.with_extension("lock");
        let fault = |source| KeyError::Io { what: "lock", path: path.clone(), source };
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(FileLock { _file: file })),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(source)) => Err(fault(source)),
        }
    }

    /// Puts a new random key before those in the file. The login roles keep their passwords.
    pub(super) fn add(&self, _lock: &FileLock, roles: &[&str]) -> Result<(), KeyError> {
        self.change(|held| {
            for role in roles.iter().filter(|role| !held.passwords.iter().any(|(name, _)| name == *role)).copied().collect::<Vec<_>>() {
                if let Some(key) = held.keys.first() {
                    held.passwords.push((role.to_owned(), derived(key, role)));
                }
            }
            held.keys.insert(0, Arc::new(Key::random()));
        })
    }

    /// Takes every key but the first out of the file.
    pub(super) fn keep_first(&self, _lock: &FileLock) -> Result<(), KeyError> {
        self.change(|held| held.keys.truncate(1))
    }

    fn change(&self, change: impl FnOnce(&mut Held)) -> Result<(), KeyError> {
        let path = self.ring.file.as_ref().ok_or(KeyError::Setting)?;
        let mut held = read(path)?;
        change(&mut held);
        replace(path, &held).map_err(|source| KeyError::Io { what: "change", path: path.clone(), source })?;
        self.reload();
        Ok(())
    }

    fn held(&self) -> Held {
        self.ring.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn derived(key: &Key, role: &str) -> Zeroizing<String> {
    // HMAC takes a key of any length (RFC 2104 §2), so the empty answer never happens.
    let mac = Hmac::<Sha256>::new_from_slice(key.bytes()).map(|mac| mac.chain_update(b"db-role:").chain_update(role).finalize());
    Zeroizing::new(mac.map(|mac| hex::encode(mac.into_bytes())).unwrap_or_default())
}

fn key_of(digits: &str) -> Option<Key> {
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits.trim(), bytes.as_mut_slice()).ok()?;
    Some(Key::new(bytes))
}

fn read(path: &Path) -> Result<Held, KeyError> {
    let text = fs::read_to_string(path).map_err(|source| KeyError::Io { what: "read", path: path.to_owned(), source })?;
    parse(&Zeroizing::new(text)).ok_or_else(|| KeyError::Damaged { path: path.to_owned() })
}

fn parse(text: &str) -> Option<Held> {
    let mut held = Held { keys: Vec::new(), passwords: Vec::new() };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(role) = line.strip_prefix("role ") {
            let (name, password) = role.split_once(' ')?;
            held.passwords.push((name.to_owned(), Zeroizing::new(password.to_owned())));
            continue;
        }
        let (id, digits) = line.split_once(':')?;
        let key = key_of(digits).filter(|key| key.name() == id)?;
        held.keys.push(Arc::new(key));
    }
    (!held.keys.is_empty()).then_some(held)
}

fn written(held: &Held) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(1_024));
    for key in &held.keys {
        text.push_str(&Zeroizing::new(format!("{}:{}\n", key.name(), *Zeroizing::new(hex::encode(key.bytes())))));
    }
    for (role, password) in &held.passwords {
        text.push_str(&Zeroizing::new(format!("role {role} {}\n", **password)));
    }
    text
}

/// Writes a new key beside its place, makes it durable, and links it there unless another is there already.
fn create(data_dir: &Path, path: &Path) -> io::Result<()> {
    let held = Held { keys: vec![Arc::new(Key::random())], passwords: Vec::new() };
    let draft = draft(path, &held)?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::File::open(data_dir)?.sync_all(),
    }
}

/// Puts another content in the file's place, whole or not at all.
fn replace(path: &Path, held: &Held) -> io::Result<()> {
    let draft = draft(path, held)?;
    fs::rename(&draft, path)?;
    match path.parent() {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// A durable file of this content beside `path`.
fn draft(path: &Path, held: &Held) -> io::Result<PathBuf> {
    let draft = path.with_extension(format!("key.{}", std::process::id()));
    if let Err(error) = fs::remove_file(&draft)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(written(held).as_bytes())?;
    file.sync_all()?;
    Ok(draft)
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
        assert_eq!(first.find(&first.id()).unwrap().bytes(), again.find(&first.id()).unwrap().bytes());
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
        assert_ne!(key.role_passwords("a"), key.role_passwords("b"));
        assert_eq!(key.role_passwords("a")[0].len(), 64);
    }

    #[test]
    fn several_keys_wrap_with_the_first() {
        let (old, new) = ("ab".repeat(32), "cd".repeat(32));
        let both = MasterKey::from_hex(&format!("{new}, {old}")).unwrap();
        assert_eq!(both.ids(), [MasterKey::from_hex(&new).unwrap().id(), MasterKey::from_hex(&old).unwrap().id()]);
        assert!(both.find(&MasterKey::from_hex(&old).unwrap().id()).is_some() && both.find("0000000000000000").is_none());
        assert_eq!(both.role_passwords("a").len(), 2);
        assert!(MasterKey::from_hex(&format!("{new},")).is_err());
        assert!(both.lock().is_err(), "settings are changed by whoever wrote them");
    }

    #[test]
    fn a_new_key_stands_first_and_another_process_finds_it() {
        let dir = tempfile::tempdir().unwrap();
        let mine = MasterKey::load_or_create(dir.path()).unwrap();
        let running = MasterKey::load_or_create(dir.path()).unwrap();
        let (old, password) = (mine.id(), mine.role_passwords("app").remove(0));
        let lock = mine.lock().unwrap().unwrap();
        assert!(running.lock().unwrap().is_none(), "one at a time");
        mine.add(&lock, &["app"]).unwrap();
        let new = mine.id();
        assert_ne!(new, old);
        assert_eq!(running.id(), old, "nothing has asked for the new one yet");
        assert!(running.find(&new).is_some());
        assert_eq!(running.ids(), [new.clone(), old.clone()]);
        mine.keep_first(&lock).unwrap();
        drop(lock);
        let later = MasterKey::load_or_create(dir.path()).unwrap();
        assert_eq!(later.ids(), [new]);
        assert!(later.find(&old).is_none());
        assert_eq!(later.role_passwords("app")[0], password, "the role keeps its password");
        let mode = fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = fs::read_to_string(dir.path().join(FILE)).unwrap();
        assert!(!text.contains(&old));
    }
}
