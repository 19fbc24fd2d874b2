//! Validators shared by forms in the browser, actions on the server and the command line.

/// A host name as stored in `hosts`: lower case, no port, no trailing dot, letters, digits, hyphens and dots (RFC 1123).
/// Returns `None` for anything else, IP addresses included: those name no tenant.
#[must_use]
pub fn host_name(raw: &str) -> Option<String> {
    let host = raw.strip_suffix('.').unwrap_or(raw);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        Some(_) => return None,
        None => host,
    };
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let fits = !host.is_empty()
        && host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        && host.split('.').next_back().is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()));
    fits.then_some(host)
}

/// An e-mail address fit to sign in with: trimmed, lower case, one `@`, no white space or control characters, at most
/// 254 octets (RFC 5321 §4.5.3.1.3). Whether it can receive mail, only mail can tell.
#[must_use]
pub fn email(raw: &str) -> Option<String> {
    let email = raw.trim().to_lowercase();
    let (local, domain) = email.split_once('@')?;
    let fits = email.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && !domain.contains('@')
        && host_name(domain).is_some_and(|host| host == domain)
        && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    fits.then_some(email)
}

/// A name that people give to things: trimmed, 1 to `max` characters, no control characters.
#[must_use]
pub fn label(raw: &str, max: usize) -> Option<String> {
    let label = raw.trim();
    let fits = !label.is_empty() && label.chars().count() <= max && !label.chars().any(char::is_control);
    fits.then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hosts() {
        assert_eq!(host_name("Acme.LocalHost:3000").as_deref(), Some("acme.localhost"));
        assert_eq!(host_name("acme.example.").as_deref(), Some("acme.example"));
        for bad in ["", ".", "a..b", "-a.b", "a_b.c", "127.0.0.1", "[::1]:80", "a b", "a.b:x", "a.b:", "é.fr", "a\u{0}.b", "a.b:1:2"] {
            assert_eq!(host_name(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn emails() {
        assert_eq!(email(" Ana@Acme.Example ").as_deref(), Some("ana@acme.example"));
        for bad in ["", "a", "@b.c", "a@", "a@b@c.d", "a b@c.d", "a@127.0.0.1", "a@b:80"] {
            assert_eq!(email(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn accepted_hosts_are_fixed_points(raw in "\\PC{0,80}") {
            if let Some(host) = host_name(&raw) {
                prop_assert_eq!(host_name(&host), Some(host.clone()));
                prop_assert!(host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.'));
            }
        }
    }
}
