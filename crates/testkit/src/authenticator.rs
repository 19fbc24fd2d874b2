//! An authenticator in software (WebAuthn Level 2, §6): makes keys, answers challenges, and lies where a test wants it to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Holds discoverable keys. What a browser would add (where it is, whose page asked) is set from outside.
#[derive(Clone)]
pub struct SoftAuthenticator {
    /// The origin that the browser writes into its answers.
    pub origin: String,
    /// Answers for this relying party, whoever asked.
    pub rp_id: Option<String>,
    /// Says that it has asked for fingerprint or PIN.
    pub verifies_user: bool,
    /// The counter of its next answer.
    pub counter: u32,
    keys: Vec<SoftKey>,
}

#[derive(Clone)]
struct SoftKey {
    id: Vec<u8>,
    user: String,
    signing: SigningKey,
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl SoftAuthenticator {
    /// One without keys, in a browser at this origin.
    pub fn at(origin: &str) -> Self {
        Self { origin: origin.to_owned(), rp_id: None, verifies_user: true, counter: 1, keys: Vec::new() }
    }

    /// The same keys, in one that is otherwise.
    pub fn but(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        change(&mut other);
        other
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin, "crossOrigin": false }).to_string().into_bytes()
    }

    /// Relying party, flags and counter; the counter moves on.
    fn head(&mut self, rp_id: &str, with_key: bool) -> Vec<u8> {
        let rp_id = self.rp_id.as_deref().unwrap_or(rp_id);
        let flags = 0b1 | if self.verifies_user { 0b100 } else { 0 } | if with_key { 0b100_0000 } else { 0 };
        let mut data = Sha256::digest(rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        self.counter += 1;
        data
    }

    /// `navigator.credentials.create`: a new key for what the server asked.
    pub fn create(&mut self, options: &Value) -> String {
        let signing = SigningKey::from_slice(&rand::random::<[u8; 32]>()).unwrap();
        let key = SoftKey { id: rand::random::<[u8; 32]>().to_vec(), user: options["publicKey"]["user"]["id"].as_str().unwrap().to_owned(), signing };
        let point = key.signing.verifying_key().to_sec1_point(false);
        let mut data = self.head(options["publicKey"]["rp"]["id"].as_str().unwrap(), true);
        data.extend([0; 16]);
        data.extend(u16::try_from(key.id.len()).unwrap().to_be_bytes());
        data.extend(&key.id);
        // COSE (RFC 9053 §7.1): an EC2 key on P-256 for ES256.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        // {"fmt": "none", "attStmt": {}, "authData": …} (RFC 8949).
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(data);
        let answer = json!({
            "id": encoded(&key.id), "rawId": encoded(&key.id), "type": "public-key",
            "response": { "clientDataJSON": encoded(self.client_data("webauthn.create", options)), "attestationObject": encoded(attestation) },
        });
        self.keys.push(key);
        answer.to_string()
    }

    /// `navigator.credentials.get`: answers with the newest key, if the challenge allows it.
    pub fn get(&mut self, options: &Value) -> String {
        let key = self.keys.last().unwrap().clone();
        let allowed = options["publicKey"]["allowCredentials"].as_array().unwrap();
        assert!(allowed.is_empty() || allowed.iter().any(|one| one["id"] == encoded(&key.id)), "this key is not asked for: {allowed:?}");
        let data = self.head(options["publicKey"]["rpId"].as_str().unwrap(), false);
        let client = self.client_data("webauthn.get", options);
        let signed: Vec<u8> = data.iter().chain(Sha256::digest(&client).iter()).copied().collect();
        let signature: Signature = key.signing.sign(&signed);
        json!({
            "id": encoded(&key.id), "rawId": encoded(&key.id), "type": "public-key",
            "response": {
                "clientDataJSON": encoded(client), "authenticatorData": encoded(data),
                "signature": encoded(signature.to_der()), "userHandle": key.user,
            },
        })
        .to_string()
    }
}
