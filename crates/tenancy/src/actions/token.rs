//! Single-use tokens that travel in mails, links and cookies: random, told once, stored as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// 256 random bits as 43 characters that fit into an address (RFC 4648 §5).
pub(super) fn make() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// A token and what is stored in place of it.
pub(super) fn new() -> (String, [u8; 32]) {
    let token = make();
    let hash = Sha256::digest(token.as_bytes()).into();
    (token, hash)
}

/// What is stored and looked up in place of a token; `None` where it has not the shape of one.
pub(super) fn hash(token: &str) -> Option<[u8; 32]> {
    let shaped = token.len() == 43 && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    shaped.then(|| Sha256::digest(token.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_have_their_shape() {
        let (one, other) = (make(), make());
        assert_ne!(one, other);
        assert!(hash(&one).is_some() && hash(&one) != hash(&other));
        for bad in ["", "x", &"a".repeat(44), &"a/".repeat(21), &format!("{}\u{e9}", "a".repeat(41))] {
            assert_eq!(hash(bad), None, "{bad:?}");
        }
    }
}
