//! The sealed bytes: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, bound to the place they stand in.
//!
//! Layout: version (1 byte) ‖ id of the key (8) ‖ nonce (12) ‖ ciphertext and tag (16).

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use kernel::TenantId;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::SecretError;

const VERSION: u8 = 1;

/// Octets of a key's id.
pub(super) const KEY_ID: usize = 8;

/// A 256-bit key and the id that its sealed values carry: a truncated hash, which tells nothing of a random key.
pub(super) struct Key {
    bytes: Zeroizing<[u8; 32]>,
    pub(super) id: [u8; KEY_ID],
}

impl Key {
    pub(super) fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        let digest = Sha256::new().chain_update(b"lastmile key id").chain_update(bytes.as_slice()).finalize();
        let mut id = [0; KEY_ID];
        for (to, from) in id.iter_mut().zip(digest) {
            *to = from;
        }
        Self { bytes, id }
    }

    pub(super) fn random() -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rand::fill(bytes.as_mut_slice());
        Self::new(bytes)
    }

    /// The id as text.
    pub(super) fn name(&self) -> String {
        hex::encode(self.id)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Seals `plain`; `aad` must be given again to open it.
    pub(super) fn seal(&self, aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, SecretError> {
        let mut nonce = [0_u8; 12];
        rand::fill(&mut nonce);
        let cipher = Aes256Gcm::new((&*self.bytes).into());
        let body = cipher.encrypt((&nonce).into(), Payload { msg: plain, aad }).map_err(|_opaque| SecretError::TooLong)?;
        Ok([&[VERSION][..], &self.id, &nonce, &body].concat())
    }

    /// Opens what [`Key::seal`] made with the same key and `aad`; anything else fails alike.
    pub(super) fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecretError> {
        if key_id(sealed)? != self.id {
            return Err(SecretError::Sealed);
        }
        let (nonce, body) = sealed.get(1 + KEY_ID..).and_then(|rest| rest.split_first_chunk::<12>()).ok_or(SecretError::Sealed)?;
        let cipher = Aes256Gcm::new((&*self.bytes).into());
        let plain = cipher.decrypt(nonce.into(), Payload { msg: body, aad }).map_err(|_opaque| SecretError::Sealed)?;
        Ok(Zeroizing::new(plain))
    }
}

/// The id of the key that sealed this value.
pub(super) fn key_id(sealed: &[u8]) -> Result<[u8; KEY_ID], SecretError> {
    let (version, rest) = sealed.split_first().ok_or(SecretError::Sealed)?;
    if *version != VERSION {
        return Err(SecretError::Sealed);
    }
    rest.first_chunk::<KEY_ID>().copied().ok_or(SecretError::Sealed)
}

/// What a value is bound to. Each part is led by its length, so that no two places read alike.
pub(super) fn bound_to(tenant: TenantId, table: &str, column: &str, row: Uuid, key: [u8; KEY_ID]) -> Vec<u8> {
    let mut aad = Vec::with_capacity(128);
    for part in [tenant.0.as_bytes().as_slice(), table.as_bytes(), column.as_bytes(), row.as_bytes(), &key] {
        aad.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        aad.extend_from_slice(part);
    }
    aad
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(tenant: u128, table: &str, column: &str, row: u128, key: &Key) -> Vec<u8> {
        bound_to(TenantId(Uuid::from_u128(tenant)), table, column, Uuid::from_u128(row), key.id)
    }

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let key = Key::random();
        let home = place(1, "devices", "credential", 7, &key);
        let sealed = key.seal(&home, b"community").unwrap();
        assert_eq!(&**key.open(&home, &sealed).unwrap(), b"community");
        for elsewhere in [
            place(2, "devices", "credential", 7, &key),
            place(1, "routers", "credential", 7, &key),
            place(1, "devices", "password", 7, &key),
            place(1, "devices", "credential", 8, &key),
            // The same letters, cut elsewhere.
            place(1, "devicesc", "redential", 7, &key),
        ] {
            assert!(matches!(key.open(&elsewhere, &sealed), Err(SecretError::Sealed)));
        }
        assert!(Key::random().open(&home, &sealed).is_err());
    }

    #[test]
    fn the_same_value_never_looks_the_same_twice() {
        let key = Key::random();
        assert_ne!(key.seal(b"", b"x").unwrap(), key.seal(b"", b"x").unwrap());
    }

    proptest! {
        #[test]
        fn any_changed_byte_is_noticed(plain in proptest::collection::vec(any::<u8>(), 0..64), at in any::<prop::sample::Index>(), flip in 1_u8..) {
            let key = Key::random();
            let mut sealed = key.seal(b"here", &plain).unwrap();
            prop_assert_eq!(&**key.open(b"here", &sealed).unwrap(), plain.as_slice());
            let at = at.index(sealed.len());
            sealed[at] ^= flip;
            prop_assert!(key.open(b"here", &sealed).is_err());
        }

        #[test]
        fn nonsense_never_opens(sealed in proptest::collection::vec(any::<u8>(), 0..80)) {
            prop_assert!(Key::random().open(b"", &sealed).is_err());
        }
    }
}
