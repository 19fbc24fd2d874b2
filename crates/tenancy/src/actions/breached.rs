//! Passwords of known leaks, in a file that the operator has: Pwned Passwords as text, SHA-1 hashes in their order, one a
//! line with how often it was seen (`HASH:COUNT`). Looked up on the disk by halving; the file, some 40 GB, is never read whole.

use std::cmp::Ordering;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, RwLock};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// Hexadecimal digits of a hash.
const DIGITS: usize = 40;

/// Longest line, its end included: hash, colon, a count of 64 bits, CR and LF.
const LONGEST: usize = DIGITS + 1 + 20 + 2;

/// Places that are looked at when the file is opened.
const SAMPLES: u64 = 256;

/// Most halvings: an offset has 64 bits.
const MOST_STEPS: usize = 64;

/// Why a file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum BreachedFileError {
    /// The machine does not give it.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// A folder, a pipe or nothing at all.
    #[error("is empty, or no file")]
    Empty,
    /// It is not what it should be; the number counts octets from the beginning.
    #[error("holds no line of the form `HASH:COUNT` with a SHA-1 hash of 40 hexadecimal digits at octet {0}")]
    Shape(u64),
    /// Halving finds nothing in it.
    #[error("is not in the order of its hashes, at octet {0}")]
    Order(u64),
}

/// A line of the file.
struct Line {
    start: u64,
    end: u64,
    hash: [u8; DIGITS],
}

/// The file, opened and looked at in some places.
#[derive(Debug)]
pub struct BreachedPasswords {
    file: File,
    length: u64,
}

impl BreachedPasswords {
    /// Opens the file and looks at some hundred places of it, so that a wrong or unsorted one is told at once.
    pub fn open(path: &Path) -> Result<Self, BreachedFileError> {
        let file = File::open(path)?;
        let facts = file.metadata()?;
        if !facts.is_file() || facts.len() == 0 {
            return Err(BreachedFileError::Empty);
        }
        let list = Self { file, length: facts.len() };
        let last = list.length - 1;
        let mut before: Option<Line> = None;
        for sample in 0..=SAMPLES {
            let at = u64::try_from(u128::from(last) * u128::from(sample) / u128::from(SAMPLES)).unwrap_or(last);
            let line = list.line_at(at)?;
            if let Some(before) = before.filter(|before| before.start != line.start)
                && before.hash >= line.hash
            {
                return Err(BreachedFileError::Order(line.start));
            }
            before = Some(line);
        }
        Ok(list)
    }

    /// Whether this password's hash stands in the file. Reads at most some 64 lines.
    pub fn contains(&self, password: &str) -> Result<bool, BreachedFileError> {
        let wanted = hex::encode_upper(digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes()));
        let (mut low, mut high) = (0, self.length);
        for _ in 0..=MOST_STEPS {
            if low >= high {
                return Ok(false);
            }
            let line = self.line_at(low + (high - low) / 2)?;
            match line.hash.as_slice().cmp(wanted.as_bytes()) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => low = line.end,
                Ordering::Greater => high = line.start,
            }
        }
        Err(BreachedFileError::Order(low))
    }

    /// The line that this octet belongs to.
    fn line_at(&self, at: u64) -> Result<Line, BreachedFileError> {
        let wrong = || BreachedFileError::Shape(at);
        let longest = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        let from = at.saturating_sub(longest);
        let mut window = [0_u8; 2 * LONGEST];
        let filled = self.fill(&mut window, from)?;
        let window = window.get(..filled).unwrap_or_default();
        let inside = usize::try_from(at - from).map_err(|_wide| wrong())?;
        let (before, after) = window.split_at_checked(inside).ok_or_else(wrong)?;
        let start = match before.iter().rposition(|octet| *octet == b'\n') {
            Some(end) => end + 1,
            None if from == 0 => 0,
            None => return Err(wrong()),
        };
        let end = match after.iter().position(|octet| *octet == b'\n') {
            Some(end) => inside + end + 1,
            // The last line may have no end.
            None if from + u64::try_from(filled).unwrap_or(u64::MAX) == self.length => filled,
            None => return Err(wrong()),
        };
        let offset = |octets: usize| from + u64::try_from(octets).unwrap_or_default();
        let hash = window.get(start..end).and_then(hash_of).ok_or_else(wrong)?;
        Ok(Line { start: offset(start), end: offset(end), hash })
    }

    fn fill(&self, window: &mut [u8], from: u64) -> std::io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = window.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.file.read_at(rest, from + u64::try_from(filled).unwrap_or_default()) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// The hash of a line, in upper case; `None` where the line is none.
fn hash_of(line: &[u8]) -> Option<[u8; DIGITS]> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (hash, count) = line.split_at_checked(DIGITS)?;
    let count = count.strip_prefix(b":")?;
    let fits = hash.iter().all(u8::is_ascii_hexdigit) && !count.is_empty() && count.iter().all(u8::is_ascii_digit);
    let mut hash: [u8; DIGITS] = hash.try_into().ok().filter(|_| fits)?;
    hash.make_ascii_uppercase();
    Some(hash)
}

/// The file of this process, where it has one.
static FILE: RwLock<Option<Arc<BreachedPasswords>>> = RwLock::new(None);

