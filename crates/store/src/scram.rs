//! A SCRAM-SHA-256 verifier (RFC 5802 §3, RFC 7677) in the form that Postgres stores, made on our side so that a role's
//! password never travels in a statement that the database server may log.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// RFC 7677 §4 and Postgres' own default.
const ITERATIONS: u32 = 4096;

/// The verifier of `password` (ASCII, so SASLprep changes nothing) with a random salt.
pub(crate) fn verifier(password: &str) -> String {
    let mut salt = [0_u8; 16];
    rand::fill(&mut salt);
    with_salt(password, &salt)
}

fn with_salt(password: &str, salt: &[u8]) -> String {
    // Hi() of RFC 5802 §2.2, that is PBKDF2 with one block.
    let mut round = hmac(password.as_bytes(), &[salt, &[0, 0, 0, 1]]);
    let mut salted = round;
    for _ in 1..ITERATIONS {
        round = hmac(password.as_bytes(), &[&round]);
        for (byte, other) in salted.iter_mut().zip(round) {
            *byte ^= other;
        }
    }
    let stored = Sha256::digest(hmac(&salted, &[b"Client Key"]));
    let server = hmac(&salted, &[b"Server Key"]);
    format!("SCRAM-SHA-256${ITERATIONS}:{}${}:{}", STANDARD.encode(salt), STANDARD.encode(stored), STANDARD.encode(server))
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length (RFC 2104 §2), so the default never happens.
    let mac = Hmac::<Sha256>::new_from_slice(key).map(|mac| parts.iter().fold(mac, Mac::chain_update).finalize());
    mac.map(|mac| mac.into_bytes().into()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_rfc_example() {
        // RFC 7677 §3: user "user", password "pencil", salt and server signature as printed there.
        let salt = STANDARD.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        let text = with_salt("pencil", &salt);
        let server_key = STANDARD.decode(text.rsplit_once(':').unwrap().1).unwrap();
        let auth = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        assert_eq!(STANDARD.encode(hmac(&server_key, &[auth.as_bytes()])), "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assert!(text.starts_with("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"));
    }
}
