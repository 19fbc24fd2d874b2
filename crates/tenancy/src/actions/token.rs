//! Random tokens: 256 bits in the browser's or the founder's hands, their hash in the database.

use sha2::{Digest, Sha256};

/// A new token in hexadecimal, and the hash to store.
pub(super) fn new() -> (String, [u8; 32]) {
    let token = hex::encode(rand::random::<[u8; 32]>());
    let hash = Sha256::digest(token.as_bytes()).into();
    (token, hash)
}

/// The hash of a token that came back; `None` for what can be none.
pub(super) fn hash_of(token: &str) -> Option<[u8; 32]> {
    let fits = token.len() == 64 && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    fits.then(|| Sha256::digest(token.as_bytes()).into())
}