/// From now on new passwords are held against the file at `path`, and against none where there is no path. To be called once,
/// at the start.
pub fn use_breached_passwords(path: Option<&Path>) -> Result<(), BreachedFileError> {
    let opened = path.map(BreachedPasswords::open).transpose()?.map(Arc::new);
    match FILE.write() {
        Ok(mut file) => *file = opened,
        Err(poisoned) => *poisoned.into_inner() = opened,
    }
    Ok(())
}

/// Whether the file of this process knows the password. A file that has become unreadable since the start is told in the log
/// and answers no: the list in the product still counts, and nobody is kept from choosing a new password.
pub(super) fn is_in_file(password: &str) -> bool {
    let file = match FILE.read() {
        Ok(file) => file.clone(),
        Err(poisoned) => poisoned.into_inner().clone(),
    };
    file.is_some_and(|file| {
        file.contains(password).unwrap_or_else(|error| {
            metrics::counter!("lastmile_breached_passwords_unreadable_total").increment(1);
            tracing::error!(%error, "the file of breached passwords (security.breached_passwords)");
            false
        })
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn sha1(password: &str) -> String {
        hex::encode_upper(digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes()))
    }

    fn file(text: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text).unwrap();
        file
    }

    fn list(passwords: &[String], ending: &str) -> tempfile::NamedTempFile {
        let mut lines: Vec<String> = passwords.iter().enumerate().map(|(n, password)| format!("{}:{}", sha1(password), n * 977 + 1)).collect();
        lines.sort();
        lines.dedup_by(|one, other| one[..DIGITS] == other[..DIGITS]);
        file(lines.join(ending).as_bytes())
    }

    #[test]
    fn a_known_hash_is_the_one_that_others_publish() {
        // FIPS 180-4's example; the list's own documentation shows the same form.
        assert_eq!(sha1("abc"), "A9993E364706816ABA3E25717850C26C9CD0D89D");
        let one = file(b"A9993E364706816ABA3E25717850C26C9CD0D89D:3");
        let one = BreachedPasswords::open(one.path()).unwrap();
        assert!(one.contains("abc").unwrap() && !one.contains("abd").unwrap());
        let lower = file(b"a9993e364706816aba3e25717850c26c9cd0d89d:18446744073709551615\r\n");
        assert!(BreachedPasswords::open(lower.path()).unwrap().contains("abc").unwrap());
    }

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let passwords: Vec<String> = (0..5_000).map(|n| format!("password {n}")).collect();
        for ending in ["\n", "\r\n"] {
            let file = list(&passwords, ending);
            let opened = BreachedPasswords::open(file.path()).unwrap();
            for password in &passwords {
                assert!(opened.contains(password).unwrap(), "{password}");
                assert!(!opened.contains(&format!("{password}!")).unwrap(), "{password}");
            }
        }
    }

    #[test]
    fn what_is_no_such_file_is_told_at_the_start() {
        let hash = sha1("x");
        let told = |text: &[u8]| BreachedPasswords::open(file(text).path()).unwrap_err().to_string();
        assert_eq!(told(b""), "is empty, or no file");
        for wrong in [
            b"hello\n".to_vec(),
            // A list of NTLM hashes, a range without its prefix, plain text, binary, one endless line.
            b"8846F7EAEE8FB117AD06BDD830B7586C:10\n".to_vec(),
            b"0018A45C4D1DEF81644B54AB7F969B88D65:1\n".to_vec(),
            b"correct horse battery staple\n".repeat(1000),
            vec![0; 10_000],
            vec![b'A'; 10_000],
            hash.clone().into_bytes(),
            format!("{hash}:\n").into_bytes(),
            format!("{hash}:1 \n").into_bytes(),
        ] {
            assert!(told(&wrong).starts_with("holds no line"), "{:?}", wrong.get(..40));
        }
        let unsorted: String = (0..1_000).map(|n| format!("{}:1\n", sha1(&n.to_string()))).collect();
        assert!(told(unsorted.as_bytes()).starts_with("is not in the order"));
        assert!(BreachedPasswords::open(Path::new("/nowhere/at/all")).unwrap_err().to_string().starts_with("cannot be read"));
        assert_eq!(BreachedPasswords::open(&std::env::temp_dir()).unwrap_err().to_string(), "is empty, or no file");
    }

    #[test]
    fn a_file_that_shrinks_later_gives_an_error_and_no_panic() {
        let passwords: Vec<String> = (0..1_000).map(|n| n.to_string()).collect();
        let file = list(&passwords, "\n");
        let opened = BreachedPasswords::open(file.path()).unwrap();
        file.as_file().set_len(100).unwrap();
        assert!(opened.contains("1").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_octets_get_an_answer(text in proptest::collection::vec(any::<u8>(), 0..400), password in "\\PC{0,20}") {
            let file = file(&text);
            if let Ok(opened) = BreachedPasswords::open(file.path()) {
                prop_assert!(opened.contains(&password).is_ok());
            }
        }

        #[test]
        fn lists_of_any_length_know_their_own(count in 1_usize..200, other in "[a-z]{12}") {
            let passwords: Vec<String> = (0..count).map(|n| format!("{other} {n}")).collect();
            let file = list(&passwords, "\n");
            let opened = BreachedPasswords::open(file.path()).unwrap();
            for password in &passwords {
                prop_assert!(opened.contains(password).unwrap());
            }
            prop_assert!(!opened.contains(&other).unwrap());
        }
    }
}
