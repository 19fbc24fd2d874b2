//! Hashing and checking passwords without letting a flood of sign-ins eat the machine.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::{Error, Result};
use rand::seq::IndexedRandom;
use tokio::sync::Semaphore;

/// One hash takes 19 MiB and some 20 ms of a core; two at a time leave the others their processor.
static SLOTS: Semaphore = Semaphore::const_new(2);

/// Checked in place of a hash when the person is unknown, so that both take the same work.
static DUMMY: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Argon2id with the OWASP floor (19 MiB, 2 passes, 1 lane), the default of the argon2 crate, as a PHC string.
pub(super) async fn hash(password: String) -> Result<String> {
    run(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).ok()).await?.ok_or(Error::Internal)
}

/// Whether `password` fits `hash`. With no hash, does the same work and says no.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    run(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| {
            DUMMY.get_or_init(|| Argon2::default().hash_password(random_password().as_bytes()).map(|hash| hash.to_string()).unwrap_or_default()).clone()
        });
        let fits = PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && known
    })
    .await
}

/// Whether `password` may become someone's: [`rules::password::acceptable`](crate::rules::password::acceptable), off the
/// threads that serve requests.
pub async fn acceptable(password: &str, about: &[&str]) -> Result<Result<(), &'static str>> {
    let (password, about) = (password.to_owned(), about.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>());
    run(move || {
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        crate::rules::password::acceptable(&password, &about)
    })
    .await
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _slot = SLOTS.acquire().await.map_err(|_closed| Error::Unavailable)?;
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "password work failed");
        Error::Internal
    })
}

/// A password for an account that the product makes: 20 letters and digits that are hard to confuse (about 98 bits).
#[must_use]
pub fn random_password() -> String {
    const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    (0..20).filter_map(|_| ALPHABET.choose(&mut rng).copied()).map(char::from).collect()
}
