//! Signatures of webhooks, as the Standard Webhooks specification asks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// The headers `webhook-id`, `webhook-timestamp` and `webhook-signature` of `body`, with a signature for each of `keys`
/// (base64). `None` where a key is none.
#[must_use]
pub fn headers(id: Uuid, timestamp: i64, body: &[u8], keys: &[&str]) -> Option<[(&'static str, String); 3]> {
    let id = format!("msg_{}", id.simple());
    let signatures: Option<Vec<String>> = keys.iter().map(|key| sign(&id, timestamp, body, key)).collect();
    Some([("webhook-id", id), ("webhook-timestamp", timestamp.to_string()), ("webhook-signature", signatures?.join(" "))])
}

fn sign(id: &str, timestamp: i64, body: &[u8], key: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(key).ok()?).ok()?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's libraries are tested with.
    #[test]
    fn the_known_example_has_the_known_signature() {
        let signature = sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert_eq!(signature.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    #[test]
    fn two_keys_sign_side_by_side() {
        let (one, two) = (STANDARD.encode([1; 32]), STANDARD.encode([2; 32]));
        let [(_, id), (_, timestamp), (_, both)] = headers(Uuid::from_u128(7), 1_790_000_000, b"{}", &[&one, &two]).unwrap();
        assert_eq!((id.as_str(), timestamp.as_str()), ("msg_00000000000000000000000000000007", "1790000000"));
        let parts: Vec<&str> = both.split(' ').collect();
        assert_eq!(parts, [sign(&id, 1_790_000_000, b"{}", &one).unwrap(), sign(&id, 1_790_000_000, b"{}", &two).unwrap()]);
        assert_eq!(headers(Uuid::nil(), 0, b"", &["no base64!"]), None);
    }
}
